//! What a customer said and what happened to what is known of them, in one order of time.

use hearken_domain::{Actor, ContactId, CustomerId, ImportId, LogPosition, SignalId, SourceId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::CustomerReader;
use super::heard::NEWEST;
use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::time;

/// Lines of one happening that are read: a list may bring thousands of people.
const LINES_MAX: usize = 30;

/// One moment of a customer's time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineItem {
    /// They said something.
    Signal(SignalId),
    /// Something was said of them.
    Happening(LogPosition),
}

/// Something that was said of a customer, or taken back, in one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Where it stands in the log.
    pub position: LogPosition,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What was said, the first lines of it.
    pub lines: Vec<RecordLine>,
    /// How many lines there are.
    pub total: u64,
}

/// One thing that was said of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Of which customer: the one asked for, or one that is or was part of it.
    pub customer: CustomerId,
    /// The source that says it; `None` is a person.
    pub source: Option<SourceId>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    /// What.
    pub said: Said,
    /// Whether it says that the thing is so no more.
    pub dropped: bool,
    /// Whether the act took it back, rather than said it.
    pub taken_back: bool,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// That there is such a customer.
    Known,
    /// A fact.
    Fact {
        /// What about.
        field: String,
        /// Its value.
        value: Option<String>,
    },
    /// Something that identifies them.
    Identifier {
        /// What sort.
        kind: String,
        /// Its value.
        value: String,
    },
    /// A person belongs to them.
    Member(ContactId),
    /// They are part of another.
    Merged(CustomerId),
    /// One of their identifiers is theirs alone.
    Apart,
    /// A signal is theirs.
    Given(SignalId),
}

/// The customer `?1`, and what is part of it.
const THEIRS: &str = "SELECT ?1 UNION SELECT id FROM customers WHERE root_id = ?1";
/// Found by the customer: an act such as an import may be of fifty thousand others.
const OF_ONE: &str = "INDEXED BY customer_changes_record";

impl CustomerReader<'_> {
    /// What a customer said and what happened to what is known of them, newest first and undated signals last; from the
    /// `offset`-th on.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn timeline(
        &self,
        customer: CustomerId,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<TimelineItem>, StoreError> {
        self.0.read(|c| {
            let merged = format!("what = 'merged' AND target IN ({THEIRS})");
            let sql = format!(
                "SELECT at, is_signal, id FROM ( \
                   SELECT said_order AS at, 1 AS is_signal, id FROM ({NEWEST}) \
                   UNION ALL \
                   SELECT at_ms, 0, position FROM ( \
                     SELECT position FROM customer_changes WHERE customer_id IN ({THEIRS}) \
                     UNION SELECT undone_position FROM customer_changes WHERE customer_id IN ({THEIRS}) \
                     UNION SELECT position FROM customer_changes WHERE {merged} \
                     UNION SELECT undone_position FROM customer_changes WHERE {merged}) \
                   JOIN events USING (position)) \
                 ORDER BY at DESC, is_signal DESC, id DESC LIMIT ?3 OFFSET ?4"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let (limit, offset) = (limit.min(i32::MAX as usize), offset.min(i32::MAX as usize));
            let values = params![customer.0, limit + offset, limit, offset];
            let rows = statement.query_map(values, |row| {
                let id: u64 = row.get(2)?;
                Ok(match row.get(1)? {
                    true => TimelineItem::Signal(SignalId(id)),
                    false => TimelineItem::Happening(LogPosition(id)),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What one act said of a customer, or took back.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn happening(&self, customer: CustomerId, position: LogPosition) -> Result<Happening, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT at_ms, kind, name, nullif(behalf_of, '') FROM events JOIN actors ON actors.id = actor_id \
                       WHERE position = ?1";
            let (at, by) = c
                .prepare_cached(sql)?
                .query_row([position.0], |row| Ok((time(row, 0)?, actor_from(row, 1)?)))?;
            let (lines, total) = lines(c, customer, position)?;
            Ok(Happening { position, at, by, lines, total })
        })
    }
}

fn lines(
    c: &Connection,
    customer: CustomerId,
    position: LogPosition,
) -> Result<(Vec<RecordLine>, u64), StoreError> {
    let sql = format!(
        "SELECT customer_id, source_id, import_id, what, kind, value, contact_id, target, dropped, position <> ?2, \
                count(*) OVER () \
         FROM customer_changes WHERE id IN ( \
           SELECT id FROM customer_changes {OF_ONE} WHERE customer_id IN ({THEIRS}) AND position = ?2 \
           UNION SELECT id FROM customer_changes {OF_ONE} WHERE customer_id IN ({THEIRS}) AND undone_position = ?2 \
           UNION SELECT id FROM customer_changes INDEXED BY customer_changes_merges \
                 WHERE what = 'merged' AND target IN ({THEIRS}) AND (position = ?2 OR undone_position = ?2)) \
         ORDER BY id LIMIT {LINES_MAX}"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map(params![customer.0, position.0], |row| Ok((line(row)?, row.get(10)?)))?;
    let (mut lines, mut total) = (Vec::new(), 0);
    for row in rows {
        let (line, all): (Option<RecordLine>, u64) = row?;
        total = all;
        lines.extend(line);
    }
    Ok((lines, total))
}

fn line(row: &Row<'_>) -> rusqlite::Result<Option<RecordLine>> {
    let what: String = row.get(3)?;
    let (kind, value): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
    let (contact, target): (Option<u64>, Option<u64>) = (row.get(6)?, row.get(7)?);
    let said = match (what.as_str(), contact, target) {
        ("told", ..) => Said::Known,
        ("fact", ..) => Said::Fact { field: kind.unwrap_or_default(), value },
        ("identifier", ..) => {
            Said::Identifier { kind: kind.unwrap_or_default(), value: value.unwrap_or_default() }
        }
        ("member", Some(contact), _) => Said::Member(ContactId(contact)),
        ("merged", _, Some(into)) => Said::Merged(CustomerId(into)),
        ("apart", ..) => Said::Apart,
        ("given", _, Some(signal)) => Said::Given(SignalId(signal)),
        _ => return Ok(None),
    };
    Ok(Some(RecordLine {
        customer: CustomerId(row.get(0)?),
        source: row.get::<_, Option<u64>>(1)?.map(SourceId),
        import: row.get::<_, Option<u64>>(2)?.map(ImportId),
        said,
        dropped: row.get(8)?,
        taken_back: row.get(9)?,
    }))
}
