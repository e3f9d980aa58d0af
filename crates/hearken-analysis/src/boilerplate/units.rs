//! What is compared between texts to find a form: lines and sentences, reduced to their words.

use std::ops::Range;

use crate::random::mix;

/// A line or sentence of so many words is not written twice by chance.
pub(super) const LONG: usize = 8;
/// Words of an item with a box whose beginning and end are compared, too.
const ENDS_WORDS: usize = 10;
/// Bytes of a box up to its closing bracket: `[ x ]`, `[Yes]`.
const BOX_BYTES: usize = 5;
/// Words of a label before a colon, at most: "Operating system version: …".
const LABEL_WORDS: usize = 12;

/// A line or sentence, reduced to its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    pub hash: u64,
    pub words: usize,
    /// Those of two letters or more without a digit.
    pub spoken: usize,
}

/// Reduces a line or sentence: case, numbers, marks and list signs set aside. `None` where no letter or digit is left.
pub(crate) fn unit(text: &str) -> Option<Unit> {
    // A tick in a box is an answer, not a part of the question.
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '#' | '>'));
    let text = ["[x]", "[X]"].iter().find_map(|tick| text.strip_prefix(tick)).unwrap_or(text);
    let (mut hash, mut words, mut inside, mut digit) = (0x2545_F491_4F6C_DD1D, 0, false, false);
    for character in text.chars() {
        if character.is_alphabetic() {
            words += usize::from(!inside);
            hash = character
                .to_lowercase()
                .fold(if inside { hash } else { mix(hash) }, |hash, c| mix(hash ^ u64::from(c as u32)));
            (inside, digit) = (true, false);
        } else if character.is_numeric() {
            words += usize::from(!inside);
            hash = if digit { hash } else { mix(hash ^ 1) };
            (inside, digit) = (true, true);
        } else if !matches!(character, '\'' | '’') {
            (inside, digit) = (false, false);
        }
    }
    (words > 0).then(|| Unit { hash, words, spoken: spoken(text) })
}

fn spoken(text: &str) -> usize {
    let is_spoken = |word: &&str| word.chars().nth(1).is_some() && !word.contains(char::is_numeric);
    text.split(|c: char| !c.is_alphanumeric()).filter(is_spoken).count()
}

/// The label of a line like `- **OS:** Linux`, as a unit of its own kind, and where what follows it begins.
pub(super) fn label(line: &str) -> Option<(Unit, usize)> {
    let colon = line.find([':', '='])?;
    let label = unit(&line[..colon]).filter(|label| label.words <= LABEL_WORDS)?;
    // A link's scheme, a path of modules or a time of day is no label.
    let rest = &line[colon + 1..];
    if rest.starts_with([':', '/', '=']) || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((Unit { hash: mix(label.hash ^ 0x3A), ..label }, colon + 1))
}

/// How a long item with a box to tick begins and how it ends, as units of their own kinds: such items change in a word from
/// one version of a form to the next.
pub(super) fn ends(line: &str) -> Vec<Unit> {
    let item = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+'));
    let box_end = item.starts_with('[').then(|| item.find(']')).flatten().filter(|end| *end <= BOX_BYTES);
    let Some(item) = box_end.map(|end| &item[end + 1..]) else { return Vec::new() };
    let words: Vec<&str> =
        item.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
    if words.len() < ENDS_WORDS {
        return Vec::new();
    }
    let offset = |word: &str| word.as_ptr() as usize - item.as_ptr() as usize;
    let beginning = &item[..offset(words[LONG])];
    let ending = &item[offset(words[words.len() - LONG])..];
    let of_kind =
        |(end, kind)| unit(end).map(|unit| Unit { hash: mix(unit.hash ^ kind), words: LONG, ..unit });
    [(beginning, 0x5E), (ending, 0x24)].into_iter().filter_map(of_kind).collect()
}

/// The byte ranges of the sentences of a line.
pub(crate) fn sentences(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= line.len() {
            return None;
        }
        let start = from;
        let mut characters = line[start..].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let ends = matches!(character, '.' | '!' | '?' | '。' | '！' | '？');
            let followed =
                characters.peek().is_none_or(|(_, next)| next.is_whitespace() || !character.is_ascii());
            if ends && followed {
                from = start + offset + character.len_utf8();
                return Some(start..from);
            }
        }
        from = line.len();
        Some(start..from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_marks_and_case_make_no_difference_and_words_do() {
        assert_eq!(unit("### Steps to reproduce"), unit("**Steps to Reproduce:**"));
        assert_eq!(unit("- [x] Rails version 5.0"), unit("- [ ] rails version 7.12"));
        assert_ne!(unit("steps to reproduce"), unit("stepsto reproduce"));
        assert_eq!(unit("--- ***"), None);
        assert_eq!(unit("don't"), unit("dont"));
    }

    #[test]
    fn a_label_is_a_few_words_before_a_colon_and_no_link_or_path() {
        let (label_unit, after) = label("- OS version: Linux 6").expect("a label");
        assert_eq!((label_unit.words, after), (2, 13));
        for line in ["https://example.com", "std::fs", "at 10:30", "no colon here", "x == y"] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn sentences_end_at_a_mark_before_a_space() {
        let line = "It crashed. Version 1.2 too! Why? 今天。明天";
        let found: Vec<&str> = sentences(line).map(|range| line[range].trim()).collect();
        assert_eq!(found, ["It crashed.", "Version 1.2 too!", "Why?", "今天。", "明天"]);
    }
}
