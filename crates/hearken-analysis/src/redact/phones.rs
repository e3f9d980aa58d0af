//! Telephone numbers: by a calling code, by the plan of a country, or by a word beside them.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::phone_plans::{Plan, Written, international, national};
use super::scan::Scan;
use super::sort::Sort;

/// Groups that a number is written in, at most.
const GROUPS_MAX: usize = 7;
/// Digits of a number at most (ITU-T E.164), with what may stand before it.
const DIGITS_MAX: usize = 17;

/// How sure a word beside a number is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    None,
    Call,
    Phone,
}

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    let mut last: Option<(usize, Word)> = None;
    for run in &scan.runs {
        let mut first = run.start;
        while first < run.end {
            // Dates are no part of a number.
            if out.stay_at(scan.groups[first].start) {
                first += 1;
                continue;
            }
            let most = run.end.min(first + GROUPS_MAX);
            let end = (first + 1..most).find(|group| out.stay_at(scan.groups[*group].start)).unwrap_or(most);
            let word = word_before(scan, scan.groups[first].start, last);
            let Some((groups, rule)) = longest(scan, first..end, word) else {
                first += 1;
                continue;
            };
            let mut span = scan.span(&groups);
            span.start = opening(scan, span.start);
            span.end = extension(scan, span.end);
            last = Some((span.end, word));
            first = scan.groups.partition_point(|group| group.start < span.end);
            out.goes(span, Sort::Phone, rule, Priority::Phone);
        }
    }
}

/// The longest number that begins with the first of these groups, and the rule for it.
fn longest(scan: &Scan<'_>, groups: Range<usize>, word: Word) -> Option<(Range<usize>, &'static str)> {
    let first = groups.start;
    let ends = || (first + 1..=groups.end).rev();
    let stands = |end: usize| stands_apart(scan, &(first..end));
    let coded =
        |exact: bool| ends().find(|end| stands(*end) && has_calling_code(scan, &(first..*end), exact, word));
    if let Some(end) = coded(true).or_else(|| coded(false)) {
        return Some((first..end, "phone, international"));
    }
    let thing = scan.names_a_thing(scan.groups[first].start);
    let planned = ends().find(|end| {
        let plan = plan_of(scan, &(first..*end));
        let said = if thing { Plan::None } else { plan };
        let word = word.max(word_after(scan, scan.groups[*end - 1].end));
        stands(*end)
            && (said == Plan::Likely
                || said == Plan::Possible && word > Word::None && !is_amount(scan, &(first..*end)))
    });
    if let Some(end) = planned {
        return Some((first..end, "phone, national"));
    }
    let named = ends().find(|end| {
        let word = word.max(word_after(scan, scan.groups[*end - 1].end));
        stands(*end) && !thing && is_named(scan, &(first..*end), word)
    });
    named.map(|end| (first..end, "phone, by a word beside it"))
}

/// Whether a calling code begins it, with a length that its country gives; or, not so exactly, a plus and a word beside it.
fn has_calling_code(scan: &Scan<'_>, groups: &Range<usize>, exact: bool, word: Word) -> bool {
    let digits = scan.digits(groups.clone());
    let plus = has_plus(scan, scan.groups[groups.start].start);
    let Some(digits) = (if plus { Some(digits.as_str()) } else { digits.strip_prefix("00") }) else {
        return false;
    };
    if !(7..=DIGITS_MAX).contains(&digits.len()) {
        return false;
    }
    let Some((code, lengths)) = international(digits) else { return false };
    let national = digits.len() - code;
    // `+44 (0)20 …`: the trunk 0 is written, and not dialled.
    let trunk = digits.as_bytes()[code] == b'0' && lengths.contains(&(national - 1));
    lengths.contains(&national) || trunk || (!exact && plus && word > Word::None && national >= 6)
}

/// Whether a plus stands before the number, by itself.
fn has_plus(scan: &Scan<'_>, start: usize) -> bool {
    let before = scan.text[..start].trim_end_matches(['(', ' ']);
    let near = start - before.len() <= 2;
    near && before
        .strip_suffix('+')
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '+'))
}

fn plan_of(scan: &Scan<'_>, groups: &Range<usize>) -> Plan {
    let digits = scan.digits(groups.clone());
    if !(7..=DIGITS_MAX).contains(&digits.len()) {
        return Plan::None;
    }
    let lengths: Vec<usize> = scan.groups[groups.clone()].iter().map(ExactSizeIterator::len).collect();
    let gaps = || (groups.start..groups.end - 1).map(|group| scan.gap(group));
    let spaced = |gap: &str| {
        gap.trim() == "-" || !gap.contains("  ") && gap.bytes().filter(|b| b"-./".contains(b)).count() <= 1
    };
    if !gaps().all(spaced) {
        return Plan::None;
    }
    let opens = |group: usize| scan.byte_before(scan.groups[group].start) == b'(';
    let parentheses =
        (groups.start..groups.end - 1).take(2).any(|group| opens(group) && scan.gap(group).starts_with(')'));
    let signs = gaps().any(|gap| gap.contains(['-', '.', '/']));
    national(&Written { digits: &digits, lengths: &lengths, parentheses, signs })
}

/// Whether the word beside it makes a number of what follows no plan.
fn is_named(scan: &Scan<'_>, groups: &Range<usize>, word: Word) -> bool {
    let lengths = || scan.groups[groups.clone()].iter().map(ExactSizeIterator::len);
    let total: usize = lengths().sum();
    let short = lengths().all(|length| (2..=5).contains(&length));
    match word {
        Word::Phone => (7..=15).contains(&total) && groups.len() <= 6 && !is_amount(scan, groups),
        Word::Call => (7..=12).contains(&total) && groups.len() >= 2 && short && !is_amount(scan, groups),
        Word::None => false,
    }
}

/// Whether a sign or a word of money or measure stands beside it.
fn is_amount(scan: &Scan<'_>, groups: &Range<usize>) -> bool {
    let span = scan.span(groups);
    let before = scan.text[..span.start].trim_end_matches(' ');
    let after = scan.text[span.end..].trim_start_matches(' ');
    let units =
        ["eur", "usd", "gbp", "dollars", "euro", "pln", "zł", "kč", "руб", "km", "mb", "gb", "ms", "kr "];
    let unit_before = units.iter().any(|unit| {
        let start = before.len().saturating_sub(unit.trim().len());
        before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(unit.trim()))
            && !before[..start].ends_with(char::is_alphanumeric)
    });
    let word: String = after.chars().take(8).flat_map(char::to_lowercase).collect();
    unit_before
        || before.ends_with(['$', '€', '£', '¥', '₹'])
        || after.starts_with(['€', '$', '£', '%', '₹', '°'])
        || units.iter().any(|unit| word.starts_with(unit))
}

/// Whether a number is not part of a longer one, or of a word.
fn stands_apart(scan: &Scan<'_>, groups: &Range<usize>) -> bool {
    let span = scan.span(groups);
    let start = opening(scan, span.start);
    let previous = scan.byte_before(start);
    let linked = |sign: u8| b"-./,".contains(&sign);
    let tied_before = linked(previous) && scan.byte_before(start - 1).is_ascii_alphanumeric()
        || matches!(previous, b'#' | b'$' | b'%' | b'&')
        || previous == b':' && scan.byte_before(start - 1).is_ascii_digit()
        || scan.text[..start].ends_with(['€', '£', '¥', '₹']);
    let next = scan.byte_at(span.end);
    let then = scan.byte_at(span.end + 1);
    let tied_after = (linked(next) || next == b':') && then.is_ascii_digit() && next != b'/'
        || next == b'@'
        || next == b'%';
    let ends = extension(scan, span.end) > span.end || !scan.joined_after(span.end);
    !scan.joined_before(start) && !tied_before && !tied_after && ends
}

/// Where a number begins, with a plus and parentheses before its first digit.
fn opening(scan: &Scan<'_>, start: usize) -> usize {
    let mut opening = start;
    if has_plus(scan, start) {
        let plus = scan.text[..start].rfind('+').unwrap_or(start);
        opening = plus;
    } else if scan.byte_before(start) == b'(' {
        opening = start - 1;
    }
    opening
}

/// Where a number ends, with an extension behind it: `x123`, `ext. 123`.
fn extension(scan: &Scan<'_>, end: usize) -> usize {
    let rest = &scan.text[end..];
    let spaced = rest.trim_start_matches([' ', ',', ';']);
    if rest.len() - spaced.len() > 2 {
        return end;
    }
    let lower: String = spaced.chars().take(12).map(|c| c.to_ascii_lowercase()).collect();
    for mark in ["extension", "ext.", "ext", "x", "durchwahl", "poste"] {
        let Some(after) = lower.strip_prefix(mark) else { continue };
        let skipped = after.len() - after.trim_start_matches([' ', ':', '.']).len();
        let number = &spaced[mark.len() + skipped..];
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !number[digits..].starts_with(|c: char| c.is_alphanumeric());
        if (1..=6).contains(&digits) && skipped <= 2 && ends {
            return scan.text.len() - number.len() + digits;
        }
    }
    end
}

/// What the nearest word in front says, with no other number between; or what one said of the number just before.
fn word_before(scan: &Scan<'_>, start: usize, last: Option<(usize, Word)>) -> Word {
    if let Some((end, word)) = last {
        let between = scan.text.get(end..start).unwrap_or("");
        let list = between.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
        if between.len() <= 8
            && !between.contains('\n')
            && list.clone().all(|part| LIST_WORDS.contains(&part))
        {
            return word;
        }
    }
    let apart = |end: usize| {
        let between = &scan.text[end..start];
        between.contains(|c: char| c.is_ascii_digit()) || between.matches('\n').count() > 1
    };
    let says =
        |within: usize, cue: Cue| scan.cue_before(start, within, &[cue]).is_some_and(|seen| !apart(seen.end));
    if says(28, Cue::Phone) {
        Word::Phone
    } else if says(20, Cue::Call) {
        Word::Call
    } else {
        Word::None
    }
}

const LIST_WORDS: [&str; 10] = ["or", "and", "oder", "und", "ou", "et", "o", "y", "e", "lub"];

/// What a word directly behind a number says: `467 3395 office`.
fn word_after(scan: &Scan<'_>, end: usize) -> Word {
    if scan.cue_after(end, 2, &[Cue::Phone, Cue::Desk]) { Word::Phone } else { Word::None }
}
