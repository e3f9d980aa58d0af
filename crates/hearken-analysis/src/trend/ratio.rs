//! By how much a share changed, with an interval that is honest about small counts and about clumps.
//!
//! Given their sum, the later of two Poisson counts is binomial (Przyborowski and Wilenski 1940), and its interval is
//! Wilson's (1927). Counts that come in clumps tell less than they number: both are divided by the factor by which their
//! variance exceeds a Poisson's (quasi-likelihood: Wedderburn 1974).

use serde::Serialize;

use super::series::Series;
use super::weeks::{Interval, wilson};

/// Weeks that tell how much a theme comes in clumps.
const CLUMP_WEEKS: usize = 52;
/// As if so many weeks without clumps had been seen besides.
const CLUMP_PRIOR: f64 = 8.0;

/// One count beside what a former share would have given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Signals counted.
    pub signals: u64,
    /// Signals that the former share would have given.
    pub expected: f64,
    /// The one over the other; `None` when nothing was there before, or nothing to compare with.
    pub ratio: Option<f64>,
    /// Its 95% interval; `None` when there is nothing to compare.
    pub interval: Option<Interval>,
}

impl Ratio {
    /// Compares signals of a theme among all with those among all of a former time; `clumps` as [`clumps`] tells it.
    pub(super) fn of((signals, all): (f64, f64), (before, all_before): (f64, f64), clumps: f64) -> Self {
        let counted = signals as u64;
        if all <= 0.0 || all_before <= 0.0 {
            return Self { signals: counted, expected: 0.0, ratio: None, interval: None };
        }
        let scale = all_before / all;
        let ratio = (before > 0.0).then(|| signals / before * scale);
        let interval = (signals + before > 0.0).then(|| {
            let (low, high) = wilson(signals / clumps, (signals + before) / clumps);
            let odds = |p: f64| p / (1.0 - p) * scale;
            Interval { low: odds(low), high: (before > 0.0).then(|| odds(high)) }
        });
        Self { signals: counted, expected: before / scale, ratio, interval }
    }
}

/// By how much the variance of a theme's weeks exceeds that of Poisson counts, at least 1: weeks are compared with the week
/// before (von Neumann 1941), so that a change of level is no clump.
pub(super) fn clumps(series: &Series, until: usize) -> f64 {
    let weeks = series.weeks(series.days().saturating_sub(until));
    let weeks = &weeks[weeks.len().saturating_sub(CLUMP_WEEKS)..];
    let (signals, all) = weeks.iter().fold((0.0, 0.0), |sum, week| (sum.0 + week.0, sum.1 + week.1));
    let share = signals / all;
    if !(share > 0.0 && share.is_finite()) {
        return 1.0;
    }
    let pairs = weeks.windows(2).filter(|pair| pair[0].1 > 0.0 && pair[1].1 > 0.0);
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), pair| {
        let step = pair[1].0 / pair[1].1 - pair[0].0 / pair[0].1;
        (sum + step * step / (share * (1.0 / pair[0].1 + 1.0 / pair[1].1)), count + 1.0)
    });
    ((sum + CLUMP_PRIOR) / (count + CLUMP_PRIOR)).max(1.0)
}
