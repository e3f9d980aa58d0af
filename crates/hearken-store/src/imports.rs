//! Imports: one run each, with what became of its items.

use std::collections::BTreeMap;

use hearken_domain::{Actor, By, Counts, Disposition, ImportId, SignalId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::events::{actor_from, actor_id};
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportState {
    /// At work.
    Running,
    /// Done to the end.
    Finished,
    /// Stopped before the end; what it recorded stands, and the same import run again goes on.
    Interrupted,
    /// Taken back.
    Undone,
}

impl ImportState {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Interrupted => "interrupted",
            Self::Undone => "undone",
        }
    }

    fn read(word: &str) -> Self {
        [Self::Running, Self::Finished, Self::Undone]
            .into_iter()
            .find(|state| state.as_str() == word)
            .unwrap_or(Self::Interrupted)
    }
}

/// One run of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its number.
    pub id: ImportId,
    /// The source it fed.
    pub source: SourceId,
    /// The file's name, without its folder.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// Role → column.
    pub mapping: BTreeMap<String, String>,
    /// Where it stands.
    pub state: ImportState,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Who began it; `None` of an import from before that was noted.
    pub by: Option<Actor>,
    /// What became of its items.
    pub counts: Counts,
    /// How many of the signals that it brought have no time of their own.
    pub undated: u64,
}

/// An item that was rejected, as the log remembers it: without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The import it came with.
    pub import: ImportId,
    /// Where it stood in the input.
    pub place: String,
    /// Why it was rejected.
    pub reason: String,
}

const COLUMNS: &str = "id, source_id, file, format, mapping, state, started_ms, finished_ms, accepted, updated, \
     duplicate, rejected, (SELECT kind FROM actors WHERE actors.id = imports.actor_id), \
     (SELECT name FROM actors WHERE actors.id = imports.actor_id), \
     (SELECT nullif(behalf_of, '') FROM actors WHERE actors.id = imports.actor_id), \
     (SELECT count(*) FROM signals WHERE signals.import_id = imports.id AND undated)";

/// Reads imports and what became of their items.
#[derive(Debug, Clone, Copy)]
pub struct ImportReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of imports and what became of their items in this snapshot.
    pub fn imports(&self) -> ImportReader<'_> {
        ImportReader(self)
    }
}

impl ImportReader<'_> {
    /// One import.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM imports WHERE id = ?1");
            Ok(c.prepare_cached(&sql)?.query_row([id.0], import_from).optional()?)
        })
    }

    /// A source's imports, newest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_source(&self, source: SourceId, limit: usize) -> Result<Vec<Import>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM imports WHERE source_id = ?1 ORDER BY id DESC LIMIT ?2");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![source.0, limit], import_from)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Name of the source that an import fed; `None` where the import is gone.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn source_of(&self, import: ImportId) -> Result<Option<String>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT name FROM sources JOIN imports ON imports.source_id = sources.id WHERE imports.id = ?1";
            Ok(c.prepare_cached(sql)?.query_row([import.0], |row| row.get(0)).optional()?)
        })
    }

    /// A source's first `limit` rejected items, newest import first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn rejected(&self, source: SourceId, limit: usize) -> Result<Vec<Rejected>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT import_id, place, reason FROM dispositions INDEXED BY dispositions_rejected \
                       JOIN imports ON imports.id = dispositions.import_id \
                       WHERE imports.source_id = ?1 AND fate = 'rejected' AND imports.state <> 'undone' \
                       ORDER BY import_id DESC, ordinal LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![source.0, limit], |row| {
                Ok(Rejected { import: ImportId(row.get(0)?), place: row.get(1)?, reason: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What became of one item of an import, counted from 1.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn disposition(&self, import: ImportId, ordinal: u64) -> Result<Option<Disposition>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT fate, signal_id, place, reason FROM dispositions WHERE import_id = ?1 AND ordinal = ?2";
            let found = c.prepare_cached(sql)?.query_row(params![import.0, ordinal], |row| {
                let (fate, signal): (String, Option<u64>) = (row.get(0)?, row.get(1)?);
                let signal = SignalId(signal.unwrap_or(0));
                Ok(match fate.as_str() {
                    "accepted" => Disposition::Accepted { signal },
                    "updated" => Disposition::Updated { signal },
                    "duplicate" => Disposition::Duplicate { signal },
                    _ => Disposition::Rejected { place: row.get(2)?, reason: row.get(3)? },
                })
            });
            Ok(found.optional()?)
        })
    }
}

impl Store {
    /// Opens an import.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn start_import(&self, source: SourceId, file: &str, by: &By) -> Result<ImportId, StoreError> {
        let (file, by) = (file.to_owned(), by.clone());
        self.write(move |c| {
            let sql = "INSERT INTO imports (source_id, file, format, mapping, state, started_ms, actor_id) \
                       VALUES (?1, ?2, '', '{}', 'running', ?3, ?4) RETURNING id";
            let values = params![source.0, file, by.at.as_millisecond(), actor_id(c, &by.actor)?];
            Ok(ImportId(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?))
        })
    }

    /// Closes an import; how it was read is remembered for its source.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn finish_import(
        &self,
        id: ImportId,
        state: ImportState,
        format: &str,
        mapping: &BTreeMap<String, String>,
        now: Timestamp,
    ) -> Result<Import, StoreError> {
        let format = format.to_owned();
        let mapping = serde_json::to_string(mapping).map_err(crate::error::unreadable("mapping"))?;
        self.write(move |c| {
            let sql = format!(
                "UPDATE imports SET state = ?2, finished_ms = ?3, format = ?4, mapping = ?5 WHERE id = ?1 \
                 RETURNING {COLUMNS}"
            );
            let values = params![id.0, state.as_str(), now.as_millisecond(), format, mapping];
            let import = c.query_row(&sql, values, import_from)?;
            c.execute(
                "UPDATE sources SET format = ?2, mapping = ?3 WHERE id = ?1",
                params![import.source.0, format, mapping],
            )?;
            Ok(import)
        })
    }
}

fn import_from(row: &Row<'_>) -> rusqlite::Result<Import> {
    let mapping: String = row.get(4)?;
    let state: String = row.get(5)?;
    Ok(Import {
        id: ImportId(row.get(0)?),
        source: SourceId(row.get(1)?),
        file: row.get(2)?,
        format: row.get(3)?,
        mapping: serde_json::from_str(&mapping).unwrap_or_default(),
        state: ImportState::read(&state),
        started_at: time(row, 6)?,
        finished_at: row.get::<_, Option<i64>>(7)?.map(|_| time(row, 7)).transpose()?,
        by: row.get::<_, Option<String>>(12)?.map(|_| actor_from(row, 12)).transpose()?,
        counts: Counts {
            accepted: row.get(8)?,
            updated: row.get(9)?,
            duplicate: row.get(10)?,
            rejected: row.get(11)?,
        },
        undated: row.get(15)?,
    })
}
