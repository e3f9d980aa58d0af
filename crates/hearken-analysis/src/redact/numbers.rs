//! What is known by its digits: IBANs, payment cards, social security and telephone numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::{Candidates, Priority};
use super::scan::Scan;
use super::sort::Sort;

#[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

static IBAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"));
/// Digits with single separators between them, as cards and telephone numbers are written.
static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+?\(?\d(?:[\s\u{a0}.()/-]{0,2}\d){6,24}"));
static SSN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{3}-\d{2}-\d{4}$"));
/// North American: the area code begins with 2 to 9, and something stands between the groups.
static NANP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])\d{3}[\s.-]\d{4}$"));
static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\+[1-9][\d\s().-]{6,20}\d$"));
/// National: a trunk 0, then groups with something between them.
static NATIONAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\(?0[1-9]\d{0,4}\)?[\s-]\d{2,4}(?:[\s-]?\d{2,4}){1,3}$"));

pub(super) fn ibans(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    let ibans = IBAN.find_iter(text).filter(|candidate| is_iban(candidate.as_str()));
    for iban in ibans {
        found.goes(iban.range(), Sort::Iban, "iban", Priority::Certain);
    }
}

pub(super) fn find(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for run in RUN.find_iter(text) {
        let before = text[..run.start()].chars().next_back();
        let after = text[run.end()..].chars().next();
        // Part of a word, an amount or a longer number: not a number of its own.
        let joined = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '#' | '_' | '€' | '£'))
        };
        if joined(before) || after.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        if let Some(sort) = sort_of(run.as_str()) {
            found.goes(run.range(), sort, "number", Priority::Shape);
        }
    }
}

fn sort_of(run: &str) -> Option<Sort> {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    if is_card(&digits) {
        return Some(Sort::Card);
    }
    if SSN.is_match(run) {
        let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
        let given =
            !matches!(area, "000" | "666") && !area.starts_with('9') && group != "00" && serial != "0000";
        return given.then_some(Sort::Ssn);
    }
    let phone = NANP.is_match(run)
        || (INTERNATIONAL.is_match(run) && (8..=15).contains(&digits.len()))
        || (NATIONAL.is_match(run) && (9..=12).contains(&digits.len()));
    phone.then_some(Sort::Phone)
}

/// A number of a card scheme's length and first digits whose check digit is right (Luhn; ISO/IEC 7812-1, annex B).
fn is_card(digits: &str) -> bool {
    let issued = match digits.len() {
        13 | 16 | 19 if digits.starts_with('4') => true,
        16 => ["51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "60", "64", "65", "35"]
            .iter()
            .any(|prefix| digits.starts_with(prefix)),
        15 => digits.starts_with("34") || digits.starts_with("37"),
        14 => ["30", "36", "38", "39"].iter().any(|prefix| digits.starts_with(prefix)),
        12..=19 => digits.starts_with("50") || digits.starts_with("56") || digits.starts_with("67"),
        _ => false,
    };
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([false, true].into_iter().cycle())
        .map(|(byte, doubled)| {
            let digit = u32::from(byte - b'0') << u32::from(doubled);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    issued && sum.is_multiple_of(10)
}

/// Whether the check digits are right (ISO 13616, by ISO 7064 MOD 97-10) and the country gives numbers of that length.
fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    let length = match &plain[..2] {
        "NO" => 15,
        "BE" => 16,
        "DK" | "FI" | "FO" | "GL" | "NL" => 18,
        "MK" | "SI" => 19,
        "AT" | "BA" | "EE" | "KZ" | "LT" | "LU" | "XK" => 20,
        "CH" | "HR" | "LI" | "LV" => 21,
        "BG" | "BH" | "CR" | "DE" | "GB" | "GE" | "IE" | "ME" | "RS" | "VA" => 22,
        "AE" | "GI" | "IL" | "TL" => 23,
        "AD" | "CZ" | "ES" | "MD" | "PK" | "RO" | "SA" | "SE" | "SK" | "TN" | "VG" => 24,
        "PT" | "ST" => 25,
        "IS" | "TR" => 26,
        "FR" | "GR" | "IT" | "MC" | "MR" | "SM" => 27,
        "AL" | "AZ" | "BY" | "CY" | "DO" | "GT" | "HU" | "LB" | "PL" | "SV" => 28,
        "BR" | "EG" | "PS" | "QA" | "UA" => 29,
        "JO" | "KW" | "MU" => 30,
        "MT" | "SC" => 31,
        "LC" => 32,
        _ => return false,
    };
    let moved = plain[4..].bytes().chain(plain[..4].bytes());
    let remainder = moved.fold(0u64, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u64::from(byte - b'0')) % 97,
        _ => (rest * 100 + u64::from(byte - b'A') + 10) % 97,
    });
    plain.len() == length && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_needs_its_check_digit_and_a_scheme() {
        assert!(is_card("4111111111111111") && is_card("378282246310005"));
        assert!(!is_card("4111111111111112") && !is_card("1234567812345670"));
    }

    #[test]
    fn an_iban_needs_its_check_digits_and_its_country_s_length() {
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && is_iban("FR1420041010050500013M02606"));
        assert!(!is_iban("GB82 WEST 1234 5698 7654 33") && !is_iban("ZZ82WEST12345698765432"));
    }
}
