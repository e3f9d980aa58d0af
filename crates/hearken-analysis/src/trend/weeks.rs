//! Whether a theme rises: its share of all signals in the last four complete weeks against the twelve before,
//! with an interval that is honest about small counts.
//!
//! Both counts are taken as Poisson, with all signals of the same weeks as exposure, so that a source that
//! merely grew makes nothing rise. Given their sum n, the recent count x is binomial with
//! p = ρE₁ / (ρE₁ + E₀), where ρ is the ratio of the two rates (Przyborowski and Wilenski 1940). The 95%
//! interval for p is Wilson's score interval (1927), and ρ = p / (1 − p) · E₀ / E₁.

use serde::Serialize;

/// Weeks that count as recent.
pub const RECENT_WEEKS: usize = 4;
/// Weeks before them that they are compared with.
pub const BASELINE_WEEKS: usize = 12;
/// Fewer recent signals never count as rising, however the arithmetic comes out.
const RECENT_MIN: u32 = 5;
/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_964;

/// How a theme moves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trend {
    /// Signals in the recent weeks.
    pub recent: u32,
    /// Signals that its former share of all signals would have given.
    pub expected: f64,
    /// Recent rate over former rate; `None` when there was nothing before, or nothing at all to compare.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio; `None` when there is nothing to compare.
    pub interval: Option<Interval>,
    /// Whether the interval lies above 1 and there are enough recent signals to say so.
    pub rising: bool,
}

/// Bounds of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound; `None` when the counts set none.
    pub high: Option<f64>,
}

/// Compares the last [`RECENT_WEEKS`] of `weekly` with the [`BASELINE_WEEKS`] before. Both rows run from old to
/// new, week by week, and end with the last complete week; `total_weekly` counts all signals, this theme's too.
pub fn trend(weekly: &[u32], total_weekly: &[u32]) -> Trend {
    let weeks = weekly.len().min(total_weekly.len());
    let (weekly, total) = (&weekly[weekly.len() - weeks..], &total_weekly[total_weekly.len() - weeks..]);
    let recent_from = weeks.saturating_sub(RECENT_WEEKS);
    let from = recent_from.saturating_sub(BASELINE_WEEKS);
    let sum = |counts: &[u32]| counts.iter().map(|count| f64::from(*count)).sum::<f64>();
    let (x, before) = (sum(&weekly[recent_from..]), sum(&weekly[from..recent_from]));
    let (exposure, exposure_before) = (sum(&total[recent_from..]), sum(&total[from..recent_from]));
    let recent = x as u32;
    if exposure <= 0.0 || exposure_before <= 0.0 {
        return Trend { recent, expected: 0.0, ratio: None, interval: None, rising: false };
    }
    let scale = exposure_before / exposure;
    let ratio = (before > 0.0).then(|| x / before * scale);
    let interval = (x + before > 0.0).then(|| {
        let (low, high) = wilson(x, x + before);
        let odds = |p: f64| p / (1.0 - p) * scale;
        Interval { low: odds(low), high: (before > 0.0).then(|| odds(high)) }
    });
    let rising = recent >= RECENT_MIN && interval.is_some_and(|interval| interval.low > 1.0);
    Trend { recent, expected: before / scale, ratio, interval, rising }
}

/// Wilson's score interval for `x` of `n`, `n` above 0.
pub(super) fn wilson(x: f64, n: f64) -> (f64, f64) {
    let p = x / n;
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0 - f64::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(before: u32, recent: u32) -> Vec<u32> {
        [[before; BASELINE_WEEKS].as_slice(), &[recent; RECENT_WEEKS]].concat()
    }

    #[test]
    fn a_theme_that_doubles_its_share_rises() {
        let trend = trend(&weeks(20, 40), &weeks(1000, 1000));
        assert_eq!((trend.recent, trend.expected, trend.ratio), (160, 80.0, Some(2.0)));
        let interval = trend.interval.unwrap();
        assert!(trend.rising && interval.low > 1.5 && interval.high.unwrap() < 2.5, "{interval:?}");
    }

    #[test]
    fn a_source_that_merely_grew_makes_nothing_rise() {
        let trend = trend(&weeks(20, 60), &weeks(1000, 3000));
        assert_eq!(trend.ratio, Some(1.0));
        assert!(!trend.rising);
    }

    #[test]
    fn a_few_signals_more_are_no_trend_but_a_sudden_many_after_none_are() {
        assert!(!trend(&weeks(0, 1), &weeks(1000, 1000)).rising);
        let sudden = trend(&weeks(0, 10), &weeks(1000, 1000));
        assert!(sudden.rising && sudden.ratio.is_none() && sudden.interval.unwrap().high.is_none());
    }

    #[test]
    fn nothing_to_compare_is_said_and_no_number_is_made_up() {
        for (weekly, total) in [(vec![], vec![]), (weeks(0, 0), weeks(0, 0)), (vec![9, 9], vec![10, 10])] {
            let trend = trend(&weekly, &total);
            assert!(trend.ratio.is_none() && trend.interval.is_none() && !trend.rising);
        }
        let quiet = trend(&weeks(0, 0), &weeks(10, 10));
        assert!(!quiet.rising && quiet.interval.is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_counts_give_something_that_is_not_a_number(
            rows in proptest::collection::vec((0u32..u32::MAX, 0u32..u32::MAX), 0..30)
        ) {
            let (weekly, total): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let trend = trend(&weekly, &total);
            let numbers = [Some(trend.expected), trend.ratio, trend.interval.map(|i| i.low), trend.interval.and_then(|i| i.high)];
            proptest::prop_assert!(numbers.into_iter().flatten().all(f64::is_finite));
        }
    }
}
