//! The one pointer that says which generation of themes is current.

use rusqlite::Connection;

use crate::StoreError;

/// The current generation; 0 before the first.
pub(crate) fn current_generation(c: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce((SELECT value FROM meta WHERE key = 'generation'), 0)";
    Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
