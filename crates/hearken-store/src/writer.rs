//! The one writer. It takes whatever is waiting, runs each piece inside one transaction, syncs once, and only then
//! answers: an acknowledged write is on disk, and the cost of a sync is shared by everyone who waited for it.
//!
//! A piece that fails or panics is undone alone. Where the transaction itself is lost (the disk is full, say), every
//! piece in it is answered with that: nobody is told of a write that is not there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, ffi};

use crate::StoreError;

/// Pieces of work that may share one commit.
const GROUP_MAX: usize = 512;
/// Pieces that may wait before callers are held back.
const QUEUE_MAX: usize = 1024;

/// A handle on the writer thread. Dropping it lets the thread finish what is queued, and waits for it.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn Piece>>>,
    thread: Option<JoinHandle<()>>,
}

/// The answer to a piece of work that is still on its way.
#[derive(Debug)]
pub struct Pending<T>(Receiver<Result<T, StoreError>>);

impl<T> Pending<T> {
    /// Waits until the work is durable, or has failed.
    ///
    /// # Errors
    /// What the work failed with.
    pub fn wait(self) -> Result<T, StoreError> {
        self.0.recv().unwrap_or(Err(StoreError::ReadOnly))
    }
}

impl Writer {
    /// Starts the thread; `committed` is called after each commit.
    pub(crate) fn start(
        connection: Connection,
        committed: impl Fn() + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (queue, pieces) = sync_channel(QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || run(&connection, &pieces, &committed))
            .map_err(StoreError::file("cannot start the writer for", "hearken.db"))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues `work` and waits until it is durable.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.submit(work)?.wait()
    }

    /// Queues `work`. What it changed is undone if it fails.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Pending<T>, StoreError> {
        let (answer, pending) = sync_channel(1);
        let piece = Box::new(Task { work: Some(work), result: None, answer });
        let queue = self.queue.as_ref().ok_or(StoreError::ReadOnly)?;
        queue.send(piece).map_err(|_| StoreError::ReadOnly)?;
        Ok(Pending(pending))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A piece of work of any type: run inside the transaction, answered after it.
trait Piece: Send {
    /// An error means that the transaction is lost, not that the work failed.
    fn run(&mut self, connection: &Connection) -> Result<(), Lost>;
    fn answer(self: Box<Self>, lost: Option<&Lost>, connection: &Connection);
}

struct Task<T, F> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    answer: SyncSender<Result<T, StoreError>>,
}

impl<T, F> Piece for Task<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), Lost> {
        let Some(work) = self.work.take() else { return Ok(()) };
        let (result, sound) = in_savepoint(connection, work);
        let result = self.result.insert(result.map_err(|error| error.located(connection)));
        match result {
            _ if sound => Ok(()),
            Ok(_) => Err(Lost::for_reason("the transaction ended early")),
            Err(error) => Err(Lost::by(error)),
        }
    }

    fn answer(self: Box<Self>, lost: Option<&Lost>, connection: &Connection) {
        let result = match (self.result, lost) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(lost)) => Err(lost.error().located(connection)),
            (Some(done), None) => done,
            (None, None) => Err(StoreError::ReadOnly),
        };
        let _ = self.answer.send(result); // nobody waits any more: nothing to tell
    }
}

/// Why a transaction is not there: told to everyone who was in it.
struct Lost {
    code: ffi::Error,
    message: String,
}

impl Lost {
    fn for_reason(reason: &str) -> Self {
        Self { code: ffi::Error::new(ffi::SQLITE_ABORT), message: reason.to_owned() }
    }

    fn by(error: &StoreError) -> Self {
        match error {
            StoreError::DiskFull => {
                Self { code: ffi::Error::new(ffi::SQLITE_FULL), message: error.to_string() }
            }
            StoreError::Database(error) => Self::by_sqlite(error),
            other => Self::for_reason(&other.to_string()),
        }
    }

    fn by_sqlite(error: &rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(&code) => Self { code, message: error.to_string() },
            None => Self::for_reason(&error.to_string()),
        }
    }

    fn error(&self) -> StoreError {
        rusqlite::Error::SqliteFailure(self.code, Some(self.message.clone())).into()
    }
}

/// Runs `work` so that it can be undone alone; tells whether the transaction around it still stands, whole.
fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> (Result<T, StoreError>, bool) {
    if let Err(error) = connection.execute_batch("SAVEPOINT piece") {
        return (Err(error.into()), !connection.is_autocommit());
    }
    let result = catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or_else(|_| {
        let code = ffi::Error::new(ffi::SQLITE_INTERNAL);
        let message = "a write panicked; what it had changed was undone".to_owned();
        Err(StoreError::Database(rusqlite::Error::SqliteFailure(code, Some(message))))
    });
    // SQLite gives up the whole transaction by itself on some errors. A savepoint would then be one of its own.
    if connection.is_autocommit() {
        return (result, false);
    }
    match result {
        Ok(done) => match connection.execute_batch("RELEASE piece") {
            Ok(()) => (Ok(done), true),
            Err(error) => (Err(error.into()), false),
        },
        // The work's own error is the one to tell; one that cannot be undone takes the transaction with it.
        Err(error) => (Err(error), connection.execute_batch("ROLLBACK TO piece; RELEASE piece").is_ok()),
    }
}

fn run(connection: &Connection, pieces: &Receiver<Box<dyn Piece>>, committed: &dyn Fn()) {
    while let Ok(first) = pieces.recv() {
        let mut group = Vec::new();
        let lost = run_group(connection, first, pieces, &mut group).err();
        match &lost {
            None => committed(),
            Some(lost) => {
                tracing::error!(reason = lost.message, pieces = group.len(), "nothing was committed");
                if !connection.is_autocommit() {
                    let _ = connection.execute_batch("ROLLBACK"); // SQLite may have rolled back by itself
                }
            }
        }
        for piece in group {
            piece.answer(lost.as_ref(), connection);
        }
    }
}

/// Runs `first` and whatever else waits in one transaction. Every piece taken ends up in `group`, to be answered.
fn run_group(
    connection: &Connection,
    first: Box<dyn Piece>,
    pieces: &Receiver<Box<dyn Piece>>,
    group: &mut Vec<Box<dyn Piece>>,
) -> Result<(), Lost> {
    group.push(first);
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| Lost::by_sqlite(&error))?;
    let mut at = 0;
    while let Some(piece) = group.get_mut(at) {
        piece.run(connection)?;
        at += 1;
        if at < GROUP_MAX {
            group.extend(pieces.try_recv());
        }
    }
    connection.execute_batch("COMMIT").map_err(|error| Lost::by_sqlite(&error))
}

#[cfg(test)]
mod tests;
