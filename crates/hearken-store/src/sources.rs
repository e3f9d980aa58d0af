//! Sources, and what is remembered for their next import.

use std::collections::BTreeMap;

use hearken_domain::{Counts, RedactionPolicy, SourceId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::signal_row::span;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError};

/// A source with its totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// The format of its last import.
    pub format: Option<String>,
    /// Role → column, as last used.
    pub mapping: BTreeMap<String, String>,
    /// Signals it has now.
    pub signals: u64,
    /// When the first and the last of them were said; what is undated says nothing of it.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Dispositions of all its imports that were not undone.
    pub counts: Counts,
    /// What is done with personal data in what it brings.
    pub redaction: RedactionPolicy,
}

/// Reads sources.
#[derive(Debug, Clone, Copy)]
pub struct SourceReader<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    /// Reader of sources in this snapshot.
    pub fn sources(&self) -> SourceReader<'_> {
        SourceReader(self)
    }
}

impl SourceReader<'_> {
    /// All sources by name.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Source>, StoreError> {
        self.select("1 ORDER BY name COLLATE NOCASE", &[])
    }

    /// The source of that name.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, name: &str) -> Result<Option<Source>, StoreError> {
        Ok(self.select("name = ?1", &[name])?.pop())
    }

    /// The number of the source of that name.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn id(&self, name: &str) -> Result<Option<SourceId>, StoreError> {
        self.0.read(|c| {
            let id = c
                .prepare_cached("SELECT id FROM sources WHERE name = ?1")?
                .query_row([name], |row| row.get(0));
            Ok(id.optional()?.map(SourceId))
        })
    }

    /// The names of all sources by their numbers.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn names(&self) -> Result<BTreeMap<SourceId, String>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached("SELECT id, name FROM sources")?;
            let rows = statement.query_map([], |row| Ok((SourceId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn select(&self, condition: &str, values: &[&str]) -> Result<Vec<Source>, StoreError> {
        self.0.read(|c| {
            let sql = format!("{} WHERE {condition}", include_str!("../sql/sources.sql"));
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
                let mapping: Option<String> = row.get(3)?;
                let signals: u64 = row.get(4)?;
                Ok(Source {
                    id: SourceId(row.get(0)?),
                    name: row.get(1)?,
                    format: row.get(2)?,
                    mapping: mapping.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
                    signals,
                    span: span(row, 5)?,
                    counts: Counts {
                        accepted: row.get(7)?,
                        updated: row.get(8)?,
                        duplicate: row.get(9)?,
                        rejected: row.get(10)?,
                    },
                    redaction: row.get::<_, String>(11)?.parse().unwrap_or_default(),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Whether what the source brings is kept as it comes.
pub(crate) fn is_off(c: &Connection, source: SourceId) -> Result<bool, StoreError> {
    let sql = "SELECT redaction = 'off' FROM sources WHERE id = ?1";
    Ok(c.prepare_cached(sql)?.query_row([source.0], |row| row.get(0))?)
}

impl Store {
    /// The source of that name, made where it is new.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn ensure_source(&self, name: &str, now: Timestamp) -> Result<SourceId, StoreError> {
        let name = name.to_owned();
        self.write(move |c| {
            let sql = "INSERT INTO sources (name, created_ms) VALUES (?1, ?2) \
                       ON CONFLICT (name) DO UPDATE SET name = name RETURNING id";
            let id =
                c.prepare_cached(sql)?.query_row(params![name, now.as_millisecond()], |row| row.get(0))?;
            Ok(SourceId(id))
        })
    }
}

#[cfg(test)]
mod tests;
