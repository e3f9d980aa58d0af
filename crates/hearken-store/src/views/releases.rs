//! The table of releases: how each stands after each event about it.

use hearken_domain::{Event, LogPosition};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ReleasesAdded { releases } => {
            let sql = "INSERT INTO releases (id, product_id, version_id, at_ms, dated, added_position) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let mut insert = c.prepare_cached(sql)?;
            for added in releases {
                let at = added.at.as_millisecond();
                let (product, version, dated) = (added.product.0, added.version.0, added.dated.as_str());
                insert.execute(params![added.id.0, product, version, at, dated, position.0])?;
            }
        }
        Event::ReleaseRemoved { id } => {
            let sql = "UPDATE releases SET removed_position = ?2 WHERE id = ?1";
            c.prepare_cached(sql)?.execute([id.0, position.0])?;
        }
        Event::ReleaseChangeUndone { id, change } => {
            let sql = "UPDATE releases SET removed_position = NULL WHERE id = ?1 AND removed_position = ?2";
            if c.prepare_cached(sql)?.execute([id.0, change.0])? == 0 {
                let sql = "UPDATE releases SET undone_position = ?2 WHERE added_position = ?1";
                c.prepare_cached(sql)?.execute([change.0, position.0])?;
            }
        }
        _ => {}
    }
    Ok(())
}
