//! Jobs: work that is scheduled or running, one row for each kind and key, so that asking twice is asking once. No row
//! holds anybody's words: what a job failed with is told in the log of the process, and here by a fixed sentence.

use hearken_domain::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// For its time, or for something to ask for it.
    Waiting,
    /// At work.
    Running,
}

impl JobState {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
        }
    }
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// Kind of job, such as `follow-log`.
    pub kind: String,
    /// What it is done to; empty where there is only one.
    pub key: String,
    /// When it is to run, or to run again; `None` until something asks for it.
    pub due_at: Option<Timestamp>,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun since it last did well.
    pub attempts: u64,
    /// Why its last attempt failed, as a fixed sentence.
    pub last_error: Option<String>,
    /// When it was last begun.
    pub started_at: Option<Timestamp>,
    /// When an attempt last ended.
    pub finished_at: Option<Timestamp>,
}

const COLUMNS: &str = "kind, key, due_ms, state, attempts, last_error, started_ms, finished_ms";

/// Reads jobs.
#[derive(Debug, Clone, Copy)]
pub struct JobReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of jobs in this snapshot.
    pub fn jobs(&self) -> JobReader<'_> {
        JobReader(self)
    }
}

impl JobReader<'_> {
    /// All jobs, by kind and key.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<JobRecord>, StoreError> {
        self.0.read(|c| {
            let mut statement =
                c.prepare_cached(&format!("SELECT {COLUMNS} FROM jobs ORDER BY kind, key"))?;
            Ok(statement.query_map([], record_from)?.collect::<Result<_, _>>()?)
        })
    }

    /// One job.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, kind: &str, key: &str) -> Result<Option<JobRecord>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM jobs WHERE kind = ?1 AND key = ?2");
            Ok(c.prepare_cached(&sql)?.query_row([kind, key], record_from).optional()?)
        })
    }
}

impl Store {
    /// Asks for a job by `due`. The same kind and key is one job, and the earliest time asked for counts; one that runs is
    /// to run again. Writes nothing where that is so already.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn schedule_job(&self, kind: &str, key: &str, due: Timestamp) -> Result<(), StoreError> {
        let known = self.snapshot()?.jobs().get(kind, key)?;
        if known.and_then(|job| job.due_at).is_some_and(|known| known <= due) {
            return Ok(());
        }
        let (kind, key) = (kind.to_owned(), key.to_owned());
        self.write(move |c| {
            let sql = "INSERT INTO jobs (kind, key, due_ms) VALUES (?1, ?2, ?3) \
                       ON CONFLICT DO UPDATE SET due_ms = COALESCE(min(due_ms, ?3), ?3)";
            c.execute(sql, params![kind, key, due.as_millisecond()])?;
            Ok(())
        })
    }

    /// Takes the job of these kinds that has been due longest, and counts an attempt. Whoever asks runs none of these kinds
    /// now: one that is said to run had an end that could not be recorded, and is due.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn claim_due_job(
        &self,
        kinds: &[&'static str],
        now: Timestamp,
    ) -> Result<Option<JobRecord>, StoreError> {
        let kinds = serde_json::to_string(kinds).map_err(crate::error::unreadable("kinds of jobs"))?;
        self.write(move |c| {
            c.execute(
                "UPDATE jobs SET state = 'waiting', due_ms = COALESCE(min(due_ms, started_ms), started_ms) \
                 WHERE state = 'running' AND kind IN (SELECT value FROM json_each(?1))",
                [&kinds],
            )?;
            let sql = format!(
                "UPDATE jobs SET state = 'running', due_ms = NULL, started_ms = ?2, attempts = attempts + 1 \
                 WHERE (kind, key) = (SELECT kind, key FROM jobs WHERE due_ms <= ?2 \
                                      AND kind IN (SELECT value FROM json_each(?1)) \
                                      ORDER BY due_ms, kind, key LIMIT 1) \
                 RETURNING {COLUMNS}"
            );
            Ok(c.query_row(&sql, params![kinds, now.as_millisecond()], record_from).optional()?)
        })
    }

    /// Notes that a job did well. It runs again at `next`, or when it was asked for meanwhile, or once something asks.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn finish_job(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
        next: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let (kind, key) = (kind.to_owned(), key.to_owned());
        self.write(move |c| {
            let sql = "UPDATE jobs SET state = 'waiting', due_ms = COALESCE(min(due_ms, ?4), due_ms, ?4), \
                       attempts = 0, last_error = NULL, finished_ms = ?3 WHERE kind = ?1 AND key = ?2";
            let next = next.map(Timestamp::as_millisecond);
            c.execute(sql, params![kind, key, now.as_millisecond(), next])?;
            Ok(())
        })
    }

    /// Notes that a job failed, and tries it again at `retry`, or when it was asked for meanwhile. The error is a sentence
    /// of the program's own, so that nobody's words can stand in it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn fail_job(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
        error: &'static str,
        retry: Timestamp,
    ) -> Result<(), StoreError> {
        let (kind, key) = (kind.to_owned(), key.to_owned());
        self.write(move |c| {
            let sql = "UPDATE jobs SET state = 'waiting', due_ms = COALESCE(min(due_ms, ?4), ?4), \
                       last_error = ?5, finished_ms = ?3 WHERE kind = ?1 AND key = ?2";
            c.execute(sql, params![kind, key, now.as_millisecond(), retry.as_millisecond(), error])?;
            Ok(())
        })
    }

    /// Forgets a job: what it was about is gone.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn forget_job(&self, kind: &str, key: &str) -> Result<(), StoreError> {
        let (kind, key) = (kind.to_owned(), key.to_owned());
        self.write(move |c| {
            c.execute("DELETE FROM jobs WHERE kind = ?1 AND key = ?2", [kind, key])?;
            Ok(())
        })
    }
}

fn record_from(row: &Row<'_>) -> rusqlite::Result<JobRecord> {
    let time_at = |column| row.get::<_, Option<i64>>(column)?.map(|_| time(row, column)).transpose();
    let state: String = row.get(3)?;
    Ok(JobRecord {
        kind: row.get(0)?,
        key: row.get(1)?,
        due_at: time_at(2)?,
        state: if state == "running" { JobState::Running } else { JobState::Waiting },
        attempts: row.get(4)?,
        last_error: row.get(5)?,
        started_at: time_at(6)?,
        finished_at: time_at(7)?,
    })
}

#[cfg(test)]
mod tests;
