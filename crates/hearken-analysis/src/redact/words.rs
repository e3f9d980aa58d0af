//! The words of a text, for the rules that are told by words: names, postal addresses, dates of birth.

use std::ops::Range;

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
            let byte = bytes[at];
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            let end = word_end(text, at);
            if end == at {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            all.push(Word { start: at, end, shape: shape_of(&text[at..end]) });
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

    /// Whether the word is this one, whatever its case.
    pub(super) fn is(&self, index: usize, word: &str) -> bool {
        let this = self.str(index);
        this.eq_ignore_ascii_case(word) || (!this.is_ascii() && this.to_lowercase() == word)
    }

    /// Whether the word is one of these (all in lower case).
    pub(super) fn is_one_of(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    /// The word `back` words before this one, if there is one.
    pub(super) fn before(&self, index: usize, back: usize) -> Option<usize> {
        index.checked_sub(back)
    }
}

/// Where the word ends that begins at `start`. An apostrophe belongs to it before a capital letter: O'Brien.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            at += 1;
        } else if byte == b'\'' && at > start && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) {
            at += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

fn shape_of(word: &str) -> Shape {
    let bytes = word.as_bytes();
    if bytes[0].is_ascii_lowercase() && bytes[1..].iter().all(u8::is_ascii_lowercase) {
        return Shape::Lower;
    }
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
        || ["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz"].iter().any(|start| {
            word.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase))
        })
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
