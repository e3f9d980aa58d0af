//! What callers of the writer are told, whatever becomes of the transaction.

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

    /// Tasks queued inside `queue` share one transaction, because the writer is kept busy meanwhile.
    fn in_one_group<T>(&self, queue: impl FnOnce(&Self) -> T) -> T {
        let (release, released) = channel::<()>();
        let busy = self.submit(move |_| {
            let _ = released.recv();
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
fn a_task_that_fails_is_undone_alone_and_gets_its_own_error() {
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
fn a_task_that_panics_is_undone_alone_and_the_writer_lives_on() {
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
