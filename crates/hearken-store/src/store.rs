//! Opening the store: the lock, the format, the writer and the readers.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::directory::Held;
use crate::erasures::key::{self, Keys};
use crate::readers::{Readers, format_of};
use crate::snapshot::Snapshot;
use crate::writer::{Pending, Writer, WriterStats};
use crate::{Access, DataDir, Holder, StoreError};

/// The log and what was derived from it inside SQLite.
#[derive(Debug)]
pub struct Store {
    dir: DataDir,
    readers: Arc<Readers>,
    // Fields drop in order: the writer finishes before the lock goes.
    writer: Option<Writer>,
    held: Option<Held>,
    commits: Arc<Commits>,
    counted_signals: Mutex<Option<(Instant, u64)>>,
    /// Held while rejected originals are written or purged, so that none is written behind the back of an erasure.
    rejects: Mutex<()>,
}

/// Counts commits, so that whoever follows the log can sleep until there is one.
#[derive(Debug, Default)]
struct Commits {
    count: Mutex<u64>,
    more: Condvar,
}

impl Store {
    /// Opens a data directory.
    ///
    /// # Errors
    /// [`StoreError::Held`] says who holds it, [`StoreError::Absent`] that nothing is there, [`StoreError::Newer`] that a newer
    /// program wrote it, [`StoreError::Damaged`] that it is damaged; or any failure of a file.
    pub fn open(dir: &DataDir, access: Access) -> Result<Self, StoreError> {
        let commits = Arc::new(Commits::default());
        let (held, writer, keys) = match access {
            Access::Read if !dir.exists() => return Err(nothing_in(dir)),
            Access::Read => {
                check_readable(dir)?;
                (None, None, Keys::read(&dir.erasure_key())?)
            }
            Access::Write => {
                let held = dir.hold()?;
                let connection = open_for_writing(dir)?;
                let keys = key::settle(&connection, dir).map_err(|error| error.located(&connection))?;
                crate::recovery::mark_interrupted(&connection).map_err(|error| error.located(&connection))?;
                crate::recovery::sweep(dir)?;
                let count = Arc::clone(&commits);
                let writer = Writer::start(connection, move || {
                    *count.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                    count.more.notify_all();
                })?;
                (Some(held), Some(writer), Some(keys))
            }
        };
        let readers = Arc::new(Readers::new(dir.database(), keys));
        let (counted_signals, rejects) = (Mutex::default(), Mutex::default());
        Ok(Self { dir: dir.clone(), readers, writer, held, commits, counted_signals, rejects })
    }

    /// Where it lies.
    pub fn dir(&self) -> &DataDir {
        &self.dir
    }

    /// When signals were last counted, and how many there were.
    pub(crate) fn counted_signals(&self) -> &Mutex<Option<(Instant, u64)>> {
        &self.counted_signals
    }

    /// Whether it was opened to change it.
    pub fn is_writable(&self) -> bool {
        self.writer.is_some()
    }

    /// Tells other processes where this one takes actions.
    ///
    /// # Errors
    /// Fails when the store is open for reading only, or the file cannot be written.
    pub fn announce(&self, holder: &Holder) -> Result<(), StoreError> {
        self.held.as_ref().ok_or(StoreError::ReadOnly)?.announce(holder)
    }

    /// Waits until a commit comes after the `seen`-th, or the time is over; gives the number of commits by then.
    pub fn wait_for_commit(&self, seen: u64, timeout: Duration) -> u64 {
        let count = self.commits.count.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.commits.more.wait_timeout_while(count, timeout, |count| *count <= seen);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// What the writer has done and has before it; all zero where the store is open for reading.
    pub fn writer_stats(&self) -> WriterStats {
        self.writer.as_ref().map(Writer::stats).unwrap_or_default()
    }

    /// Checks the database from end to end.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with SQLite's words.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        let path = self.dir.database();
        let damaged = |detail: String| StoreError::Damaged { path: path.clone(), detail };
        let detail =
            self.read(|c| Ok(c.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?));
        match detail {
            Ok(detail) if detail == "ok" => Ok(()),
            Ok(detail) => Err(damaged(detail)),
            Err(StoreError::Database(error)) => Err(damaged(error.to_string())),
            Err(other) => Err(other),
        }
    }

    /// All that is in it now, to be read together.
    ///
    /// # Errors
    /// The database cannot be opened or read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Snapshot::open(&self.readers)
    }

    /// What hashes of the erased are made with.
    pub(crate) fn keys(&self) -> Option<Keys> {
        self.readers.keys()
    }

    /// Runs `work` while nobody else writes or purges rejected originals.
    pub(crate) fn while_rejects_rest<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.rejects.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    #[cfg(test)]
    pub(crate) fn idle_readers(&self) -> usize {
        self.readers.idle()
    }

    /// Reads once, within a snapshot of its own.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.snapshot()?.read(work)
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.as_ref().ok_or(StoreError::ReadOnly)?.write(work)
    }

    /// Runs `work` on the writer's connection, outside of any transaction.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.as_ref().ok_or(StoreError::ReadOnly)?.alone(work)
    }

    pub(crate) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Pending<T>, StoreError> {
        self.writer.as_ref().ok_or(StoreError::ReadOnly)?.submit(work)
    }
}

fn open_for_writing(dir: &DataDir) -> Result<Connection, StoreError> {
    let path = dir.database();
    refuse_emptied(dir)?;
    // Created by us, so that its mode is ours; SQLite gives its side files the same.
    drop(
        crate::directory::private_options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::file("cannot open", &path))?,
    );
    let mut connection = Connection::open(&path).map_err(StoreError::opening(&path))?;
    connection.set_prepared_statement_cache_capacity(64);
    // A kept statement forgets its values when it is put back, and SQLite then prepares it anew, as if its plan could depend on
    // the next ones: a third of the time in which a list of customers is taken in.
    let stable = DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(stable, true).map_err(StoreError::opening(&path))?;
    // Before anything is set: the file of a newer program is left as it is.
    let found = format_of(&connection).map_err(StoreError::opening(&path))?;
    refuse_newer(dir.path(), found)?;
    prepare(&connection).map_err(StoreError::opening(&path))?;
    crate::migrate::migrate(&mut connection, dir, found)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    // The log is the truth, so every commit is synced; what was deleted is overwritten.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
         PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; \
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864",
    )
}

fn check_readable(dir: &DataDir) -> Result<(), StoreError> {
    let path = dir.database();
    let (_, format) = crate::readers::connect(&path)?;
    match format {
        0 => Err(nothing_in(dir)), // made, but cut off before its first migration
        // Nobody reads names of an earlier format, so that it is brought up to this one first.
        found if found < crate::migrate::FORMAT => {
            let _held = dir.hold()?;
            let connection = open_for_writing(dir)?;
            key::settle(&connection, dir).map(drop)
        }
        found => refuse_newer(dir.path(), found),
    }
}

/// Nothing there yet; or there was, and it is gone.
fn nothing_in(dir: &DataDir) -> StoreError {
    refuse_emptied(dir).err().unwrap_or_else(|| StoreError::Absent(dir.path().to_owned()))
}

/// Views come after the log. Where they stand without it, it was lost, and must not be begun again in silence.
fn refuse_emptied(dir: &DataDir) -> Result<(), StoreError> {
    let path = dir.database();
    let empty = std::fs::metadata(&path).map_or(true, |metadata| metadata.len() == 0);
    if empty && (dir.words().join("meta.json").exists() || dir.vectors().join("state").exists()) {
        let detail = "it is empty or gone, though views of it are there".to_owned();
        return Err(StoreError::Damaged { path, detail });
    }
    Ok(())
}

pub(crate) fn refuse_newer(path: &Path, found: i64) -> Result<(), StoreError> {
    let known = crate::migrate::FORMAT;
    if found > known {
        return Err(StoreError::Newer { dir: path.to_owned(), found, known });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
