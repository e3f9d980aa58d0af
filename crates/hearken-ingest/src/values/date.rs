//! Dates as sources write them, in any language that [`super::month`] knows. Without an offset, UTC is assumed.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::clock::{is_meridiem, names_zone, parse_clock};
use super::month::{is_filler, month_number};
use super::number::parse_number;
use super::spelling::plain;

/// Whether `03/04/2024` is the 4th of March or the 3rd of April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateOrder {
    /// As in the United States. Also what is assumed where a column does not decide.
    #[default]
    MonthFirst,
    /// As almost everywhere else.
    DayFirst,
}

/// Reads RFC 3339 with its relatives and its extension by zones (RFC 9557), RFC 2822, dates with month names, with slashes
/// or dots, with the signs of Chinese, Japanese and Korean, and numbers: since 1970, or days as Excel counts them.
pub(crate) fn parse_date(value: &str, order: DateOrder) -> Option<Timestamp> {
    let value = value.trim();
    if value.len() < 5 || value.len() > 160 {
        return None;
    }
    // Most dates are in this shape, and need no copy.
    if value.is_ascii() && is_year_first(value) {
        if let Some(at) = year_month_day(value) {
            return Some(at);
        }
    } else if let Some(at) = parse_number(value) {
        return Some(at);
    }
    in_words(&plain(value), order)
}

/// The two numbers of `a/b/year` whose order its separator leaves open.
pub(super) fn open_order(value: &str) -> Option<(i8, i8)> {
    let value = plain(value);
    let value = without_fillers(&value);
    let (first, second, ..) = numeric_date(value)?;
    let dots = value.as_bytes().iter().find(|b| !b.is_ascii_digit()) == Some(&b'.');
    if dots { None } else { Some((first, second)) }
}

fn in_words(value: &str, order: DateOrder) -> Option<Timestamp> {
    if let Some(number) = value.strip_prefix("/Date(") {
        return parse_number(number.split([')', '+', '-']).next()?);
    }
    let value = without_fillers(value);
    let turned = clock_behind(value);
    let value = turned.as_deref().unwrap_or(value);
    let at = if is_year_first(value) {
        year_month_day(value)
    } else if let Some((first, second, year, rest)) = numeric_date(value) {
        let dots = value.as_bytes().iter().find(|b| !b.is_ascii_digit()) == Some(&b'.');
        let day_first = dots || order == DateOrder::DayFirst;
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        return combine(Date::new(year, month, day).ok()?, rest);
    } else if let Some((date, time)) = value.split_once(['T', ' ']) {
        compact(date, time)
    } else {
        parse_number(value)
    };
    let at = at.or_else(|| listed(value));
    at.or_else(|| with_month_name(value))
}

/// The value without weekdays before the date.
fn without_fillers(mut value: &str) -> &str {
    while let Some((word, rest)) = value.split_once([' ', ',']) {
        if word.starts_with(|c: char| c.is_ascii_digit()) || !is_filler(word) || month_number(word).is_some()
        {
            break;
        }
        value = rest.trim_start_matches([' ', ',']);
    }
    value
}

/// `10:30 PM 2024-01-05` with the time behind the date, for a time that stands before it.
fn clock_behind(value: &str) -> Option<String> {
    let (clock, rest) = value.split_once([' ', ','])?;
    if !clock.contains(':') || !clock.starts_with(|c: char| c.is_ascii_digit()) || clock.contains(['-', '/'])
    {
        return None;
    }
    let rest = rest.trim_start();
    match rest.split_once(' ') {
        Some((half, rest)) if is_meridiem(half) => Some(format!("{rest} {clock} {half}")),
        _ => Some(format!("{rest} {clock}")),
    }
}

fn is_year_first(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() > 5 && bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'-' | b'/' | b'.')
}

fn year_month_day(value: &str) -> Option<Timestamp> {
    let end = value.find(['T', 't', ' ', '_', ',']).unwrap_or(value.len());
    let (date, rest) = (&value[..end], value.get(end + 1..).unwrap_or(""));
    let separator = char::from(value.as_bytes()[4]);
    let mut parts = date.trim_end_matches('.').split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let one_or_two_digits = |part: &str| if part.len() <= 2 { part.parse::<i8>().ok() } else { None };
    let date = Date::new(year.parse().ok()?, one_or_two_digits(month)?, one_or_two_digits(day)?).ok()?;
    if parts.next().is_some() { None } else { combine(date, rest) }
}

/// `20240105T183000Z`
fn compact(date: &str, time: &str) -> Option<Timestamp> {
    let digits = time.find(|c: char| !c.is_ascii_digit()).unwrap_or(time.len());
    if date.len() != 8 || !matches!(digits, 4 | 6) || !date.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?).ok()?;
    let (hour, minute, second) = (&time[..2], &time[2..4], if digits == 6 { &time[4..6] } else { "00" });
    combine(date, &format!("{hour}:{minute}:{second}{}", &time[digits..]))
}

/// `2024, 1, 5, 18, 30`, as some programs list the parts of a time.
fn listed(value: &str) -> Option<Timestamp> {
    let parts: Vec<i32> = value.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [year, month, day, clock @ ..] = parts.as_slice() else { return None };
    let two_digits = |number: i32| i8::try_from(number).ok();
    let part = |index: usize| clock.get(index).copied().unwrap_or(0);
    let date = Date::new(i16::try_from(*year).ok()?, two_digits(*month)?, two_digits(*day)?).ok()?;
    let time = Time::new(two_digits(part(0))?, two_digits(part(1))?, two_digits(part(2))?, part(3)).ok()?;
    if clock.len() > 4 { None } else { Offset::UTC.to_timestamp(date.to_datetime(time)).ok() }
}

/// `a/b/year` with what follows it; the year may have two digits.
fn numeric_date(value: &str) -> Option<(i8, i8, i16, &str)> {
    let end = value.find([' ', 'T', ',']).unwrap_or(value.len());
    let date = value[..end].trim_end_matches('.');
    let separator = date.find(['/', '.', '-']).map(|offset| char::from(date.as_bytes()[offset]))?;
    let mut parts = date.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let one_or_two_digits =
        |part: &str| if part.len() <= 2 { part.parse::<i8>().ok().filter(|n| *n > 0) } else { None };
    let year = match year.len() {
        2 => full_year(year.parse().ok()?),
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

/// The year that two digits mean.
fn full_year(two_digits: i16) -> i16 {
    two_digits + if two_digits < 70 { 2000 } else { 1900 }
}

/// `Jan 5, 2024`, `5 January 2024 10:00 PM`, `Fri, 05 Jan 2024 10:00:00 +0100`, `Fri Jan  5 10:00:00 2024`,
/// `5. März 2024 um 10:30 Uhr`, `29 de agosto de 2023`, `05/Jan/2024:10:00:00 +0100`.
fn with_month_name(value: &str) -> Option<Timestamp> {
    let (mut day, mut month, mut year, mut clock) = (None, None, None, String::new());
    for word in value.split([' ', ',']).filter(|word| !word.is_empty()) {
        if word.starts_with('(') {
            clock.push_str(word);
            break;
        }
        let (word, time) = match word.split_once(':') {
            Some((date, time)) if date.contains('/') => (date, time),
            _ => (word, ""),
        };
        if !time.is_empty() {
            take_clock(&mut clock, time);
        } else if take_clock(&mut clock, word) {
            continue;
        }
        for part in word.split(['-', '/', '.']).filter(|part| !part.is_empty()) {
            if let Some(number) = ordinal(part) {
                match (part.len(), day) {
                    (4, _) if number > 31 => year = Some(number),
                    (_, None) if number <= 31 => day = Some(number),
                    (2, Some(_)) if year.is_none() => year = Some(full_year(number)),
                    _ => return None,
                }
            } else if let Some(number) = month_number(part) {
                month = Some(number);
            } else if !is_filler(part) {
                return None;
            }
        }
    }
    combine(Date::new(year?, month?, day?.try_into().ok()?).ok()?, &clock)
}

/// The number of `5`, `5th`, `1er`, `3º`, `2024`.
fn ordinal(word: &str) -> Option<i16> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, ending) = word.split_at(digits);
    let known = matches!(
        ending.to_ascii_lowercase().as_str(),
        "" | "st" | "nd" | "rd" | "th" | "er" | "e" | "º" | "ª" | "°"
    );
    if known && matches!(number.len(), 1 | 2 | 4) { number.parse().ok() } else { None }
}

/// Takes the word for the time of day, or for what follows it; whether it is that.
fn take_clock(clock: &mut String, word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let hours = matches!(digits, 1 | 2) && matches!(word.as_bytes().get(digits), Some(b'h' | b'H'));
    if hours && word[digits + 1..].bytes().all(|b| b.is_ascii_digit()) {
        let minutes = if word.len() == digits + 1 { "00" } else { &word[digits + 1..] };
        clock.push_str(&format!("{}:{minutes}", &word[..digits]));
        return true;
    }
    let dotted = word.matches('.').count() >= 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let time = digits > 0 && word.contains(':') || dotted && parse_clock(word).is_some();
    let behind = !clock.is_empty() && (is_meridiem(word) || names_zone(word));
    if time || behind {
        clock.push(' ');
        clock.push_str(word);
    }
    time || behind
}

/// A date and the time of day, with its offset or zone, that follows it.
fn combine(date: Date, clock: &str) -> Option<Timestamp> {
    let (time, zone) = parse_clock(clock).or_else(|| parse_clock(&clock_of_words(clock)?))?;
    zone.to_timestamp(date.to_datetime(time)).ok()
}

/// `um 10:30 Uhr` as `10:30`.
fn clock_of_words(words: &str) -> Option<String> {
    let mut clock = String::new();
    for word in words.split([' ', ',']).filter(|word| !word.is_empty()) {
        if word.starts_with('(') {
            clock.push_str(word);
            break;
        }
        if !take_clock(&mut clock, word) && !is_filler(word) {
            return None;
        }
    }
    Some(clock)
}

#[cfg(test)]
mod tests;
