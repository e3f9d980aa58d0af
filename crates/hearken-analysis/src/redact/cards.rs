//! Payment cards: a scheme's first digits and length, and the check digit. Every stretch of groups inside a run of digits
//! is tested, so that an expiry date or another number beside one does not hide it.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::checksums::{ean_13, luhn};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;

/// Groups that a card's number is written in, at most.
const GROUPS_MAX: usize = 6;

/// How cards are printed.
const PRINTED: [&[usize]; 11] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 4, 3],
    &[6, 13],
    &[4, 4, 4, 3],
    &[4, 4, 4],
    &[4, 4, 5],
    &[8, 8],
    &[4, 3, 3, 3],
    &[4, 4, 4, 4, 2],
];

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for run in &scan.runs {
        for first in run.clone() {
            for end in first + 1..=run.end.min(first + GROUPS_MAX) {
                let groups = first..end;
                let length: usize = scan.groups[groups.clone()].iter().map(ExactSizeIterator::len).sum();
                if length > 19 {
                    break;
                }
                if length >= 12 && is_card(scan, &groups) {
                    out.goes(scan.span(&groups), Sort::Card, "payment card", Priority::Checked);
                }
            }
        }
    }
}

fn is_card(scan: &Scan<'_>, groups: &Range<usize>) -> bool {
    let span = scan.span(groups);
    let decimal = |at: usize| matches!(scan.byte_at(at), b'.' | b',');
    let fraction =
        span.start > 1 && decimal(span.start - 1) && scan.byte_before(span.start - 1).is_ascii_digit()
            || decimal(span.end) && scan.byte_at(span.end + 1).is_ascii_digit();
    let digits = scan.digits(groups.clone());
    if fraction
        || scan.byte_before(span.start) == b'+'
        || scan.joined_before(span.start)
        || scan.joined_after(span.end)
        || !luhn(&digits)
    {
        return false;
    }
    let named = scan.cue_before(span.start, 40, &[Cue::Card]).is_some();
    // JCB's numbers of sixteen digits begin with 3528 to 3589; with 35 at all only where a word says that it is a card's.
    let issued = is_issued(&digits) || named && digits.len() == 16 && digits.starts_with("35");
    if !issued || scan.cue_before(span.start, 24, &[Cue::Aadhaar]).is_some() {
        return false;
    }
    let thing = scan.names_a_thing(span.start);
    if groups.len() > 1 {
        return is_printed(scan, groups) || (named && !thing);
    }
    // Sixteen digits of a scheme with their check digit are a card's whatever is said; other lengths are those of articles,
    // orders and times, too.
    match digits.len() {
        16 => true,
        13 => named || !(thing || ean_13(&digits)),
        _ => named || !thing,
    }
}

/// Whether the groups are those of a printed card, with one separator between them.
fn is_printed(scan: &Scan<'_>, groups: &Range<usize>) -> bool {
    let lengths: Vec<usize> = scan.groups[groups.clone()].iter().map(ExactSizeIterator::len).collect();
    let separator = scan.gap(groups.start);
    let alike = (groups.start..groups.end - 1).all(|group| scan.gap(group) == separator);
    alike && matches!(separator, " " | "-" | "  " | "." | " - ") && PRINTED.contains(&lengths.as_slice())
}

/// Whether a scheme issues numbers with these first digits and of this length.
fn is_issued(digits: &str) -> bool {
    let prefix = |length: usize| digits[..length].parse::<u32>().unwrap_or(0);
    let (two, three, four, six) = (prefix(2), prefix(3), prefix(4), prefix(6));
    match digits.len() {
        13 if digits.starts_with('4') => true,
        14 => matches!(two, 36 | 38 | 39) || matches!(three, 300..=305 | 309),
        15 => matches!(two, 34 | 37) || matches!(four, 1800 | 2131 | 2014 | 2149),
        16 if matches!(four, 2200..=2204 | 2221..=2720 | 6011 | 9792) => true,
        16 if matches!(two, 51..=55 | 35 | 62 | 64 | 65 | 81 | 82 | 40..=49 | 36 | 38 | 39) => true,
        16 if matches!(six, 508_500..=508_999 | 606_985..=607_984 | 608_001..=608_500 | 652_150..=653_149) => {
            true
        }
        16..=19 if matches!(three, 300..=305 | 309) => true,
        16..=19 if two == 62 => true,
        19 if digits.starts_with('4') => true,
        12..=19 => {
            matches!(
                four,
                604 | 5018 | 5020 | 5038 | 5893 | 6304 | 6390 | 6759 | 6761..=6763 | 6799 | 6334 | 6767
            ) || matches!(two, 50 | 56..=58 | 67)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_issued;

    #[test]
    fn a_number_needs_a_scheme() {
        for digits in
            ["4111111111111111", "378282246310005", "30569309025904", "6200000000000005", "2221000000000009"]
        {
            assert!(is_issued(digits), "{digits}");
        }
        for digits in ["1234567812345670", "9111111111111111", "41111111111111"] {
            assert!(!is_issued(digits), "{digits}");
        }
    }
}
