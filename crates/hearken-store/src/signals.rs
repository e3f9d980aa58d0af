//! Reading signals: one, several, a page of those that a filter lets through.

mod as_read;

use std::collections::{BTreeMap, HashSet};

use hearken_domain::{
    ContactId, DayCount, FilterField, Signal, SignalFilter, SignalId, SignalState, SourceId, Timestamp,
    Verbatim,
};
use rusqlite::{OptionalExtension, params};

pub use as_read::SignalAsRead;

use crate::StoreError;
use crate::filter::{Among, Where};
use crate::labels::from_column;
use crate::said::{UNDATED_BEFORE_MS, dated, day_from};
use crate::signal_row::{COLUMN_COUNT, COLUMNS, signal_from, span, time};
use crate::snapshot::Snapshot;

/// A place in the order of time, as the store has it, and which of the signals at it.
pub type Place = (i64, SignalId);

/// Signals, newest first and what is undated last, and how to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The signals.
    pub signals: Vec<Signal>,
    /// The place after which the next page begins; `None` on the last.
    pub next: Option<Place>,
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
    /// Its labels then.
    pub labels: Vec<Verbatim>,
    /// Whether it was open at its source then.
    pub state: Option<SignalState>,
    /// Its source's own word for that.
    pub status: Option<Verbatim>,
}

/// What of a signal themes are found from.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredText {
    /// The signal.
    pub id: SignalId,
    /// Where it came from.
    pub source: SourceId,
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
                "SELECT id, title, text, rating, at_ms, revision, contact_id, source_id FROM signals ORDER BY id",
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
                    source: SourceId(row.get(7)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// When the newest signal was said, of those that say so.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn newest(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT max(said_order) FROM signals";
            let last: Option<i64> = c.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
            Ok(last.and_then(dated))
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
            let sql = "SELECT revision, received_ms, title, text, state, status, labels FROM revisions \
                       WHERE signal_id = ?1 ORDER BY revision";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([id.0])?;
            let mut past = Vec::new();
            while let Some(row) = rows.next()? {
                let words = |column| {
                    Ok::<_, StoreError>(row.get::<_, Option<String>>(column)?.map(Verbatim::redacted))
                };
                let (state, labels): (Option<String>, Option<String>) = (row.get(4)?, row.get(6)?);
                past.push(PastRevision {
                    revision: row.get(0)?,
                    received_at: time(row, 1)?,
                    title: words(2)?,
                    verbatim: Verbatim::redacted(row.get(3)?),
                    labels: from_column(labels.as_deref())?.into_iter().map(Verbatim::redacted).collect(),
                    state: state.and_then(|state| state.parse().ok()),
                    status: words(5)?,
                });
            }
            Ok(past)
        })
    }

    /// Signals that the filter lets through, of some themes (`Some(None)` is *unsorted*), newest first, and what is undated
    /// last.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn page(
        &self,
        filter: &SignalFilter,
        among: impl Into<Among>,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let among = among.into();
        self.0.read(|c| {
            let mut condition = Where::new(filter, &among, self.0.generation());
            let (order, id) = condition.time_order();
            if let Some((said_order, after)) = after {
                condition.and(&format!("({order}, {id}) < (?, ?)"), [said_order, after.0.cast_signed()]);
            }
            let sql = format!(
                "SELECT {COLUMNS}, {order} FROM {} ORDER BY {order} DESC, {id} DESC LIMIT {}",
                condition.tables_and_conditions(),
                i64::try_from(limit).map_or(i64::MAX, |limit| limit.saturating_add(1))
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement
                .query_map(condition.params(), |row| Ok((signal_from(row)?, row.get(COLUMN_COUNT)?)))?;
            let mut signals: Vec<(Signal, i64)> = rows.collect::<Result<_, _>>()?;
            let more = signals.len() > limit;
            signals.truncate(limit);
            let last = signals.last().map(|(signal, said_order)| (*said_order, signal.id));
            let signals = signals.into_iter().map(|(signal, _)| signal).collect();
            Ok(Page { signals, next: last.filter(|_| more) })
        })
    }

    /// The same the other way round, as far as `limit`: oldest first, and what is undated last again.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn oldest(
        &self,
        filter: &SignalFilter,
        among: impl Into<Among>,
        limit: usize,
    ) -> Result<Vec<Signal>, StoreError> {
        let among = among.into();
        self.0.read(|c| {
            let mut signals = Vec::new();
            for half in [">", "<="] {
                let mut condition = Where::new(filter, &among, self.0.generation());
                let (order, id) = condition.time_order();
                condition.and(&format!("{order} {half} ?"), [UNDATED_BEFORE_MS]);
                let sql = format!(
                    "SELECT {COLUMNS} FROM {} ORDER BY {order}, {id} LIMIT {}",
                    condition.tables_and_conditions(),
                    i64::try_from(limit - signals.len()).unwrap_or(i64::MAX)
                );
                let mut statement = c.prepare_cached(&sql)?;
                for signal in statement.query_map(condition.params(), signal_from)? {
                    signals.push(signal?);
                }
            }
            Ok(signals)
        })
    }

    /// Those of `ids` that the filter lets through, in no order.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, ids: &[SignalId], filter: &SignalFilter) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let condition = among(ids, filter)?;
            let sql = format!("SELECT signals.id FROM {}", condition.tables_and_conditions());
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The signals of the customers that a filter names, or of nobody; `None` where it names none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_customers(&self, filter: &SignalFilter) -> Result<Option<HashSet<SignalId>>, StoreError> {
        if filter.keeping(FilterField::is_whose).is_empty() {
            return Ok(None);
        }
        self.0.read(|c| {
            let condition = Where::whose_only(filter);
            let sql = format!("SELECT signals.id FROM {}", condition.tables_and_conditions());
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), |row| Ok(SignalId(row.get(0)?)))?;
            Ok(Some(rows.collect::<Result<_, _>>()?))
        })
    }

    /// When each of `ids` was said and came that the filter lets through, by id; `None` is undated.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn days(
        &self,
        ids: &[SignalId],
        filter: &SignalFilter,
    ) -> Result<BTreeMap<SignalId, Option<DayCount>>, StoreError> {
        self.0.read(|c| {
            let condition = among(ids, filter)?;
            let sql = format!(
                "SELECT signals.id, signals.source_id, signals.said_day, signals.came_day FROM {}",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement
                .query_map(condition.params(), |row| Ok((SignalId(row.get(0)?), day_from(row, 1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many signals the filter lets through, and the times of the first and last of those that are dated.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn span(
        &self,
        filter: &SignalFilter,
        among: impl Into<Among>,
    ) -> Result<(u64, Option<(Timestamp, Timestamp)>), StoreError> {
        let among = among.into();
        self.0.read(|c| {
            let condition = Where::to_count(filter, &among, self.0.generation());
            let sql = match condition.is_everything() {
                // One at a time, each of them is read from an index.
                true => format!(
                    "SELECT (SELECT count(*) FROM signals), \
                     (SELECT min(said_order) FROM signals WHERE said_order > {UNDATED_BEFORE_MS}), \
                     (SELECT max(said_order) FROM signals WHERE said_order > {UNDATED_BEFORE_MS})"
                ),
                false => format!(
                    "SELECT count(*), min(said), max(said) FROM (SELECT {} AS said FROM {})",
                    condition.said(),
                    condition.tables_and_conditions()
                ),
            };
            let mut statement = c.prepare_cached(&sql)?;
            Ok(statement.query_row(condition.params(), |row| Ok((row.get(0)?, span(row, 1)?)))?)
        })
    }

    /// Titles and words of the newest signals of a source.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn newest_texts(
        &self,
        source: SourceId,
        limit: usize,
    ) -> Result<Vec<(Option<String>, String)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT title, text FROM signals WHERE source_id = ?1 ORDER BY at_ms DESC LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![source.0, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
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

/// Those of `ids` that the filter lets through.
fn among(ids: &[SignalId], filter: &SignalFilter) -> Result<Where, StoreError> {
    let mut condition = Where::one_by_one(filter);
    let ids: Vec<u64> = ids.iter().map(|id| id.0).collect();
    let ids = serde_json::to_string(&ids).map_err(crate::error::unreadable("ids"))?;
    condition.and("signals.id IN (SELECT value FROM json_each(?))", [ids]);
    Ok(condition)
}

#[cfg(test)]
mod tests;
