//! Numbers that states give to persons, and that are made of digits: by their check digits, by their spelling, or by a word
//! beside them. Those with letters in them are in `lettered_ids.rs`.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::checksums::{luhn, mod_11_10, verhoeff, weighted};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;

/// Groups that such a number is written in, at most.
const GROUPS_MAX: usize = 7;
/// How far in front of it a word says what it is, in bytes.
const WORD_WITHIN: usize = 36;

/// A number as it is written.
struct Number<'a> {
    digits: &'a str,
    lengths: &'a [usize],
    /// What stands between the groups, one after the other.
    signs: String,
    cue: &'a dyn Fn(Cue) -> bool,
    thing: bool,
    /// Whether groups of the same length go on before or behind it.
    longer: bool,
}

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for run in &scan.runs {
        for first in run.clone() {
            for end in first + 1..=run.end.min(first + GROUPS_MAX) {
                let groups = first..end;
                let digits = scan.digits(groups.clone());
                if digits.len() > 15 {
                    break;
                }
                if digits.len() >= 9 && apart(scan, &groups) {
                    propose(scan, run, groups, &digits, out);
                }
            }
        }
    }
}

fn propose(
    scan: &Scan<'_>,
    run: &Range<usize>,
    groups: Range<usize>,
    digits: &str,
    out: &mut Candidates<'_>,
) {
    let span = scan.span(&groups);
    let lengths: Vec<usize> = scan.groups[groups.clone()].iter().map(ExactSizeIterator::len).collect();
    let signs = (groups.start..groups.end - 1).map(|group| scan.gap(group)).collect::<Vec<_>>().join(",");
    let cue = |cue: Cue| {
        let seen = scan.cue_before(span.start, WORD_WITHIN, &[cue]);
        seen.is_some_and(|seen| !scan.text[seen.end..span.start].contains('\n'))
    };
    let (first, last) = (groups.start, groups.end - 1);
    let same = |group: usize, other: usize| scan.groups[group].len() == scan.groups[other].len();
    let longer = first > run.start && same(first - 1, first) && scan.gap(first - 1) == " "
        || groups.end < run.end && same(last, groups.end) && scan.gap(last) == " ";
    let number =
        Number { longer, digits, lengths: &lengths, signs, cue: &cue, thing: scan.names_a_thing(span.start) };
    if let Some(rule) = american(&number) {
        out.goes(span, Sort::Ssn, rule, Priority::Checked);
    } else if let Some(rule) = by_word(&number).or_else(|| by_spelling(&number)) {
        out.goes(span, Sort::NationalId, rule, Priority::Checked);
    }
}

/// Whether the groups are no part of a longer number or of a word.
fn apart(scan: &Scan<'_>, groups: &Range<usize>) -> bool {
    let span = scan.span(groups);
    let tied = |sign: u8, other: u8| b"-./,".contains(&sign) && other.is_ascii_digit();
    let tied_before = span.start > 1 && tied(scan.byte_before(span.start), scan.byte_before(span.start - 1));
    let tied_after = tied(scan.byte_at(span.end), scan.byte_at(span.end + 1));
    let joined = scan.joined_before(span.start) || scan.joined_after(span.end);
    let signed = matches!(scan.byte_before(span.start), b'$' | b'+');
    !(joined || signed || tied_before || tied_after)
}

/// US social security numbers, and those of taxpayers who have none (ITIN).
fn american(number: &Number<'_>) -> Option<&'static str> {
    let Number { digits, lengths, signs, .. } = number;
    let (area, group, serial) = (digits.get(..3)?, digits.get(3..5)?, digits.get(5..)?);
    let tax =
        area.starts_with('9') && matches!(group.parse::<u8>(), Ok(50..=65 | 70..=88 | 90..=92 | 94..=99));
    let given = !matches!(area, "000" | "666")
        && (tax || !area.starts_with('9'))
        && group != "00"
        && serial != "0000";
    if digits.len() != 9 || !given {
        return None;
    }
    let spelled = **lengths == [3, 2, 4] && (signs == "-,-" && !number.thing || (number.cue)(Cue::Ssn));
    let whole = **lengths == [9] && (number.cue)(Cue::Ssn);
    (spelled || whole).then_some(if tax { "us taxpayer number" } else { "us social security number" })
}

/// Those whose digits alone could be anything: a word says what they are, and the check digit agrees.
fn by_word(number: &Number<'_>) -> Option<&'static str> {
    let Number { digits, cue, .. } = number;
    let said = |which: Cue| cue(which) || which != Cue::Nhs && cue(Cue::Person);
    match digits.len() {
        9 if said(Cue::Bsn) && dutch(digits) => Some("dutch citizen number"),
        9 if cue(Cue::Person) && (luhn(digits) || australian(digits)) => Some("social or tax number"),
        10 if cue(Cue::Nhs) && british_health(digits) => Some("british health number"),
        10 | 12 if cue(Cue::Person) && luhn(&digits[digits.len() - 10..]) => Some("swedish personal number"),
        11 if said(Cue::SteuerId) && german(digits) => Some("german tax id"),
        11 if said(Cue::Pesel) && polish(digits) => Some("polish personal number"),
        11 if said(Cue::Cpf) && brazilian(digits) => Some("brazilian personal number"),
        12 if said(Cue::Aadhaar) && indian(digits) => Some("indian aadhaar number"),
        9..=15 if cue(Cue::Person) && number.lengths.len() == 1 && !number.thing => {
            Some("personal number, by a word beside it")
        }
        _ => None,
    }
}

/// Those that are known by how they are written, with their check digit.
fn by_spelling(number: &Number<'_>) -> Option<&'static str> {
    let Number { digits, lengths, signs, thing, .. } = number;
    if *thing {
        return None;
    }
    match (digits.len(), *lengths) {
        (11, [3, 3, 3, 2]) if signs == ".,.,-" && brazilian(digits) => Some("brazilian personal number"),
        (12, [4, 4, 4]) if signs == " , " && !number.longer && indian(digits) => {
            Some("indian aadhaar number")
        }
        (13, [3, 4, 4, 2])
            if signs == ".,.,." && digits.starts_with("756") && super::checksums::ean_13(digits) =>
        {
            Some("swiss insurance number")
        }
        (15, [15] | [13, 2] | [1, 2, 2, 2, 3, 3, 2]) if french(digits) => {
            Some("french social security number")
        }
        _ => None,
    }
}

fn remainder(digits: &str, weights: &[u32], by: u32) -> u32 {
    weighted(digits, weights) % by
}

fn dutch(digits: &str) -> bool {
    let last = digits.as_bytes()[8] - b'0';
    remainder(digits, &[9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(last) && digits != "000000000"
}

fn australian(digits: &str) -> bool {
    remainder(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10], 11) == 0
}

fn british_health(digits: &str) -> bool {
    let check = 11 - remainder(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11);
    let last = u32::from(digits.as_bytes()[9] - b'0');
    check % 11 == last && check != 10
}

fn german(digits: &str) -> bool {
    let counts = (b'0'..=b'9').map(|digit| digits[..10].bytes().filter(|byte| *byte == digit).count());
    // One digit comes twice or three times, and at least one never.
    !digits.starts_with('0') && (2..=3).contains(&counts.max().unwrap_or(0)) && mod_11_10(digits)
}

fn polish(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let (month, day) = (part(2..4) % 20, part(4..6));
    let sum = remainder(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10);
    (1..=12).contains(&month) && (1..=31).contains(&day) && sum == 0
}

fn brazilian(digits: &str) -> bool {
    let check = |length: usize| {
        let weights: Vec<u32> = (2..=length as u32 + 1).rev().collect();
        let value = weighted(&digits[..length], &weights) * 10 % 11 % 10;
        value == u32::from(digits.as_bytes()[length] - b'0')
    };
    let all_alike = digits.bytes().all(|byte| byte == digits.as_bytes()[0]);
    !all_alike && check(9) && check(10)
}

fn indian(digits: &str) -> bool {
    digits.as_bytes()[0] >= b'2' && verhoeff(digits)
}

fn french(digits: &str) -> bool {
    let (Ok(number), Ok(key), Ok(month)) =
        (digits[..13].parse::<u64>(), digits[13..].parse::<u64>(), digits[3..5].parse::<u8>())
    else {
        return false;
    };
    let person = digits.starts_with(['1', '2']) && matches!(month, 1..=12 | 20..=42 | 50..=99);
    person && 97 - number % 97 == key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_each_state() {
        assert!(dutch("111222333") && !dutch("111222334"));
        assert!(british_health("9434765919") && !british_health("9434765918"));
        assert!(german("86095742719") && !german("86095742710"));
        assert!(polish("44051401359") && !polish("44051401358") && !polish("44991401359"));
        assert!(brazilian("52998224725") && !brazilian("52998224726") && !brazilian("11111111111"));
        assert!(french("255081416802538") && !french("255081416802539"));
        assert!(australian("123456782") && !australian("123456783"));
    }
}
