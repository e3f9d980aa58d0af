//! What people said of signals against their readings, and what holds of these by it.

use hearken_domain::{Event, LogPosition};
use rusqlite::Connection;

use crate::StoreError;
use crate::readings::{insert_correction, settle};

/// Brings both up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::SignalCorrected { signal, says, sentiment, severity } => {
            insert_correction(c, position, *signal, (*says, *sentiment, *severity))?;
            settle(c, *signal)
        }
        Event::CorrectionUndone { signal, change } => {
            let sql = "UPDATE corrections SET undone_position = ?2 WHERE position = ?1";
            c.prepare_cached(sql)?.execute([change.0, position.0])?;
            settle(c, *signal)
        }
        _ => Ok(()),
    }
}
