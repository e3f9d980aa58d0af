//! What a value behind the name of a secret looks like, and how the two are linked.

use std::ops::Range;

use super::normal::MASK;

/// How a name and what follows it are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// `=`, `:` or `=>`, as machines write it.
    Field,
    /// `: `, as people write it as well.
    Label,
    /// *is*, in a language.
    Sentence,
}

/// Words that say that what follows is the value.
const IS: [&str; 16] = [
    "is", "was", "ist", "war", "lautet", "est", "es", "era", "é", "è", "jest", "to", "это", "är", "er", "als",
];

/// How what stands behind a name is linked to it, and where it begins.
pub(super) fn link_after(text: &str, end: usize) -> Option<(Link, usize)> {
    let rest = &text[end..];
    let closed = rest.trim_start_matches(['"', '\'', '`', ']', '\\']);
    let quoted = closed.len() < rest.len();
    let spaced = closed.trim_start_matches([' ', '\t']);
    if rest.len() - spaced.len() > 6 {
        return None;
    }
    let begin = |rest: &str| {
        let spaced = rest.trim_start_matches([' ', '\t']);
        let opened = spaced.trim_start_matches(['"', '\'', '`', '\\', '[', '(', '<', '{']);
        let far = rest.len() - opened.len() > 8;
        (!far).then(|| (text.len() - opened.len(), opened.len() < spaced.len(), spaced.len() < rest.len()))
    };
    for sign in ["=>", "->", ":=", "==", "=", ":", "：", ","] {
        let Some(after) = spaced.strip_prefix(sign) else { continue };
        // A comma links a pair of a list: `["authorization", "…"]`.
        if sign == "," && !quoted {
            return None;
        }
        let (at, opened, apart) = begin(after)?;
        let machine = sign != ":" || quoted || opened || !apart;
        return Some((if machine { Link::Field } else { Link::Label }, at));
    }
    let word = spaced.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if spaced.len() == closed.len() || !IS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let after = &spaced[word.len()..];
    let after = after.strip_prefix(':').unwrap_or(after);
    let (at, ..) = begin(after)?;
    Some((Link::Sentence, at))
}

/// The value that begins at a place: to a space, a quotation mark or what parts fields. A password may hold more signs
/// than a key.
pub(super) fn value_at(text: &str, at: usize, any: bool) -> Option<Range<usize>> {
    let rest = &text[at..];
    let quote = text[..at].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
    let ends = |c: char| match (quote, any) {
        (Some(quote), true) => c == quote || c == '\n',
        (Some(_), false) => c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';'),
        (None, true) => {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '&' | '|')
        }
        (None, false) => c.is_whitespace() || !(c.is_ascii_alphanumeric() || "_-./+=~:%$".contains(c)),
    };
    // Names may stand close together in a text without a space: none is followed further than a value is long.
    let rest = &rest[..rest.floor_char_boundary(VALUE_MAX)];
    let length = rest.find(|c| ends(c) || c == MASK).unwrap_or(rest.len());
    let value = rest[..length].trim_end_matches(['.', ',', ';', ')', ']', '}', '!', '?', '\\', ':']);
    (!value.is_empty()).then(|| at..at + value.len())
}

/// So much of a value of a secret goes, in bytes: none is longer.
pub(super) const VALUE_MAX: usize = 4096;

/// What people write where a password could stand.
const NO_PASSWORD: [&str; 60] = [
    "required",
    "incorrect",
    "wrong",
    "invalid",
    "missing",
    "reset",
    "changed",
    "expired",
    "forgotten",
    "forgot",
    "null",
    "none",
    "nil",
    "true",
    "false",
    "string",
    "text",
    "empty",
    "undefined",
    "optional",
    "hidden",
    "redacted",
    "removed",
    "masked",
    "filtered",
    "not",
    "the",
    "this",
    "that",
    "too",
    "correct",
    "right",
    "case",
    "weak",
    "strong",
    "short",
    "long",
    "same",
    "different",
    "unknown",
    "protected",
    "accepted",
    "rejected",
    "stored",
    "saved",
    "shown",
    "visible",
    "please",
    "enter",
    "change",
    "never",
    "always",
    "must",
    "should",
    "will",
    "falsch",
    "richtig",
    "incorrecte",
    "incorrecta",
    "undefined",
];

/// Whether a value behind the name of a password is one, rather than the next word of a sentence.
pub(super) fn is_password(text: &str, value: &Range<usize>, link: Link) -> bool {
    let word = &text[value.clone()];
    let lower = word.to_lowercase();
    let stars = word.chars().all(|c| matches!(c, '*' | '•' | 'x' | 'X' | '.' | '-' | '_' | '?' | '…' | '#'));
    let template = word.starts_with(['$', '{', '%', '<']) && word.contains(['{', '<', '%', '('])
        || word.starts_with("http");
    if stars || template || word.chars().count() < 3 || NO_PASSWORD.contains(&lower.as_str()) {
        return false;
    }
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'));
    let quoted = text[..value.start].ends_with(['"', '\'', '`']);
    let rest = &text[value.end..];
    let last =
        rest.trim_start_matches(['.', '!', ')', ' ']).is_empty() || rest.starts_with(['\n', '\r', ';', ',']);
    match link {
        Link::Field => {
            !letters || quoted || last || word.len() >= 8 || rest.starts_with(['&', ' ']) && word.len() >= 5
        }
        Link::Label => !letters || quoted || last,
        Link::Sentence => !letters && !is_number_word(word) || quoted,
    }
}

/// `8-digit`, `3rd`: a number that goes on as a word.
fn is_number_word(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len()
        && (rest.is_empty() && word.len() < 4
            || ["rd", "th", "st", "nd", "-digit", "-character"].contains(&rest))
}

/// Whether a token looks random: letters and digits mixed, and many different ones.
pub(super) fn is_random(text: &str) -> bool {
    if text.len() < 16
        || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./+=~:".contains(&byte))
    {
        return false;
    }
    let (digits, upper, lower) = text.bytes().fold((0, 0, 0), |(digits, upper, lower), byte| {
        (
            digits + usize::from(byte.is_ascii_digit()),
            upper + usize::from(byte.is_ascii_uppercase()),
            lower + usize::from(byte.is_ascii_lowercase()),
        )
    });
    let letters = upper + lower;
    let mixed = digits >= 2 && letters >= 2 && (digits + letters) * 10 >= text.len() * 8;
    mixed && entropy(text) >= ENTROPY_LEAST && !is_readable(text)
}

/// Bits a character; random hexadecimal digits come near 4, words stay under 3.
const ENTROPY_LEAST: f64 = 3.0;

fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = text.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

/// `release-notes-2024-final`, `com.example.shop.v2`: words and numbers with signs between.
fn is_readable(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '_', '.', '/', ':']).filter(|part| !part.is_empty()).collect();
    let plain = |part: &&str| {
        part.bytes().all(|byte| byte.is_ascii_alphabetic())
            || part.bytes().all(|byte| byte.is_ascii_digit())
            || part.len() <= 3
    };
    parts.len() >= 3 && parts.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_random_is_told_from_what_is_readable() {
        for text in ["9944b09199c62bcf9418ad846dd0e4bb", "aB3dE6gH9jK2mN5pQ8sT"] {
            assert!(is_random(text), "{text}");
        }
        for text in
            ["release-notes-2024-final", "com.example.shop.v2", "internationalization", "1111111111111111aa"]
        {
            assert!(!is_random(text), "{text}");
        }
    }
}
