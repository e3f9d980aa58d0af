//! On which day something was news: the first on which Today could say it. News of one day is never news of another, so that
//! two people who look, and who looks again, or looks back, are told the same.

use hearken_analysis::trend::{Constants, alarms};
use hearken_domain::{Date, DayCount, ThemeId, date_of};

use crate::actions::cards::{Direction, Movement, ThemeCards};

/// Alarms within so many days of each other are of one movement, which is news once.
const SAME_DAYS: i32 = 28;

/// The day on which a movement was news; `None` where nothing moves. What was noticed on a day can be said on the next, when
/// that day is complete; where its signals came later than that (`by_arrival`), on the day on which enough of them had come.
pub(super) fn called_on(
    cards: &ThemeCards,
    theme: ThemeId,
    movement: &Movement,
    by_arrival: bool,
) -> Option<Date> {
    let noticed = number(movement.noticed?);
    let (first, today) = (noticed.saturating_add(1), number(cards.today()));
    let days = cards.days_of(theme);
    let came_late = |row: &&DayCount| row.said <= noticed && row.came > first;
    if !by_arrival || first >= today || !days.iter().any(|row| came_late(&row)) {
        return Some(date_of(first.min(today)));
    }
    let falls = movement.direction == Direction::Falling;
    let known = |day: i32| was_known(cards, days, day, noticed, !falls);
    Some(date_of(first_known(first, today, known)))
}

/// Whether a movement could be said on a day, by what had come by then.
fn was_known(cards: &ThemeCards, days: &[DayCount], day: i32, noticed: i32, rises: bool) -> bool {
    let there: Vec<DayCount> = days.iter().filter(|row| row.came <= day && row.said < day).copied().collect();
    let mut series = cards.series_of_days(&there);
    let complete = usize::try_from(day.saturating_sub(series.first_day)).unwrap_or(0);
    series.signals.truncate(complete);
    series.all.truncate(complete);
    let of_it = |day: usize| series.day(day).saturating_add(SAME_DAYS) >= noticed;
    alarms(&series, &Constants::default()).iter().any(|alarm| alarm.rises == rises && of_it(alarm.day))
}

/// The first day on which something was known that is known today, and stays so.
fn first_known(first: i32, today: i32, known: impl Fn(i32) -> bool) -> i32 {
    if today <= first || !known(today - 1) {
        return today;
    }
    let (mut from, mut until) = (first, today - 1);
    while from < until {
        let middle = from + (until - from) / 2;
        if known(middle) {
            until = middle;
        } else {
            from = middle + 1;
        }
    }
    until
}

/// The number of a day, as trends count them.
fn number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_of_the_first_day_on_which_it_was_known_whenever_that_is_asked() {
        for told in 100..130 {
            for today in told..140 {
                assert_eq!(first_known(100, today, |day| day >= told), told, "asked on {today}");
            }
        }
        assert_eq!(first_known(100, 120, |_| false), 120, "what nobody could know yesterday is news today");
        assert_eq!(first_known(120, 100, |_| true), 100);
    }

    #[test]
    fn days_are_numbered_as_trends_number_them() {
        let day: Date = "2026-11-28".parse().unwrap();
        assert_eq!(date_of(number(day)), day);
    }
}
