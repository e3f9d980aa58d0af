//! What is kept of a signal that is set aside in place of its membership: where it would be among the themes.

use hearken_domain::{SignalId, ThemeId};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Whether a signal is set aside.
pub(crate) fn is_aside(c: &Connection, signal: SignalId) -> Result<bool, StoreError> {
    Ok(c.prepare_cached("SELECT 1 FROM asides WHERE signal_id = ?1")?.exists([signal.0])?)
}

/// Keeps where a signal that is set aside would be.
pub(crate) fn place(
    c: &Connection,
    generation: u64,
    signal: SignalId,
    theme: Option<ThemeId>,
    confidence: f32,
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO aside_memberships (generation, signal_id, theme_id, confidence) VALUES (?1, ?2, ?3, ?4)";
    let values = params![generation, signal.0, theme.map_or(0, |theme| theme.0), confidence];
    c.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Forgets it, before the signal changes or goes.
pub(crate) fn forget_place(c: &Connection, generation: u64, signal: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM aside_memberships WHERE generation = ?1 AND signal_id = ?2";
    c.prepare_cached(sql)?.execute([generation, signal])?;
    Ok(())
}
