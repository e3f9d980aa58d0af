//! What people say of a signal against its reading, and taking that back.

use hearken_domain::{By, Event, LogPosition, Says, Sentiment, Severity, SignalId};
use rusqlite::{Connection, OptionalExtension};

use super::StandingCorrection;
use super::number::{Numbered, from_number, to_number};
use crate::{Store, StoreError, views};

impl Store {
    /// Keeps what a person says of a signal: each of the three that is given holds from then on. How bad it is can be said of
    /// a pain point alone, so that saying it says that it is one.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the signal is not there, or the severity is said of something else; or any failure of the database.
    pub fn correct_signal(&self, said: StandingCorrection, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let StandingCorrection { signal, mut says, sentiment, severity } = said;
            check(c, signal)?;
            if severity.is_some() {
                let now = match says {
                    Some(says) => Some(says),
                    None => now_says(c, signal)?,
                };
                if now.is_some_and(|now| now != Says::PainPoint) {
                    return Err(refused(signal, "how bad it is can be said of a pain point alone"));
                }
                says = Some(Says::PainPoint);
            }
            views::record(c, &by, Event::SignalCorrected { signal, says, sentiment, severity })?;
            Ok(())
        })
    }

    /// Takes back what people said last of a signal.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where nothing that was said of it stands; or any failure of the database.
    pub fn undo_correction(&self, signal: SignalId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check(c, signal)?;
            let sql =
                "SELECT max(position) FROM corrections WHERE signal_id = ?1 AND undone_position IS NULL";
            let last: Option<u64> = c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?;
            let change = last.map(LogPosition);
            let change =
                change.ok_or_else(|| refused(signal, "nobody said otherwise of it than it was read"))?;
            views::record(c, &by, Event::CorrectionUndone { signal, change })?;
            Ok(())
        })
    }
}

/// What people said of a signal, and stands: of each of the three the last that was said.
pub(super) fn standing(c: &Connection, signal: SignalId) -> Result<StandingCorrection, StoreError> {
    let sql = "SELECT says, sentiment, severity FROM corrections WHERE signal_id = ?1 AND undone_position IS NULL \
               ORDER BY position DESC";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([signal.0])?;
    let mut said = StandingCorrection { signal, says: None, sentiment: None, severity: None };
    while let Some(row) = rows.next()? {
        fill(&mut said.says, row.get(0)?);
        fill(&mut said.sentiment, row.get(1)?);
        fill(&mut said.severity, row.get(2)?);
    }
    Ok(said)
}

fn fill<V: Numbered>(value: &mut Option<V>, number: Option<u8>) {
    *value = value.or_else(|| number.map(from_number));
}

/// What holds of a signal; nothing where it was not read yet.
fn now_says(c: &Connection, signal: SignalId) -> Result<Option<Says>, StoreError> {
    let sql = "SELECT says FROM signal_readings WHERE signal_id = ?1";
    let number: Option<u8> = c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0)).optional()?;
    Ok(number.map(from_number))
}

fn check(c: &Connection, signal: SignalId) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM signals WHERE id = ?1";
    match c.prepare_cached(sql)?.query_row([signal.0], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => Err(StoreError::Ruling {
            subject: signal.to_string(),
            detail: "there is no such signal".to_owned(),
            missing: true,
            against: None,
        }),
    }
}

fn refused(signal: SignalId, detail: &str) -> StoreError {
    StoreError::Ruling {
        subject: signal.to_string(),
        detail: detail.to_owned(),
        missing: false,
        against: None,
    }
}

/// A row of what was said, by the event that says so; of a signal that is gone there is none.
pub(crate) fn insert(
    c: &Connection,
    position: LogPosition,
    signal: SignalId,
    (says, sentiment, severity): (Option<Says>, Option<Sentiment>, Option<Severity>),
) -> Result<(), StoreError> {
    let sql = "INSERT INTO corrections (position, signal_id, says, sentiment, severity) \
               SELECT ?1, id, ?3, ?4, ?5 FROM signals WHERE id = ?2";
    c.prepare_cached(sql)?.execute(rusqlite::params![
        position.0,
        signal.0,
        says.map(to_number),
        sentiment.map(to_number),
        severity.map(to_number)
    ])?;
    Ok(())
}
