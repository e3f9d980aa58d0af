//! The table of saved views: how each stands after each event about it.

use hearken_domain::{Event, LogPosition, TextId, ViewId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// What was last done to a saved view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastChange {
    /// It was saved.
    Saved,
    /// It was called by another name.
    Renamed,
    /// It was let go, and is in no list.
    Deleted,
}

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    let insert = "INSERT INTO saved_views (view_id, position, saved_position, name_id, deleted) \
                  VALUES (?1, ?2, ?3, ?4, ?5)";
    match event {
        Event::ViewSaved { id, view } => {
            c.prepare_cached(insert)?.execute(params![id.0, position.0, position.0, view.name.0, false])?;
        }
        Event::ViewRenamed { id, .. } | Event::ViewDeleted { id } => {
            if let Some(Standing { saved, name, deleted, .. }) = find(c, *id)? {
                let (name, deleted) = match event {
                    Event::ViewRenamed { name, .. } => (*name, deleted),
                    _ => (name, true),
                };
                c.prepare_cached(insert)?.execute(params![id.0, position.0, saved.0, name.0, deleted])?;
            }
        }
        Event::ViewChangeUndone { id, change } => {
            let sql = "UPDATE saved_views SET undone_position = ?3 WHERE view_id = ?1 AND position = ?2";
            c.prepare_cached(sql)?.execute([id.0, change.0, position.0])?;
        }
        _ => {}
    }
    Ok(())
}

/// How a view stands.
pub(crate) struct Standing {
    pub(crate) id: ViewId,
    /// The event that made it so, …
    pub(crate) position: LogPosition,
    /// … and the one that saved it.
    pub(crate) saved: LogPosition,
    pub(crate) name: TextId,
    pub(crate) deleted: bool,
}

/// With max(), SQLite gives the other columns of the row that has it.
pub(crate) const STANDING: &str = "SELECT view_id, max(position), saved_position, name_id, deleted FROM saved_views \
                        WHERE undone_position IS NULL";

impl Standing {
    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: ViewId(row.get(0)?),
            position: LogPosition(row.get(1)?),
            saved: LogPosition(row.get(2)?),
            name: TextId(row.get(3)?),
            deleted: row.get(4)?,
        })
    }

    /// What was last done to it.
    pub(crate) fn change(&self) -> LastChange {
        match (self.deleted, self.position == self.saved) {
            (true, _) => LastChange::Deleted,
            (false, true) => LastChange::Saved,
            (false, false) => LastChange::Renamed,
        }
    }
}

/// How a view stands, if it was ever saved.
pub(crate) fn find(c: &Connection, id: ViewId) -> Result<Option<Standing>, StoreError> {
    let sql = format!("{STANDING} AND view_id = ?1 GROUP BY view_id");
    Ok(c.prepare_cached(&sql)?.query_row([id.0], Standing::read).optional()?)
}
