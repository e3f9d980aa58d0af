//! Reading bursts, and what is still to be compared.

use std::collections::BTreeMap;

use hearken_domain::{SignalFilter, SignalId, SourceId, ThemeId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::MADE_WITH;
use crate::filter::{Among, Where};
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Place, StoreError, StoredText, meta};

/// The burst that a signal is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burst {
    /// What it is called by: its first signal, as it was found.
    pub first: SignalId,
    /// How many signals are in it.
    pub signals: u64,
}

/// How many of some signals are in bursts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bursts {
    /// Bursts.
    pub bursts: u64,
    /// Signals in them.
    pub signals: u64,
}

/// Reads bursts.
#[derive(Debug, Clone, Copy)]
pub struct BurstReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of bursts in this snapshot.
    pub fn bursts(&self) -> BurstReader<'_> {
        BurstReader(self)
    }
}

const TEXT: &str = "id, title, text, rating, at_ms, revision, contact_id, source_id, said_order, \
                    kind IN ('review', 'survey-answer', 'message')";

/// A signal among those that are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedText {
    /// Its place in the order of time.
    pub place: Place,
    /// What it says.
    pub text: StoredText,
    /// Whether anybody could say it: a review, an answer to a survey, a post. Tickets and what a program reports come by ways that the
    /// product itself opens, in words that it writes.
    pub is_open_to_all: bool,
}

/// The burst of a signal, which has that name if there is another in it.
const IN_BURST: &str = "coalesce(alike.burst, signals.id)";

impl BurstReader<'_> {
    /// What the bursts that stand were made with.
    pub(super) fn made_with(&self) -> Result<Option<String>, StoreError> {
        self.0.read(|c| meta::get(c, MADE_WITH))
    }

    /// The time of the first gap, in milliseconds, and the number of the last that there is; `None` where there is none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn first_gap(&self) -> Result<Option<(i64, u64)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT min(at_ms), max(id) FROM burst_gaps";
            let found: (Option<i64>, Option<u64>) =
                c.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.0.zip(found.1))
        })
    }

    /// The times of gaps from one time to another, both included, ascending.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn gaps(&self, from_ms: i64, to_ms: i64) -> Result<Vec<i64>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT DISTINCT at_ms FROM burst_gaps WHERE at_ms BETWEEN ?1 AND ?2 ORDER BY at_ms";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([from_ms, to_ms], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The last signals that were said before a time, at most so many, in the order of time.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said_before(&self, at_ms: i64, limit: usize) -> Result<Vec<ComparedText>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "SELECT {TEXT} FROM signals WHERE said_order < ?1 AND NOT undated \
                 ORDER BY said_order DESC, id DESC LIMIT ?2"
            );
            let mut texts = texts(c, &sql, params![at_ms, limit])?;
            texts.reverse();
            Ok(texts)
        })
    }

    /// Signals that were said behind a place, at most so many, in the order of time.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said_after(&self, place: Place, limit: usize) -> Result<Vec<ComparedText>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "SELECT {TEXT} FROM signals WHERE (said_order, id) > (?1, ?2) AND NOT undated \
                 ORDER BY said_order, id LIMIT ?3"
            );
            texts(c, &sql, params![place.0, place.1.0, limit])
        })
    }

    /// The burst of each of these signals that is in one, counting what was said up to a time.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of(
        &self,
        signals: &[SignalId],
        until: Option<Timestamp>,
    ) -> Result<BTreeMap<SignalId, Burst>, StoreError> {
        self.0.read(|c| {
            let (mut found, mut sizes) = (BTreeMap::new(), BTreeMap::new());
            let sql = format!(
                "SELECT {IN_BURST} FROM signals LEFT JOIN alike ON alike.signal_id = signals.id \
                 WHERE signals.id = ?1 AND signals.id NOT IN (SELECT signal_id FROM not_alike)"
            );
            let mut burst = c.prepare_cached(&sql)?;
            for signal in signals {
                let mut rows = burst.query([signal.0])?;
                let Some(first) = rows.next()?.map(|row| row.get::<_, u64>(0)).transpose()? else { continue };
                let counted = match sizes.get(&first) {
                    Some(counted) => *counted,
                    None => members(c, first, until)?.len() as u64,
                };
                sizes.insert(first, counted);
                if counted > 1 {
                    found.insert(*signal, Burst { first: SignalId(first), signals: counted });
                }
            }
            Ok(found)
        })
    }

    /// What the burst of each of these signals is called by, of those that may be in one.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn names(&self, signals: &[SignalId]) -> Result<BTreeMap<SignalId, SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT coalesce((SELECT burst FROM alike WHERE signal_id = ?1), \
                       (SELECT burst FROM alike WHERE burst = ?1 LIMIT 1)) \
                       WHERE ?1 NOT IN (SELECT signal_id FROM not_alike)";
            let mut burst = c.prepare_cached(sql)?;
            let mut names = BTreeMap::new();
            for signal in signals {
                let name = burst.query_row([signal.0], |row| row.get::<_, Option<u64>>(0)).optional()?;
                names.extend(name.flatten().map(|name| (*signal, SignalId(name))));
            }
            Ok(names)
        })
    }

    /// The signals of a burst, in the order of time.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn members(&self, first: SignalId) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| members(c, first.0, None))
    }

    /// How many of a theme's signals under the filter are in bursts with each other.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn in_theme(&self, theme: ThemeId, filter: &SignalFilter) -> Result<Bursts, StoreError> {
        self.0.read(|c| {
            let condition = Where::new(filter, &Among::Theme(theme), self.0.generation());
            let sql = format!(
                "SELECT count(*), coalesce(sum(together), 0) FROM ( \
                   SELECT count(*) AS together FROM (SELECT memberships.signal_id AS id FROM {}) AS signals \
                   LEFT JOIN alike ON alike.signal_id = signals.id \
                   WHERE signals.id NOT IN (SELECT signal_id FROM not_alike) \
                   GROUP BY {IN_BURST} HAVING together > 1)",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            Ok(statement.query_row(condition.params(), |row| {
                Ok(Bursts { bursts: row.get(0)?, signals: row.get(1)? })
            })?)
        })
    }

    /// One number for all that is alike, or reads as spam: two views made from the same signals have the same.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn digest(&self) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT signal_id, alike_to, burst FROM alike UNION ALL SELECT signal_id, alike_to, burst * 1000 + likeness FROM copies \
                       UNION ALL SELECT signal_id, weight, sure FROM spam";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut digest: u64 = 0;
            while let Some(row) = rows.next()? {
                let (signal, to, burst): (u64, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                digest = digest.wrapping_add(crate::vectors::mix(
                    crate::vectors::mix(crate::vectors::mix(signal) ^ to) ^ burst,
                ));
            }
            Ok(digest)
        })
    }
}

fn members(c: &Connection, first: u64, until: Option<Timestamp>) -> Result<Vec<SignalId>, StoreError> {
    let sql = "SELECT id FROM signals WHERE id IN (SELECT signal_id FROM alike WHERE burst = ?1 UNION ALL SELECT ?1) \
               AND NOT undated AND at_ms <= ?2 AND id NOT IN (SELECT signal_id FROM not_alike) ORDER BY said_order, id";
    let mut statement = c.prepare_cached(sql)?;
    let until = until.map_or(i64::MAX, |until| until.as_millisecond());
    let rows = statement.query_map(params![first, until], |row| Ok(SignalId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn texts(
    c: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Vec<ComparedText>, StoreError> {
    let read = |row: &Row<'_>| {
        let text = StoredText {
            id: SignalId(row.get(0)?),
            title: row.get(1)?,
            text: row.get(2)?,
            rating: row.get(3)?,
            at: time(row, 4)?,
            revision: row.get(5)?,
            contact: row.get::<_, Option<u64>>(6)?.map(hearken_domain::ContactId),
            source: SourceId(row.get(7)?),
        };
        Ok(ComparedText { place: (row.get(8)?, text.id), text, is_open_to_all: row.get(9)? })
    };
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
