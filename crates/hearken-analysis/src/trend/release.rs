//! What came with a day: a release, a campaign, an incident. What follows a day need not follow from it.

use serde::Serialize;

use super::ratio::{Ratio, clumps};
use super::series::Series;

/// Days from the day on that are compared,
const AFTER_DAYS: usize = 28;
/// with so many before it.
const BEFORE_DAYS: usize = 56;

/// A theme before and after a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AroundDay {
    /// Days from that day on that there are so far, 28 at most.
    pub days: usize,
    /// Their signals, beside what the share of the eight weeks before would have given.
    pub change: Ratio,
}

/// A theme before and after a day; `None` where the series ends before it, or has no day before.
pub fn around(series: &Series, day: i32) -> Option<AroundDay> {
    let index = usize::try_from(day.checked_sub(series.first_day)?).ok()?;
    if index == 0 || index >= series.days() {
        return None;
    }
    let end = series.days().min(index + AFTER_DAYS);
    let before = series.sums(index.saturating_sub(BEFORE_DAYS), index);
    Some(AroundDay {
        days: end - index,
        change: Ratio::of(series.sums(index, end), before, clumps(series, index)),
    })
}
