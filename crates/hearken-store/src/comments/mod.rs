//! What people say to each other about a theme, an opportunity or a decision, and who is to do something about it.

use hearken_domain::{Actor, By, CommentId, Event, LogPosition, NewComment, Timestamp, Topic};
use rusqlite::Connection;

use crate::acts::{DECISIONS, OPPORTUNITIES};
use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::typed::{self, HeldText, Typed};
use crate::{Store, StoreError, there, views};

/// A comment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// What is held of it.
    pub held: NewComment<HeldText>,
    /// Who said it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads comments.
#[derive(Debug, Clone, Copy)]
pub struct CommentReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of comments in this snapshot.
    pub fn comments(&self) -> CommentReader<'_> {
        CommentReader(self)
    }
}

impl CommentReader<'_> {
    /// What was said about something and not taken back, the first first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn about(&self, topic: Topic) -> Result<Vec<Comment>, StoreError> {
        let sql =
            "SELECT position FROM comments WHERE topic = ?1 AND undone_position IS NULL ORDER BY position";
        self.0.read(|c| at(c, sql, &topic.to_string()))
    }

    /// What mentions somebody of this name and was not taken back, the last first; `limit` at most.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn mentioning(&self, name: &str, limit: u32) -> Result<Vec<Comment>, StoreError> {
        let sql = format!(
            "SELECT position FROM mentions JOIN comments USING (id) JOIN typed_texts ON typed_texts.id = text_id \
             WHERE text = ?1 AND undone_position IS NULL ORDER BY position DESC LIMIT {limit}"
        );
        self.0.read(|c| at(c, &sql, name))
    }

    /// For everything that somebody is to do something about, the comment that says so.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn assignments(&self) -> Result<Vec<Comment>, StoreError> {
        let sql = "SELECT max(position) FROM comments WHERE assigns AND undone_position IS NULL AND ?1 = '' \
                   GROUP BY topic ORDER BY 1";
        let mut standing = self.0.read(|c| at(c, sql, ""))?;
        standing
            .retain(|comment| comment.held.assigns.as_ref().is_some_and(|assigned| assigned.to.is_some()));
        Ok(standing)
    }
}

impl Store {
    /// Keeps what somebody says to the others.
    ///
    /// # Errors
    /// [`StoreError::Comment`] where what it is about is not there; or any failure of the database.
    pub fn add_comment(&self, comment: NewComment<Typed>, by: &By) -> Result<Comment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check(c, comment.topic)?;
            let next = "SELECT coalesce(max(id), 0) + 1 FROM comments";
            let id = CommentId(c.prepare_cached(next)?.query_row([], |row| row.get(0))?);
            let comment = comment.try_map(|text| typed::kept(c, text))?;
            let recorded = views::record(c, &by, Event::Commented { id, comment })?;
            whole(c, recorded.position)
        })
    }

    /// Takes back what was said.
    ///
    /// # Errors
    /// [`StoreError::Comment`] where it is not there, or was taken back; or any failure of the database.
    pub fn undo_comment(&self, id: CommentId, by: &By) -> Result<Comment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let sql = "SELECT max(position) FROM comments WHERE id = ?1 AND undone_position IS NULL";
            let standing: Option<u64> = c.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
            let missing = || StoreError::Comment {
                subject: format!("comment {id}"),
                detail: "there is no such comment".to_owned(),
            };
            let comment = whole(c, LogPosition(standing.ok_or_else(missing)?))?;
            views::record(c, &by, Event::CommentUndone { id })?;
            Ok(comment)
        })
    }
}

fn check(c: &Connection, topic: Topic) -> Result<(), StoreError> {
    let there = match topic {
        Topic::Theme(theme) => there::is_theme(c, theme)?,
        Topic::Opportunity(id) => OPPORTUNITIES.last(c, id.0)?.is_some(),
        Topic::Decision(id) => DECISIONS.last(c, id.0)?.is_some(),
    };
    match there {
        true => Ok(()),
        false => Err(StoreError::Comment {
            subject: topic.to_string(),
            detail: "it is not there, so nothing can be said about it".to_owned(),
        }),
    }
}

fn at(c: &Connection, sql: &str, value: &str) -> Result<Vec<Comment>, StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let positions = statement.query_map([value], |row| row.get(0))?.collect::<Result<Vec<u64>, _>>()?;
    positions.into_iter().map(|position| whole(c, LogPosition(position))).collect()
}

fn whole(c: &Connection, position: LogPosition) -> Result<Comment, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::Commented { id, comment })) = recorded.map(|one| (one.by, one.event)) else {
        let detail = format!("nothing was said at position {position}");
        return Err(StoreError::Unreadable { what: "comment", detail });
    };
    let held = comment.try_map(|text| typed::held(c, text))?;
    Ok(Comment { id, held, by: by.actor, at: by.at })
}

#[cfg(test)]
mod tests;
