//! Numbers of passports, driving licences and bank accounts: their shapes say nothing, so a word before them must.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::checksums::weighted;
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;

/// How far behind its word a number begins, in bytes.
const WITHIN: usize = 40;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for seen in &scan.seen {
        let (sort, rule) = match seen.cue {
            Cue::Passport => (Sort::Passport, "passport, by a word beside it"),
            Cue::Licence => (Sort::Licence, "driving licence, by a word beside it"),
            Cue::Account => (Sort::Account, "bank account, by a word beside it"),
            Cue::Bank => (Sort::Account, "bank, by a word beside it"),
            _ => continue,
        };
        if let Some(range) = number(scan, seen.end, seen.cue) {
            out.goes(range, sort, rule, Priority::Context);
        }
    }
}

/// The first token with digits behind a word, if it is what such numbers are.
fn number(scan: &Scan<'_>, end: usize, cue: Cue) -> Option<Range<usize>> {
    let rest = &scan.text[end..];
    let digit = rest.bytes().take(WITHIN + 8).position(|byte| byte.is_ascii_digit())?;
    let holds = |c: char| c.is_ascii_alphanumeric();
    let start = rest[..digit]
        .rfind(|c: char| !holds(c))
        .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
    let between = &rest[..start];
    if start == 0 || start > WITHIN || between.contains('\n') || between.contains(". ") && between.len() > 8 {
        return None;
    }
    let token = end + start..end + start + length(&rest[start..], cue);
    let text: String = scan.text[token.clone()].chars().filter(|c| holds(*c)).collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fits = match cue {
        // Nine capitals and digits in any order, as Germany numbers them, or mostly digits.
        Cue::Passport => {
            let capitals = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            (6..=12).contains(&text.len()) && (digits >= 5 || digits >= 2 && capitals && text.len() == 9)
        }
        Cue::Licence => (5..=20).contains(&text.len()) && digits >= 4,
        Cue::Bank => is_bank(&text),
        _ => (6..=18).contains(&text.len()) && digits == text.len(),
    };
    let shown = &scan.text[token.clone()];
    let amount = b".,".contains(&scan.byte_at(token.end)) && scan.byte_at(token.end + 1).is_ascii_digit();
    (fits && !amount && !looks_like_date(shown) && !scan.joined_after(token.end)).then_some(token)
}

/// How long the token is: letters and digits, with single hyphens or spaces before more digits.
fn length(rest: &str, cue: Cue) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let more = match bytes[end] {
            byte if byte.is_ascii_alphanumeric() => true,
            b'-' => bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
            b' ' => cue != Cue::Passport && bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
            _ => false,
        };
        if !more {
            break;
        }
        end += 1;
    }
    end
}

/// Routing numbers of US banks have a check digit; sort codes are six digits, German bank codes eight; IFSC has letters.
fn is_bank(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let indian = text.len() == 11
        && text.as_bytes()[4] == b'0'
        && text[..4].bytes().all(|byte| byte.is_ascii_alphabetic());
    let american = || weighted(text, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10);
    indian || digits && (matches!(text.len(), 6 | 8) || text.len() == 9 && american())
}

/// `2027-04-01`: a passport's expiry rather than its number.
fn looks_like_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    matches!(lengths.as_slice(), [4, 2, 2] | [2, 2, 4] | [1 | 2, 1 | 2, 4])
}
