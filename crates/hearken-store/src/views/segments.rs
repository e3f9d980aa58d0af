//! The table of segments: which event says how each stands.

use hearken_domain::{Event, LogPosition};
use rusqlite::Connection;

use crate::StoreError;

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::SegmentChanged { id, .. } => {
            let sql = "INSERT INTO segments (id, position) VALUES (?1, ?2)";
            c.prepare_cached(sql)?.execute([id.0, position.0])?;
        }
        Event::SegmentChangeUndone { id, change } => {
            let sql = "UPDATE segments SET undone_position = ?3 WHERE id = ?1 AND position = ?2";
            c.prepare_cached(sql)?.execute([id.0, change.0, position.0])?;
        }
        _ => {}
    }
    Ok(())
}
