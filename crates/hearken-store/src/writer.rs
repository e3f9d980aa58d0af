//! The one writer. It takes whatever is waiting, runs each task inside one transaction, syncs once, and only then
//! answers: an acknowledged write is on disk, and the cost of a sync is shared by everyone who waited for it.
//!
//! A task that fails or panics is undone alone. Where the transaction itself is aborted (the disk is full, say), every
//! task in it is answered with that: nobody is told of a write that is not there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::{Connection, ffi};

use crate::StoreError;

/// Tasks of work that may share one commit.
const GROUP_MAX: usize = 512;
/// Tasks that may wait before callers are held back.
const QUEUE_MAX: usize = 1024;

/// Upper bounds, in seconds, by which commits are counted; longer ones are counted above the last.
pub const COMMIT_SECONDS: [f64; 8] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/// What the writer has done and has before it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WriterStats {
    /// Tasks of work that wait or are at work.
    pub queued: u64,
    /// Commits since the start.
    pub commits: u64,
    /// Tasks of work in them.
    pub tasks: u64,
    /// Commits by how long they took: one count for each of [`COMMIT_SECONDS`], and one for all longer.
    pub by_seconds: [u64; COMMIT_SECONDS.len() + 1],
    /// Seconds all of them took.
    pub seconds: f64,
}

#[derive(Debug, Default)]
struct Counters {
    queued: AtomicU64,
    commits: AtomicU64,
    tasks: AtomicU64,
    by_seconds: [AtomicU64; COMMIT_SECONDS.len() + 1],
    micros: AtomicU64,
}

impl Counters {
    fn committed(&self, tasks: usize, started: Instant) {
        let took = started.elapsed();
        let bucket = COMMIT_SECONDS.iter().position(|bound| took.as_secs_f64() <= *bound);
        self.by_seconds[bucket.unwrap_or(COMMIT_SECONDS.len())].fetch_add(1, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.tasks.fetch_add(tasks as u64, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }
}

/// A handle on the writer thread. Dropping it lets the thread finish what is queued, and waits for it.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn WriteTask>>>,
    thread: Option<JoinHandle<()>>,
    counters: Arc<Counters>,
}

/// The answer to a task of work that is still on its way.
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
        let (queue, tasks) = sync_channel(QUEUE_MAX);
        let counters = Arc::new(Counters::default());
        let counted = Arc::clone(&counters);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || run(&connection, &tasks, &committed, &counted))
            .map_err(StoreError::file("cannot start the writer for", "hearken.db"))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), counters })
    }

    pub(crate) fn stats(&self) -> WriterStats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        WriterStats {
            queued: read(&self.counters.queued),
            commits: read(&self.counters.commits),
            tasks: read(&self.counters.tasks),
            by_seconds: std::array::from_fn(|index| read(&self.counters.by_seconds[index])),
            seconds: read(&self.counters.micros) as f64 / 1e6,
        }
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
        self.queue(work, false)
    }

    /// Queues `work` that must stand outside of any transaction, and waits until it is done.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.queue(work, true)?.wait()
    }

    fn queue<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
        alone: bool,
    ) -> Result<Pending<T>, StoreError> {
        let (answer, pending) = sync_channel(1);
        let task = Box::new(QueuedTask { work: Some(work), result: None, answer, alone });
        let queue = self.queue.as_ref().ok_or(StoreError::ReadOnly)?;
        self.counters.queued.fetch_add(1, Ordering::Relaxed);
        queue.send(task).map_err(|_| StoreError::ReadOnly)?;
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

/// A task of work of any type: run inside the transaction, answered after it.
trait WriteTask: Send {
    /// Whether it must stand outside of any transaction.
    fn alone(&self) -> bool;
    fn run_alone(&mut self, connection: &Connection);
    /// An error means that the transaction is aborted, not that the work failed.
    fn run(&mut self, connection: &Connection) -> Result<(), TransactionAborted>;
    fn answer(self: Box<Self>, aborted: Option<&TransactionAborted>, connection: &Connection);
}

struct QueuedTask<T, F> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    answer: SyncSender<Result<T, StoreError>>,
    alone: bool,
}

impl<T, F> WriteTask for QueuedTask<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn alone(&self) -> bool {
        self.alone
    }

    fn run_alone(&mut self, connection: &Connection) {
        let Some(work) = self.work.take() else { return };
        self.result = Some(catch_panic(connection, work).map_err(|error| error.located(connection)));
    }

    fn run(&mut self, connection: &Connection) -> Result<(), TransactionAborted> {
        let Some(work) = self.work.take() else { return Ok(()) };
        let (result, sound) = in_savepoint(connection, work);
        let result = self.result.insert(result.map_err(|error| error.located(connection)));
        match result {
            _ if sound => Ok(()),
            Ok(_) => Err(TransactionAborted::for_reason("the transaction ended early")),
            Err(error) => Err(TransactionAborted::by(error)),
        }
    }

    fn answer(self: Box<Self>, aborted: Option<&TransactionAborted>, connection: &Connection) {
        let result = match (self.result, aborted) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(aborted)) => Err(aborted.error().located(connection)),
            (Some(done), None) => done,
            (None, None) => Err(StoreError::ReadOnly),
        };
        let _ = self.answer.send(result); // nobody waits any more: nothing to tell
    }
}

/// Why a transaction is not there: told to everyone who was in it.
struct TransactionAborted {
    code: ffi::Error,
    message: String,
}

impl TransactionAborted {
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
    if let Err(error) = connection.execute_batch("SAVEPOINT task") {
        return (Err(error.into()), !connection.is_autocommit());
    }
    let result = catch_panic(connection, work);
    // SQLite gives up the whole transaction by itself on some errors. A savepoint would then be one of its own.
    if connection.is_autocommit() {
        return (result, false);
    }
    match result {
        Ok(done) => match connection.execute_batch("RELEASE task") {
            Ok(()) => (Ok(done), true),
            Err(error) => (Err(error.into()), false),
        },
        // The work's own error is the one to tell; one that cannot be undone takes the transaction with it.
        Err(error) => (Err(error), connection.execute_batch("ROLLBACK TO task; RELEASE task").is_ok()),
    }
}

/// Runs `work`; a panic is an error like any other.
fn catch_panic<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or_else(|_| {
        let code = ffi::Error::new(ffi::SQLITE_INTERNAL);
        let message = "a write panicked; what it had changed was undone".to_owned();
        Err(StoreError::Database(rusqlite::Error::SqliteFailure(code, Some(message))))
    })
}

fn run(
    connection: &Connection,
    tasks: &Receiver<Box<dyn WriteTask>>,
    committed: &dyn Fn(),
    counters: &Counters,
) {
    let mut left = None;
    while let Some(mut first) = left.take().or_else(|| tasks.recv().ok()) {
        if first.alone() {
            first.run_alone(connection);
            first.answer(None, connection);
            counters.queued.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let mut group = Vec::new();
        let started = Instant::now();
        let aborted = run_group(connection, first, tasks, &mut group, &mut left).err();
        match &aborted {
            None => {
                counters.committed(group.len(), started);
                committed();
            }
            Some(aborted) => {
                tracing::error!(reason = aborted.message, tasks = group.len(), "nothing was committed");
                if !connection.is_autocommit() {
                    let _ = connection.execute_batch("ROLLBACK"); // SQLite may have rolled back by itself
                }
            }
        }
        counters.queued.fetch_sub(group.len() as u64, Ordering::Relaxed);
        for task in group {
            task.answer(aborted.as_ref(), connection);
        }
    }
}

/// Runs `first` and whatever else waits in one transaction. Every task taken ends up in `group`, to be answered; one
/// that must stand alone is `left` for later.
fn run_group(
    connection: &Connection,
    first: Box<dyn WriteTask>,
    tasks: &Receiver<Box<dyn WriteTask>>,
    group: &mut Vec<Box<dyn WriteTask>>,
    left: &mut Option<Box<dyn WriteTask>>,
) -> Result<(), TransactionAborted> {
    group.push(first);
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| TransactionAborted::by_sqlite(&error))?;
    let mut index = 0;
    while let Some(task) = group.get_mut(index) {
        task.run(connection)?;
        index += 1;
        if index < GROUP_MAX && left.is_none() {
            match tasks.try_recv() {
                Ok(task) if task.alone() => *left = Some(task),
                next => group.extend(next),
            }
        }
    }
    connection.execute_batch("COMMIT").map_err(|error| TransactionAborted::by_sqlite(&error))
}

#[cfg(test)]
mod tests;
