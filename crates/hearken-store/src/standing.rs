//! What people decided, as the events that hold it say: what views are made of.

use hearken_domain::{Event, LogPosition, Ruled, RulingId, TextId};
use rusqlite::Connection;

use crate::error::unreadable;
use crate::{StoreError, events};

/// What was decided and stands, the last first.
pub(crate) fn standing(c: &Connection) -> Result<Vec<(RulingId, Ruled<TextId>)>, StoreError> {
    let sql = "SELECT rulings.id, body FROM rulings JOIN events USING (position) \
               WHERE undone_position IS NULL ORDER BY rulings.id DESC";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((RulingId(row.get(0)?), row.get::<_, String>(1)?)))?;
    let mut standing = Vec::new();
    for row in rows {
        let (id, body) = row?;
        if let Event::Ruled { what, .. } = serde_json::from_str(&body).map_err(unreadable("event"))? {
            standing.push((id, what));
        }
    }
    Ok(standing)
}

/// What the ruling decided that was made at a position.
pub(crate) fn ruling_at(c: &Connection, position: u64) -> Result<Option<Ruled<TextId>>, StoreError> {
    let event = events::event_at(c, LogPosition(position))?.map(|recorded| recorded.event);
    Ok(match event {
        Some(Event::Ruled { what, .. }) => Some(what),
        _ => None,
    })
}
