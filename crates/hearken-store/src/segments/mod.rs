//! Segments: sets of customers by conditions, under a name. Each act is an event that says how the segment stands from then on;
//! the last that was not taken back holds.

use hearken_domain::{Actor, By, Event, LogPosition, NewSegment, SegmentAct, SegmentId, Timestamp, Verbatim};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::acts::SEGMENTS;
use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, typed, views};

/// A segment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its number.
    pub id: SegmentId,
    /// Its name; `None` where that was erased.
    pub name: Option<Verbatim>,
    /// Its conditions; `None` where they were erased.
    pub condition: Option<String>,
    /// What was last done to it and stands.
    pub last: SegmentAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads segments.
#[derive(Debug, Clone, Copy)]
pub struct SegmentReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of segments in this snapshot.
    pub fn segments(&self) -> SegmentReader<'_> {
        SegmentReader(self)
    }
}

impl SegmentReader<'_> {
    /// Every segment that somebody made, those that were removed, too; in the order in which they were made.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Segment>, StoreError> {
        self.0.read(all)
    }
}

impl Store {
    /// Keeps conditions under a name.
    ///
    /// # Errors
    /// [`StoreError::Segment`] where there is one of that name; or any failure of the database.
    pub fn add_segment(&self, segment: NewSegment<String>, by: &By) -> Result<Segment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            refuse_taken_name(c, &segment.name, None)?;
            let id = SegmentId(SEGMENTS.next_id(c)?);
            let segment = NewSegment {
                name: typed::keep(c, &segment.name)?,
                condition: typed::keep_as_typed(c, &segment.condition)?,
            };
            views::record(c, &by, Event::SegmentChanged { id, act: SegmentAct::Added, segment })?;
            standing(c, id)
        })
    }

    /// Calls a segment by another name.
    ///
    /// # Errors
    /// [`StoreError::Segment`] where it is not there, or another has that name; or any failure of the database.
    pub fn rename_segment(&self, id: SegmentId, name: String, by: &By) -> Result<Segment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (_, stands) = living(c, id)?;
            refuse_taken_name(c, &name, Some(id))?;
            let segment = NewSegment { name: typed::keep(c, &name)?, ..stands };
            views::record(c, &by, Event::SegmentChanged { id, act: SegmentAct::Renamed, segment })?;
            standing(c, id)
        })
    }

    /// Changes the conditions of a segment.
    ///
    /// # Errors
    /// [`StoreError::Segment`] where it is not there; or any failure of the database.
    pub fn set_segment(&self, id: SegmentId, condition: String, by: &By) -> Result<Segment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (_, stands) = living(c, id)?;
            let segment = NewSegment { condition: typed::keep_as_typed(c, &condition)?, ..stands };
            views::record(c, &by, Event::SegmentChanged { id, act: SegmentAct::Set, segment })?;
            standing(c, id)
        })
    }

    /// Lets a segment go.
    ///
    /// # Errors
    /// [`StoreError::Segment`] where it is not there; or any failure of the database.
    pub fn remove_segment(&self, id: SegmentId, by: &By) -> Result<Segment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (_, segment) = living(c, id)?;
            views::record(c, &by, Event::SegmentChanged { id, act: SegmentAct::Removed, segment })?;
            standing(c, id)
        })
    }

    /// Takes back what was last done to a segment: it has its former name or conditions, or is there again.
    ///
    /// # Errors
    /// [`StoreError::Segment`] where it is not there, nothing was done to it since it was added, or another has the name that
    /// it would have; or any failure of the database.
    pub fn undo_segment(&self, id: SegmentId, by: &By) -> Result<Segment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (change, act, _) = last(c, id)?.ok_or_else(|| missing(id))?;
            if act == SegmentAct::Added {
                return Err(refused(c, id, "nothing was done to it since it was added"));
            }
            views::record(c, &by, Event::SegmentChangeUndone { id, change })?;
            let now = standing(c, id)?;
            if let Some(name) = &now.name {
                refuse_taken_name(c, name.as_str(), Some(id))?;
            }
            Ok(now)
        })
    }
}

/// What was last done to a segment, if there ever was one.
pub(crate) fn last_act(c: &Connection, id: SegmentId) -> Result<Option<SegmentAct>, StoreError> {
    Ok(last(c, id)?.map(|(_, act, _)| act))
}

/// The last event about each segment that was not taken back.
const STANDING: &str = "SELECT id, max(position) FROM segments WHERE undone_position IS NULL";

fn all(c: &Connection) -> Result<Vec<Segment>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{STANDING} GROUP BY id ORDER BY id"))?;
    let rows = statement.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|(id, position)| whole(c, id, position)).collect()
}

fn standing(c: &Connection, id: SegmentId) -> Result<Segment, StoreError> {
    let (position, ..) = last(c, id)?.ok_or_else(|| missing(id))?;
    whole(c, id, position)
}

fn read(row: &Row<'_>) -> rusqlite::Result<(SegmentId, LogPosition)> {
    Ok((SegmentId(row.get(0)?), LogPosition(row.get(1)?)))
}

/// What was last done to a segment, where, and how it stands.
type Last = (LogPosition, SegmentAct, NewSegment<hearken_domain::TextId>);

fn last(c: &Connection, id: SegmentId) -> Result<Option<Last>, StoreError> {
    let sql = format!("{STANDING} AND id = ?1 GROUP BY id");
    let found = c.prepare_cached(&sql)?.query_row([id.0], read).optional()?;
    let Some((_, position)) = found else { return Ok(None) };
    Ok(match event_at(c, position)?.map(|recorded| recorded.event) {
        Some(Event::SegmentChanged { act, segment, .. }) => Some((position, act, segment)),
        _ => None,
    })
}

fn whole(c: &Connection, id: SegmentId, position: LogPosition) -> Result<Segment, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::SegmentChanged { act, segment, .. })) = recorded.map(|one| (one.by, one.event))
    else {
        let detail = format!("number {id} was not changed at position {position}");
        return Err(StoreError::Unreadable { what: "segment", detail });
    };
    let name = typed::text(c, segment.name)?.map(Verbatim::redacted);
    let condition = typed::text(c, segment.condition)?;
    Ok(Segment { id, name, condition, last: act, by: by.actor, at: by.at })
}

/// How a segment stands, which must not be removed.
fn living(
    c: &Connection,
    id: SegmentId,
) -> Result<(LogPosition, NewSegment<hearken_domain::TextId>), StoreError> {
    match last(c, id)?.ok_or_else(|| missing(id))? {
        (_, SegmentAct::Removed, _) => Err(refused(c, id, "it was removed")),
        (position, _, segment) => Ok((position, segment)),
    }
}

/// Refuses a name that another segment has, whatever the case of its letters.
fn refuse_taken_name(c: &Connection, name: &str, but: Option<SegmentId>) -> Result<(), StoreError> {
    let has_it = |other: &Segment| {
        let other_name = other.name.as_ref().map(|name| name.as_str().to_lowercase());
        other.last != SegmentAct::Removed && Some(other.id) != but && other_name == Some(name.to_lowercase())
    };
    match all(c)?.into_iter().find(has_it) {
        Some(other) => Err(refused(c, other.id, "a segment has that name already; choose another")),
        None => Ok(()),
    }
}

fn missing(id: SegmentId) -> StoreError {
    let detail = "there is no such segment".to_owned();
    StoreError::Segment { segment: format!("segment number {id}"), detail, missing: true }
}

fn refused(c: &Connection, id: SegmentId, detail: &str) -> StoreError {
    let name = standing(c, id).ok().and_then(|segment| segment.name);
    let named =
        name.map_or_else(|| format!("segment number {id}"), |name| format!("segment '{}'", name.as_str()));
    StoreError::Segment { segment: named, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
