//! The order of time that lists have: when something was said; and before all of that, so that it comes last in them, what
//! is undated, by when it came.

use hearken_domain::{DayCount, Signal, SignalId, SourceId, Timestamp};
use rusqlite::Row;

/// No time is so early, and whatever is undated stands before it; the column `said_order` is made with twice this.
pub(crate) const UNDATED_BEFORE_MS: i64 = -500_000_000_000_000;

/// Where a signal stands in the order of time: what the column is made as, and its id.
pub fn place_of(signal: &Signal) -> (i64, SignalId) {
    let before = if signal.undated { 2 * UNDATED_BEFORE_MS } else { 0 };
    (signal.at.as_millisecond() + before, signal.id)
}

/// When it was said, of what has this place in the order; `None` is undated.
pub(crate) fn dated(said_order: i64) -> Option<Timestamp> {
    if said_order <= UNDATED_BEFORE_MS { None } else { Timestamp::from_millisecond(said_order).ok() }
}

/// One signal as trends count it, of a row whose columns from this one on are its source and the days on which it was said and
/// came; `None` is undated.
pub(crate) fn day_from(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DayCount>> {
    let source = SourceId(row.get(column)?);
    let said: Option<i32> = row.get(column + 1)?;
    let came: Option<i32> = row.get(column + 2)?;
    Ok(said.zip(came).map(|(said, came)| DayCount { source, said, came, signals: 1 }))
}
