//! What a theme's usual share gives on each day.
//!
//! Usual is the share of the days of [`Constants::usual_days`] that end [`Constants::gap_days`] before, all signals being the
//! exposure, so that a source that grows, or is quiet on Sundays, moves nothing. A day with over ten times the usual number
//! of all signals, a heap or a calamity, tells nothing of what is usual. Where a theme has weekdays or a time of
//! year of its own, factors for them are drawn towards 1 as if [`Constants::weekday_prior`] signals spoke for it (the mean of
//! a gamma prior and its Poisson counts: Clayton and Kaldor 1987).

use super::constants::{Constants, LEAST_DAYS};
use super::series::Series;

/// So many days must lie between a day and what it is told of its weekday or its season: what is new is no habit.
const HABIT_DAYS: usize = 84;
/// Of late: so many days.
const LATELY_DAYS: usize = 14;
/// What tells what is usual must hold so many days as loud as those of late.
const WORTH_DAYS: f64 = 14.0;
/// A day with so many times the usual number of all signals tells nothing of what is usual.
const DAY_MOST: f64 = 10.0;
/// Parts of a year.
const SEASONS: usize = 13;

/// Signals expected on each day; 0 where nothing can be expected, for want of days before or of any signal that day.
pub(super) fn usual(series: &Series, constants: &Constants) -> Vec<f64> {
    let mut expected = vec![0.0; series.days()];
    let mut told = vec![(0.0, 0.0); series.days()];
    let (mut signals, mut all, mut days, mut lately) = (0.0, 0.0, 0_usize, 0.0);
    let mut weekdays = Habits::new(7, constants.weekday_prior);
    let mut seasons = Habits::new(SEASONS, constants.season_prior);
    for day in 0..series.days() {
        lately += series.all[day];
        if let Some(leaves) = day.checked_sub(LATELY_DAYS) {
            lately -= series.all[leaves];
        }
        if let Some(enters) = day.checked_sub(constants.gap_days + 1) {
            let most = if days >= LEAST_DAYS { DAY_MOST * all / days as f64 } else { f64::INFINITY };
            if series.all[enters] <= most {
                told[enters] = (f64::from(series.signals[enters]), series.all[enters]);
            }
            signals += told[enters].0;
            all += told[enters].1;
            days += usize::from(told[enters].1 > 0.0);
        }
        if let Some(leaves) = day.checked_sub(constants.gap_days + constants.usual_days + 1) {
            signals -= told[leaves].0;
            all -= told[leaves].1;
            days -= usize::from(told[leaves].1 > 0.0);
        }
        if let Some(habit) = day.checked_sub(HABIT_DAYS) {
            weekdays.learn(weekday(series, habit), series.signals[habit], expected[habit]);
            seasons.learn(season(series, habit), series.signals[habit], expected[habit]);
        }
        // What was quiet and is loud now, as after a source joined, has no usual yet.
        let enough = all * LATELY_DAYS as f64 >= WORTH_DAYS * lately;
        if days >= LEAST_DAYS && enough && all > 0.0 && series.all[day] > 0.0 {
            // Half a signal more, so that a theme that had none can be compared, too.
            let share = (signals.max(0.0) + 0.5) / (all.max(0.0) + 1.0);
            let habit = weekdays.of(weekday(series, day)) * seasons.of(season(series, day));
            expected[day] = share * series.all[day] * habit;
        }
    }
    expected
}

fn weekday(series: &Series, index: usize) -> usize {
    series.day(index).rem_euclid(7) as usize
}

fn season(series: &Series, index: usize) -> usize {
    let of_year = f64::from(series.day(index)).rem_euclid(365.2425) / 365.2425;
    ((of_year * SEASONS as f64) as usize).min(SEASONS - 1)
}

/// How much more than expected came on days of each kind.
struct Habits {
    prior: f64,
    counted: Vec<(f64, f64)>,
}

impl Habits {
    fn new(kinds: usize, prior: f64) -> Self {
        Self { prior, counted: vec![(0.0, 0.0); kinds] }
    }

    fn learn(&mut self, kind: usize, signals: u32, expected: f64) {
        if expected > 0.0 {
            self.counted[kind].0 += f64::from(signals);
            self.counted[kind].1 += expected;
        }
    }

    fn of(&self, kind: usize) -> f64 {
        if self.prior <= 0.0 {
            return 1.0;
        }
        let (signals, expected) = self.counted[kind];
        (signals + self.prior) / (expected + self.prior)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_of_mondays_is_expected_on_mondays() {
        let signals: Vec<u32> = (0..730).map(|day| if day % 7 == 0 { 21 } else { 0 }).collect();
        let expected = usual(&Series::new(0, signals, &[50; 730]), &Constants::default());
        assert!(expected[728] > 3.0 * expected[729], "{} {}", expected[728], expected[729]);
    }

    #[test]
    fn a_theme_of_christmas_is_expected_the_third_time() {
        let signals: Vec<u32> = (0..1_096).map(|day| if day % 365 >= 337 { 12 } else { 2 }).collect();
        let series = Series::new(0, signals, &[50; 1_096]);
        let without = usual(&series, &Constants { season_prior: 0.0, ..Constants::default() });
        let with = usual(&series, &Constants::default());
        assert!(with[1_080] > 1.5 * without[1_080], "{} {}", with[1_080], without[1_080]);
        assert!(with[1_000] < 1.1 * without[1_000], "{} {}", with[1_000], without[1_000]);
    }

    #[test]
    fn what_was_quiet_and_is_loud_now_has_no_usual_yet() {
        let all: Vec<u32> = (0..300).map(|day| if day < 250 { 2 } else { 400 }).collect();
        let expected = usual(&Series::new(0, vec![1; 300], &all), &Constants::default());
        assert!(
            expected[249] > 0.0 && expected[260..266].iter().all(|day| *day <= 0.0),
            "{:?}",
            &expected[249..270]
        );
    }
}
