//! What programs write into JSON that no JSON holds: half of a surrogate pair, and numbers that are none.

/// The record with U+FFFD for each half of a surrogate pair, and null for `NaN` and `Infinity`; `None` where it has neither.
pub(super) fn repaired_json(record: &str) -> Option<String> {
    let (mut repaired, mut copied, mut offset, mut inside) = (String::new(), 0, 0, false);
    let bytes = record.as_bytes();
    while offset < bytes.len() {
        let (length, instead) = match (inside, bytes[offset]) {
            (true, b'\\') => match surrogate(&record[offset..]) {
                Some(Surrogate::Pair) => (12, None),
                Some(Surrogate::Half) => (6, Some("\\ufffd")),
                None => (2, None),
            },
            (_, b'"') => {
                inside = !inside;
                (1, None)
            }
            (false, b'N' | b'I' | b'-') => match no_number(&record[offset..]) {
                Some(length) => (length, Some("null")),
                None => (1, None),
            },
            _ => (1, None),
        };
        if let Some(instead) = instead {
            repaired.push_str(&record[copied..offset]);
            repaired.push_str(instead);
            copied = offset + length;
        }
        offset += length;
    }
    if copied == 0 {
        return None;
    }
    repaired.push_str(&record[copied..]);
    Some(repaired)
}

enum Surrogate {
    Pair,
    Half,
}

fn surrogate(escape: &str) -> Option<Surrogate> {
    let unit = |from: usize| {
        let digits = escape.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    match (unit(0)?, unit(6)) {
        (0xd800..=0xdbff, Some(0xdc00..=0xdfff)) => Some(Surrogate::Pair),
        (0xd800..=0xdfff, _) => Some(Surrogate::Half),
        _ => None,
    }
}

/// How long the word is that stands where a number is meant.
fn no_number(rest: &str) -> Option<usize> {
    let words = ["NaN", "Infinity", "-Infinity", "-NaN"];
    let word = words.into_iter().find(|word| rest.starts_with(word))?;
    let ends = !rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    ends.then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_json_is_replaced() {
        for (given, expected) in [
            (r#"{"a":"\ud83d"}"#, Some(r#"{"a":"\ufffd"}"#)),
            (r#"{"a":"\ude00\ud83d\ude00 \\ud83d"}"#, Some(r#"{"a":"\ufffd\ud83d\ude00 \\ud83d"}"#)),
            (r#"{"a":NaN,"b":-Infinity,"c":"NaN"}"#, Some(r#"{"a":null,"b":null,"c":"NaN"}"#)),
            (r#"{"a":"\ud83d\ude00","b":-1}"#, None),
            (r#"{"a":Infinite}"#, None),
            (r#"{"a":"\"#, None),
            ("\"\\ü", None),
        ] {
            assert_eq!(repaired_json(given).as_deref(), expected, "{given}");
        }
    }
}
