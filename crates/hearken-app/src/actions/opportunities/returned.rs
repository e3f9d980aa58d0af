//! Whether what nobody works on any more is back: its day has come, or people go on to speak of it.

use hearken_domain::{OpportunityState, counted};
use hearken_store::{Opportunity, week_of};
use jiff::tz::TimeZone;

use crate::error::AppError;
use crate::view::View;

/// Weeks before it was put to rest that it is compared with.
const WEEKS_BEFORE: i64 = 8;
/// Whole weeks since, at most, the last ones.
const WEEKS_SINCE: i64 = 4;
/// Fewer signals say nothing.
const SIGNALS_MIN: u64 = 3;

/// Why it is back, in words. What was shipped or closed is back when it is heard half as often as before, which it should not
/// be at all; what was dismissed or snoozed in knowledge of the pain, when it is heard half as often again.
pub(crate) fn returned(
    view: &View,
    opportunity: &Opportunity,
    weekly: &[(i64, u64)],
) -> Result<Option<String>, AppError> {
    let state = opportunity.held.state;
    if !state.is_resting() || opportunity.held.into.is_some() {
        return Ok(None);
    }
    let now = view.as_of()?;
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    if let (OpportunityState::Snoozed, Some(until)) = (state, opportunity.held.until)
        && until <= today
    {
        return Ok(Some(format!("left alone until {until}, which has come")));
    }
    // The act that put it there, not the last that changed something else about it.
    let history = view.store().opportunities().history(opportunity.id)?;
    let rested = history.iter().rev().take_while(|act| act.held.state == state).last();
    let rested = week_of(rested.map_or(opportunity.at, |act| act.at));
    // The week it happened in, and the one that goes on, belong to neither side.
    let since = (rested + 1).max(week_of(now) - WEEKS_SINCE)..week_of(now);
    let weeks_since = since.end - since.start;
    if weeks_since < 1 {
        return Ok(None);
    }
    let sum = |weeks: std::ops::Range<i64>| {
        weekly.iter().filter(|(week, _)| weeks.contains(week)).map(|(_, signals)| signals).sum::<u64>()
    };
    let (after, before) = (sum(since), sum(rested - WEEKS_BEFORE..rested));
    let least = match state {
        OpportunityState::Shipped | OpportunityState::Closed => 0.5,
        _ => 1.5,
    };
    let rate = |signals: u64, weeks: i64| signals as f64 / weeks as f64;
    let is_back = after >= SIGNALS_MIN && rate(after, weeks_since) >= least * rate(before, WEEKS_BEFORE);
    Ok(is_back.then(|| {
        format!(
            "heard {} in the last {}, and {} in the {WEEKS_BEFORE} before it was {state}",
            counted(after, "time"),
            counted(weeks_since as u64, "week"),
            counted(before, "time"),
        )
    }))
}
