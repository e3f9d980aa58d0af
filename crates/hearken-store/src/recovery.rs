//! What whoever takes the lock sets right first: imports whose process ended, and rejected originals that expired.

use std::fs;
use std::time::{Duration, SystemTime};

use rusqlite::Connection;

use crate::durable::delete_folder;
use crate::{DataDir, StoreError};

/// How long rejected originals are kept.
pub const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 3600);

/// Imports and jobs that were at work when their process ended. Whoever takes the lock is the only one who could be at work.
pub(crate) fn mark_interrupted(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE imports SET state = 'interrupted' WHERE state = 'running'", [])?;
    connection.execute(
        "UPDATE jobs SET state = 'waiting', due_ms = COALESCE(min(due_ms, started_ms), started_ms) \
         WHERE state = 'running'",
        [],
    )?;
    Ok(())
}

/// Deletes what has expired, and what a restore left that was stopped.
pub(crate) fn sweep(dir: &DataDir) -> Result<(), StoreError> {
    delete_folder(&dir.restoring())?;
    let folder = dir.rejects();
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let expired = entry
            .metadata()
            .and_then(|m| m.modified())
            .is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > KEPT_FOR));
        if expired {
            fs::remove_file(entry.path()).map_err(StoreError::file("cannot delete", entry.path()))?;
        }
    }
    Ok(())
}
