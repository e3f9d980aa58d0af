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
    fn answer(self: Box<Self>, lost: Option<&Lost>);
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

    fn answer(self: Box<Self>, lost: Option<&Lost>) {
        let result = match (self.result, lost) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(lost)) => Err(lost.error()),
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
            piece.answer(lost.as_ref());
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
mod tests {
    use std::sync::mpsc::channel;

    use rusqlite::Connection;

    use super::*;

    /// A writer on a table of numbers, and a second connection that sees what is committed.
    struct Numbers {
        _folder: tempfile::TempDir,
        writer: Writer,
        other: Connection,
    }

    impl Numbers {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("numbers.db");
            let connection = Connection::open(&path).unwrap();
            connection
                .execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 0; \
                     CREATE TABLE numbers (n INTEGER PRIMARY KEY); \
                     CREATE TABLE blobs (n INTEGER REFERENCES numbers DEFERRABLE INITIALLY DEFERRED, b BLOB)",
                )
                .unwrap();
            let writer = Writer::start(connection, || {}).unwrap();
            Self { _folder: folder, writer, other: Connection::open(&path).unwrap() }
        }

        fn add(&self, n: u64) -> Pending<()> {
            self.submit(move |c| {
                c.execute("INSERT INTO numbers VALUES (?1)", [n])?;
                Ok(())
            })
        }

        fn submit(
            &self,
            work: impl FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static,
        ) -> Pending<()> {
            self.writer.submit(work).unwrap()
        }

        /// Pieces queued inside `queue` share one transaction, because the writer is kept busy meanwhile.
        fn in_one_group<T>(&self, queue: impl FnOnce(&Self) -> T) -> T {
            let (release, held) = channel::<()>();
            let busy = self.submit(move |_| {
                let _ = held.recv();
                Ok(())
            });
            let queued = queue(self);
            release.send(()).unwrap();
            busy.wait().ok();
            queued
        }

        fn committed(&self) -> Vec<u64> {
            let mut statement = self.other.prepare("SELECT n FROM numbers ORDER BY n").unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        }
    }

    #[test]
    fn a_piece_that_fails_is_undone_alone_and_hears_its_own_error() {
        let numbers = Numbers::new();
        let (one, failed, two) = numbers.in_one_group(|numbers| {
            let failed = numbers.submit(|c| {
                c.execute("INSERT INTO numbers VALUES (7)", [])?;
                Err(StoreError::ReadOnly)
            });
            (numbers.add(1), failed, numbers.add(2))
        });
        one.wait().unwrap();
        assert!(matches!(failed.wait(), Err(StoreError::ReadOnly)));
        two.wait().unwrap();
        assert_eq!(numbers.committed(), [1, 2]);
    }

    #[test]
    fn a_piece_that_panics_is_undone_alone_and_the_writer_lives_on() {
        let numbers = Numbers::new();
        let (one, panicked) = numbers.in_one_group(|numbers| {
            let panicked = numbers.submit(|c| {
                c.execute("INSERT INTO numbers VALUES (7)", [])?;
                panic!("on purpose")
            });
            (numbers.add(1), panicked)
        });
        one.wait().unwrap();
        assert!(panicked.wait().unwrap_err().to_string().contains("a write panicked"));
        numbers.add(2).wait().unwrap();
        assert_eq!(numbers.committed(), [1, 2]);
    }

    #[test]
    fn when_sqlite_gives_the_transaction_up_nobody_in_it_is_told_of_success() {
        let numbers = Numbers::new();
        let (one, fatal, two) = numbers.in_one_group(|numbers| {
            let one = numbers.add(1);
            let fatal = numbers.submit(|c| {
                c.execute_batch("ROLLBACK")?; // as SQLite does by itself on some errors
                Err(StoreError::DiskFull)
            });
            (one, fatal, numbers.add(2))
        });
        assert!(matches!(one.wait(), Err(StoreError::DiskFull)));
        assert!(matches!(fatal.wait(), Err(StoreError::DiskFull)));
        two.wait().unwrap(); // came after, into a transaction of its own
        assert_eq!(numbers.committed(), [2]);
    }

    #[test]
    fn a_transaction_that_cannot_begin_runs_nothing() {
        let numbers = Numbers::new();
        numbers.other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(numbers.add(1).wait(), Err(StoreError::Database(_))));
        numbers.other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(numbers.committed(), Vec::<u64>::new());
        numbers.add(2).wait().unwrap();
    }

    #[test]
    fn a_commit_that_fails_is_told_to_everyone_with_its_reason() {
        let numbers = Numbers::new();
        let (one, orphan) = numbers.in_one_group(|numbers| {
            let orphan = numbers.submit(|c| {
                c.execute("INSERT INTO blobs VALUES (99, NULL)", [])?; // refused by COMMIT only
                Ok(())
            });
            (numbers.add(1), orphan)
        });
        assert!(one.wait().unwrap_err().to_string().contains("FOREIGN KEY"));
        assert!(orphan.wait().is_err());
        assert_eq!(numbers.committed(), Vec::<u64>::new());
        numbers.add(2).wait().unwrap();
    }

    #[test]
    fn a_full_disk_is_called_so_and_what_fits_is_recorded_later() {
        let numbers = Numbers::new();
        let full = numbers.submit(|c| {
            c.pragma_update(None, "max_page_count", 6)?;
            c.execute("INSERT INTO blobs VALUES (NULL, zeroblob(1000000))", [])?;
            Ok(())
        });
        assert!(matches!(full.wait(), Err(StoreError::DiskFull)));
        numbers.add(1).wait().unwrap();
        assert_eq!(numbers.committed(), [1]);
    }

    #[test]
    fn what_is_queued_is_finished_before_the_writer_goes() {
        let Numbers { _folder, writer, other } = Numbers::new();
        let pending: Vec<Pending<()>> = (0..50)
            .map(|n| {
                let insert = move |c: &Connection| {
                    c.execute("INSERT INTO numbers VALUES (?1)", [n])?;
                    Ok(())
                };
                writer.submit(insert).unwrap()
            })
            .collect();
        drop(writer);
        let count: u64 = other.query_row("SELECT count(*) FROM numbers", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 50);
        assert!(pending.into_iter().all(|pending| pending.wait().is_ok()));
    }
}
