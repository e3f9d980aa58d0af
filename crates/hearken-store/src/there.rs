//! Whether what an event is to name is there.

use hearken_domain::{SignalId, ThemeId};
use rusqlite::Connection;

use crate::StoreError;

/// Whether there is, or was, such a theme.
pub(crate) fn is_theme(c: &Connection, theme: ThemeId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM themes WHERE id = ?1)";
    Ok(c.prepare_cached(sql)?.query_row([theme.0], |row| row.get(0))?)
}

/// Whether there is such a signal.
pub(crate) fn is_signal(c: &Connection, signal: SignalId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM signals WHERE id = ?1)";
    Ok(c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?)
}
