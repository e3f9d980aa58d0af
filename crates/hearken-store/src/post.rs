//! Posts: items that programs send one by one or in batches. Each source has one import a day for those of one actor, so
//! that a day's posts can be counted and taken back like a file. A post with a key is recorded once, however often it is sent.

use hearken_domain::{By, ImportId, SourceId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::events::actor_id;
use crate::record::{Arrived, Recorded, Recorder};
use crate::writer::Pending;
use crate::{Store, StoreError};

/// How long an answer is kept for a post that is sent again.
const KEPT_MS: i64 = 24 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What makes a post the same as one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The sender's key.
    pub key: String,
    /// 16 bytes of a hash of what is posted.
    pub body: [u8; 16],
}

/// What became of a post.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordOutcome {
    /// Each item has its disposition now.
    Recorded(Recorded),
    /// The post was recorded before; these are the dispositions from then.
    Replayed(Recorded),
    /// Another post had the same key.
    KeyTaken,
    /// The source was erased then, and is not taken in again.
    SourceErased(Timestamp),
}

impl Store {
    /// Queues a post; [`Pending::wait`] answers when it is durable.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing.
    pub fn post(
        &self,
        source: String,
        items: Vec<Arrived>,
        key: Option<IdempotencyKey>,
        by: By,
    ) -> Result<Pending<RecordOutcome>, StoreError> {
        let keys = self.keys().ok_or(StoreError::ReadOnly)?;
        self.submit(move |c| {
            let now = by.at;
            if let Some(key) = &key
                && let Some(answered) = answered(c, key, now)?
            {
                return Ok(answered);
            }
            if let Some(at) = crate::erasures::guard::source_erased(c, keys, &source)? {
                return Ok(RecordOutcome::SourceErased(at));
            }
            let (source, import, taken) = channel(c, &source, &by)?;
            let recorded = Recorder::new(c, keys, source, import, now)?.all(taken + 1, &items)?;
            if let Some(key) = key {
                let answer = serde_json::to_string(&recorded).map_err(crate::error::unreadable("answer"))?;
                c.prepare_cached(
                    "INSERT INTO idempotency_replies (key, body, reply, at_ms) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![key.key, key.body, answer, now.as_millisecond()])?;
            }
            Ok(RecordOutcome::Recorded(recorded))
        })
    }
}

fn answered(
    c: &Connection,
    key: &IdempotencyKey,
    now: Timestamp,
) -> Result<Option<RecordOutcome>, StoreError> {
    c.prepare_cached("DELETE FROM idempotency_replies WHERE at_ms < ?1")?
        .execute([now.as_millisecond() - KEPT_MS])?;
    let sql = "SELECT body, reply FROM idempotency_replies WHERE key = ?1";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?));
    match c.prepare_cached(sql)?.query_row([&key.key], row).optional()? {
        None => Ok(None),
        Some((body, _)) if body != key.body => Ok(Some(RecordOutcome::KeyTaken)),
        Some((_, answer)) => {
            let recorded = serde_json::from_str(&answer).map_err(crate::error::unreadable("answer"))?;
            Ok(Some(RecordOutcome::Replayed(recorded)))
        }
    }
}

/// The source, its import for today's posts of this actor, and how many items that has.
fn channel(c: &Connection, name: &str, by: &By) -> Result<(SourceId, ImportId, u64), StoreError> {
    let now = by.at.as_millisecond();
    let known = c
        .prepare_cached("SELECT id FROM sources WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    let source: u64 = match known {
        Some(id) => id,
        None => c
            .prepare_cached("INSERT INTO sources (name, created_ms) VALUES (?1, ?2) RETURNING id")?
            .query_row(params![name, now], |row| row.get(0))?,
    };
    let sql = "SELECT id, accepted + updated + duplicate + rejected FROM imports \
               WHERE source_id = ?1 AND file = 'posted' AND state = 'finished' AND started_ms >= ?2 AND started_ms < ?2 + ?3 \
               AND actor_id = ?4";
    let actor = actor_id(c, &by.actor)?;
    let day = now - now.rem_euclid(DAY_MS);
    let open = c
        .prepare_cached(sql)?
        .query_row(params![source, day, DAY_MS, actor], |row| Ok((ImportId(row.get(0)?), row.get(1)?)))
        .optional()?;
    let (import, taken) = match open {
        Some(open) => open,
        None => {
            let sql = "INSERT INTO imports (source_id, file, format, mapping, state, started_ms, finished_ms, actor_id) \
                       VALUES (?1, 'posted', 'api', '{}', 'finished', ?2, ?2, ?3) RETURNING id";
            let values = params![source, now, actor];
            (ImportId(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?), 0)
        }
    };
    Ok((SourceId(source), import, taken))
}

#[cfg(test)]
mod tests;
