//! The one writer. It takes whatever is waiting, runs each piece inside one transaction, syncs once, and only then
//! answers: an acknowledged write is on disk, and the cost of a sync is shared by everyone who waited for it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::StoreError;

/// Pieces of work that may share one commit.
const GROUP_MAX: usize = 512;
/// Pieces that may wait before callers are held back.
const QUEUE_MAX: usize = 1024;

type Piece = Box<dyn FnOnce(&Connection) -> Reply + Send>;
/// Called after the commit, with whether it stood.
type Reply = Box<dyn FnOnce(bool) + Send>;

/// A handle on the writer thread. Dropping it lets the thread finish what is queued, and waits for it.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Piece>>,
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
        let (queue, pieces) = sync_channel::<Piece>(QUEUE_MAX);
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
        let piece: Piece = Box::new(move |connection| {
            let result = in_savepoint(connection, work);
            Box::new(move |committed| {
                let result = if committed || result.is_err() { result } else { Err(StoreError::DiskFull) };
                let _ = answer.send(result); // nobody waits any more: nothing to tell
            })
        });
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

fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT piece")?;
    let result = work(connection);
    match &result {
        Ok(_) => connection.execute_batch("RELEASE piece")?,
        Err(_) => connection.execute_batch("ROLLBACK TO piece; RELEASE piece")?,
    }
    result
}

fn run(connection: &Connection, pieces: &Receiver<Piece>, committed: &dyn Fn()) {
    while let Ok(first) = pieces.recv() {
        let begun = connection.execute_batch("BEGIN IMMEDIATE").is_ok();
        let mut replies = Vec::new();
        let mut next = Some(first);
        while let Some(piece) = next.take() {
            replies.push(piece(connection));
            if replies.len() < GROUP_MAX {
                next = pieces.try_recv().ok();
            }
        }
        let stood = begun
            && match connection.execute_batch("COMMIT") {
                Ok(()) => true,
                Err(error) => {
                    tracing::error!(%error, pieces = replies.len(), "commit failed, rolled back");
                    let _ = connection.execute_batch("ROLLBACK"); // SQLite may have rolled back by itself
                    false
                }
            };
        if stood {
            committed();
        }
        for reply in replies {
            reply(stood);
        }
    }
}
