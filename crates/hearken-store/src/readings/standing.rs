//! The table of what people said of signals against their readings.

use hearken_domain::{LogPosition, Says, Sentiment, Severity, SignalId};
use rusqlite::{Connection, params};

use super::StandingCorrection;
use super::number::{Numbered, from_number, to_number};
use crate::StoreError;

/// What people said of a signal, and stands: of each of the three the last that was said.
pub(super) fn standing(c: &Connection, signal: SignalId) -> Result<StandingCorrection, StoreError> {
    let sql = "SELECT says, sentiment, severity FROM corrections WHERE signal_id = ?1 AND undone_position IS NULL \
               ORDER BY position DESC";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([signal.0])?;
    let mut said = StandingCorrection { signal, says: None, sentiment: None, severity: None };
    while let Some(row) = rows.next()? {
        fill(&mut said.says, row.get(0)?);
        fill(&mut said.sentiment, row.get(1)?);
        fill(&mut said.severity, row.get(2)?);
    }
    Ok(said)
}

fn fill<V: Numbered>(value: &mut Option<V>, number: Option<u8>) {
    *value = value.or_else(|| number.map(from_number));
}

/// A row of what was said, by the event that says so; of a signal that is gone there is none.
pub(crate) fn insert(
    c: &Connection,
    position: LogPosition,
    signal: SignalId,
    (says, sentiment, severity): (Option<Says>, Option<Sentiment>, Option<Severity>),
) -> Result<(), StoreError> {
    let sql = "INSERT INTO corrections (position, signal_id, says, sentiment, severity) \
               SELECT ?1, id, ?3, ?4, ?5 FROM signals WHERE id = ?2";
    c.prepare_cached(sql)?.execute(params![
        position.0,
        signal.0,
        says.map(to_number),
        sentiment.map(to_number),
        severity.map(to_number)
    ])?;
    Ok(())
}
