//! What people say to each other about a theme, an opportunity or a decision, and who is to do something about it.

use hearken_domain::{
    Actor, By, CommentId, Event, LogPosition, NewComment, TextId, ThemeId, Timestamp, Topic,
};
use rusqlite::{Connection, OptionalExtension as _};

use crate::acts::{DECISIONS, OPPORTUNITIES};
use crate::events::{actor_from, event_at};
use crate::snapshot::Snapshot;
use crate::typed::{self, HeldText, Typed, TypedText};
use crate::{Store, StoreError, there, views};

/// A comment.
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
    /// Where that stands in the log.
    pub position: LogPosition,
    /// Who took it back, and when.
    pub undone: Option<(Actor, Timestamp)>,
}

/// What whoever assigns something had read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRead {
    /// What it is about, with all that is part of it.
    pub topics: Vec<Topic>,
    /// Where the last assignment stood in the log; 0 where there was none.
    pub version: LogPosition,
}

/// That a comment mentions somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The comment.
    pub id: CommentId,
    /// What it is about.
    pub topic: Topic,
    /// Who said it.
    pub by: Actor,
    /// Where that stands in the log.
    pub position: LogPosition,
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
    /// The last of all that was said about one of several things, with every hand-over before, the first first, what was taken back,
    /// too; and how many comments there are in all. A long thread is not read whole for its end.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn about(&self, topics: &[Topic], last: usize) -> Result<(Vec<Comment>, usize), StoreError> {
        self.0.read(|c| {
            let mut found: Vec<(u64, bool)> = Vec::new();
            for topic in topics {
                let sql = "SELECT position, assigns FROM comments WHERE topic = ?1";
                let mut statement = c.prepare_cached(sql)?;
                let rows = statement.query_map([topic.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
                found.extend(rows.collect::<Result<Vec<_>, _>>()?);
            }
            found.sort_unstable();
            let first = found.len().saturating_sub(last);
            let wanted = found.iter().enumerate().filter(|(n, (_, assigns))| *n >= first || *assigns);
            let comments = wanted.map(|(_, (position, _))| whole(c, LogPosition(*position)));
            Ok((comments.collect::<Result<_, _>>()?, found.len()))
        })
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: CommentId) -> Result<Option<Comment>, StoreError> {
        let sql = "SELECT position FROM comments WHERE id = CAST(?1 AS INTEGER)";
        Ok(self.0.read(|c| at(c, sql, &id.to_string()))?.pop())
    }

    /// The names that are mentioned anywhere.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn mentioned(&self) -> Result<Vec<TypedText>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT id, text FROM typed_texts WHERE text IS NOT NULL \
                       AND id IN (SELECT text_id FROM mentions)";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement
                .query_map([], |row| Ok(TypedText { id: TextId(row.get(0)?), text: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What mentions one of several names and was not taken back, the first first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn mentioning(&self, names: &[TextId]) -> Result<Vec<Mention>, StoreError> {
        let mut found = Vec::new();
        for name in names {
            found.extend(self.0.read(|c| mentions(c, *name))?);
        }
        found.sort_by_key(|mention| mention.position);
        found.dedup_by_key(|mention| mention.position);
        Ok(found)
    }

    /// Who spoke about something, each with where in the log they last did; what was taken back does not count.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn speakers(&self, topic: Topic) -> Result<Vec<(Actor, LogPosition)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT max(position), kind, name, nullif(behalf_of, '') FROM comments \
                       JOIN events USING (position) JOIN actors ON actors.id = actor_id \
                       WHERE topic = ?1 AND undone_position IS NULL GROUP BY actor_id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement
                .query_map([topic.to_string()], |row| Ok((actor_from(row, 1)?, LogPosition(row.get(0)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// For everything that was ever given to somebody, the comment that last says to whom, or that to nobody.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn assignments(&self) -> Result<Vec<Comment>, StoreError> {
        let sql = "SELECT max(position) FROM comments WHERE assigns AND undone_position IS NULL AND ?1 = '' \
                   GROUP BY topic ORDER BY 1";
        self.0.read(|c| at(c, sql, ""))
    }

    /// People who did something here, and on whose behalf something was done.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn people(&self) -> Result<Vec<String>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT name FROM actors WHERE kind = 'person' AND name <> 'unknown' \
                       UNION SELECT behalf_of FROM actors WHERE behalf_of <> '' ORDER BY 1";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The themes that are part of one by now, and itself.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn parts(&self, theme: ThemeId) -> Result<Vec<ThemeId>, StoreError> {
        self.0.read(|c| {
            let sql = "WITH RECURSIVE parts(id) AS \
                         (SELECT ?1 UNION SELECT themes.id FROM themes JOIN parts ON themes.merged_into = parts.id) \
                       SELECT id FROM parts ORDER BY id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([theme.0], |row| Ok(ThemeId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl Store {
    /// Keeps what somebody says to the others. Nothing stands against words; who assigns something says what they read of it.
    ///
    /// # Errors
    /// [`StoreError::Comment`] where what it is about is not there; [`StoreError::ChangedMeanwhile`] where somebody else assigned
    /// it since; or any failure of the database.
    pub fn add_comment(
        &self,
        comment: NewComment<Typed>,
        read: Option<AssignmentRead>,
        by: &By,
    ) -> Result<Comment, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check(c, comment.topic)?;
            if let Some(read) = read {
                check_unchanged(c, comment.topic, &read)?;
            }
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
            let sql = "SELECT position, undone_position IS NOT NULL FROM comments WHERE id = ?1";
            let found: Option<(u64, bool)> =
                c.prepare_cached(sql)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let refused = |detail: &str| StoreError::Comment {
                subject: format!("comment {id}"),
                detail: detail.to_owned(),
            };
            let position = match found {
                None => return Err(refused("there is no such comment")),
                Some((_, true)) => return Err(refused("it was taken back already")),
                Some((position, false)) => LogPosition(position),
            };
            views::record(c, &by, Event::CommentUndone { id })?;
            whole(c, position)
        })
    }
}

fn check_unchanged(c: &Connection, topic: Topic, read: &AssignmentRead) -> Result<(), StoreError> {
    let (mut stands, mut changed) = (0, 0);
    for topic in &read.topics {
        let sql = "SELECT coalesce(max(CASE WHEN undone_position IS NULL THEN position END), 0), \
                          coalesce(max(max(position, coalesce(undone_position, 0))), 0) \
                   FROM comments WHERE topic = ?1 AND assigns";
        let (last, touched): (u64, u64) =
            c.prepare_cached(sql)?.query_row([topic.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        stands = stands.max(last);
        changed = changed.max(touched);
    }
    if LogPosition(stands) == read.version {
        return Ok(());
    }
    match event_at(c, LogPosition(changed))? {
        Some(by) => Err(StoreError::ChangedMeanwhile {
            subject: format!("who has {topic} in hand"),
            by: by.by.actor,
            at: by.by.at,
        }),
        None => Err(StoreError::Comment {
            subject: topic.to_string(),
            detail: "nobody was ever given it".to_owned(),
        }),
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

fn mentions(c: &Connection, name: TextId) -> Result<Vec<Mention>, StoreError> {
    let sql = "SELECT topic, comments.id, position, kind, name, nullif(behalf_of, '') FROM mentions \
               JOIN comments ON comments.id = mentions.id JOIN events USING (position) \
               JOIN actors ON actors.id = actor_id WHERE text_id = ?1 AND undone_position IS NULL";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([name.0], |row| {
        let topic: String = row.get(0)?;
        Ok((topic, CommentId(row.get(1)?), LogPosition(row.get(2)?), actor_from(row, 3)?))
    })?;
    let mention = |row: rusqlite::Result<(String, CommentId, LogPosition, Actor)>| {
        let (topic, id, position, by) = row?;
        let topic = topic.parse().map_err(|error: hearken_domain::TopicError| StoreError::Unreadable {
            what: "comment",
            detail: error.to_string(),
        })?;
        Ok(Mention { id, topic, by, position })
    };
    rows.map(mention).collect()
}

fn whole(c: &Connection, position: LogPosition) -> Result<Comment, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::Commented { id, comment })) = recorded.map(|one| (one.by, one.event)) else {
        let detail = format!("nothing was said at position {position}");
        return Err(StoreError::Unreadable { what: "comment", detail });
    };
    let held = comment.try_map(|text| typed::held(c, text))?;
    let sql = "SELECT undone_position FROM comments WHERE id = ?1 AND undone_position IS NOT NULL";
    let undone: Option<u64> = c.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    let undone = undone.map(|position| event_at(c, LogPosition(position))).transpose()?.flatten();
    let undone = undone.map(|undone| (undone.by.actor, undone.by.at));
    Ok(Comment { id, held, by: by.actor, at: by.at, position, undone })
}

#[cfg(test)]
mod tests;
