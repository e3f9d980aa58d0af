//! Numbers that states give to persons, with letters in them: known by their shape and check character.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;
use super::stays::token;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    let mut end = 0;
    for (index, group) in scan.groups.iter().enumerate() {
        let found = spaced(scan, index);
        if let Some((range, rule)) = found {
            out.goes(range, Sort::NationalId, rule, Priority::Checked);
        }
        if group.start < end {
            continue;
        }
        let token = token(scan, group, |byte| byte.is_ascii_alphanumeric());
        end = token.end;
        let lettered = token.len() > group.len() && (8..=18).contains(&token.len());
        if !lettered || scan.joined_before(token.start) || scan.joined_after(token.end) {
            continue;
        }
        let text = scan.text[token.clone()].to_ascii_uppercase();
        if let Some(rule) = rule_of(scan, &token, &text) {
            out.goes(token, Sort::NationalId, rule, Priority::Checked);
        }
    }
}

fn rule_of(scan: &Scan<'_>, token: &Range<usize>, text: &str) -> Option<&'static str> {
    let thing = scan.names_a_thing(token.start);
    let pan_said = scan.cue_before(token.start, 30, &[Cue::Pan]).is_some();
    match text.len() {
        9 if is_nino(text) && !thing => Some("british insurance number"),
        9 if is_spanish(text) && !thing => Some("spanish id"),
        10 if is_pan(text) && (pan_said || text.as_bytes()[3] == b'P' && !thing) => Some("indian tax number"),
        16 if is_italian(text) => Some("italian tax code"),
        18 if is_chinese(text) => Some("chinese id"),
        18 if is_mexican(text) => Some("mexican id"),
        _ => None,
    }
}

/// Those whose letters stand apart from the digits: `AB 12 34 56 C`, `12345678-Z`, `12.345.678-Z`, `X-1234567-L`.
fn spaced(scan: &Scan<'_>, index: usize) -> Option<(Range<usize>, &'static str)> {
    let group = &scan.groups[index];
    let bytes = scan.text.as_bytes();
    let lengths: Vec<usize> = scan.groups[index..].iter().take(3).map(ExactSizeIterator::len).collect();
    let gaps = (scan.gap(index), scan.gap(index + 1));
    if group.len() == 6 && scan.byte_at(group.end) == b' ' {
        let start = group.start.checked_sub(3).filter(|start| bytes[start + 2] == b' ')?;
        let last = group.end + 1;
        let text: String = scan.text.get(start..=last)?.chars().filter(char::is_ascii_alphanumeric).collect();
        let apart = !scan.joined_before(start) && !scan.joined_after(last + 1);
        return (apart && is_nino(&text.to_ascii_uppercase()))
            .then_some((start..last + 1, "british insurance number"));
    }
    if lengths == [2, 2, 2] && gaps.0.len() <= 1 && gaps.0 == gaps.1 {
        let start = group.start.checked_sub(3).filter(|start| b" -".contains(&bytes[start + 2]))?;
        let mut last = scan.groups[index + 2].end;
        last += usize::from(b" -".contains(&scan.byte_at(last)));
        let text: String = scan.text.get(start..=last)?.chars().filter(char::is_ascii_alphanumeric).collect();
        let apart = !scan.joined_before(start) && !scan.joined_after(last + 1);
        return (apart && is_nino(&text.to_ascii_uppercase()))
            .then_some((start..last + 1, "british insurance number"));
    }
    let digits_end = match (lengths.as_slice(), gaps) {
        ([2, 3, 3], (".", ".")) => scan.groups[index + 2].end,
        ([7 | 8, ..], _) => group.end,
        _ => return None,
    };
    let mut letter = digits_end;
    letter += usize::from(b"- ".contains(&scan.byte_at(letter)));
    let foreign = group.len() == 7;
    let mut start = group.start;
    if foreign {
        start -= usize::from(scan.byte_before(start) == b'-');
        start = start.checked_sub(1)?;
    }
    let text = scan.text.get(start..=letter)?;
    if (letter == group.end && !foreign) || scan.joined_before(start) || scan.joined_after(letter + 1) {
        return None;
    }
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    // Eight digits and a letter after a space are an amount and a word as well.
    let said = scan.cue_before(start, 24, &[Cue::Person]).is_some();
    let upper = bytes[letter].is_ascii_uppercase() && (said || scan.byte_at(digits_end) == b'-');
    (upper && is_spanish(&text) && !scan.names_a_thing(start)).then_some((start..letter + 1, "spanish id"))
}

/// Two letters, six digits, a letter of A to D.
fn is_nino(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.len() == 9
        && bytes[..2].iter().all(|byte| byte.is_ascii_uppercase() && !b"DFIQUV".contains(byte))
        && bytes[1] != b'O'
        && !matches!(&bytes[..2], b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ");
    letters && bytes[2..8].iter().all(u8::is_ascii_digit) && (b'A'..=b'D').contains(&bytes[8])
}

/// Eight digits, or a letter of X to Z and seven, and the letter that the remainder by 23 gives.
fn is_spanish(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 9 {
        return false;
    }
    let digits = match bytes[0] {
        first @ b'X'..=b'Z' => format!("{}{}", first - b'X', &text[1..8]),
        _ => text[..8].to_owned(),
    };
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse::<usize>().unwrap_or(0);
    all_digits && b"TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == bytes[8]
}

/// Five letters, of which the fourth says who holds it, four digits, a letter.
fn is_pan(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes[..5].iter().all(u8::is_ascii_uppercase)
        && b"ABCFGHJLPT".contains(&bytes[3])
        && bytes[5..9].iter().all(u8::is_ascii_digit)
        && bytes[9].is_ascii_uppercase()
}

/// Letters of the names, year, month, day, place, and a check letter; where two have all of these in common, letters stand
/// for digits.
fn is_italian(text: &str) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let bytes = text.as_bytes();
    let shape = bytes.iter().enumerate().all(|(place, byte)| match place {
        0..=5 | 8 | 11 | 15 => byte.is_ascii_uppercase(),
        _ => byte.is_ascii_digit() || b"LMNPQRSTUV".contains(byte),
    });
    let value =
        |byte: u8| usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.wrapping_sub(b'A') });
    let sum: u32 =
        bytes[..15]
            .iter()
            .enumerate()
            .map(|(place, byte)| {
                if place % 2 == 0 { ODD.get(value(*byte)).copied().unwrap_or(0) } else { value(*byte) as u32 }
            })
            .sum();
    shape && b"ABCDEHLMPRST".contains(&bytes[8]) && sum % 26 == u32::from(bytes[15] - b'A')
}

/// Seventeen digits, with a date of birth, and a check character (ISO 7064, MOD 11-2).
fn is_chinese(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes[..17].iter().all(u8::is_ascii_digit) || !matches!(&text[6..8], "19" | "20") {
        return false;
    }
    let sum = bytes[..17].iter().fold(0u32, |sum, byte| (sum + u32::from(byte - b'0')) * 2 % 11);
    b"10X98765432"[sum as usize] == bytes[17]
}

/// Four letters of the names, a date of birth, sex, place, three consonants, two more.
fn is_mexican(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes[..4].iter().all(u8::is_ascii_uppercase)
        && bytes[4..10].iter().all(u8::is_ascii_digit)
        && b"HMX".contains(&bytes[10])
        && bytes[11..16].iter().all(u8::is_ascii_uppercase)
        && bytes[17].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_tells() {
        assert!(is_spanish("12345678Z") && is_spanish("X1234567L") && !is_spanish("12345678A"));
        assert!(is_italian("RSSMRA85T10A562S") && !is_italian("RSSMRA85T10A562T"));
        assert!(is_nino("AB123456C") && !is_nino("QQ123456C") && !is_nino("AB123456E"));
        assert!(is_chinese("11010519491231002X") && !is_chinese("110105194912310021"));
        assert!(is_pan("ABCPE1234F") && !is_pan("ABCDE1234F"));
    }
}
