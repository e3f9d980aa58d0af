//! The words of a text, for the rules that are told by words: names, postal addresses, dates of birth.

use std::ops::Range;

use super::gazetteer::{Fold, Known, look_up_folded};
use super::vocabulary::{Class, class_at};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `word`, or what has no case
    Lower,
    /// `Word`, `McWord`, `O'Word`
    Capital,
    /// `WORD`
    Capitals,
    /// `W`
    Initial,
    /// `12`, `12b`
    Number,
    /// `wordWord`, `WordWord`, `w0rd`
    Mixed,
}

/// A word and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub shape: Shape,
    /// What it may be beside names and addresses.
    pub class: Class,
    /// What the gazetteer says of it, if it is capitalised.
    pub known: Known,
}

impl Word {
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A text cut into words.
pub(super) struct Words<'t> {
    pub text: &'t str,
    pub all: Vec<Word>,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut all = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        while at < bytes.len() {
            if BYTES[usize::from(bytes[at])] == 0 {
                at += 1;
                continue;
            }
            let (end, seen) = word_end(text, at);
            if end == at {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            all.push(word_at(text, at, end, seen));
            at = end;
        }
        Self { text, all }
    }

    pub(super) fn str(&self, index: usize) -> &'t str {
        self.all.get(index).map_or("", |word| &self.text[word.range()])
    }

    /// What stands between a word and the next.
    pub(super) fn gap(&self, index: usize) -> &'t str {
        let start = self.all.get(index).map_or(self.text.len(), |word| word.end);
        let end = self.all.get(index + 1).map_or(self.text.len(), |word| word.start);
        &self.text[start..end]
    }

    /// What stands before a word: the gap behind the word before it.
    pub(super) fn gap_before(&self, index: usize) -> &'t str {
        match index.checked_sub(1) {
            Some(before) => self.gap(before),
            None => &self.text[..self.all.get(index).map_or(0, |word| word.start)],
        }
    }

    /// Whether the word may be one of this class.
    pub(super) fn has(&self, index: usize, class: Class) -> bool {
        self.all.get(index).is_some_and(|word| word.class & class != 0)
    }

    /// What the gazetteer says of the word.
    pub(super) fn known(&self, index: usize) -> Known {
        self.all.get(index).map_or_else(Known::default, |word| word.known)
    }

    /// Whether the word is this one, whatever its case.
    pub(super) fn is(&self, index: usize, word: &str) -> bool {
        let this = self.str(index);
        this.eq_ignore_ascii_case(word) || (!this.is_ascii() && this.to_lowercase() == word)
    }
}

/// What a byte is in a word; nothing if it is between words.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const WIDE: u8 = 8;

const BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    bytes
};

fn word_at(text: &str, start: usize, end: usize, seen: u8) -> Word {
    let word = &text[start..end];
    let shape = match seen {
        LOWER => Shape::Lower,
        DIGIT => Shape::Number,
        _ => shape_of(word),
    };
    let (mut class, mut known) = (0, Known::default());
    match shape {
        Shape::Number | Shape::Mixed => {}
        Shape::Lower if seen == LOWER => class = class_at(text.as_bytes(), start, end),
        _ => {
            if let Some(folded) = Fold::default().of(word) {
                class = class_at(folded, 0, folded.len());
                if shape != Shape::Lower {
                    known = look_up_folded(folded);
                }
            }
        }
    }
    Word { start, end, shape, class, known }
}

/// Where the word ends that begins at `start`, and what is in it. An apostrophe belongs to it before a capital: O'Brien.
fn word_end(text: &str, start: usize) -> (usize, u8) {
    let bytes = text.as_bytes();
    let (mut at, mut seen) = (start, 0);
    while let Some(&byte) = bytes.get(at) {
        match BYTES[usize::from(byte)] {
            0 if byte == b'\'' && at > start && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) => {
                at += 1;
            }
            0 => break,
            WIDE => match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() => {
                    seen |= WIDE;
                    at += c.len_utf8();
                }
                _ => break,
            },
            what => {
                seen |= what;
                at += 1;
            }
        }
    }
    (at, seen)
}

fn shape_of(word: &str) -> Shape {
    let bytes = word.as_bytes();
    if bytes[0].is_ascii_digit() {
        return Shape::Number;
    }
    let (mut upper, mut lower, mut digits, mut inner) = (0, 0, 0, 0);
    for (place, c) in word.chars().enumerate() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        digits += usize::from(c.is_numeric());
        inner += usize::from(place > 0 && c.is_uppercase());
    }
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    match (capital, upper, lower) {
        _ if digits > 0 => Shape::Mixed,
        (true, 1, 0) => Shape::Initial,
        (true, _, 0) => Shape::Capitals,
        (true, 1, _) => Shape::Capital,
        (true, ..) if inner == 1 && may_have_inner_capital(word) => Shape::Capital,
        (false, 0, _) => Shape::Lower,
        _ => Shape::Mixed,
    }
}

fn may_have_inner_capital(word: &str) -> bool {
    word.contains('\'')
        || ["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz"]
            .iter()
            .any(|start| word.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_told_by_their_shape() {
        let words = Words::new("Ann O'Brien's 12b McKay, fooBar IBM é. Écrit J");
        let told: Vec<(&str, Shape)> =
            (0..words.all.len()).map(|index| (words.str(index), words.all[index].shape)).collect();
        let expected = [
            ("Ann", Shape::Capital),
            ("O'Brien", Shape::Capital),
            ("s", Shape::Lower),
            ("12b", Shape::Number),
            ("McKay", Shape::Capital),
            ("fooBar", Shape::Mixed),
            ("IBM", Shape::Capitals),
            ("é", Shape::Lower),
            ("Écrit", Shape::Capital),
            ("J", Shape::Initial),
        ];
        assert_eq!(told, expected);
        assert_eq!(words.gap(3), " ");
        assert_eq!(words.gap(4), ", ");
    }
}
