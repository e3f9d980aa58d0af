//! Placeholders as they stand in kept text: `[email 1]`, or `[email c3f2a90b1d7e]` under a keyed hash.

use super::sort::Sort;

/// The placeholder of the value that has this number among its sort.
pub(super) fn numbered(sort: Sort, number: usize) -> String {
    format!("[{} {number}]", sort.as_str())
}

/// The placeholder of a value by a keyed hash. Its first character is always a letter, so that no number a customer
/// put into brackets can pass for one.
pub(super) fn hashed(sort: Sort, hash: &blake3::Hash) -> String {
    let first = char::from(b'a' + hash.as_bytes()[31] % 6);
    format!("[{} {first}{}]", sort.as_str(), &hash.to_hex()[..HASH_CHARS - 1])
}

/// Characters of a hash in a placeholder: 46 bits, so that two of a hundred thousand values rarely meet.
const HASH_CHARS: usize = 12;

/// The length of the placeholder that `text` begins with.
pub(super) fn at_start(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let end = inside.bytes().take(32).position(|byte| byte == b']')?;
    let (word, mark) = inside[..end].split_once(' ')?;
    let numbered = (1..=4).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit());
    let hashed = mark.len() == HASH_CHARS
        && mark.starts_with(|first: char| first.is_ascii_lowercase())
        && mark.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    ((numbered || hashed) && Sort::of_word(word).is_some()).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_known_again_and_a_number_in_brackets_is_none() {
        let hash = hashed(Sort::Email, &blake3::hash(b"ann@example.com"));
        for text in [numbered(Sort::Phone, 12), hash] {
            assert_eq!(at_start(&format!("{text} and more")), Some(text.len()), "{text}");
        }
        for text in ["[card 4111111111111111]", "[card 411111111111]", "[seat 1]", "[email ]", "[email"] {
            assert_eq!(at_start(text), None, "{text}");
        }
    }
}
