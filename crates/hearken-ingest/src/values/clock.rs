//! The time of day and its offset from UTC, as sources write them behind a date.

use jiff::civil::Time;
use jiff::tz::Offset;

/// Reads `18:30`, `6:30 PM`, `18:30:00.5 +0100`, `18:30:00 GMT (Coordinated Universal Time)`. Nothing is midnight; without
/// an offset, UTC is assumed.
pub(super) fn parse_clock(clock: &str) -> Option<(Time, Offset)> {
    let clock = clock.trim();
    let digits = clock.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(clock.len());
    let (time, rest) = clock.split_at(digits);
    let rest = rest.trim_start();
    let (afternoon, rest) = match rest.get(..2) {
        Some(word) if is_meridiem(word) => (Some(word.eq_ignore_ascii_case("pm")), rest[2..].trim_start()),
        _ => (None, rest),
    };
    let zone = rest.split('(').next()?.trim_end();
    let time = time_of_day(time, afternoon)?;
    let offset = if zone.is_empty() { Offset::UTC } else { parse_offset(zone)? };
    Some((time, offset))
}

/// Whether the word is AM or PM.
pub(super) fn is_meridiem(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// Whether the word is an offset from UTC, in figures or by a known name.
pub(super) fn is_offset(word: &str) -> bool {
    parse_offset(word).is_some()
}

fn time_of_day(time: &str, afternoon: Option<bool>) -> Option<Time> {
    if time.is_empty() {
        return Some(Time::midnight());
    }
    let mut parts = time.split(':');
    let number = |part: &str| if matches!(part.len(), 1 | 2) { part.parse::<i8>().ok() } else { None };
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let (second, fraction) = match parts.next() {
        Some(seconds) => seconds.split_once('.').unwrap_or((seconds, "")),
        None => ("0", ""),
    };
    let hour = match (afternoon, hour) {
        (None, hour) => hour,
        (Some(false), 12) => 0,
        (Some(true), 12) => 12,
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 1..=11) => hour,
        _ => return None,
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanosecond = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanosecond = nanosecond.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    let whole = parts.next().is_none();
    // A leap second has no place in a timestamp.
    whole.then(|| Time::new(hour, minute, number(second)?.min(59), nanosecond).ok()).flatten()
}

fn parse_offset(zone: &str) -> Option<Offset> {
    let zone = zone.trim().to_ascii_uppercase();
    let hours = match zone.as_str() {
        "Z" | "UTC" | "GMT" | "UT" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => {
            let signed = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT")).unwrap_or(&zone);
            let sign = match signed.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits = signed[1..].replace(':', "");
            let number: i32 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
            let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
            let valid = digits.len() <= 4 && hours < 24 && minutes < 60;
            return valid.then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten();
        }
    };
    Offset::from_hours(hours).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(clock: &str) -> Option<String> {
        parse_clock(clock).map(|(time, offset)| format!("{time} {offset}"))
    }

    #[test]
    fn hours_are_read_with_and_without_am_and_pm() {
        for (clock, hour) in
            [("12:00 AM", "00"), ("1:00 am", "01"), ("12:00pm", "12"), ("1:00 PM", "13"), ("13:00", "13")]
        {
            assert_eq!(parsed(clock), Some(format!("{hour}:00:00 +00")), "{clock}");
        }
        assert_eq!(parsed("13:00 PM"), None);
        assert_eq!(parsed(""), Some("00:00:00 +00".to_owned()));
    }

    #[test]
    fn offsets_are_read_in_figures_and_by_name() {
        for (clock, offset) in
            [("1:00 Z", "+00"), ("1:00+01", "+01"), ("1:00 -0530", "-05:30"), ("1:00 PST", "-08")]
        {
            assert_eq!(parsed(clock), Some(format!("01:00:00 {offset}")), "{clock}");
        }
        for clock in ["1:00 +24", "1:00 +01:60", "1:00 nowhere"] {
            assert_eq!(parsed(clock), None, "{clock}");
        }
    }
}
