//! Change points: the weeks at which a theme's share changed for longer, looking back over all of its weeks.
//!
//! Of all ways to cut the weeks into stretches of one share each, the one that fits best, each cut costing 3 ln n of the
//! deviance (Zhang and Siegmund 2007), found exactly by PELT (Killick, Fearnhead and Eckley 2012). Clumps cost as they do in
//! `ratio`.

use serde::Serialize;

use super::ratio::{Ratio, clumps};
use super::series::Series;

/// Weeks that a stretch has at least.
const LEAST_WEEKS: usize = 3;

/// A week from which on the share was another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChangePoint {
    /// The first day of the week.
    pub day: i32,
    /// The stretch from there to the next change, beside what the share of the stretch before would have given.
    pub change: Ratio,
}

/// The weeks at which the share changed, in the order of time.
pub fn change_points(series: &Series) -> Vec<ChangePoint> {
    let weeks = series.weeks(0);
    let clumps = clumps(series, series.days());
    let mut starts = cut(&weeks, clumps);
    starts.insert(0, 0);
    starts.push(weeks.len());
    let sum =
        |range: &[(f64, f64)]| range.iter().fold((0.0, 0.0), |sum, week| (sum.0 + week.0, sum.1 + week.1));
    let first = series.days() - 7 * weeks.len();
    let change = |stretch: &[usize]| ChangePoint {
        day: series.day(first + 7 * stretch[1]),
        change: Ratio::of(sum(&weeks[stretch[1]..stretch[2]]), sum(&weeks[stretch[0]..stretch[1]]), clumps),
    };
    starts.windows(3).map(change).collect()
}

/// The weeks, but for the first, at which stretches begin.
fn cut(weeks: &[(f64, f64)], clumps: f64) -> Vec<usize> {
    let mut sums = vec![(0.0, 0.0)];
    for week in weeks {
        let last = sums[sums.len() - 1];
        sums.push((last.0 + week.0, last.1 + week.1));
    }
    // Twice the log likelihood of a stretch at its own share; what all ways to cut have in common is left out.
    let deviance = |from: usize, to: usize| {
        let (signals, all) = (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1);
        if signals > 0.0 && all > 0.0 { -2.0 * signals * (signals / all).ln() / clumps } else { 0.0 }
    };
    let price = 3.0 * (weeks.len().max(2) as f64).ln();
    let mut best = vec![f64::INFINITY; weeks.len() + 1];
    best[0] = -price;
    let mut from = vec![0; weeks.len() + 1];
    let mut candidates = vec![0];
    for to in LEAST_WEEKS..=weeks.len() {
        for &start in &candidates {
            let cost: f64 = best[start] + deviance(start, to) + price;
            if cost < best[to] {
                (best[to], from[to]) = (cost, start);
            }
        }
        candidates.retain(|start| best[*start] + deviance(*start, to) <= best[to]);
        if to + 1 >= 2 * LEAST_WEEKS {
            candidates.push(to + 1 - LEAST_WEEKS);
        }
    }
    let mut starts = Vec::new();
    let mut end = weeks.len();
    while end > 0 && from[end] > 0 {
        end = from[end];
        starts.insert(0, end);
    }
    starts
}
