//! What a series says as of its last day, in one value.

use serde::Serialize;

use super::constants::{Constants, LEAST_DAYS, SAID_DAYS};
use super::ratio::{Ratio, clumps};
use super::series::Series;
use super::watch::{Alarm, alarms};

/// Fewer signals are too little to say anything.
const LEAST_SIGNALS: f64 = 5.0;
/// New is what had at most so many signals in the days that tell what is usual,
const NEW_MOST: f64 = 2.0;
/// and now has so many times that share.
const NEW_TIMES: f64 = 10.0;

/// Where a theme goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Its share is more than it was.
    Rising,
    /// Its share is less than it was.
    Falling,
    /// There was next to nothing before.
    New,
    /// Nothing speaks for a change.
    Steady,
    /// Too few signals or days to say.
    TooLittle,
}

/// What a series says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reading {
    /// Where the theme goes.
    pub direction: Direction,
    /// The day since which it does, as days are numbered; `None` where it is steady.
    pub since: Option<i32>,
    /// The day on which the evidence sufficed.
    pub noticed: Option<i32>,
    /// Evidence of the alarms since then: how much better a doubled or halved share explains the days, as the natural
    /// logarithm of the ratio of their chances; 0 where it is steady.
    pub evidence: f64,
    /// The first day of what is compared: since then, or of the last four weeks.
    pub from: i32,
    /// The first day of what that is compared with: the twelve weeks before, as far as there are some.
    pub before_from: i32,
    /// Signals from then on, beside what the share of the days before would have given.
    pub change: Ratio,
}

/// What a series says as of its last day.
pub fn read(series: &Series, constants: &Constants) -> Reading {
    let days = series.days();
    let told = series.all.iter().filter(|all| **all > 0.0).count();
    let last_weeks = days.saturating_sub(SAID_DAYS);
    if told < 2 * LEAST_DAYS || series.sums(0, days).0 < LEAST_SIGNALS {
        return Reading::quiet(Direction::TooLittle, series, last_weeks, constants);
    }
    let alarms = alarms(series, constants);
    let Some((first, last, evidence)) = said(&alarms, days) else {
        return Reading::quiet(Direction::Steady, series, last_weeks, constants);
    };
    let change = compared(series, first.since, constants);
    let goes_on = match (last.rises, change.ratio) {
        (true, ratio) => ratio.is_none_or(|ratio| ratio > 1.0),
        (false, ratio) => ratio.is_some_and(|ratio| ratio < 1.0),
    };
    if !goes_on {
        return Reading::quiet(Direction::Steady, series, last_weeks, constants);
    }
    let before = series.sums(first.since.saturating_sub(constants.usual_days), first.since).0;
    let new = before <= NEW_MOST && change.ratio.is_none_or(|ratio| ratio >= NEW_TIMES);
    let direction = match (last.rises, new) {
        (true, true) => Direction::New,
        (true, false) => Direction::Rising,
        (false, _) => Direction::Falling,
    };
    Reading {
        direction,
        since: Some(series.day(first.since)),
        noticed: Some(series.day(first.day)),
        evidence,
        ..Reading::quiet(direction, series, first.since, constants)
    }
}

impl Reading {
    /// What is compared from a day on, and nothing said of when it began.
    fn quiet(direction: Direction, series: &Series, from: usize, constants: &Constants) -> Self {
        Self {
            direction,
            since: None,
            noticed: None,
            evidence: 0.0,
            from: series.day(from),
            before_from: series.day(from.saturating_sub(constants.usual_days)),
            change: compared(series, from, constants),
        }
    }
}

/// The first and the last of the alarms in one direction that are still said, with the evidence of all of them: the last
/// of them sounded within four weeks, and each within four weeks of the one before.
fn said(alarms: &[Alarm], days: usize) -> Option<(Alarm, Alarm, f64)> {
    let last = *alarms.last().filter(|alarm| alarm.day + SAID_DAYS >= days)?;
    let mut first = last;
    let mut evidence = last.evidence;
    for alarm in alarms.iter().rev().skip(1) {
        if alarm.rises != last.rises || alarm.day + SAID_DAYS < first.day {
            break;
        }
        first = *alarm;
        evidence += alarm.evidence;
    }
    Some((first, last, evidence))
}

/// Signals from a day on beside what the share of the days before it would have given.
fn compared(series: &Series, from: usize, constants: &Constants) -> Ratio {
    let before = series.sums(from.saturating_sub(constants.usual_days), from);
    Ratio::of(series.sums(from, series.days()), before, clumps(series, from))
}
