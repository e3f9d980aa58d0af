//! The time of day and its offset from UTC, as sources write them behind a date.

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::zone::parse_zone;

/// Reads `18:30`, `6:30 PM`, `18:30:00.5 +0100`, `18:30:00 GMT (Coordinated Universal Time)`,
/// `18:30:00+01:00[Europe/Berlin]`. Nothing is midnight; without an offset, UTC is assumed.
pub(super) fn parse_clock(clock: &str) -> Option<(Time, TimeZone)> {
    let clock = clock.trim();
    let digits =
        clock.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(clock.len());
    let (time, rest) = clock.split_at(digits);
    let rest = rest.trim_start();
    let (afternoon, rest) = match rest.get(..2) {
        Some(word) if is_meridiem(word) && !rest[2..].starts_with(char::is_alphanumeric) => {
            (Some(word.eq_ignore_ascii_case("pm")), rest[2..].trim_start())
        }
        _ => (None, rest),
    };
    Some((time_of_day(time, afternoon)?, zone_behind(rest)?))
}

/// Whether the word is AM or PM.
pub(super) fn is_meridiem(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// Whether the word is an offset from UTC, in figures or by a known name.
pub(super) fn names_zone(word: &str) -> bool {
    !word.is_empty() && zone_behind(word).is_some()
}

/// The zone that `rest` names; none is UTC. What stands in brackets behind an offset only explains it.
fn zone_behind(rest: &str) -> Option<TimeZone> {
    let (zone, explained) = match rest.find(['[', '(']) {
        Some(bracket) => rest.split_at(bracket),
        None => (rest, ""),
    };
    if !zone.trim().is_empty() {
        // `+0100 CET`, as some programs explain an offset.
        let explained = || {
            let (first, others) = zone.trim().split_once(' ')?;
            others
                .split_ascii_whitespace()
                .all(|other| parse_zone(other).is_some())
                .then(|| parse_zone(first))?
        };
        return parse_zone(zone).or_else(explained);
    }
    let round = explained.starts_with('(');
    let inside = explained.get(1..).unwrap_or_default();
    let inside = inside.split([']', ')']).next().unwrap_or_default().trim_start_matches('!');
    match parse_zone(inside) {
        Some(zone) => Some(zone),
        // A calendar (`[u-ca=gregory]`) or a remark is no zone; the name of one that is not known is.
        None if inside.is_empty() || inside.contains('=') || round => Some(TimeZone::UTC),
        None => None,
    }
}

fn time_of_day(time: &str, afternoon: Option<bool>) -> Option<Time> {
    if time.is_empty() {
        return Some(Time::midnight());
    }
    // `10.30.00`, as some write the time.
    let dotted = (!time.contains(':')).then(|| time.replacen('.', ":", 2));
    let mut parts = dotted.as_deref().unwrap_or(time).split(':');
    let number = |part: &str| if matches!(part.len(), 1 | 2) { part.parse::<i8>().ok() } else { None };
    let hour = number(parts.next()?)?;
    let minute = match parts.next() {
        Some(minute) => number(minute)?,
        // `6 PM` is a time; a bare number is not.
        None => afternoon.map(|_| 0)?,
    };
    let (second, fraction) = match parts.next() {
        Some(seconds) => seconds.split_once(['.', ',']).unwrap_or((seconds, "")),
        None => ("0", ""),
    };
    let hour = match (afternoon, hour) {
        (None, hour) => hour,
        (Some(false), 12) => 0,
        (Some(true), 0 | 12) => 12,
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 0..=11) => hour,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The time of a midwinter day in UTC.
    fn parsed(clock: &str) -> Option<String> {
        let (time, zone) = parse_clock(clock)?;
        let at = zone.to_timestamp(jiff::civil::date(2024, 1, 5).to_datetime(time)).ok()?;
        Some(at.to_string().trim_start_matches("2024-01-05T").to_owned())
    }

    #[test]
    fn hours_are_read_with_and_without_am_and_pm() {
        for (clock, hour) in [
            ("12:00 AM", "00"),
            ("0:00 AM", "00"),
            ("1:00 am", "01"),
            ("12:00pm", "12"),
            ("0:00 PM", "12"),
            ("1:00 PM", "13"),
            ("1 PM", "13"),
            ("13:00", "13"),
            ("13.00", "13"),
            ("", "00"),
        ] {
            assert_eq!(parsed(clock), Some(format!("{hour}:00:00Z")), "{clock}");
        }
        for clock in ["13:00 PM", "13", "1:00 PMs"] {
            assert_eq!(parsed(clock), None, "{clock}");
        }
    }

    #[test]
    fn seconds_have_fractions_behind_a_point_or_a_comma() {
        assert_eq!(parsed("10:00:00,123"), Some("10:00:00.123Z".to_owned()));
        assert_eq!(parsed("10:00:00.5"), Some("10:00:00.5Z".to_owned()));
        assert_eq!(parsed("10.00.00.5"), Some("10:00:00.5Z".to_owned()));
        assert_eq!(parsed("10:00:00.0.0"), None);
    }

    #[test]
    fn an_offset_counts_before_the_zone_that_explains_it_and_the_zone_where_there_is_none() {
        for (clock, utc) in [
            ("12:00+01:00[Europe/Berlin]", "11:00:00Z"),
            ("12:00Z[Europe/Berlin]", "12:00:00Z"),
            ("12:00[Europe/Berlin]", "11:00:00Z"),
            ("12:00[!Europe/Berlin][u-ca=gregory]", "11:00:00Z"),
            ("12:00[+02:00]", "10:00:00Z"),
            ("12:00+01:00[Europe/Atlantis]", "11:00:00Z"),
            ("12:00[u-ca=gregory]", "12:00:00Z"),
            ("12:00 America/New_York", "17:00:00Z"),
            ("12:00 (CET)", "11:00:00Z"),
            ("12:00 +0100 CET", "11:00:00Z"),
            ("12:00 UTC +01:00", "11:00:00Z"),
            ("12:00 GMT+0100 (Mitteleuropäische Normalzeit)", "11:00:00Z"),
        ] {
            assert_eq!(parsed(clock).as_deref(), Some(utc), "{clock}");
        }
        for clock in ["12:00[Europe/Atlantis]", "12:00 nowhere"] {
            assert_eq!(parsed(clock), None, "{clock}");
        }
    }
}
