//! International bank account numbers: a country, its length, and check digits; whatever the spacing and the case, and
//! whatever word follows.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::checksums::mod_97;
use super::scan::Scan;
use super::sort::Sort;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for group in &scan.groups {
        if let Some(range) = iban(scan, group.start) {
            out.goes(range, Sort::Iban, "iban", Priority::Certain);
        }
    }
}

/// The number whose check digits begin at `checked`.
fn iban(scan: &Scan<'_>, checked: usize) -> Option<Range<usize>> {
    let bytes = scan.text.as_bytes();
    let mut start = checked;
    while start > 0 && checked - start < 2 && bytes[start - 1] == b' ' {
        start -= 1;
    }
    start = start.checked_sub(2)?;
    let country = [bytes[start].to_ascii_uppercase(), bytes[start + 1].to_ascii_uppercase()];
    let length = length_in(country)?;
    if scan.joined_before(start) {
        return None;
    }
    let mut characters = Vec::with_capacity(length);
    let mut end = start;
    let mut between = 0;
    while characters.len() < length {
        let byte = *bytes.get(end)?;
        end += 1;
        if byte.is_ascii_alphanumeric() {
            characters.push(byte);
            between = 0;
        } else {
            between += 1;
            if !matches!(byte, b' ' | b'-' | b'.' | b'\t') || between > 3 {
                return None;
            }
        }
    }
    let digits = characters.iter().filter(|byte| byte.is_ascii_digit()).count();
    let moved = characters[4..].iter().chain(&characters[..4]).copied();
    let right = characters[2..4].iter().all(u8::is_ascii_digit) && digits >= 8 && mod_97(moved) == 1;
    (right && !scan.joined_after(end)).then_some(start..end)
}

/// How long the numbers of a country are (the registry of ISO 13616).
fn length_in(country: [u8; 2]) -> Option<usize> {
    Some(match &country {
        b"NO" => 15,
        b"BE" => 16,
        b"DK" | b"FI" | b"FO" | b"GL" | b"NL" | b"FK" | b"SD" => 18,
        b"MK" | b"SI" => 19,
        b"AT" | b"BA" | b"EE" | b"KZ" | b"LT" | b"LU" | b"XK" | b"MN" => 20,
        b"CH" | b"HR" | b"LI" | b"LV" => 21,
        b"BG" | b"BH" | b"CR" | b"DE" | b"GB" | b"GE" | b"IE" | b"ME" | b"RS" | b"VA" => 22,
        b"AE" | b"GI" | b"IL" | b"TL" | b"IQ" | b"OM" | b"SO" => 23,
        b"AD" | b"CZ" | b"ES" | b"MD" | b"PK" | b"RO" | b"SA" | b"SE" | b"SK" | b"TN" | b"VG" => 24,
        b"PT" | b"ST" | b"LY" => 25,
        b"IS" | b"TR" => 26,
        b"FR" | b"GR" | b"IT" | b"MC" | b"MR" | b"SM" | b"BI" | b"DJ" => 27,
        b"AL" | b"AZ" | b"BY" | b"CY" | b"DO" | b"GT" | b"HU" | b"LB" | b"PL" | b"SV" | b"NI" => 28,
        b"BR" | b"EG" | b"PS" | b"QA" | b"UA" => 29,
        b"JO" | b"KW" | b"MU" | b"YE" => 30,
        b"MT" | b"SC" => 31,
        b"LC" => 32,
        b"RU" => 33,
        _ => return None,
    })
}
