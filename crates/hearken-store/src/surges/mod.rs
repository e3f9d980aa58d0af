//! Surges that were noticed, each once, with the ids of their signals; and what is needed to notice them. What people say of
//! them are events; the rest is kept beside the log.

mod read;
#[cfg(test)]
mod tests;

use hearken_domain::{AlertId, By, Event, SignalId, SurgeId, SurgeKind, ThemeId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::acts::DISMISSED_SURGES;
use crate::{Store, StoreError, alerts, views};

pub use read::{DismissedSurge, HeardSignal, Surge, SurgeReader, SurgeSignal};

/// A surge as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundSurge {
    /// How fast it comes together.
    pub kind: SurgeKind,
    /// The theme that most of it are in.
    pub theme: Option<ThemeId>,
    /// Signals that its time would usually have brought.
    pub usual: f64,
    /// Its signals.
    pub signals: Vec<SignalId>,
    /// By which alerts it is sent if it is new, and when.
    pub sent_by: Vec<(AlertId, Timestamp)>,
}

impl Store {
    /// Keeps what was found `now`. What shares a signal with a surge that is known, or is of the theme of one of which something
    /// came since `ended`, is that surge and no news. Of what is new, it is asked in the same transaction to be sent. The new ones.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn notice_surges(
        &self,
        found: Vec<FoundSurge>,
        now: Timestamp,
        ended: Timestamp,
    ) -> Result<Vec<SurgeId>, StoreError> {
        if self.snapshot()?.surges().has_all(&found)? {
            return Ok(Vec::new());
        }
        self.write(move |c| {
            let mut noticed = Vec::new();
            for surge in &found {
                let known = known(c, surge, ended)?;
                let id = match known {
                    Some(id) => id,
                    None => insert(c, surge, now)?,
                };
                put_signals(c, id, &surge.signals)?;
                if known.is_none() {
                    noticed.push(SurgeId(id));
                    for (alert, due) in &surge.sent_by {
                        let delivery = alerts::deliveries::waiting(c, *alert, *due, now)?;
                        let sql = "INSERT OR IGNORE INTO alert_delivery_surges (delivery_id, surge_id) VALUES (?1, ?2)";
                        c.prepare_cached(sql)?.execute([delivery, id])?;
                    }
                }
            }
            Ok(noticed)
        })
    }

    /// Says that a surge is nothing to hear of.
    ///
    /// # Errors
    /// [`StoreError::Surge`] where there is none, or it was dismissed already; or any failure of the database.
    pub fn dismiss_surge(&self, surge: SurgeId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check_there(c, surge)?;
            if DISMISSED_SURGES.last(c, surge.0)?.is_some() {
                return Err(refused(surge, "it was dismissed already", false));
            }
            views::record(c, &by, Event::SurgeDismissed { surge })?;
            Ok(())
        })
    }

    /// Takes that back.
    ///
    /// # Errors
    /// [`StoreError::Surge`] where nobody said so; or any failure of the database.
    pub fn undo_surge_dismissal(&self, surge: SurgeId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check_there(c, surge)?;
            let nothing = || refused(surge, "nobody dismissed it", false);
            let change = DISMISSED_SURGES.last(c, surge.0)?.ok_or_else(nothing)?;
            views::record(c, &by, Event::SurgeDismissalUndone { surge, change })?;
            Ok(())
        })
    }
}

fn check_there(c: &Connection, surge: SurgeId) -> Result<(), StoreError> {
    let there = c.prepare_cached("SELECT 1 FROM surges WHERE id = ?1")?.query_row([surge.0], |_| Ok(()));
    there.optional()?.ok_or_else(|| refused(surge, "there is no such surge", true))
}

/// The surge that one is which was found, if any is.
fn known(c: &Connection, surge: &FoundSurge, ended: Timestamp) -> Result<Option<u64>, StoreError> {
    let sql =
        "SELECT max(id) FROM surges JOIN surge_signals ON surge_id = id WHERE signal_id = ?1 AND kind = ?2";
    for signal in &surge.signals {
        let known: Option<u64> =
            c.prepare_cached(sql)?.query_row(params![signal.0, surge.kind.as_str()], |row| row.get(0))?;
        if known.is_some() {
            return Ok(known);
        }
    }
    let Some(theme) = surge.theme else { return Ok(None) };
    let sql = "SELECT max(surges.id) FROM surges JOIN surge_signals ON surge_id = surges.id \
               JOIN signals ON signals.id = signal_id WHERE theme_id = ?1 AND surges.kind = ?2 AND received_ms >= ?3";
    let values = params![theme.0, surge.kind.as_str(), ended.as_millisecond()];
    Ok(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

fn insert(c: &Connection, surge: &FoundSurge, now: Timestamp) -> Result<u64, StoreError> {
    let sql = "INSERT INTO surges (kind, theme_id, usual, noticed_ms) VALUES (?1, ?2, ?3, ?4) RETURNING id";
    let theme = surge.theme.map_or(0, |theme| theme.0);
    let values = params![surge.kind.as_str(), theme, surge.usual, now.as_millisecond()];
    Ok(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Those of the signals that are still there.
fn put_signals(c: &Connection, surge: u64, signals: &[SignalId]) -> Result<(), StoreError> {
    let sql =
        "INSERT OR IGNORE INTO surge_signals (surge_id, signal_id) SELECT ?1, id FROM signals WHERE id = ?2";
    for signal in signals {
        c.prepare_cached(sql)?.execute([surge, signal.0])?;
    }
    Ok(())
}

fn refused(surge: SurgeId, detail: &str, missing: bool) -> StoreError {
    StoreError::Surge { surge, detail: detail.to_owned(), missing }
}
