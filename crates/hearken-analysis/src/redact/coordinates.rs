//! Coordinates: a pair of decimals with the places that make out a house, or degrees with a point of the compass.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;

/// Decimal places that make out a house, where nothing says what a pair of numbers is.
const PLACES_ALONE: usize = 4;
/// Decimal places that make out a street, where a word says that it is a place.
const PLACES_NAMED: usize = 2;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    let mut first = 0;
    while first < scan.groups.len() {
        match pair(scan, first).or_else(|| degrees(scan, first)).or_else(|| labelled(scan, first)) {
            Some((range, groups)) => {
                out.goes(range, Sort::Coordinates, "coordinates", Priority::Certain);
                first += groups;
            }
            None => first += 1,
        }
    }
}

/// The decimal whose whole part is a group: where it stands, its value, its places.
fn decimal(scan: &Scan<'_>, group: usize) -> Option<(Range<usize>, f64, usize)> {
    let (whole, places) = (scan.groups.get(group)?, scan.groups.get(group + 1)?);
    let signed = scan.byte_before(whole.start) == b'-';
    let start = whole.start - usize::from(signed);
    let alone = !scan.joined_before(start)
        && !scan.joined_after(places.end)
        && !scan.text[..start].ends_with(['.', '$', '€', '£']);
    let value = scan.text[start..places.end].parse().ok()?;
    (scan.gap(group) == "." && whole.len() <= 3 && alone).then_some((start..places.end, value, places.len()))
}

/// `52.520008, 13.404954`
fn pair(scan: &Scan<'_>, first: usize) -> Option<(Range<usize>, usize)> {
    let (latitude, north, places) = decimal(scan, first)?;
    let (longitude, east, more) = decimal(scan, first + 2)?;
    let between = &scan.text[latitude.end..longitude.start];
    let named = scan.cue_before(latitude.start, 24, &[Cue::Place]).is_some();
    let least = if named { PLACES_NAMED } else { PLACES_ALONE };
    let separated =
        matches!(between, "," | ", " | " , " | ";" | "; ") || named && matches!(between, " " | "/" | " / ");
    let on_globe = north.abs() <= 90.0 && east.abs() <= 180.0;
    // Measurements have four places, too, and are mostly small: `loss 0.1234, 0.5678`.
    let most = north.abs().max(east.abs());
    let is_place = named || most >= if places.min(more) > PLACES_ALONE { 1.0 } else { 10.0 };
    (separated && on_globe && is_place && places.min(more) >= least)
        .then_some((latitude.start..longitude.end, 4))
}

/// `lat=52.5200`
fn labelled(scan: &Scan<'_>, first: usize) -> Option<(Range<usize>, usize)> {
    let (range, value, places) = decimal(scan, first)?;
    let cue = scan.cue_before(range.start, 4, &[Cue::Place])?;
    let assigned = scan.text[cue.end..range.start].contains([':', '=']);
    (assigned && places > PLACES_NAMED && value.abs() <= 180.0).then_some((range, 2))
}

/// `40.7128° N, 74.0060° W` and `40°26'46"N 79°58'56"W`: from the first degree to the last point of the compass.
fn degrees(scan: &Scan<'_>, first: usize) -> Option<(Range<usize>, usize)> {
    let (start, end) = one_of_degrees(scan, scan.groups[first].start)?;
    let rest = &scan.text[end..];
    let gap = rest.len() - rest.trim_start_matches([' ', ',', ';', '/']).len();
    let end = if gap > 3 { end } else { one_of_degrees(scan, end + gap).map_or(end, |(_, end)| end) };
    let groups = scan.groups[first..].iter().take_while(|group| group.start < end).count();
    Some((start..end, groups))
}

fn one_of_degrees(scan: &Scan<'_>, start: usize) -> Option<(usize, usize)> {
    let rest = &scan.text[start..];
    let number =
        |text: &str| text.bytes().take(12).take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let whole = number(rest);
    let mut tail = rest[whole..].strip_prefix('°').filter(|_| whole > 0)?;
    let mut exact = rest[..whole].contains('.');
    for signs in [&['\'', '′'][..], &['"', '″', '\'', '′'][..]] {
        let spaced = tail.trim_start_matches(' ');
        let length = number(spaced);
        if let Some(after) = spaced[length..].strip_prefix(signs).filter(|_| length > 0) {
            tail = after.strip_prefix(['\'', '′']).unwrap_or(after);
            exact = true;
        }
    }
    let point = tail.trim_start_matches(' ');
    let after = point.strip_prefix(['N', 'S', 'E', 'W', 'O'])?;
    let apart = !after.starts_with(char::is_alphanumeric) && !scan.joined_before(start);
    (exact && apart && tail.len() - point.len() <= 1).then_some((start, scan.text.len() - after.len()))
}
