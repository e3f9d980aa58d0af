//! Dates as sources write them. Without an offset, UTC is assumed.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::clock::{is_meridiem, is_offset, parse_clock};
use crate::message::shown;

/// Whether `03/04/2024` is the 4th of March or the 3rd of April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateOrder {
    /// As in the United States. Also what is assumed where no date of the sample decides.
    #[default]
    MonthFirst,
    /// As almost everywhere else.
    DayFirst,
}

impl DateOrder {
    /// What the dates in `values` say: one with a number above 12 can only be read in one way.
    pub(crate) fn detect<'v>(values: impl Iterator<Item = &'v str>) -> Self {
        let (mut month_first, mut day_first) = (0, 0);
        for value in values {
            if let Some((first, second, _, _)) = numeric_date(value.trim()) {
                day_first += usize::from(first > 12 && second <= 12);
                month_first += usize::from(second > 12 && first <= 12);
            }
        }
        if day_first > month_first { Self::DayFirst } else { Self::MonthFirst }
    }
}

/// The time that `value` names, or why it is not a valid one.
pub(crate) fn date_in_range(value: &str, order: DateOrder, now: Timestamp) -> Result<Timestamp, String> {
    let given = || shown(value.trim(), 60);
    let Some(at) = parse_date(value, order) else {
        return Err(match numeric_date(value.trim()) {
            Some((first, second, _, _)) if first.max(second) <= 31 && first.min(second) <= 12 => format!(
                "'{}' is not a valid date in the order of this file's other dates, {}",
                given(),
                if order == DateOrder::DayFirst { "day/month/year" } else { "month/day/year" }
            ),
            _ => format!(
                "'{}' is not a valid date; expected is something like 2024-01-31, 2024-01-31 18:00:00, 01/31/2024, \
                 Jan 31, 2024 or seconds since 1970",
                given()
            ),
        });
    };
    if at < EARLIEST {
        return Err(format!("the date '{}' lies before 1990", given()));
    }
    if at > now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX) {
        return Err(format!("the date '{}' lies in the future", given()));
    }
    Ok(at)
}

/// The beginning of 1990: no source of customers' words is older, and a zero of some clock often is.
const EARLIEST: Timestamp = Timestamp::constant(631_152_000, 0);

/// Reads RFC 3339 and its relatives, RFC 2822, dates with month names, with slashes or dots, and seconds,
/// milliseconds, microseconds or nanoseconds since 1970.
pub(crate) fn parse_date(value: &str, order: DateOrder) -> Option<Timestamp> {
    let value = value.trim();
    if value.len() < 6 || value.len() > 80 || !value.is_ascii() {
        return None;
    }
    let bytes = value.as_bytes();
    let year_first = bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'-' | b'/' | b'.');
    if year_first {
        return year_month_day(value);
    }
    if bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && bytes.iter().filter(|b| **b == b'.').count() < 2
    {
        return epoch(value);
    }
    if let Some((first, second, year, rest)) = numeric_date(value) {
        let dots = value.as_bytes().iter().find(|b| !b.is_ascii_digit()) == Some(&b'.');
        let day_first = dots || order == DateOrder::DayFirst;
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        return combine(Date::new(year, month, day).ok()?, rest);
    }
    with_month_name(value)
}

fn year_month_day(value: &str) -> Option<Timestamp> {
    let end = value.find(['T', 't', ' ', '_']).unwrap_or(value.len());
    let (date, rest) = (&value[..end], value.get(end + 1..).unwrap_or(""));
    let separator = char::from(value.as_bytes()[4]);
    let mut parts = date.split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let one_or_two_digits = |part: &str| if part.len() <= 2 { part.parse::<i8>().ok() } else { None };
    let date = Date::new(year.parse().ok()?, one_or_two_digits(month)?, one_or_two_digits(day)?).ok()?;
    if parts.next().is_some() { None } else { combine(date, rest) }
}

fn epoch(value: &str) -> Option<Timestamp> {
    let whole = value.split('.').next()?;
    if whole.len() == 8 && matches!(&whole[..2], "19" | "20") && whole == value {
        let date =
            Date::new(whole[..4].parse().ok()?, whole[4..6].parse().ok()?, whole[6..].parse().ok()?).ok()?;
        return combine(date, "");
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        0..=11 => Timestamp::from_second(number).ok(),
        12..=14 => Timestamp::from_millisecond(number).ok(),
        15..=17 => Timestamp::from_microsecond(number).ok(),
        _ => Timestamp::from_nanosecond(number.into()).ok(),
    }
}

/// `a/b/year` with what follows it; the year may have two digits.
fn numeric_date(value: &str) -> Option<(i8, i8, i16, &str)> {
    let end = value.find([' ', 'T', ',']).unwrap_or(value.len());
    let date = &value[..end];
    let separator = date.find(['/', '.', '-']).map(|offset| char::from(date.as_bytes()[offset]))?;
    let mut parts = date.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let one_or_two_digits =
        |part: &str| if part.len() <= 2 { part.parse::<i8>().ok().filter(|n| *n > 0) } else { None };
    let year = match year.len() {
        2 => 2000 + year.parse::<i16>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    let rest = value[end..].trim_start_matches([' ', 'T', ',']);
    if parts.next().is_some() {
        None
    } else {
        Some((one_or_two_digits(first)?, one_or_two_digits(second)?, year, rest))
    }
}

/// `Jan 5, 2024`, `5 January 2024 10:00 PM`, `Fri, 05 Jan 2024 10:00:00 +0100`, `Fri Jan  5 10:00:00 2024`.
fn with_month_name(value: &str) -> Option<Timestamp> {
    let (mut day, mut month, mut year, mut clock) = (None, None, None, String::new());
    for word in value.split([' ', ',']).filter(|word| !word.is_empty()) {
        if word.starts_with('(') {
            break;
        }
        if word.contains(':') || (!clock.is_empty() && (is_offset(word) || is_meridiem(word))) {
            clock.push_str(word);
        } else {
            for part in word.split(['-', '/']) {
                let digits = part.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
                if let (true, Ok(number)) = (digits.len() <= 4, digits.parse::<i16>()) {
                    match (digits.len(), day) {
                        (4, _) => year = Some(number),
                        (1 | 2, None) => day = Some(number),
                        (2, Some(_)) if year.is_none() => year = Some(2000 + number),
                        _ => return None,
                    }
                } else if let Some(number) = month_number(part) {
                    month = Some(number);
                } else if !is_weekday(part) && !part.eq_ignore_ascii_case("at") {
                    return None;
                }
            }
        }
    }
    combine(Date::new(year?, month?, day?.try_into().ok()?).ok()?, &clock)
}

/// Which of `names` a word is, in full or abbreviated to three letters or more.
fn position_in(word: &str, names: &[&str]) -> Option<usize> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if word.len() < 3 { None } else { names.iter().position(|name| name.starts_with(&word)) }
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let sept = word.trim_end_matches('.').eq_ignore_ascii_case("sept");
    if sept { Some(9) } else { position_in(word, &MONTHS).map(|position| position as i8 + 1) }
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    position_in(word, &DAYS).is_some()
}

/// A date and the time of day, with its offset, that follows it.
fn combine(date: Date, clock: &str) -> Option<Timestamp> {
    let (time, offset) = parse_clock(clock)?;
    offset.to_timestamp(date.to_datetime(time)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(value: &str, order: DateOrder) -> String {
        parse_date(value, order).map_or_else(|| "not valid".to_owned(), |time| time.to_string())
    }

    #[test]
    fn a_time_with_two_fractions_is_not_valid() {
        assert_eq!(parsed("2023-03-05T10:00:.00.0:000Z", DateOrder::MonthFirst), "not valid");
        assert_eq!(parsed("2023-03-05T10:00:00.0.0Z", DateOrder::MonthFirst), "not valid");
    }

    #[test]
    fn a_date_is_read_in_every_shape_that_sources_use() {
        let day = [
            "2024-01-05",
            "2024/1/5",
            "20240105",
            "01/05/2024",
            "1/5/24",
            "05.01.2024",
            "Jan 5, 2024",
            "5 January 2024",
            "January 5th, 2024",
            "5-Jan-2024",
            "05-Jan-24",
            "1704412800",
            "1704412800000",
            "1704412800.0",
            "2024-01-05T00:00:00Z",
            "2024-01-05 00:00",
            "Friday, 5 Jan 2024",
            "2024-01-05T02:00:00+02:00",
        ];
        for value in day {
            assert_eq!(parsed(value, DateOrder::MonthFirst), "2024-01-05T00:00:00Z", "{value}");
        }
        let minute = [
            "2024-01-05T18:30:00Z",
            "2024-01-05 18:30:00",
            "2024-01-05T18:30:00.000",
            "2024-01-05 19:30:00 +0100",
            "01/05/2024 6:30 PM",
            "Jan 5, 2024 6:30 PM",
            "Jan 5, 2024, 6:30:00 PM",
            "Fri, 05 Jan 2024 18:30:00 +0000",
            "Fri, 05 Jan 2024 13:30:00 EST",
            "Fri Jan  5 18:30:00 2024",
            "2024-01-05 18:30:00 UTC",
            "Fri Jan 05 2024 18:30:00 GMT+0000 (Coordinated Universal Time)",
        ];
        for value in minute {
            assert_eq!(parsed(value, DateOrder::MonthFirst), "2024-01-05T18:30:00Z", "{value}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_follows_the_other_dates_and_is_month_first_without_evidence() {
        assert_eq!(DateOrder::detect(["03/04/2024", "25/04/2024"].into_iter()), DateOrder::DayFirst);
        assert_eq!(DateOrder::detect(["03/04/2024", "04/25/2024"].into_iter()), DateOrder::MonthFirst);
        assert_eq!(DateOrder::detect(["03/04/2024", "nonsense"].into_iter()), DateOrder::MonthFirst);
        assert_eq!(parsed("03/04/2024", DateOrder::DayFirst), "2024-04-03T00:00:00Z");
        assert_eq!(parsed("03/04/2024", DateOrder::MonthFirst), "2024-03-04T00:00:00Z");
    }

    #[test]
    fn a_date_that_does_not_fit_the_order_of_the_others_is_refused_rather_than_turned_round() {
        let now: Timestamp = "2024-06-01T00:00:00Z".parse().unwrap();
        let error = date_in_range("25/12/2023", DateOrder::MonthFirst, now).unwrap_err();
        assert_eq!(
            error,
            "'25/12/2023' is not a valid date in the order of this file's other dates, month/day/year"
        );
    }

    #[test]
    fn nonsense_is_refused_with_what_is_expected() {
        let now: Timestamp = "2024-06-01T00:00:00Z".parse().unwrap();
        let nonsense = [
            "yesterday",
            "2024-13-01",
            "2024-02-30",
            "32/13/2024",
            "0000-00-00",
            "Foo 5, 2024",
            "12:30",
            "5 of May",
            "--",
            "2024-01-05 25:00",
            "2024-01-05 10:00 nowhere",
            "١٢/٠٥/٢٠٢٤",
            "2024-01-05-06",
            "99999999999999999999999",
        ];
        for value in nonsense {
            let error = date_in_range(value, DateOrder::MonthFirst, now).unwrap_err();
            assert!(
                error.starts_with('\'') && error.contains("expected is something like"),
                "{value}: {error}"
            );
        }
    }

    #[test]
    fn dates_before_1990_and_more_than_a_day_ahead_are_refused() {
        let now: Timestamp = "2024-06-01T12:00:00Z".parse().unwrap();
        let refusal = |value| date_in_range(value, DateOrder::MonthFirst, now).unwrap_err();
        assert_eq!(refusal("2024-06-03"), "the date '2024-06-03' lies in the future");
        assert_eq!(refusal("1970-01-01"), "the date '1970-01-01' lies before 1990");
        assert!(date_in_range("2024-06-02", DateOrder::MonthFirst, now).is_ok());
        assert!(date_in_range("1990-01-01", DateOrder::MonthFirst, now).is_ok());
    }
}
