//! Saved views: pages with their filter and order that a person gave a name. Each act is an event; the table has how a view
//! stands after each, and the last that was not taken back holds.

use hearken_domain::{Actor, By, Event, NewSavedView, SavedPage, Timestamp, Verbatim, ViewId, ViewParameter};
use rusqlite::Connection;

use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::views::saved::{STANDING, Standing, find};
use crate::{Store, StoreError, typed, views};

pub use crate::views::saved::LastChange;

/// A page with its filter and order, under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// Its name; `None` where that was erased.
    pub name: Option<Verbatim>,
    /// Which page.
    pub page: SavedPage,
    /// What was asked of it; `None` is a value that was erased.
    pub parameters: Vec<ViewParameter<Option<Verbatim>>>,
    /// Who saved it.
    pub by: Actor,
    /// When it was saved.
    pub at: Timestamp,
    /// What was last done to it and stands.
    pub last: LastChange,
}

/// Reads saved views.
#[derive(Debug, Clone, Copy)]
pub struct SavedViewReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of saved views in this snapshot.
    pub fn saved_views(&self) -> SavedViewReader<'_> {
        SavedViewReader(self)
    }
}

impl SavedViewReader<'_> {
    /// Every view that somebody saved, those that were deleted, too; in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<SavedView>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached(&format!("{STANDING} GROUP BY view_id ORDER BY view_id"))?;
            let standing = statement.query_map([], Standing::read)?.collect::<Result<Vec<_>, _>>()?;
            standing.iter().map(|standing| whole(c, standing)).collect()
        })
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: ViewId) -> Result<Option<SavedView>, StoreError> {
        self.0.read(|c| find(c, id)?.map(|standing| whole(c, &standing)).transpose())
    }
}

impl Store {
    /// Keeps a page with its filter and order under a name.
    ///
    /// # Errors
    /// [`StoreError::View`] where there is one of that name; or any failure of the database.
    pub fn save_view(&self, view: NewSavedView<String>, by: &By) -> Result<SavedView, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            refuse_taken_name(c, &view.name, None)?;
            let sql = "SELECT coalesce(max(view_id), 0) + 1 FROM saved_views";
            let id = ViewId(c.query_row(sql, [], |row| row.get(0))?);
            let view = view.try_map(|text| typed::keep(c, &text))?;
            views::record(c, &by, Event::ViewSaved { id, view })?;
            stand(c, id)
        })
    }

    /// Calls a view by another name.
    ///
    /// # Errors
    /// [`StoreError::View`] where it is not there, or another has that name; or any failure of the database.
    pub fn rename_view(&self, id: ViewId, name: String, by: &By) -> Result<SavedView, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            living(c, id)?;
            refuse_taken_name(c, &name, Some(id))?;
            let name = typed::keep(c, &name)?;
            views::record(c, &by, Event::ViewRenamed { id, name })?;
            stand(c, id)
        })
    }

    /// Lets a view go.
    ///
    /// # Errors
    /// [`StoreError::View`] where it is not there; or any failure of the database.
    pub fn delete_view(&self, id: ViewId, by: &By) -> Result<SavedView, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            living(c, id)?;
            views::record(c, &by, Event::ViewDeleted { id })?;
            stand(c, id)
        })
    }

    /// Takes back what was last done to a view: it has its former name, or is there again.
    ///
    /// # Errors
    /// [`StoreError::View`] where it is not there, nothing was done to it since it was saved, or another has the name that
    /// it would have; or any failure of the database.
    pub fn undo_view_change(&self, id: ViewId, by: &By) -> Result<SavedView, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let last = find(c, id)?.ok_or_else(|| missing(id))?;
            if last.change() == LastChange::Saved {
                return Err(refused(id, "nothing was done to it since it was saved"));
            }
            let change = last.position;
            views::record(c, &by, Event::ViewChangeUndone { id, change })?;
            let now = stand(c, id)?;
            if let Some(name) = &now.name {
                refuse_taken_name(c, name.as_str(), Some(id))?;
            }
            Ok(now)
        })
    }
}

/// The view, which must not be deleted.
fn living(c: &Connection, id: ViewId) -> Result<Standing, StoreError> {
    let standing = find(c, id)?.ok_or_else(|| missing(id))?;
    if standing.deleted {
        return Err(refused(id, "it was deleted"));
    }
    Ok(standing)
}

fn stand(c: &Connection, id: ViewId) -> Result<SavedView, StoreError> {
    let standing = find(c, id)?.ok_or_else(|| missing(id))?;
    whole(c, &standing)
}

fn whole(c: &Connection, standing: &Standing) -> Result<SavedView, StoreError> {
    let saved = event_at(c, standing.saved)?;
    let Some((by, Event::ViewSaved { view, .. })) = saved.map(|recorded| (recorded.by, recorded.event))
    else {
        let detail = format!("{} was not saved at position {}", standing.id, standing.saved);
        return Err(StoreError::Unreadable { what: "saved view", detail });
    };
    let last = standing.change();
    let view = NewSavedView { name: standing.name, ..view };
    let view = view.try_map(|text| Ok::<_, StoreError>(typed::text(c, text)?.map(Verbatim::redacted)))?;
    let NewSavedView { name, page, parameters } = view;
    Ok(SavedView { id: standing.id, name, page, parameters, by: by.actor, at: by.at, last })
}

/// Refuses a name that another view has, whatever the case of its letters.
fn refuse_taken_name(c: &Connection, name: &str, but: Option<ViewId>) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(&format!("{STANDING} GROUP BY view_id"))?;
    let standing = statement.query_map([], Standing::read)?.collect::<Result<Vec<_>, _>>()?;
    for other in standing.into_iter().filter(|other| !other.deleted && Some(other.id) != but) {
        let taken = typed::text(c, other.name)?;
        if taken.is_some_and(|taken| taken.to_lowercase() == name.to_lowercase()) {
            return Err(refused(other.id, "a saved view has that name already; choose another"));
        }
    }
    Ok(())
}

fn missing(id: ViewId) -> StoreError {
    StoreError::View { view: id, detail: "there is no such saved view".to_owned(), missing: true }
}

fn refused(id: ViewId, detail: &str) -> StoreError {
    StoreError::View { view: id, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
