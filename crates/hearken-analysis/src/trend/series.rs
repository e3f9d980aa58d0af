//! A theme's signals by day, beside all signals of the same days.

/// Days in a row, each with a theme's signals and all signals that they are compared with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// The first day, counted from 1 January 1970 in the zone whose days these are.
    pub first_day: i32,
    /// Signals of the theme, day by day, up to the last complete day.
    pub signals: Vec<u32>,
    /// All signals of the same days and sources.
    pub all: Vec<f64>,
    /// So many of the last days are not all in yet, by how late signals have come so far.
    pub unsettled_days: usize,
}

impl Series {
    /// A series of these days. What one of the two rows has more is left out.
    pub fn new(first_day: i32, signals: Vec<u32>, all: &[u32]) -> Self {
        let mut signals = signals;
        signals.truncate(all.len());
        let all = all[..signals.len()].iter().map(|day| f64::from(*day)).collect();
        Self { first_day, signals, all, unsettled_days: 0 }
    }

    /// Its number of days.
    pub fn days(&self) -> usize {
        self.signals.len()
    }

    /// The number of its day at an index.
    pub fn day(&self, index: usize) -> i32 {
        self.first_day.saturating_add(i32::try_from(index).unwrap_or(i32::MAX))
    }

    /// Signals of the theme, and all signals, of some of its days.
    pub(super) fn sums(&self, from: usize, to: usize) -> (f64, f64) {
        let to = to.min(self.days());
        let from = from.min(to);
        (self.signals[from..to].iter().map(|day| f64::from(*day)).sum(), self.all[from..to].iter().sum())
    }

    /// Signals of the theme, and all signals, by blocks of seven days that end `leave` days before the last; what is left
    /// over at the beginning is in none.
    pub fn weeks(&self, leave: usize) -> Vec<(f64, f64)> {
        let end = self.days().saturating_sub(leave);
        (0..end / 7).rev().map(|back| self.sums(end - 7 * (back + 1), end - 7 * back)).collect()
    }
}
