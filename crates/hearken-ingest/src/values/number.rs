//! Dates that are one number: time since 1970 by its size, days as spreadsheets count them, and dates without separators.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Days as Excel counts them, which begin with the year 1990 and end with 2099. As seconds since 1970 these numbers all
/// mean its first day, which no customer's words are from.
const SERIALS: std::ops::RangeInclusive<i64> = 32_874..=73_050;

/// Reads seconds, milliseconds, microseconds or nanoseconds since 1970, days as Excel counts them, `20240131` and
/// `20240131180000`. A fraction stands behind a point or a comma.
pub(super) fn parse_number(value: &str) -> Option<Timestamp> {
    let (whole, fraction) = value.split_once(['.', ',']).unwrap_or((value, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    if fraction.is_empty()
        && let Some(at) = without_separators(whole)
    {
        return Some(at);
    }
    let number: i64 = whole.parse().ok()?;
    let nanoseconds = |fraction: &str| {
        let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        digits.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'))
    };
    match whole.len() {
        0..=5 => serial(number, fraction),
        6..=11 => Timestamp::new(number, nanoseconds(fraction)).ok(),
        12..=14 => Timestamp::from_millisecond(number).ok(),
        15..=17 => Timestamp::from_microsecond(number).ok(),
        _ => Timestamp::from_nanosecond(number.into()).ok(),
    }
}

/// Whether the value is a number in the range of Excel's days.
pub(crate) fn is_serial(value: &str) -> bool {
    let whole = value.split(['.', ',']).next().unwrap_or_default();
    whole.len() == 5
        && whole.parse().is_ok_and(|days| SERIALS.contains(&days))
        && parse_number(value).is_some()
}

fn serial(days: i64, fraction: &str) -> Option<Timestamp> {
    if !SERIALS.contains(&days) {
        return None;
    }
    let day: f64 = format!("0.{fraction}0").parse().ok()?;
    // To the second: a fraction of a day is seldom exact.
    let seconds = days * 86_400 + (day * 86_400.0).round() as i64;
    let first = Offset::UTC.to_timestamp(Date::constant(1899, 12, 30).to_datetime(Time::midnight())).ok()?;
    first.checked_add(SignedDuration::from_secs(seconds)).ok()
}

/// `20240131`, `202401311800`, `20240131180000`. No time since 1970 of so many digits lies in these years.
fn without_separators(digits: &str) -> Option<Timestamp> {
    if !matches!(digits.len(), 8 | 12 | 14) || !matches!(&digits[..2], "19" | "20") {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    let date = Date::new(digits[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let time = Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    Offset::UTC.to_timestamp(date.to_datetime(time)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_by_its_size() {
        for (number, expected) in [
            ("1704412800", "2024-01-05T00:00:00Z"),
            ("1704412800.0002", "2024-01-05T00:00:00.0002Z"),
            ("1704412800000", "2024-01-05T00:00:00Z"),
            ("1704412800000.0", "2024-01-05T00:00:00Z"),
            ("1704412800000000", "2024-01-05T00:00:00Z"),
            ("1704412800000000000", "2024-01-05T00:00:00Z"),
            ("45581", "2024-10-16T00:00:00Z"),
            ("45582.75", "2024-10-17T18:00:00Z"),
            ("45582,75", "2024-10-17T18:00:00Z"),
            ("45296.4340277778", "2024-01-05T10:25:00Z"),
            ("20240105", "2024-01-05T00:00:00Z"),
            ("202401051830", "2024-01-05T18:30:00Z"),
            ("20240105183000", "2024-01-05T18:30:00Z"),
            ("0", "none"),
            ("2024", "none"),
            ("99999", "none"),
            ("99999999999999999999999", "none"),
            ("1.2.3", "none"),
            (".5", "none"),
        ] {
            let read = parse_number(number).map_or_else(|| "none".to_owned(), |at| at.to_string());
            assert_eq!(read, expected, "{number}");
        }
    }
}
