//! Labels that an older format joined become values, where it is certain that they were joined; and what issues kept among
//! their other fields about being open becomes their state.

use std::collections::BTreeMap;

use hearken_domain::{Kind, NewSignal, Redacted, SignalState, Timestamp, Verbatim};
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;
use crate::contacts::contact_from;
use crate::content::content_of;
use crate::error::unreadable;
use crate::labels::{from_column, to_column};
use crate::signal_row::time;

/// Formats whose labels came as lists, which were joined by [`JOINT`]. A label of theirs that held it itself is put right
/// by the next import of the same issues.
const JOINED_IN: &str = "'github-issues', 'jira'";
const JOINT: &str = ", ";
/// Fields that said whether an issue is open, and those with the source's own word, as GitHub calls them.
const STATES: [&str; 2] = ["state", "issue.state"];
const STATUSES: [&str; 3] = ["state_reason", "stateReason", "issue.state_reason"];

/// What of a signal, or of a revision of it, may change.
struct Row {
    id: u64,
    revision: u32,
    labels: Option<String>,
    extra: Option<String>,
}

/// What it becomes.
struct Fields {
    labels: Option<String>,
    state: Option<SignalState>,
    status: Option<String>,
    extra: Option<String>,
}

pub(super) fn migrate(c: &Transaction<'_>) -> Result<(), StoreError> {
    for table in ["revisions", "signals"] {
        let key = if table == "signals" { "id" } else { "signal_id" };
        let sql = format!(
            "SELECT {key}, revision, labels, extra FROM {table} WHERE import_id IN \
             (SELECT id FROM imports WHERE format IN ({JOINED_IN})) AND (labels IS NOT NULL OR extra IS NOT NULL)"
        );
        let mut statement = c.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            Ok(Row { id: row.get(0)?, revision: row.get(1)?, labels: row.get(2)?, extra: row.get(3)? })
        })?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let sql = format!(
            "UPDATE {table} SET labels = ?3, state = ?4, status = ?5, extra = ?6 WHERE {key} = ?1 AND revision = ?2"
        );
        let mut update = c.prepare(&sql)?;
        for row in rows {
            let Some(now) = read_again(&row)? else { continue };
            let before = if table == "signals" { Some(Hashed::read(c, row.id)?) } else { None };
            let state = now.state.map(SignalState::as_str);
            update.execute(params![row.id, row.revision, now.labels, state, now.status, now.extra])?;
            if let Some(before) = before {
                hash_again(c, &before, row.id)?;
            }
        }
    }
    let sql = "DELETE FROM theme_values WHERE field = 'tag'; \
               INSERT INTO theme_values (generation, theme_id, field, value, signals) \
               SELECT generation, theme_id, field, value, count(*) FROM memberships JOIN signal_values USING (signal_id) \
               WHERE field IN ('label', 'state', 'status') GROUP BY generation, theme_id, field, value";
    Ok(c.execute_batch(sql)?)
}

/// What the fields become; `None` where they stay.
fn read_again(row: &Row) -> Result<Option<Fields>, StoreError> {
    let joined = from_column(row.labels.as_deref())?;
    let mut labels: Vec<&str> = joined.iter().flat_map(|label| label.split(JOINT)).collect();
    labels.retain(|label| !label.trim().is_empty());
    labels.sort_unstable();
    labels.dedup();
    let mut extra: BTreeMap<String, String> = row
        .extra
        .as_deref()
        .map_or(Ok(BTreeMap::new()), serde_json::from_str)
        .map_err(unreadable("extra"))?;
    let state = STATES.iter().find_map(|name| {
        let state = extra.get(*name)?.to_lowercase().parse::<SignalState>().ok()?;
        extra.remove(*name);
        Some(state)
    });
    let status = match state {
        Some(_) => STATUSES.iter().find_map(|name| extra.remove(*name)),
        None => None,
    };
    if labels == joined && state.is_none() {
        return Ok(None);
    }
    let extra = match extra.is_empty() {
        true => None,
        false => Some(serde_json::to_string(&extra).map_err(unreadable("extra"))?),
    };
    Ok(Some(Fields { labels: to_column(&labels)?, state, status, extra }))
}

/// The hash that a signal has, what it was made of as its row has it, and its other fields.
struct Hashed {
    stored: [u8; 16],
    signal: NewSignal,
    extra: Option<String>,
}

impl Hashed {
    fn read(c: &Connection, id: u64) -> Result<Self, StoreError> {
        let sql = "SELECT content, text, title, kind, url, product, version, language, labels, state, status, rating, at_ms, \
                   extra, contacts.external_id, name, email FROM signals LEFT JOIN contacts ON contacts.id = contact_id \
                   WHERE signals.id = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            let words = |column| {
                Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(column)?.map(Verbatim::redacted))
            };
            let kind: String = row.get(3)?;
            let labels: Option<String> = row.get(8)?;
            let state: Option<String> = row.get(9)?;
            let signal = NewSignal {
                external_id: None,
                kind: kind.parse().unwrap_or(Kind::Issue),
                at: Some(time(row, 12)?),
                title: words(2)?,
                verbatim: Verbatim::redacted(row.get(1)?),
                rating: row.get(11)?,
                url: row.get(4)?,
                product: row.get(5)?,
                version: row.get(6)?,
                language: row.get(7)?,
                labels: from_column(labels.as_deref()).unwrap_or_default(),
                state: state.and_then(|state| state.parse().ok()),
                status: row.get(10)?,
                contact: contact_from(row, 14)?,
                extra: BTreeMap::new(),
                redacted: Redacted::default(),
            };
            Ok(Self { stored: row.get(0)?, signal, extra: row.get(13)? })
        };
        Ok(c.prepare_cached(sql)?.query_row([id], read)?)
    }

    fn hash(&self, at: Option<Timestamp>) -> [u8; 16] {
        content_of(&NewSignal { at, ..self.signal.clone() }, self.extra.as_deref())
    }

    /// The time that it was made of: none where the source did not say. `None` where it was made of something else.
    fn made_of(&self) -> Option<Option<Timestamp>> {
        [self.signal.at, None].into_iter().find(|at| self.hash(*at) == self.stored)
    }
}

/// Has the same item, when it arrives again, known for a repetition.
fn hash_again(c: &Connection, before: &Hashed, id: u64) -> Result<(), StoreError> {
    let Some(at) = before.made_of() else { return Ok(()) };
    let content = Hashed::read(c, id)?.hash(at);
    let sql = "UPDATE signals SET content = ?2 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![id, content])?;
    // What has no id of its own is known by what it says, unless another says the same by now.
    let sql = "UPDATE OR IGNORE signals SET identity = ?2 WHERE id = ?1 AND identity = ?3";
    c.prepare_cached(sql)?.execute(params![id, content, before.stored])?;
    Ok(())
}
