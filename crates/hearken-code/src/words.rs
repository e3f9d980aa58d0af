//! Words of code and of people, made alike: identifiers are split where their case or an underscore says so, kept whole
//! beside their parts, and stemmed, so that "retries" in a report finds `retryCount` in the code.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// A word as the index knows it: a hash of its stem. Evidence is read from the file itself, never from hashes.
pub(crate) type Term = u32;

/// Words longer than this are data, not words.
const LONGEST: usize = 64;
/// The memory of words seen is emptied at so many, so that a hostile file cannot fill it.
const REMEMBERED: usize = 200_000;

/// One run of letters, digits and underscores, as the index knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its parts, stemmed.
    pub parts: Vec<Term>,
    /// The whole of it, where it has several parts: an identifier.
    pub whole: Option<Term>,
}

/// Splits and stems, and remembers what it has seen.
pub(crate) struct Words {
    stemmer: frostem::Stemmer,
    seen: RefCell<FxHashMap<Box<str>, std::rc::Rc<Word>>>,
}

impl Words {
    pub fn new() -> Self {
        Self { stemmer: frostem::Stemmer::new(frostem::Algorithm::English), seen: RefCell::default() }
    }

    /// The word that `raw`, a run of letters, digits and underscores, is.
    pub fn word(&self, raw: &str) -> std::rc::Rc<Word> {
        if let Some(word) = self.seen.borrow().get(raw) {
            return word.clone();
        }
        let word = std::rc::Rc::new(self.split(raw));
        let mut seen = self.seen.borrow_mut();
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(raw.into(), word.clone());
        word
    }

    fn split(&self, raw: &str) -> Word {
        if raw.len() > LONGEST {
            return Word::default();
        }
        let pieces = pieces(raw);
        let parts = pieces
            .iter()
            .filter(|piece| piece.chars().count() > 1 && piece.chars().any(char::is_alphabetic))
            .map(|piece| term(&self.stemmer.stem(&piece.to_lowercase())))
            .collect();
        let whole = (pieces.len() > 1).then(|| term(&raw.trim_matches('_').to_lowercase()));
        Word { parts, whole }
    }
}

/// The hash of a word that is already stemmed.
fn term(stem: &str) -> Term {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(stem.as_bytes());
    (hasher.finish() >> 32) as u32
}

/// Two words that stand together, as one.
pub(crate) fn pair(first: Term, second: Term) -> Term {
    (first.rotate_left(15) ^ second).wrapping_mul(0x9E37_79B1)
}

/// Finds pairs of words on a line: parts of one identifier, and neighbours that only a space or a hyphen parts. Stop
/// words are passed over.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    last: Option<Term>,
    end: usize,
}

impl Pairs {
    /// Takes the next run of `line`, which begins at `from`, and gives the pairs that it ends.
    pub fn next(&mut self, line: &str, from: usize, run: &str, word: &Word, mut give: impl FnMut(Term)) {
        let between = line.get(self.end..from).unwrap_or_default();
        if !matches!(between, " " | "-") {
            self.last = None;
        }
        self.end = from + run.len();
        if word.whole.is_none() && crate::stop::is_stop(&run.to_lowercase()) {
            return;
        }
        for part in &word.parts {
            if let Some(last) = self.last.replace(*part) {
                give(pair(last, *part));
            }
        }
    }
}

/// The runs of letters, digits and underscores of a text, each with where it begins.
pub(crate) fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        let (from, _) = rest.find(|(_, c)| inside(*c))?;
        let mut to = text.len();
        while let Some(&(offset, c)) = rest.peek() {
            if !inside(c) {
                to = offset;
                break;
            }
            rest.next();
        }
        Some((from, &text[from..to]))
    })
}

/// The parts of an identifier: `parseHTTPRequest2` is parse, HTTP, Request, 2.
pub(crate) fn pieces(raw: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for part in raw.split('_').filter(|part| !part.is_empty()) {
        let characters: Vec<(usize, char)> = part.char_indices().collect();
        let mut from = 0;
        for index in 1..characters.len() {
            let (before, here) = (characters[index - 1].1, characters[index].1);
            let next = characters.get(index + 1).map(|(_, c)| *c);
            let cut = before.is_lowercase() && here.is_uppercase()
                || before.is_uppercase() && here.is_uppercase() && next.is_some_and(char::is_lowercase)
                || before.is_numeric() != here.is_numeric();
            if cut {
                pieces.push(&part[from..characters[index].0]);
                from = characters[index].0;
            }
        }
        pieces.push(&part[from..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_split_at_case_underscores_and_digits() {
        assert_eq!(pieces("parseHTTPRequest2"), ["parse", "HTTP", "Request", "2"]);
        assert_eq!(pieces("__late_fee__"), ["late", "fee"]);
        assert_eq!(pieces("plain"), ["plain"]);
        assert!(pieces("___").is_empty());
    }

    #[test]
    fn a_reports_word_meets_an_identifiers_part_by_its_stem_and_the_identifier_whole() {
        let words = Words::new();
        let count = words.word("retryCount");
        assert_eq!(words.word("retries").parts[0], count.parts[0]);
        assert_eq!(words.word("retry_count").whole, words.word("Retry_Count").whole);
        assert_eq!(words.word("retry").whole, None);
    }

    #[test]
    fn a_word_too_long_to_be_one_is_none() {
        assert_eq!(*Words::new().word(&"a".repeat(65)), Word::default());
    }

    #[test]
    fn runs_are_found_in_any_script() {
        let found: Vec<_> = runs("a-b, größe x_1!").map(|(_, run)| run).collect();
        assert_eq!(found, ["a", "b", "größe", "x_1"]);
    }
}
