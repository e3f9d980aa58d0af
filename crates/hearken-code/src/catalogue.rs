//! Files that hold little but texts for users, each under a key. A customer's words are in them whatever they are about; what
//! the customer lived through is where the code says the key.

use std::collections::BTreeSet;

use crate::words::{Term, Words, runs};

/// Texts under keys of their own that a catalogue has at least, …
const TEXTS_MIN: usize = 20;
/// … and texts for each of them at most, since one may go over several lines: what has fewer keys are tables of another kind.
const TEXTS_PER_KEY_MAX: usize = 3;
/// A catalogue has at least one word in so many in its texts: half of them. Of other files that have twenty texts or more the
/// most wordy has .35.
const WORDS_PER_WORD_OF_TEXTS: u32 = 2;

/// A text: the key that it stands under, an identifier of several parts, and its words.
pub(crate) type Entry = (Term, Vec<Term>);

/// The texts of a file with their keys, where it is a catalogue: `texts` are its texts for users, in their order, `words_of_texts` of
/// its `length` words stand in them.
pub(crate) fn entries(
    words: &Words,
    source: &str,
    texts: &[(u32, &str)],
    (words_of_texts, length): (u32, u32),
) -> Vec<Entry> {
    if texts.len() < TEXTS_MIN || words_of_texts.saturating_mul(WORDS_PER_WORD_OF_TEXTS) < length {
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = texts.iter().peekable();
    let mut key = None;
    for (number, line) in (1u32..).zip(source.lines()) {
        let mut end = 0;
        while let Some((_, text)) = rest.next_if(|(at, _)| *at <= number) {
            let from = (text.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
            let before = line.get(end..from).unwrap_or_default();
            // A text that goes on over lines has its key before its first.
            if runs(before).any(|(_, run)| run.len() > 1) {
                key = last_key(words, before);
            }
            end = from + text.len();
            let terms = runs(text).flat_map(|(_, run)| words.word(run).parts.clone());
            if let Some(key) = key {
                entries.push((key, terms.collect()));
            }
        }
        if end == 0 {
            key = last_key(words, line).filter(|_| line.trim_end().ends_with(['(', '=', ':', '{', '[']));
        }
    }
    let keys: BTreeSet<Term> = entries.iter().map(|(key, _)| *key).collect();
    let own = keys.len() >= TEXTS_MIN && keys.len() * TEXTS_PER_KEY_MAX >= texts.len();
    if own { entries } else { Vec::new() }
}

/// The last identifier of several parts.
fn last_key(words: &Words, text: &str) -> Option<Term> {
    runs(text).filter_map(|(_, run)| words.word(run).whole).last()
}
