//! Words and marks that say what stands beside them: `tel.`, `IBAN`, `password`. All of them, and the marks of issuers of
//! keys, are found by one automaton in one pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::cue::Cue;
use super::cue_words::WORDS;
use super::issuers::ISSUERS;

/// A word that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it says.
    pub cue: Cue,
}

/// The mark of an issuer of keys that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it begins.
    pub start: usize,
    /// Which issuer: an index of [`ISSUERS`].
    pub issuer: usize,
}

struct Word {
    cue: Cue,
    /// Whether letters may follow, as in a compound or another form of it.
    open: bool,
}

struct Automaton {
    automaton: AhoCorasick,
    words: Vec<Word>,
}

#[allow(clippy::expect_used, reason = "the words are constants, and every test builds it")]
static AUTOMATON: LazyLock<Automaton> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut words = Vec::new();
    for (cue, list) in WORDS {
        for word in list.split('|') {
            let (word, open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
            for spelling in spellings(word) {
                patterns.push(spelling);
                words.push(Word { cue: *cue, open });
            }
        }
    }
    patterns.extend(ISSUERS.iter().map(|issuer| issuer.mark.to_owned()));
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .expect("constant words");
    Automaton { automaton, words }
});

/// A word as it is and, where letters beyond ASCII are in it, capitalised: the automaton folds ASCII alone.
fn spellings(word: &str) -> Vec<String> {
    let mut spellings = vec![word.to_owned()];
    if !word.is_ascii() {
        let mut rest = word.chars();
        let capital = rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect::<String>();
        spellings.extend([capital, word.to_uppercase()]);
        spellings.sort();
        spellings.dedup();
    }
    spellings
}

/// The words and marks of a text, each in the order of its end.
pub(super) fn look(text: &str) -> (Vec<Seen>, Vec<Mark>) {
    let Automaton { automaton, words } = &*AUTOMATON;
    let mut seen = Vec::new();
    let mut marks = Vec::new();
    for found in automaton.find_overlapping_iter(text) {
        let (start, end) = (found.start(), found.end());
        match words.get(found.pattern().as_usize()) {
            Some(word) if stands_apart(text, start, end, word.open) => {
                seen.push(Seen { start, end, cue: word.cue });
            }
            Some(_) => {}
            None => marks.push(Mark { start, issuer: found.pattern().as_usize() - words.len() }),
        }
    }
    (seen, marks)
}

/// Whether a word is not part of another. In `userPassword` a capital begins one.
fn stands_apart(text: &str, start: usize, end: usize, open: bool) -> bool {
    let bytes = text.as_bytes();
    let before = text[..start].chars().next_back();
    let first = bytes[start];
    // Chinese, Japanese and Korean are written without spaces.
    let begins = first.is_ascii_punctuation()
        || first == b' '
        || first >= 0xe3
        || before.is_none_or(|before| {
            !before.is_alphanumeric()
                || (first.is_ascii_uppercase() && before.is_lowercase())
                || (first.is_ascii_alphabetic() && before.is_ascii_digit())
        });
    let last = bytes[end - 1];
    let ends = open
        || last.is_ascii_punctuation()
        || last == b' '
        || text[end..].chars().next().is_none_or(|after| {
            !after.is_alphabetic() || (last.is_ascii_lowercase() && after.is_ascii_uppercase())
        });
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_seen_where_they_stand_apart() {
        let cues = |text| look(text).0.into_iter().map(|seen| seen.cue).collect::<Vec<_>>();
        assert_eq!(cues("Tel. 030"), [Cue::Phone]);
        assert_eq!(cues("hotel intelligence"), []);
        assert_eq!(cues("userPassword=1 db_password"), [Cue::Password, Cue::Password]);
        assert_eq!(cues("Телефон: 8"), [Cue::Phone]);
    }
}
