//! Reading signals: one, several, a page of those that a filter lets through.

use hearken_domain::{ContactId, Signal, SignalFilter, SignalId, ThemeId, Timestamp, Verbatim};
use rusqlite::{OptionalExtension, params};

use crate::StoreError;
use crate::filter::Where;
use crate::signal_row::{COLUMNS, signal_from, time};
use crate::snapshot::Snapshot;

/// Signals, newest first, and how to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The signals.
    pub signals: Vec<Signal>,
    /// The time and id after which the next page begins; `None` on the last.
    pub next: Option<(Timestamp, SignalId)>,
}

/// What a signal said before.
#[derive(Debug, Clone, PartialEq)]
pub struct PastRevision {
    /// Counted from 1.
    pub revision: u32,
    /// When it was recorded.
    pub received_at: Timestamp,
    /// Its title then.
    pub title: Option<Verbatim>,
    /// Its words then.
    pub verbatim: Verbatim,
}

/// What of a signal themes are found from.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredText {
    /// The signal.
    pub id: SignalId,
    /// Its title, redacted.
    pub title: Option<String>,
    /// Its words, redacted.
    pub text: String,
    /// Its rating.
    pub rating: Option<f64>,
    /// When it was said.
    pub at: Timestamp,
    /// The revision that says so.
    pub revision: u32,
    /// Who said it, if the source said so.
    pub contact: Option<ContactId>,
}

/// An issue, as its source numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The signal.
    pub signal: SignalId,
    /// The source's own id.
    pub external_id: Option<String>,
    /// Where it can be read there.
    pub url: Option<String>,
}

/// Reads signals.
#[derive(Debug, Clone, Copy)]
pub struct SignalReader<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    /// Reader of signals in this snapshot.
    pub fn signals(&self) -> SignalReader<'_> {
        SignalReader(self)
    }
}

impl SignalReader<'_> {
    /// One signal.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: SignalId) -> Result<Option<Signal>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM signals WHERE id = ?1");
            Ok(c.prepare_cached(&sql)?.query_row([id.0], signal_from).optional()?)
        })
    }

    /// Every signal's words, by ascending id: what a clustering run reads.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn texts(&self) -> Result<Vec<StoredText>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT id, title, text, rating, at_ms, revision, contact_id FROM signals ORDER BY id",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(StoredText {
                    id: SignalId(row.get(0)?),
                    title: row.get(1)?,
                    text: row.get(2)?,
                    rating: row.get(3)?,
                    at: time(row, 4)?,
                    revision: row.get(5)?,
                    contact: row.get::<_, Option<u64>>(6)?.map(ContactId),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// When the newest signal was said.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn newest(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT at_ms FROM signals ORDER BY at_ms DESC LIMIT 1";
            Ok(c.prepare_cached(sql)?.query_row([], |row| time(row, 0)).optional()?)
        })
    }

    /// Those of `ids` that exist, in the order of `ids`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn several(&self, ids: &[SignalId]) -> Result<Vec<Signal>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM signals WHERE id = ?1");
            let mut statement = c.prepare_cached(&sql)?;
            let mut signals = Vec::with_capacity(ids.len());
            for id in ids {
                signals.extend(statement.query_row([id.0], signal_from).optional()?);
            }
            Ok(signals)
        })
    }

    /// What a signal said before its current revision, oldest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn revisions(&self, id: SignalId) -> Result<Vec<PastRevision>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT revision, received_ms, title, text FROM revisions WHERE signal_id = ?1 ORDER BY revision";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([id.0], |row| {
                Ok(PastRevision {
                    revision: row.get(0)?,
                    received_at: time(row, 1)?,
                    title: row.get::<_, Option<String>>(2)?.map(Verbatim::redacted),
                    verbatim: Verbatim::redacted(row.get(3)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Signals that the filter lets through, of one theme where given (`Some(None)` is *unsorted*), newest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn page(
        &self,
        filter: &SignalFilter,
        theme: Option<Option<ThemeId>>,
        after: Option<(Timestamp, SignalId)>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.0.read(|c| {
            let mut condition = Where::new(filter, theme, self.0.generation());
            // A theme's memberships are kept in this order, too.
            let (at_ms, id) = match theme {
                None => ("signals.at_ms", "signals.id"),
                Some(_) => ("memberships.at_ms", "memberships.signal_id"),
            };
            if let Some((at, id)) = after {
                let before = match theme {
                    None => "(signals.at_ms, signals.id) < (?, ?)",
                    Some(_) => "(memberships.at_ms, memberships.signal_id) < (?, ?)",
                };
                condition.and(before, [at.as_millisecond(), id.0.cast_signed()]);
            }
            let sql = format!(
                "SELECT {COLUMNS} FROM {} ORDER BY {at_ms} DESC, {id} DESC LIMIT {}",
                condition.tables_and_conditions(),
                i64::try_from(limit).map_or(i64::MAX, |limit| limit.saturating_add(1))
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), signal_from)?;
            let mut signals = rows.collect::<Result<Vec<_>, _>>()?;
            let more = signals.len() > limit;
            signals.truncate(limit);
            let next = if more { signals.last().map(|s| (s.at, s.id)) } else { None };
            Ok(Page { signals, next })
        })
    }

    /// Those of `ids` that the filter lets through, in no order.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, ids: &[SignalId], filter: &SignalFilter) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let mut condition = Where::new(filter, None, self.0.generation());
            let ids: Vec<u64> = ids.iter().map(|id| id.0).collect();
            let ids = serde_json::to_string(&ids).map_err(crate::error::unreadable("ids"))?;
            condition.and("signals.id IN (SELECT value FROM json_each(?))", [ids]);
            let sql = format!("SELECT signals.id FROM {}", condition.tables_and_conditions());
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many signals the filter lets through, and the times of the first and last.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn span(
        &self,
        filter: &SignalFilter,
        theme: Option<Option<ThemeId>>,
    ) -> Result<(u64, Option<(Timestamp, Timestamp)>), StoreError> {
        self.0.read(|c| {
            let condition = Where::new(filter, theme, self.0.generation());
            let sql = match condition.is_everything() {
                // One at a time, each of them is read from an index.
                true => "SELECT (SELECT count(*) FROM signals), (SELECT min(at_ms) FROM signals), \
                     (SELECT max(at_ms) FROM signals)"
                    .to_owned(),
                false => format!(
                    "SELECT count(*), min(signals.at_ms), max(signals.at_ms) FROM {}",
                    condition.tables_and_conditions()
                ),
            };
            let found = c.prepare_cached(&sql)?.query_row(condition.params(), |row| {
                let count: u64 = row.get(0)?;
                Ok((count, if count == 0 { None } else { Some((time(row, 1)?, time(row, 2)?)) }))
            })?;
            Ok(found)
        })
    }

    /// Signals that arrived after a log position, the newest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn arrived_after(&self, position: u64, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT id FROM signals WHERE id > ?1 ORDER BY id DESC LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![position, limit], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Issues, as their sources number them: what a commit may say it closes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn issues(&self) -> Result<Vec<Issue>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT id, external_id, url FROM signals WHERE kind = 'issue' ORDER BY id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(Issue { signal: SignalId(row.get(0)?), external_id: row.get(1)?, url: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

#[cfg(test)]
mod tests;
