//! How themes move, as it was last read: reading ten thousand of them takes longer than a page may, and while nothing is
//! written they move as they did.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hearken_analysis::trend::{Arrivals, Series};
use hearken_domain::{DayCount, ThemeId};
use hearken_store::ThemeSums;
use rayon::prelude::*;

use crate::movement::Movement;

/// Counts that are kept: those under no filter, and under some that were asked for last.
const KEPT_MAX: usize = 5;
/// Sets of themes that are kept; of more, none is kept any more.
const SETS_MAX: usize = 4_096;

/// How themes move, by what was counted of them and up to which day.
#[derive(Default)]
pub(crate) struct MovementsCache(Mutex<VecDeque<Arc<Movements>>>);

impl MovementsCache {
    /// How themes with these counts move up to a day, that included.
    pub(crate) fn of(&self, themes: &ThemeSums, last_day: i32) -> Arc<Movements> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &Arc<Movements>| Arc::ptr_eq(&one.themes, themes) && one.last_day == last_day;
        let known = kept.iter().position(same).and_then(|index| kept.remove(index));
        let movements = known.unwrap_or_else(|| Arc::new(Movements::new(Arc::clone(themes), last_day)));
        kept.push_back(Arc::clone(&movements));
        while kept.len() > KEPT_MAX {
            kept.pop_front();
        }
        movements
    }
}

/// How themes with one set of counts move.
pub(crate) struct Movements {
    themes: ThemeSums,
    last_day: i32,
    arrivals: OnceLock<Arrivals>,
    /// Those that were asked for, alone or several together.
    read: Mutex<BTreeMap<Vec<ThemeId>, Movement>>,
}

impl Movements {
    fn new(themes: ThemeSums, last_day: i32) -> Self {
        Self { themes, last_day, arrivals: OnceLock::new(), read: Mutex::default() }
    }

    /// How some themes together move.
    pub(crate) fn of(&self, themes: &[ThemeId]) -> Movement {
        if let Some(known) = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(themes) {
            return *known;
        }
        let movement = Movement::of(&self.series(themes));
        self.keep([(themes.to_vec(), movement)]);
        movement
    }

    /// Reads all of them that were not asked for yet, so that asking for each takes no time.
    pub(crate) fn read_all(&self) {
        let missing: Vec<ThemeId> = {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            self.themes.keys().flatten().filter(|theme| !read.contains_key(&[**theme][..])).copied().collect()
        };
        let read: Vec<(Vec<ThemeId>, Movement)> = missing
            .into_par_iter()
            .map(|theme| (vec![theme], Movement::of(&self.series(&[theme]))))
            .collect();
        self.keep(read);
    }

    /// The days of some themes together.
    pub(crate) fn series(&self, themes: &[ThemeId]) -> Series {
        let sums = themes.iter().filter_map(|theme| self.themes.get(&Some(*theme)));
        self.arrivals().series(sums.flat_map(|sum| &sum.days))
    }

    /// The days of other signals, compared with all.
    pub(crate) fn series_of_days(&self, days: &[DayCount]) -> Series {
        self.arrivals().series(days)
    }

    fn keep(&self, movements: impl IntoIterator<Item = (Vec<ThemeId>, Movement)>) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= self.themes.len() + SETS_MAX {
            read.clear();
        }
        read.extend(movements);
    }

    fn arrivals(&self) -> &Arrivals {
        let all = || self.themes.values().flat_map(|theme| &theme.days);
        self.arrivals.get_or_init(|| Arrivals::new(all(), self.last_day))
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::SourceId;
    use hearken_store::ThemeSum;

    use super::*;

    fn themes(of: &[(u64, i32)]) -> ThemeSums {
        let day = |said: i32| DayCount { source: SourceId(1), said, came: said, signals: 1 };
        let mut sums: BTreeMap<Option<ThemeId>, Arc<ThemeSum>> = BTreeMap::new();
        for (theme, days) in of {
            let days: Vec<DayCount> = (0..*days).map(day).collect();
            let signals = days.len() as u64;
            sums.insert(Some(ThemeId(*theme)), Arc::new(ThemeSum { signals, days, ..ThemeSum::default() }));
        }
        Arc::new(sums)
    }

    #[test]
    fn what_was_counted_otherwise_or_up_to_another_day_is_read_anew_and_else_is_the_same() {
        let cache = MovementsCache::default();
        let counts = themes(&[(1, 90), (2, 90)]);
        let first = cache.of(&counts, 89);
        assert!(Arc::ptr_eq(&first, &cache.of(&counts, 89)));
        assert!(!Arc::ptr_eq(&first, &cache.of(&counts, 90)));
        assert!(!Arc::ptr_eq(&first, &cache.of(&themes(&[(1, 90)]), 89)));
    }

    #[test]
    fn all_at_once_say_what_each_does_by_itself_and_several_count_together() {
        let counts = themes(&[(1, 90), (2, 45)]);
        let (at_once, each) = (Movements::new(Arc::clone(&counts), 89), Movements::new(counts, 89));
        at_once.read_all();
        for theme in [ThemeId(1), ThemeId(2), ThemeId(3)] {
            assert_eq!(at_once.of(&[theme]), each.of(&[theme]));
        }
        let both = each.of(&[ThemeId(1), ThemeId(2)]);
        assert_eq!((both.recent, both.before), (28, 62 + 45));
    }
}
