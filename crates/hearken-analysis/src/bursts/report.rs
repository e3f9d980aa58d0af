//! What of a report is compared with others.

use rustc_hash::FxHasher;
use std::hash::{Hash as _, Hasher as _};

use crate::embedding::Vector;

/// Characters of a term; what is longer is cut.
const TERM_CHARS: usize = 60;
/// Words of the lead: a title is never so long, and of a text without one so many are compared one by one.
const LEAD_WORDS: usize = 64;
/// Terms of a report, at most: the first.
const TERMS: usize = 400;

/// A report: its words as hashes, its meaning and its time.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whether it has a title.
    pub(super) titled: bool,
    /// The words of its title, or of all of it where it has none: each once, in order of the alphabet.
    pub(super) lead: Vec<Box<str>>,
    /// The terms of the title; of all of it where it has none.
    pub(super) lead_terms: Vec<u64>,
    /// All its terms, ascending.
    pub(super) terms: Vec<u64>,
    pub(super) vector: Vector,
    pub(super) at_ms: i64,
}

impl Report {
    /// Of a title and what its writer says besides, without boilerplate; their vector, and when it was said, in
    /// milliseconds.
    pub fn new(title: Option<&str>, body: &str, vector: Vector, at_ms: i64) -> Self {
        let title = title.map(str::trim).filter(|title| !title.is_empty());
        let lead = title.unwrap_or(body);
        let all: Vec<String> = title.into_iter().chain([body]).flat_map(words).take(TERMS).collect();
        let mut lead: Vec<Box<str>> = words(lead).take(LEAD_WORDS).map(Into::into).collect();
        lead.sort_unstable();
        lead.dedup();
        Self {
            titled: title.is_some(),
            lead_terms: title.map_or_else(|| terms(&all), |title| terms(&words(title).collect::<Vec<_>>())),
            terms: terms(&all),
            lead,
            vector,
            at_ms,
        }
    }
}

/// The words of a text in small letters, names and numbers with the marks inside them: `fs.path`, `branch-3.3`.
fn words(text: &str) -> impl Iterator<Item = String> {
    let is_inside =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '\'' | '’' | '+' | '#');
    // C++ and C# are not C.
    let is_end = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    let bare = text.split(move |c: char| !is_inside(c)).map(move |part| {
        part.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(|c: char| !is_end(c))
    });
    bare.filter(|word| !word.is_empty())
        .map(|word| word.chars().take(TERM_CHARS).flat_map(char::to_lowercase).collect::<String>())
        .filter(|word| !crate::naming::is_stop_word(word))
}

/// Hashes of words, and of the parts of a name that is made of several.
fn terms(words: &[String]) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(words.len());
    for word in words {
        hashes.push(hash(word));
        let parts = word.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        hashes.extend(parts.filter(|part| part.len() >= 2 && part.len() < word.len()).map(hash));
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    crate::random::mix(hasher.finish())
}
