//! The order of time that lists have: when something was said; and before all of that, so that it comes last in them, what
//! is undated, by when it came.

use hearken_domain::{Signal, SignalId, Timestamp};

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
