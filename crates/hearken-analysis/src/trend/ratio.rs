//! By how much a share changed, with an interval that is honest about small counts and about clumps.
//!
//! Given their sum, the later of two Poisson counts is binomial (Przyborowski and Wilenski 1940), and its interval is
//! Wilson's (1927). Counts that come in clumps tell less than they number: both are divided by the factor by which their
//! variance exceeds a Poisson's (quasi-likelihood: Wedderburn 1974).

use serde::Serialize;

use super::series::Series;

/// Weeks that tell how much a theme comes in clumps.
const CLUMP_WEEKS: usize = 52;
/// As if so many weeks without clumps had been seen besides.
const CLUMP_PRIOR: f64 = 8.0;
/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_964;

/// One count beside what a former share would have given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Signals counted.
    pub signals: u64,
    /// All signals of the same days, each source weighed by how much of the theme it usually brings.
    pub all: f64,
    /// Signals of the days before,
    pub before: u64,
    /// and all signals of these.
    pub all_before: f64,
    /// By how much the variance of the weeks exceeds that of Poisson counts: the counts tell so many times less.
    pub clumps: f64,
    /// Signals that the former share would have given.
    pub expected: f64,
    /// The one over the other; `None` when nothing was there before, or nothing to compare with.
    pub ratio: Option<f64>,
    /// Its 95% interval; `None` when there is nothing to compare.
    pub interval: Option<Interval>,
}

/// Bounds of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound; `None` when the counts set none.
    pub high: Option<f64>,
}

impl Ratio {
    /// Compares signals of a theme among all with those among all of a former time; `clumps` as [`clumps`] tells it.
    pub(super) fn of((signals, all): (f64, f64), (before, all_before): (f64, f64), clumps: f64) -> Self {
        let (expected, ratio, interval) = (0.0, None, None);
        let counts = Self {
            signals: signals as u64,
            all,
            before: before as u64,
            all_before,
            clumps,
            expected,
            ratio,
            interval,
        };
        if all <= 0.0 || all_before <= 0.0 {
            return counts;
        }
        let scale = all_before / all;
        let ratio = (before > 0.0).then(|| signals / before * scale);
        let interval = (signals + before > 0.0).then(|| {
            let (low, high) = wilson(signals / clumps, (signals + before) / clumps);
            let odds = |p: f64| p / (1.0 - p) * scale;
            Interval { low: odds(low), high: (before > 0.0).then(|| odds(high)) }
        });
        Self { expected: before / scale, ratio, interval, ..counts }
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

/// Wilson's score interval for `x` of `n`, `n` above 0.
fn wilson(x: f64, n: f64) -> (f64, f64) {
    let p = x / n;
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0 - f64::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_share_is_twice_as_many_and_a_source_that_merely_grew_is_no_more() {
        let twice = Ratio::of((160.0, 4_000.0), (240.0, 12_000.0), 1.0);
        let interval = twice.interval.unwrap();
        assert_eq!((twice.signals, twice.expected, twice.ratio), (160, 80.0, Some(2.0)));
        assert!(interval.low > 1.5 && interval.high.unwrap() < 2.5, "{interval:?}");
        assert_eq!(Ratio::of((240.0, 12_000.0), (240.0, 12_000.0), 1.0).ratio, Some(1.0));
    }

    #[test]
    fn clumps_widen_the_interval_and_nothing_to_compare_with_gives_none() {
        let low = |clumps| Ratio::of((160.0, 4_000.0), (240.0, 12_000.0), clumps).interval.unwrap().low;
        assert!(low(4.0) < low(1.0));
        let sudden = Ratio::of((10.0, 4_000.0), (0.0, 12_000.0), 1.0);
        assert!(sudden.ratio.is_none() && sudden.interval.unwrap().high.is_none());
        let alone = Ratio::of((9.0, 10.0), (0.0, 0.0), 1.0);
        assert!(alone.ratio.is_none() && alone.interval.is_none());
    }
}
