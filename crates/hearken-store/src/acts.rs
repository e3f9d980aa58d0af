//! Things that people change act by act: each act is an event that says how the thing stands from then on, and the last that was
//! not taken back holds. A table a noun says which events these are.

use hearken_domain::LogPosition;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// The table of one noun, with columns `id`, `position` and `undone_position`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acts(&'static str);

/// Segments.
pub(crate) const SEGMENTS: Acts = Acts("segments");
/// Goals.
pub(crate) const GOALS: Acts = Acts("goals");
/// Opportunities.
pub(crate) const OPPORTUNITIES: Acts = Acts("opportunities");
/// Decisions.
pub(crate) const DECISIONS: Acts = Acts("decisions");
/// Alerts.
pub(crate) const ALERTS: Acts = Acts("alerts");
/// Themes that somebody wants to hear nothing of, or does again.
pub(crate) const MUTES: Acts = Acts("mutes");
/// Surges of which somebody said that they are nothing to hear of.
pub(crate) const DISMISSED_SURGES: Acts = Acts("dismissed_surges");

impl Acts {
    /// The id that the next thing gets.
    pub(crate) fn next_id(self, c: &Connection) -> Result<u64, StoreError> {
        let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {}", self.0);
        Ok(c.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    }

    /// An act at that position says how the thing stands.
    pub(crate) fn done(self, c: &Connection, id: u64, position: LogPosition) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO {} (id, position) VALUES (?1, ?2)", self.0);
        c.prepare_cached(&sql)?.execute([id, position.0])?;
        Ok(())
    }

    /// An act was taken back by the event at that position.
    pub(crate) fn undone(
        self,
        c: &Connection,
        id: u64,
        change: LogPosition,
        position: LogPosition,
    ) -> Result<(), StoreError> {
        let sql = format!("UPDATE {} SET undone_position = ?3 WHERE id = ?1 AND position = ?2", self.0);
        c.prepare_cached(&sql)?.execute([id, change.0, position.0])?;
        Ok(())
    }

    /// Where the last act on a thing stands that was not taken back.
    pub(crate) fn last(self, c: &Connection, id: u64) -> Result<Option<LogPosition>, StoreError> {
        let sql = format!("SELECT max(position) FROM {} WHERE id = ?1 AND undone_position IS NULL", self.0);
        let last: Option<Option<u64>> =
            c.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(last.flatten().map(LogPosition))
    }

    /// The same of every thing, in the order of their ids.
    pub(crate) fn all(self, c: &Connection) -> Result<Vec<LogPosition>, StoreError> {
        let sql = format!(
            "SELECT max(position) FROM {} WHERE undone_position IS NULL GROUP BY id ORDER BY id",
            self.0
        );
        let mut statement = c.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| Ok(LogPosition(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every act on one thing, those that were taken back, too; the first first.
    pub(crate) fn every(self, c: &Connection, id: u64) -> Result<Vec<LogPosition>, StoreError> {
        let sql = format!("SELECT position FROM {} WHERE id = ?1 ORDER BY position", self.0);
        let mut statement = c.prepare_cached(&sql)?;
        let rows = statement.query_map([id], |row| Ok(LogPosition(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same of every act on one thing that was not taken back, the first first.
    pub(crate) fn standing(self, c: &Connection, id: u64) -> Result<Vec<LogPosition>, StoreError> {
        let sql = format!(
            "SELECT position FROM {} WHERE id = ?1 AND undone_position IS NULL ORDER BY position",
            self.0
        );
        let mut statement = c.prepare_cached(&sql)?;
        let rows = statement.query_map([id], |row| Ok(LogPosition(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
