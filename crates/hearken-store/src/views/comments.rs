//! The tables of comments and of whom they mention.

use hearken_domain::{CommentId, Event, LogPosition, NewComment, TextId};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Brings the tables up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::Commented { id, comment } => said(c, position, *id, comment),
        Event::CommentUndone { id } => {
            let sql = "UPDATE comments SET undone_position = ?2 WHERE id = ?1";
            c.prepare_cached(sql)?.execute([id.0, position.0])?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn said(
    c: &Connection,
    position: LogPosition,
    id: CommentId,
    comment: &NewComment<TextId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO comments (id, position, topic, assigns) VALUES (?1, ?2, ?3, ?4)";
    let assigns = comment.assigns.is_some();
    c.prepare_cached(sql)?.execute(params![id.0, position.0, comment.topic.to_string(), assigns])?;
    let mut mention = c.prepare_cached("INSERT OR IGNORE INTO mentions (text_id, id) VALUES (?1, ?2)")?;
    for name in &comment.mentions {
        mention.execute([name.0, id.0])?;
    }
    Ok(())
}
