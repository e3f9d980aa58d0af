//! Releases: what shipped when. Each act is an event; the table has how a release stands after all of them.

mod read;

use std::collections::HashMap;

use hearken_domain::{AddedRelease, By, Dated, Event, LogPosition, NewRelease, ReleaseId, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use crate::{Store, StoreError, typed, views};

pub use read::{Release, ReleaseAct, ReleaseDate, ReleasePlace, ReleaseReader, ReleasedProduct};

/// What became of a release that was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseFate {
    /// It is new.
    Added(ReleaseId),
    /// It was known, with this date.
    Known(ReleaseId, Timestamp),
    /// Somebody removed it, and it stays so.
    Removed(ReleaseId),
}

/// Whether what somebody removed may come back by being told of again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovedReleases {
    /// It stays away: tags and lists say the same again and again.
    StayAway,
    /// It stays away, and so does what came with an adding that was taken back: nobody asked for it again.
    StayAwayWithUndone,
    /// It comes back: somebody tells of this very one.
    ComeBack,
}

/// What an undo took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleasesUndone {
    /// A removal: the release is there again.
    Removal,
    /// The adding of so many, which are gone.
    Adding(u64),
}

impl Store {
    /// Takes in releases, but for those whose version of the product is known; what became of each, in their order. Where
    /// all are known nothing is recorded.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn add_releases(
        &self,
        given: Vec<NewRelease>,
        removed: RemovedReleases,
        by: &By,
    ) -> Result<Vec<ReleaseFate>, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let mut id: u64 =
                c.query_row("SELECT coalesce(max(id), 0) FROM releases", [], |row| row.get(0))?;
            let (mut fates, mut releases) = (Vec::with_capacity(given.len()), Vec::new());
            let mut new: HashMap<(u64, u64), (ReleaseId, Timestamp)> = HashMap::new();
            for release in given {
                let product = typed::keep(c, &release.product)?;
                let version = typed::keep(c, &release.version)?;
                let key = (product.0, version.0);
                let known = match new.get(&key) {
                    Some(known) => Some(*known),
                    None => standing(c, key)?,
                };
                if let Some((known, at)) = known {
                    fates.push(ReleaseFate::Known(known, at));
                    continue;
                }
                if removed != RemovedReleases::ComeBack
                    && let Some(removed) =
                        removed_one(c, key, removed == RemovedReleases::StayAwayWithUndone)?
                {
                    fates.push(ReleaseFate::Removed(removed));
                    continue;
                }
                id += 1;
                let (id, at) = (ReleaseId(id), in_ms(release.at));
                new.insert(key, (id, at));
                releases.push(AddedRelease { id, product, version, at, dated: release.dated });
                fates.push(ReleaseFate::Added(id));
            }
            if !releases.is_empty() {
                views::record(c, &by, Event::ReleasesAdded { releases })?;
            }
            Ok(fates)
        })
    }

    /// Says that a release is none.
    ///
    /// # Errors
    /// [`StoreError::Release`] where it is not there; or any failure of the database.
    pub fn remove_release(&self, id: ReleaseId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let state = state(c, id)?.ok_or_else(|| missing(id))?;
            if state.undone || state.removed.is_some() {
                return Err(refused(id, "it was removed already"));
            }
            views::record(c, &by, Event::ReleaseRemoved { id }).map(drop)
        })
    }

    /// Takes back what was last done to a release: its removal, or else the adding of all that came with it.
    ///
    /// # Errors
    /// [`StoreError::Release`] where it is not there, its adding was taken back, or another has its version by now; or any
    /// failure of the database.
    pub fn undo_release(&self, id: ReleaseId, by: &By) -> Result<ReleasesUndone, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let state = state(c, id)?.ok_or_else(|| missing(id))?;
            if state.undone {
                return Err(refused(id, "its adding was taken back already; add it again"));
            }
            let undone = match state.removed {
                Some(change) => {
                    if let Some((other, _)) = standing(c, state.key)? {
                        return Err(refused(other, "this version of the product is told of by it now; remove it first"));
                    }
                    views::record(c, &by, Event::ReleaseChangeUndone { id, change })?;
                    ReleasesUndone::Removal
                }
                None => {
                    let sql = "SELECT count(*) FROM releases WHERE added_position = ?1 AND removed_position IS NULL";
                    let gone = c.query_row(sql, [state.added.0], |row| row.get(0))?;
                    views::record(c, &by, Event::ReleaseChangeUndone { id, change: state.added })?;
                    ReleasesUndone::Adding(gone)
                }
            };
            Ok(undone)
        })
    }
}

/// The table holds milliseconds, and what the log says is what it holds.
fn in_ms(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// The release that stands for this product and version, and when it came out.
fn standing(
    c: &Connection,
    (product, version): (u64, u64),
) -> Result<Option<(ReleaseId, Timestamp)>, StoreError> {
    let sql = "SELECT id, at_ms FROM releases WHERE version_id = ?2 AND product_id = ?1 \
               AND removed_position IS NULL AND undone_position IS NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((ReleaseId(row.get(0)?), crate::signal_row::time(row, 1)?));
    Ok(c.prepare_cached(sql)?.query_row([product, version], read).optional()?)
}

/// The last release of this product and version that somebody removed, or, `with_undone`, whose adding was taken back.
fn removed_one(
    c: &Connection,
    (product, version): (u64, u64),
    with_undone: bool,
) -> Result<Option<ReleaseId>, StoreError> {
    let sql = "SELECT id FROM releases WHERE version_id = ?2 AND product_id = ?1 \
               AND (undone_position IS NOT NULL AND ?3 OR removed_position IS NOT NULL AND undone_position IS NULL) \
               ORDER BY id DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok(ReleaseId(row.get(0)?));
    Ok(c.prepare_cached(sql)?.query_row((product, version, with_undone), read).optional()?)
}

/// How a release stands.
struct State {
    key: (u64, u64),
    added: LogPosition,
    removed: Option<LogPosition>,
    undone: bool,
}

fn state(c: &Connection, id: ReleaseId) -> Result<Option<State>, StoreError> {
    let sql = "SELECT product_id, version_id, added_position, removed_position, undone_position IS NOT NULL \
               FROM releases WHERE id = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(State {
            key: (row.get(0)?, row.get(1)?),
            added: LogPosition(row.get(2)?),
            removed: row.get::<_, Option<u64>>(3)?.map(LogPosition),
            undone: row.get(4)?,
        })
    };
    Ok(c.prepare_cached(sql)?.query_row([id.0], read).optional()?)
}

fn dated_of(word: &str) -> Dated {
    Dated::ALL.into_iter().find(|dated| dated.as_str() == word).unwrap_or(Dated::Told)
}

fn missing(id: ReleaseId) -> StoreError {
    StoreError::Release { release: id, detail: "there is no such release".to_owned(), missing: true }
}

fn refused(id: ReleaseId, detail: &str) -> StoreError {
    StoreError::Release { release: id, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
