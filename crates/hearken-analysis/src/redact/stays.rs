//! What names nobody although it looks as if: dates with their hours, UUIDs, tokens that are part of a longer one.

use std::ops::Range;

use super::candidate::Candidates;
use super::scan::Scan;

/// Dates and UUIDs.
pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for first in 0..scan.groups.len() {
        if let Some(groups) = date(scan, first) {
            out.stays(scan.span(&groups), "date");
        }
    }
    let mut end = 0;
    for group in &scan.groups {
        if group.start < end {
            continue;
        }
        let token = token(scan, group, |byte| byte.is_ascii_hexdigit() || byte == b'-');
        end = token.end;
        if is_uuid(&scan.text.as_bytes()[token.clone()]) {
            out.stays(token, "uuid");
        }
    }
}

/// The stretch of such bytes around a group of digits.
pub(super) fn token(scan: &Scan<'_>, group: &Range<usize>, holds: fn(u8) -> bool) -> Range<usize> {
    let bytes = scan.text.as_bytes();
    let before = bytes[..group.start].iter().rev().take(TOKEN_MAX).take_while(|byte| holds(**byte)).count();
    let after = bytes[group.end..].iter().take(TOKEN_MAX).take_while(|byte| holds(**byte)).count();
    group.start - before..group.end + after
}

/// No token that rules ask for is longer, in bytes, to either side of its first digit.
const TOKEN_MAX: usize = 64;

/// The groups of a date that begins with the group `first`, with an hour that follows it.
fn date(scan: &Scan<'_>, first: usize) -> Option<Range<usize>> {
    let last = first + 2;
    let group = |index: usize| scan.groups.get(index).map(|range| &scan.text[range.clone()]);
    let (a, b, c) = (group(first)?, group(first + 1)?, group(last)?);
    let separator = scan.gap(first);
    if separator != scan.gap(first + 1) || !matches!(separator, "-" | "." | "/") {
        return None;
    }
    let more = |at: usize, step: u8| scan.byte_at(at) == step && scan.byte_at(at + 1).is_ascii_digit();
    let (start, end) = (scan.groups[first].start, scan.groups[last].end);
    let sign = separator.as_bytes()[0];
    let longer = scan.byte_before(start) == sign || more(end, sign);
    if longer || scan.joined_before(start) || !is_date(a, b, c) {
        return None;
    }
    // An hour behind it, as in `2024-01-15 12` or `2024-01-15T12:30`.
    let hour = group(first + 3)
        .is_some_and(|hour| hour.len() <= 2 && hour.parse::<u8>().is_ok_and(|h| h < 24))
        && matches!(scan.gap(last), " " | "T" | "_" | ", ");
    let goes_on = hour && {
        let end = scan.groups[first + 3].end;
        b" -./".contains(&scan.byte_at(end)) && scan.byte_at(end + 1).is_ascii_digit()
    };
    Some(first..last + 1 + usize::from(hour && !goes_on))
}

fn is_date(a: &str, b: &str, c: &str) -> bool {
    let number = |text: &str| text.parse::<u16>().unwrap_or(0);
    let year = |text: &str| text.len() == 4 && (1900..2100).contains(&number(text)) || text.len() == 2;
    let day_and_month = |day: &str, month: &str| {
        day.len() <= 2
            && month.len() <= 2
            && (1..=31).contains(&number(day))
            && (1..=12).contains(&number(month))
    };
    let year_first = a.len() == 4 && year(a) && day_and_month(c, b);
    year_first || year(c) && (day_and_month(a, b) || day_and_month(b, a))
}

/// Whether a token of hexadecimal digits and hyphens is a UUID.
pub(super) fn is_uuid(token: &[u8]) -> bool {
    token.len() == 36
        && token.iter().enumerate().all(|(at, byte)| (*byte == b'-') == matches!(at, 8 | 13 | 18 | 23))
}
