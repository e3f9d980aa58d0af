//! Up to where in the log somebody has looked at what their code causes.

use hearken_domain::{By, Event, LogPosition, Timestamp};
use rusqlite::OptionalExtension;

use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, typed, views};

/// Reads up to where people have looked.
#[derive(Debug, Clone, Copy)]
pub struct WatchMarkReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of how far people have looked in this snapshot.
    pub fn watch_marks(&self) -> WatchMarkReader<'_> {
        WatchMarkReader(self)
    }
}

impl WatchMarkReader<'_> {
    /// When somebody last looked, and up to where.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn last(&self, owner: &str) -> Result<Option<(Timestamp, LogPosition)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT at_ms, position FROM watch_marks JOIN typed_texts ON typed_texts.id = owner_id \
                       WHERE text = ?1";
            let found = c
                .prepare_cached(sql)?
                .query_row([owner], |row| Ok((time(row, 0)?, LogPosition(row.get(1)?))));
            Ok(found.optional()?)
        })
    }
}

impl Store {
    /// Notes that somebody looked now, at the log up to `position`.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn looked(&self, owner: &str, position: LogPosition, by: &By) -> Result<(), StoreError> {
        let (owner, by) = (owner.to_owned(), by.clone());
        self.write(move |c| {
            let owner = typed::keep(c, &owner)?;
            views::record(c, &by, Event::CodeSeen { owner, position })?;
            Ok(())
        })
    }
}
