//! Events of the log: who did what, when, and how far they had seen.

use hearken_domain::{Actor, By, LogPosition, RecordedEvent};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::error::unreadable;
use crate::signal_row::time;

/// Writes an event at the position it has.
pub(crate) fn insert(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    let body = serde_json::to_string(&recorded.event).map_err(unreadable("event"))?;
    let actor = actor_id(c, &recorded.by.actor)?;
    let sql = "INSERT INTO events (position, at_ms, actor_id, seen, body) VALUES (?1, ?2, ?3, ?4, ?5)";
    let (position, at, seen) = (recorded.position.0, recorded.by.at.as_millisecond(), recorded.by.seen.0);
    c.prepare_cached(sql)?.execute(params![position, at, actor, seen, body])?;
    Ok(())
}

/// Writes an event again that an erasure took something out of; nothing else changes one.
pub(crate) fn rewrite(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    let body = serde_json::to_string(&recorded.event).map_err(unreadable("event"))?;
    let sql = "UPDATE events SET body = ?2 WHERE position = ?1";
    c.prepare_cached(sql)?.execute(params![recorded.position.0, body])?;
    Ok(())
}

/// Every event, in order.
pub(crate) fn all(c: &Connection) -> Result<Vec<RecordedEvent>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{SELECT} ORDER BY position"))?;
    let rows = statement.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(whole).collect()
}

/// Every event of a kind, by its word, in order.
pub(crate) fn of_kind(c: &Connection, kind: &str) -> Result<Vec<RecordedEvent>, StoreError> {
    let mut statement =
        c.prepare_cached(&format!("{SELECT} WHERE json_extract(body, '$.event') = ?1 ORDER BY position"))?;
    let rows = statement.query_map([kind], read)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(whole).collect()
}

/// The event at a position.
pub(crate) fn event_at(c: &Connection, position: LogPosition) -> Result<Option<RecordedEvent>, StoreError> {
    let sql = format!("{SELECT} WHERE position = ?1");
    c.prepare_cached(&sql)?.query_row([position.0], read).optional()?.map(whole).transpose()
}

const SELECT: &str = "SELECT position, at_ms, seen, kind, name, nullif(behalf_of, ''), body \
                      FROM events JOIN actors ON actors.id = actor_id";

fn read(row: &Row<'_>) -> rusqlite::Result<(LogPosition, By, String)> {
    let by = By { actor: actor_from(row, 3)?, at: time(row, 1)?, seen: LogPosition(row.get(2)?) };
    Ok((LogPosition(row.get(0)?), by, row.get(6)?))
}

fn whole((position, by, body): (LogPosition, By, String)) -> Result<RecordedEvent, StoreError> {
    Ok(RecordedEvent { position, by, event: serde_json::from_str(&body).map_err(unreadable("event"))? })
}

/// An actor whose kind, name and person stand from the column `from` on.
pub(crate) fn actor_from(row: &Row<'_>, from: usize) -> rusqlite::Result<Actor> {
    let kind: String = row.get(from)?;
    let kind = kind.parse().map_err(|error: String| {
        rusqlite::Error::FromSqlConversionFailure(from, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Actor { kind, name: row.get(from + 1)?, behalf_of: row.get(from + 2)? })
}

/// The number of an actor, given on first sight.
pub(crate) fn actor_id(c: &Connection, actor: &Actor) -> Result<u64, StoreError> {
    let person = actor.behalf_of.as_deref().unwrap_or_default();
    let known = "SELECT id FROM actors WHERE kind = ?1 AND name = ?2 AND behalf_of = ?3";
    let values = params![actor.kind.as_str(), actor.name, person];
    if let Some(id) = c.prepare_cached(known)?.query_row(values, |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let add = "INSERT INTO actors (kind, name, behalf_of) VALUES (?1, ?2, ?3) RETURNING id";
    Ok(c.prepare_cached(add)?.query_row(values, |row| row.get(0))?)
}
