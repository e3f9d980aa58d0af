//! Single texts that the database keeps by name: what was last heeded, what is on its way.

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// The text that is kept under a name.
pub(crate) fn get(c: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    Ok(c.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
}

/// The number that is kept under a name; 0 where there is none.
pub(crate) fn get_number(c: &Connection, key: &str) -> Result<u64, StoreError> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    Ok(c.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Keeps a text under a name.
pub(crate) fn set(c: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
    c.prepare_cached(sql)?.execute([key, value])?;
    Ok(())
}

/// Keeps a number that [`get_number`] reads.
pub(crate) fn set_number(c: &Connection, key: &str, number: u64) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
    c.prepare_cached(sql)?.execute(params![key, number])?;
    Ok(())
}
