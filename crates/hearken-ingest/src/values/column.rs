//! How the dates of one column are written: what its values say together, and each of them read by that.

use jiff::{SignedDuration, Timestamp};

use super::date::{DateOrder, open_order, parse_date};
use super::format::DateFormat;
use crate::message::shown;

/// From how many dates on their being in order is no chance.
const IN_ORDER_MIN: usize = 6;

/// How the dates of a column are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates {
    order: DateOrder,
    /// A date that can be read in both orders, where no value decides between them.
    undecided: Option<String>,
    /// As a person said; all else is heeded where there is none.
    format: Option<DateFormat>,
}

/// Why a date gives no time.
#[derive(Debug, PartialEq)]
pub(crate) enum DateProblem {
    /// It is not one, or not one that can be read.
    Unreadable(String),
    /// No customer said anything then.
    OutOfRange(String),
}

impl Dates {
    /// By what `values` say together. A number above 12 is a day; where there is none, a date that would lie in the future
    /// or out of the order of the rows tells what it cannot be.
    pub(crate) fn of_column<'v>(
        values: impl Iterator<Item = &'v str>,
        format: Option<DateFormat>,
        now: Timestamp,
    ) -> Self {
        let (mut month_first, mut day_first, mut open) = (0, 0, Vec::new());
        for value in values {
            match open_order(value) {
                Some((first, second)) if first > 12 && second <= 12 => day_first += 1,
                Some((first, second)) if second > 12 && first <= 12 => month_first += 1,
                Some((first, second)) if first != second && first.max(second) <= 12 => open.push(value),
                _ => {}
            }
        }
        let order = match day_first.cmp(&month_first) {
            std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
            std::cmp::Ordering::Equal => by_plausibility(&open, now),
        };
        let undecided = open.first().filter(|_| order.is_none() && format.is_none());
        Self { order: order.unwrap_or_default(), undecided: undecided.map(|value| shown(value, 40)), format }
    }

    /// A date that can be read in both orders, where nothing decides between them and the month is assumed to be first.
    pub(crate) fn undecided(&self) -> Option<&str> {
        self.undecided.as_deref()
    }

    /// The time that `value` names.
    pub(crate) fn read(&self, value: &str, now: Timestamp) -> Result<Timestamp, DateProblem> {
        let given = || shown(value.trim(), 60);
        let at = match &self.format {
            Some(format) => format.parse(value),
            None => parse_date(value, self.order),
        };
        let Some(at) = at else { return Err(DateProblem::Unreadable(self.expected(value, &given()))) };
        if at < EARLIEST {
            return Err(DateProblem::OutOfRange(format!("the date '{}' lies before 1990", given())));
        }
        if at > latest(now) {
            return Err(DateProblem::OutOfRange(format!("the date '{}' lies in the future", given())));
        }
        Ok(at)
    }

    fn expected(&self, value: &str, given: &str) -> String {
        if let Some(format) = &self.format {
            return format!("'{given}' is not a valid date in the format {format}");
        }
        match open_order(value) {
            Some((first, second)) if first.max(second) <= 31 && first.min(second) <= 12 => format!(
                "'{given}' is not a valid date in the order of this file's other dates, {}",
                if self.order == DateOrder::DayFirst { "day/month/year" } else { "month/day/year" }
            ),
            _ => format!(
                "'{given}' is not a valid date; expected is something like 2024-01-31, 2024-01-31 18:00:00, 01/31/2024, \
                 Jan 31, 2024 or seconds since 1970"
            ),
        }
    }
}

/// The beginning of 1990: no source of customers' words is older, and a zero of some clock often is.
const EARLIEST: Timestamp = Timestamp::constant(631_152_000, 0);

/// A day ahead, for clocks and zones that differ.
fn latest(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX)
}

/// The order in which alone the dates lie in the past, or in which alone the rows are sorted by them.
fn by_plausibility(open: &[&str], now: Timestamp) -> Option<DateOrder> {
    let read = |order| open.iter().filter_map(|value| parse_date(value, order)).collect::<Vec<_>>();
    let (month_first, day_first) = (read(DateOrder::MonthFirst), read(DateOrder::DayFirst));
    let ahead = |dates: &[Timestamp]| dates.iter().any(|at| *at > latest(now));
    let sorted = |dates: &[Timestamp]| {
        let distinct = dates.windows(2).filter(|pair| pair[0] != pair[1]).count() + 1;
        distinct >= IN_ORDER_MIN && (dates.is_sorted() || dates.iter().rev().is_sorted())
    };
    let only = |month_first: bool, day_first: bool| match (month_first, day_first) {
        (true, false) => Some(DateOrder::MonthFirst),
        (false, true) => Some(DateOrder::DayFirst),
        _ => None,
    };
    only(!ahead(&month_first), !ahead(&day_first)).or_else(|| only(sorted(&month_first), sorted(&day_first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2024-06-01T12:00:00Z".parse().unwrap()
    }

    fn dates(values: &[&str]) -> Dates {
        Dates::of_column(values.iter().copied(), None, now())
    }

    fn read(dates: &Dates, value: &str) -> String {
        dates.read(value, now()).unwrap().strftime("%Y-%m-%d").to_string()
    }

    #[test]
    fn one_date_that_can_only_be_read_in_one_way_decides_for_all() {
        let days = dates(&["03/04/2024", "25/04/2024"]);
        assert_eq!((read(&days, "03/04/2024"), days.undecided()), ("2024-04-03".to_owned(), None));
        let months = dates(&["03/04/2024", "04/25/2024", "nonsense"]);
        assert_eq!((read(&months, "03/04/2024"), months.undecided()), ("2024-03-04".to_owned(), None));
    }

    #[test]
    fn a_date_that_would_lie_in_the_future_is_read_in_the_other_order() {
        let days = dates(&["03/04/2024", "02/09/2024", "09/02/2024"]);
        assert_eq!(days.undecided(), Some("03/04/2024"), "both orders have a date ahead");
        let days = dates(&["03/04/2024", "05/12/2023", "02/11/2023"]);
        assert_eq!(days.undecided(), Some("03/04/2024"), "neither order has");
        let days = dates(&["03/04/2024", "04/07/2023", "04/12/2024"]);
        assert_eq!((read(&days, "03/04/2024"), days.undecided()), ("2024-03-04".to_owned(), None));
        let days = dates(&["03/04/2024", "12/04/2024"]);
        assert_eq!((read(&days, "03/04/2024"), days.undecided()), ("2024-04-03".to_owned(), None));
    }

    #[test]
    fn rows_that_are_sorted_in_one_order_alone_decide() {
        let rows = [
            "01/02/2023",
            "05/02/2023",
            "01/03/2023",
            "09/03/2023",
            "02/04/2023",
            "08/04/2023",
            "01/05/2023",
        ];
        let days = dates(&rows);
        assert_eq!((read(&days, "01/02/2023"), days.undecided()), ("2023-02-01".to_owned(), None));
    }

    #[test]
    fn where_nothing_decides_the_month_is_assumed_and_an_example_kept() {
        let open = dates(&["03/04/2023", "05/06/2023"]);
        assert_eq!(
            (read(&open, "03/04/2023"), open.undecided()),
            ("2023-03-04".to_owned(), Some("03/04/2023"))
        );
        for clear in [&["05/05/2023"][..], &["2023-03-04"], &["03.04.2023"], &["soon"], &[]] {
            assert_eq!(dates(clear).undecided(), None, "{clear:?}");
        }
    }

    #[test]
    fn a_date_that_does_not_fit_the_order_of_the_others_is_unreadable_rather_than_turned_round() {
        let problem = Dates::default().read("25/12/2023", now()).unwrap_err();
        let expected =
            "'25/12/2023' is not a valid date in the order of this file's other dates, month/day/year";
        assert_eq!(problem, DateProblem::Unreadable(expected.to_owned()));
    }

    #[test]
    fn a_format_that_a_person_gives_counts_alone() {
        let format = Some(DateFormat::new("%d|%m|%Y").unwrap());
        let dates = Dates::of_column(["03|04|2024", "2024-01-05"].into_iter(), format, now());
        assert_eq!(read(&dates, "03|04|2024"), "2024-04-03");
        let problem = dates.read("2024-01-05", now()).unwrap_err();
        let expected = "'2024-01-05' is not a valid date in the format %d|%m|%Y";
        assert_eq!(problem, DateProblem::Unreadable(expected.to_owned()));
    }

    #[test]
    fn dates_before_1990_and_more_than_a_day_ahead_are_refused() {
        let refusal = |value: &str| match Dates::default().read(value, now()) {
            Err(DateProblem::OutOfRange(reason)) => reason,
            other => panic!("{value}: {other:?}"),
        };
        assert_eq!(refusal("2024-06-03"), "the date '2024-06-03' lies in the future");
        assert_eq!(refusal("1970-01-01"), "the date '1970-01-01' lies before 1990");
        assert!(Dates::default().read("2024-06-02", now()).is_ok());
        assert!(Dates::default().read("1990-01-01", now()).is_ok());
    }
}
