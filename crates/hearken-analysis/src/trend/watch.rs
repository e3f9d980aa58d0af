//! The watch: evidence that a theme's share changed, added up from day to day (Page's CUSUM, 1954, with the log likelihood
//! ratio of negative binomial counts: Höhle and Paul 2008).
//!
//! A day with x signals where μ were expected adds x ln ρ − (x + r) ln((ρμ + r) / (μ + r)), where ρ is the change looked for
//! and 1/r the dispersion: above 0 where the count is more like ρ times the usual, below 0 where it is more like the usual.
//! The sum never falls below 0, and begins anew after an alarm.
//!
//! A theme that comes so slowly that it becomes usual before the evidence suffices is new with its tenth signal.

use super::constants::{Constants, LEAST_DAYS, NEW_DAYS, NEW_SIGNALS};
use super::series::Series;
use super::usual::usual;

/// A day on which the evidence sufficed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alarm {
    /// The index of the day.
    pub day: usize,
    /// The index of the day since which the evidence grew: when the change most likely began.
    pub since: usize,
    /// Whether the share rose.
    pub rises: bool,
    /// The evidence.
    pub evidence: f64,
}

/// Every alarm of a series, in the order of time.
pub fn alarms(series: &Series, constants: &Constants) -> Vec<Alarm> {
    let mut up = Evidence::new(constants.times, constants);
    let mut down = Evidence::new(1.0 / constants.times, constants);
    let mut alarms: Vec<Alarm> = Vec::new();
    let mut new = New::default();
    for (day, expected) in usual(series, constants).into_iter().enumerate() {
        if expected <= 0.0 {
            continue;
        }
        let signals = f64::from(series.signals[day]);
        if let Some(since) = new.add(series, day).filter(|_| alarms.is_empty()) {
            alarms.push(Alarm { day, since, rises: true, evidence: constants.rising_at });
        }
        for (evidence, enough, rises) in
            [(&mut up, constants.rising_at, true), (&mut down, constants.falling_at, false)]
        {
            evidence.add(day, signals, expected);
            if evidence.sum >= enough {
                alarms.push(Alarm { day, since: evidence.since, rises, evidence: evidence.sum });
                evidence.sum = 0.0;
            }
        }
    }
    alarms
}

/// The first signals of a theme.
#[derive(Default)]
struct New {
    silent_days: usize,
    first: Option<usize>,
    signals: u32,
    days: usize,
}

impl New {
    /// The day of the first signal, on the day of the tenth: those of a theme that had none while others were heard.
    fn add(&mut self, series: &Series, day: usize) -> Option<usize> {
        let of_day = series.signals[day];
        if of_day == 0 {
            self.silent_days += usize::from(self.first.is_none());
            return None;
        }
        let first = *self.first.get_or_insert(day);
        let few = self.signals < NEW_SIGNALS;
        self.signals = self.signals.saturating_add(of_day);
        self.days += 1;
        let enough = few && self.signals >= NEW_SIGNALS && self.days >= NEW_SIGNALS as usize / 2;
        let soon = self.silent_days >= 2 * LEAST_DAYS && day < first + NEW_DAYS;
        (enough && soon).then_some(first)
    }
}

/// Evidence of one direction.
struct Evidence {
    times: f64,
    ln_times: f64,
    shape: f64,
    day_most: f64,
    sum: f64,
    since: usize,
}

impl Evidence {
    fn new(times: f64, constants: &Constants) -> Self {
        let shape = 1.0 / constants.dispersion.max(1e-3);
        Self { times, ln_times: times.ln(), shape, day_most: constants.day_most, sum: 0.0, since: 0 }
    }

    fn add(&mut self, day: usize, signals: f64, expected: f64) {
        if self.sum <= 0.0 {
            self.since = day;
        }
        let spread = ((self.times * expected + self.shape) / (expected + self.shape)).ln();
        let of_day = signals * self.ln_times - (signals + self.shape) * spread;
        self.sum = (self.sum + of_day.min(self.day_most)).max(0.0);
    }
}
