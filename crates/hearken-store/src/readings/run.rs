//! How far signals were read, by which version of the reader, and what it had learned from people by then.

use hearken_domain::{LogPosition, SignalId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::ReadingReader;
use super::stamp::STAMP;
use crate::error::unreadable;
use crate::{Store, StoreError, meta};

/// Reading everything: by which reader, and how far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingRun {
    /// The version of the reader.
    pub version: u32,
    /// The log position up to which it learned from what people said.
    pub learned: LogPosition,
    /// The last signal that was read; `None` before the first.
    pub after: Option<SignalId>,
}

/// How far signals were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingState {
    /// Up to where in the log.
    pub position: LogPosition,
    /// The last run that was over everything.
    pub done: Option<ReadingRun>,
    /// The one on its way.
    pub running: Option<ReadingRun>,
    /// The last position at which people said something of a signal, or took it back.
    pub said_at: LogPosition,
    /// How often they did since the last run learned.
    pub said_since: u64,
    /// How many of what they said there are, standing or not.
    pub corrections: u64,
}

/// How far signals were read with that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadUpTo {
    /// Arrivals, up to here in the log.
    Log(LogPosition),
    /// Everything, once more, as far as the run has come.
    Again(ReadingRun),
    /// Everything, once more, to its end.
    All(ReadingRun),
}

const POSITION: &str = "readings_position";
const DONE: &str = "readings_done";
const RUNNING: &str = "reading_again";

impl ReadingReader<'_> {
    /// How far signals were read.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn state(&self) -> Result<ReadingState, StoreError> {
        self.0.read(|c| {
            let (done, running) = (run_of(c, DONE)?, run_of(c, RUNNING)?);
            let learned = done.map_or(0, |run| run.learned.0);
            let sql = "SELECT max(max(position), coalesce(max(undone_position), 0)), count(*), \
                       count(*) FILTER (WHERE position > ?1) + count(*) FILTER (WHERE undone_position > ?1) FROM corrections";
            let (said_at, corrections, said_since) = c.prepare_cached(sql)?.query_row([learned], |row| {
                Ok((row.get::<_, Option<u64>>(0)?.unwrap_or(0), row.get(1)?, row.get(2)?))
            })?;
            Ok(ReadingState {
                position: LogPosition(meta::get_number(c, POSITION)?),
                done,
                running,
                said_at: LogPosition(said_at),
                said_since,
                corrections,
            })
        })
    }

    /// A number that is another whenever what holds of some signal is.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn stamp(&self) -> Result<u64, StoreError> {
        self.0.read(|c| meta::get_number(c, STAMP))
    }
}

impl Store {
    /// Has everything read once more.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn want_reading(&self) -> Result<(), StoreError> {
        self.write(|c| {
            c.execute("DELETE FROM meta WHERE key IN (?1, ?2)", [DONE, RUNNING])?;
            Ok(())
        })
    }
}

/// Notes how far signals were read.
pub(super) fn note(c: &Connection, up_to: ReadUpTo) -> Result<(), StoreError> {
    let json = |run: ReadingRun| serde_json::to_string(&run).map_err(unreadable("run of reading"));
    match up_to {
        ReadUpTo::Log(position) => {
            let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
            c.prepare_cached(sql)?.execute(rusqlite::params![POSITION, position.0])?;
            Ok(())
        }
        ReadUpTo::Again(run) => meta::set(c, RUNNING, &json(run)?),
        ReadUpTo::All(run) => {
            c.execute("DELETE FROM meta WHERE key = ?1", [RUNNING])?;
            meta::set(c, DONE, &json(run)?)
        }
    }
}

/// Has everything read from the log again.
pub(super) fn forget(c: &Connection) -> Result<(), StoreError> {
    c.execute("DELETE FROM meta WHERE key IN (?1, ?2, ?3)", [POSITION, DONE, RUNNING])?;
    Ok(())
}

fn run_of(c: &Connection, key: &str) -> Result<Option<ReadingRun>, StoreError> {
    let run = meta::get(c, key)?;
    run.map(|run| serde_json::from_str(&run).map_err(unreadable("run of reading"))).transpose()
}
