//! Up to where in the log somebody has looked at what their code causes.

use hearken_domain::{LogPosition, ThemeId, Timestamp};
use rusqlite::{OptionalExtension, params};

use crate::signals::time;
use crate::themes::current_generation;
use crate::{Store, StoreError};

impl Store {
    /// When somebody last looked, and up to where.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn last_look(&self, owner: &str) -> Result<Option<(Timestamp, LogPosition)>, StoreError> {
        self.read(|c| {
            let sql = "SELECT at_ms, position FROM watch_marks WHERE owner = ?1";
            let found = c
                .prepare_cached(sql)?
                .query_row([owner], |row| Ok((time(row, 0)?, LogPosition(row.get(1)?))));
            Ok(found.optional()?)
        })
    }

    /// Notes that somebody looked now, at the log up to `position`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn looked(&self, owner: &str, position: LogPosition, now: Timestamp) -> Result<(), StoreError> {
        let owner = owner.to_owned();
        self.write(move |c| {
            let sql = "INSERT INTO watch_marks (owner, position, at_ms) VALUES (?1, ?2, ?3) \
                       ON CONFLICT DO UPDATE SET position = ?2, at_ms = ?3";
            c.execute(sql, params![owner, position.0, now.as_millisecond()])?;
            Ok(())
        })
    }

    /// How many signals of a theme arrived after a log position.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn arrived_in(&self, theme: ThemeId, after: LogPosition) -> Result<u64, StoreError> {
        self.read(|c| {
            let sql =
                "SELECT count(*) FROM memberships WHERE generation = ?1 AND theme_id = ?2 AND signal_id > ?3";
            let values = params![current_generation(c)?, theme.0, after.0];
            Ok(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
        })
    }
}
