//! How telephone numbers are written: the plans of countries, as facts. What is written beside a number is looked at
//! elsewhere (`phones.rs`).

use std::ops::RangeInclusive;

/// A number as it is written: its digits, the lengths of its groups, and what stands between them.
pub(super) struct Written<'a> {
    /// All digits.
    pub digits: &'a str,
    /// The lengths of the groups.
    pub lengths: &'a [usize],
    /// Whether the first group stands in parentheses.
    pub parentheses: bool,
    /// Whether a hyphen, full stop or slash stands between groups.
    pub signs: bool,
}

/// What a number by itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plan {
    /// It follows no plan.
    None,
    /// It follows one that other numbers follow as well: a word beside it must say so.
    Possible,
    /// Little but telephone numbers is written so.
    Likely,
}

/// How long the national part is behind a calling code, and how long the code is.
pub(super) fn international(digits: &str) -> Option<(usize, RangeInclusive<usize>)> {
    let code = |length: usize| digits.get(..length).and_then(|code| code.parse::<u16>().ok());
    let one = code(1)?;
    if matches!(one, 1 | 7) {
        return Some((1, 10..=10));
    }
    let national = match code(2)? {
        20 | 64 => 8..=10,
        27 | 31 | 33 | 34 | 48 | 61 | 93 | 94 => 9..=9,
        30 | 90 | 91 | 58 | 98 => 10..=10,
        32 | 36 | 51 | 66 => 8..=9,
        39 => 6..=11,
        40 | 56 => 9..=9,
        41 => 9..=9,
        43 => 7..=12,
        44 => 9..=10,
        45 | 47 | 65 => 8..=8,
        46 => 7..=10,
        49 => 6..=12,
        52 | 54 | 55 => 10..=11,
        53 => 6..=8,
        57 | 60 | 63 | 84 | 95 => 7..=10,
        62 => 7..=12,
        81 => 9..=10,
        82 => 8..=11,
        86 => 9..=11,
        92 => 9..=10,
        two if matches!(two / 10, 2 | 3 | 4 | 5 | 6 | 8 | 9) => {
            return matches!(
                two,
                21..=26 | 29 | 35 | 37 | 38 | 42 | 50 | 59 | 67 | 68 | 69 | 85 | 88 | 96 | 97 | 99
            )
            .then_some((3, 6..=11));
        }
        _ => return None,
    };
    Some((2, national))
}

/// What a national number says by itself.
pub(super) fn national(number: &Written<'_>) -> Plan {
    let plans = [north_american, trunk_zero, russian, latin_american, by_first_digits, short_groups];
    plans.into_iter().map(|plan| plan(number)).max().unwrap_or(Plan::None)
}

fn likely_if(condition: bool) -> Plan {
    if condition { Plan::Likely } else { Plan::Possible }
}

fn first(number: &Written<'_>) -> u8 {
    number.digits.as_bytes()[0]
}

/// United States, Canada and their neighbours: an area code of 2 to 9 and two more, three, four; a 1 may stand before.
fn north_american(number: &Written<'_>) -> Plan {
    let (digits, lengths) = match number.lengths {
        [1, rest @ ..] if number.digits.starts_with('1') => (&number.digits[1..], rest),
        all => (number.digits, all),
    };
    let area = digits.len() == 10 && digits.as_bytes()[0] >= b'2';
    match lengths {
        [3, 3, 4] if area => Plan::Likely,
        [3, 7] | [6, 4] if area => likely_if(number.parentheses),
        [10] | [11]
            if area || digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'2' =>
        {
            Plan::Possible
        }
        [3, 4] => Plan::Possible,
        _ => Plan::None,
    }
}

/// Most of Europe, Asia, Africa and Oceania: a trunk 0, then an area or a network, then the rest.
fn trunk_zero(number: &Written<'_>) -> Plan {
    let Written { digits, lengths, .. } = number;
    if first(number) != b'0' || digits.as_bytes().get(1) == Some(&b'0') {
        return Plan::None;
    }
    let total = digits.len();
    let [area, rest @ ..] = *lengths else { return Plan::None };
    if rest.is_empty() {
        // A mobile number in one piece, as in Britain (11 digits) or France and the Netherlands (10).
        let prefixes: &[&str] = match total {
            11 => &["07", "010", "015", "080", "090"],
            10 => &["06", "07"],
            _ => &[],
        };
        let mobile = prefixes.iter().any(|prefix| digits.starts_with(prefix));
        return if (8..=12).contains(&total) { likely_if(mobile) } else { Plan::None };
    }
    let grouped = (2..=6).contains(area) || *area == 1 && rest[0] >= 2;
    let whole = rest.len() <= 5 && rest.iter().all(|length| (2..=8).contains(length));
    let german_mobile = *area == 4 && ["015", "016", "017"].iter().any(|prefix| digits.starts_with(prefix));
    match total {
        9 if rest.len() == 1 => Plan::Possible,
        9..=11 if grouped && whole => Plan::Likely,
        12 if grouped && whole && (number.signs || german_mobile) => Plan::Likely,
        7..=13 if grouped && whole => Plan::Possible,
        _ => Plan::None,
    }
}

/// Russia and Kazakhstan: 8 or 7, three digits of an area or network, then seven.
fn russian(number: &Written<'_>) -> Plan {
    let network = number.digits.as_bytes().get(1).is_some_and(|digit| b"3489".contains(digit));
    if !matches!(first(number), b'7' | b'8') || number.digits.len() != 11 || !network {
        return Plan::None;
    }
    match number.lengths {
        [1, 3, 3, 2, 2] | [1, 3, 3, 4] | [1, 3, 7] | [1, 3, 2, 2, 3] | [1, 4, 2, 2, 2] | [1, 4, 6] => {
            Plan::Likely
        }
        _ => Plan::Possible,
    }
}

/// Brazil and its neighbours: an area in parentheses, then two groups.
fn latin_american(number: &Written<'_>) -> Plan {
    match number.lengths {
        [2, 4 | 5, 4] | [3, 3 | 4, 4] => likely_if(number.parentheses),
        // A year in parentheses is no area.
        [4, ..] if number.digits.starts_with("19") || number.digits.starts_with("20") => Plan::None,
        [2, 3, 3] | [2..=5, 3..=4, 2..=4] => likely_if(number.parentheses && number.signs),
        _ => Plan::None,
    }
}

/// Countries without a trunk digit, by the first digits of their mobile numbers: Spain, Italy, China, India, Portugal.
fn by_first_digits(number: &Written<'_>) -> Plan {
    let Written { digits, lengths, .. } = number;
    let bytes = digits.as_bytes();
    match (digits.len(), *lengths) {
        (9, [3, 2, 2, 2] | [2, 3, 2, 2]) if matches!(bytes[0], b'6'..=b'9') => Plan::Likely,
        (11, [3, 4, 4]) if bytes[0] == b'1' && bytes[1] >= b'3' => Plan::Likely,
        (11, [11]) if bytes[0] == b'1' && bytes[1] >= b'3' => Plan::Possible,
        (10, [5, 5]) if bytes[0] >= b'6' => likely_if(number.signs),
        (10, [3, 3, 4] | [3, 7] | [3, 3, 2, 2] | [3, 2, 2, 3] | [10]) if bytes[0] >= b'2' => Plan::Possible,
        (9, [3, 3, 3] | [9] | [2, 3, 4] | [3, 6]) if bytes[0] >= b'2' => Plan::Possible,
        _ => Plan::None,
    }
}

/// Denmark, Norway, Singapore, Hong Kong, the Baltics and others: seven or eight digits in short groups.
fn short_groups(number: &Written<'_>) -> Plan {
    match number.lengths {
        [2, 2, 2, 2] | [3, 2, 3] | [4, 4] | [2, 3, 3] | [2, 6] | [2, 3, 2] | [3, 2, 2] | [2, 4, 4] => {
            Plan::Possible
        }
        [2, 2, 2, 2, 2] | [1, 2, 2, 2, 2] | [2, 3, 3, 4] | [2, 3, 4] | [2, 3, 2, 2] => Plan::Possible,
        _ => Plan::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let groups = text.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|length| *length > 0);
        let lengths: Vec<usize> = groups.collect();
        let (parentheses, signs) = (text.contains('('), text.contains(['-', '.', '/']));
        national(&Written { digits: &digits, lengths: &lengths, parentheses, signs })
    }

    #[test]
    fn what_only_telephones_have_is_told_from_what_others_have_too() {
        for text in [
            "212-555-0147",
            "06 39 98 01 23",
            "0176/04069000",
            "8 (912) 345-67-89",
            "07700900123",
            "612 34 56 78",
            "138 1234 5678",
            "(11) 91234-5678",
            "0 532 123 45 67",
            "(64) 3591-3246",
        ] {
            assert_eq!(plan(text), Plan::Likely, "{text}");
        }
        for text in ["512 345 678", "2125550147", "9123 4567", "347 123 4567"] {
            assert!(plan(text) >= Plan::Possible, "{text}");
        }
        for text in ["1234567", "20240115", "123 45"] {
            assert_eq!(plan(text), Plan::None, "{text}");
        }
    }

    #[test]
    fn a_calling_code_says_how_long_a_number_is() {
        assert_eq!(international("442079460958"), Some((2, 9..=10)));
        assert_eq!(international("12125550147"), Some((1, 10..=10)));
        assert_eq!(international("353861234567"), Some((3, 6..=11)));
        assert_eq!(international("0123456"), None);
    }
}
