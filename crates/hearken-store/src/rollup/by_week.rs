//! Days added up by week, as tests compare them.

use std::collections::BTreeMap;

use hearken_domain::{SignalFilter, ThemeId};

use super::RollupReader;
use super::by_theme::{ThemeDay, week_of_day};
use crate::StoreError;

/// Signals of one theme in one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ThemeWeek {
    /// The theme; `None` is *unsorted*.
    pub(crate) theme: Option<ThemeId>,
    /// Week number; `None` is undated.
    pub(crate) week: Option<i64>,
    pub(crate) signals: u64,
    pub(crate) rated: u64,
    pub(crate) rating_sum: f64,
}

impl RollupReader<'_> {
    /// Signals of each theme by week, under the filter.
    pub(crate) fn weeks(&self, filter: &SignalFilter) -> Result<Vec<ThemeWeek>, StoreError> {
        let mut weeks: BTreeMap<(Option<ThemeId>, Option<i64>), ThemeWeek> = BTreeMap::new();
        for ThemeDay { theme, day, signals, rated, rating_sum } in self.days(filter)? {
            let week = day.map(|day| week_of_day(day.said));
            let none = ThemeWeek { theme, week, signals: 0, rated: 0, rating_sum: 0.0 };
            let sum = weeks.entry((theme, week)).or_insert(none);
            sum.signals += signals;
            sum.rated += rated;
            sum.rating_sum += rating_sum;
        }
        Ok(weeks.into_values().collect())
    }
}
