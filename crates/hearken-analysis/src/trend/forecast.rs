//! The next four weeks, with an interval.
//!
//! The level of a theme's weeks is gamma distributed, and what is known of it fades from week to week by a factor (the
//! Poisson-gamma model with power discounting: Smith 1979; Harvey and Fernandes 1989), so that a week ahead is negative
//! binomial. How fast it fades is not chosen but weighed: each factor counts by how well it has foretold this theme's weeks so
//! far.

use serde::Serialize;

use super::gamma::ln_chance;
use super::series::Series;

/// How much of what is known is left after a week.
const LEFT: [f64; 7] = [0.5, 0.65, 0.75, 0.83, 0.9, 0.95, 0.98];
/// Weeks that a forecast needs,
const LEAST_WEEKS: usize = 8;
/// and those that it looks at.
const MOST_WEEKS: usize = 104;
/// Weeks that only tell where the level begins.
const FIRST_WEEKS: usize = 4;
/// Weeks ahead.
const AHEAD: usize = 4;
/// The share of forecasts that fall below the interval, and above it.
const OUTSIDE: f64 = 0.05;
/// From so many signals a week on, the normal distribution takes the place of sums of chances.
const MANY: f64 = 2_000.0;
/// The quantile of the normal distribution that belongs to [`OUTSIDE`].
const Z: f64 = 1.644_854;

/// The next weeks of a theme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// Each week.
    pub weeks: Vec<WeekAhead>,
    /// All of them together.
    pub together: WeekAhead,
}

/// What may come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeekAhead {
    /// Its first day.
    pub day: i32,
    /// The number that is expected.
    pub expected: f64,
    /// The lower end of the 90% interval.
    pub low: u64,
    /// The upper end.
    pub high: u64,
}

/// The next four weeks after the last day; `None` where there are too few weeks. Days that are not all in yet are left out,
/// and the forecast is the less sure for it.
pub fn forecast(series: &Series) -> Option<Forecast> {
    let mut weeks: Vec<f64> = series.weeks(series.unsettled_days).into_iter().map(|week| week.0).collect();
    let heard = weeks.iter().position(|week| *week > 0.0)?;
    // Weeks before the theme was first heard tell nothing of its level, but for the last few.
    weeks.drain(..heard.saturating_sub(FIRST_WEEKS));
    weeks.drain(..weeks.len().saturating_sub(MOST_WEEKS));
    if weeks.len() < LEAST_WEEKS {
        return None;
    }
    let mut levels: Vec<Level> = LEFT.iter().map(|left| Level::of(&weeks, *left)).collect();
    let best = levels.iter().map(|level| level.weight).fold(f64::NEG_INFINITY, f64::max);
    levels.iter_mut().for_each(|level| level.weight = (level.weight - best).exp());
    let sum: f64 = levels.iter().map(|level| level.weight).sum();
    levels.iter_mut().for_each(|level| level.weight /= sum);
    let late = series.unsettled_days as f64 / 7.0;
    let day = |week: usize| series.day(series.days() + 7 * week);
    let ahead = |week: usize| within(&levels, late + week as f64 + 1.0, 1.0, day(week));
    Some(Forecast {
        weeks: (0..AHEAD).map(ahead).collect(),
        together: within(&levels, late + AHEAD as f64, AHEAD as f64, day(0)),
    })
}

/// What is known of a level after all weeks.
struct Level {
    left: f64,
    shape: f64,
    rate: f64,
    /// The logarithm of the chance of all weeks, each told by those before.
    weight: f64,
}

impl Level {
    fn of(weeks: &[f64], left: f64) -> Self {
        let (first, later) = weeks.split_at(FIRST_WEEKS);
        let mut level =
            Self { left, shape: first.iter().sum::<f64>() + 0.5, rate: FIRST_WEEKS as f64, weight: 0.0 };
        for &week in later {
            let (shape, rate) = (left * level.shape, left * level.rate);
            level.weight += ln_chance(week, shape.max(1e-6), rate);
            (level.shape, level.rate) = (shape + week, rate + 1.0);
        }
        level
    }

    /// The shape and rate of so many weeks together, so many weeks ahead.
    fn ahead(&self, ahead: f64, weeks: f64) -> (f64, f64) {
        let left = self.left.powf(ahead);
        ((left * self.shape).max(1e-6), (left * self.rate / weeks).max(1e-9))
    }
}

/// The interval of a mixture.
fn within(levels: &[Level], ahead: f64, weeks: f64, day: i32) -> WeekAhead {
    let parts: Vec<(f64, f64, f64)> = levels
        .iter()
        .map(|level| {
            let (shape, rate) = level.ahead(ahead, weeks);
            (level.weight, shape, rate)
        })
        .collect();
    let expected: f64 = parts.iter().map(|(weight, shape, rate)| weight * shape / rate).sum();
    if expected > MANY {
        let square = |(weight, shape, rate): &(f64, f64, f64)| {
            weight * (shape / rate * (1.0 + 1.0 / rate) + (shape / rate).powi(2))
        };
        let spread = (parts.iter().map(square).sum::<f64>() - expected * expected).max(0.0).sqrt();
        let low = (expected - Z * spread).max(0.0).floor() as u64;
        return WeekAhead { day, expected, low, high: (expected + Z * spread).ceil() as u64 };
    }
    let (mut below, mut low, mut count) = (0.0, None, 0_u64);
    loop {
        let chance =
            |(weight, shape, rate): &(f64, f64, f64)| weight * ln_chance(count as f64, *shape, *rate).exp();
        below += parts.iter().map(chance).sum::<f64>();
        if low.is_none() && below >= OUTSIDE {
            low = Some(count);
        }
        if below >= 1.0 - OUTSIDE || count as f64 > 20.0 * MANY {
            return WeekAhead { day, expected, low: low.unwrap_or(0), high: count };
        }
        count += 1;
    }
}
