//! Which earlier text one is nearly a copy of, by the words that both have.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;

use crate::recent::{Recent, Terms};

/// Texts further apart are no copies of each other.
pub const COPY_DAYS: i64 = 3;

/// Of what the words of both tell, a share that both have, at least.
const LIKENESS_MIN: f32 = 0.4;
/// A text of fewer words is a copy of nothing: too many people say it by themselves.
const WORDS_MIN: usize = 3;
/// Words of a text that are read, at most: the first.
const WORDS_MAX: usize = 400;
/// Letters of a word; what is longer is cut.
const WORD_CHARS: usize = 40;

/// The words of a text as hashes, and when it was said.
#[derive(Debug, Clone)]
pub struct Wording {
    terms: Vec<u64>,
    at_ms: i64,
}

impl Wording {
    /// Of a text that was said at a time, in milliseconds.
    pub fn new(text: &str, at_ms: i64) -> Self {
        let mut terms: Vec<u64> = words(text).take(WORDS_MAX).map(|word| hash(&word)).collect();
        terms.sort_unstable();
        terms.dedup();
        Self { terms, at_ms }
    }
}

impl Terms for Wording {
    fn terms(&self) -> &[u64] {
        &self.terms
    }

    fn at_ms(&self) -> i64 {
        self.at_ms
    }
}

/// What a text is nearly a copy of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copied<Id> {
    /// The earlier text.
    pub of: Id,
    /// Of what the words of both tell, the share that both have: 1 is the same words.
    pub likeness: f32,
    /// What the words that both have tell: each the logarithm of one in how many of the last texts has it, added up.
    pub told: f32,
}

/// The last texts, in the order of time; `Id` is what they are called outside.
#[derive(Debug)]
pub struct RecentTexts<Id>(Recent<Id, Wording>);

impl<Id> Default for RecentTexts<Id> {
    fn default() -> Self {
        Self(Recent::default())
    }
}

impl<Id: Copy> RecentTexts<Id> {
    /// The earlier text that this one is nearly a copy of: the one most like it.
    pub fn copied(&self, text: &Wording) -> Option<Copied<Id>> {
        if text.terms.len() < WORDS_MIN {
            return None;
        }
        let all = |terms: &[u64]| terms.iter().map(|term| self.0.rarity(*term)).sum::<f32>();
        let own = all(&text.terms);
        let score = |other: &Wording| {
            if other.terms.len() < WORDS_MIN {
                return None;
            }
            let both = text.terms.iter().filter(|term| other.terms.binary_search(term).is_ok());
            let told = both.map(|term| self.0.rarity(*term)).sum::<f32>();
            let likeness = told / (own + all(&other.terms) - told).max(f32::MIN_POSITIVE);
            (likeness >= LIKENESS_MIN).then_some((likeness, told))
        };
        let (of, (likeness, told)) = self.0.best(text, COPY_DAYS, score)?;
        Some(Copied { of, likeness: likeness.min(1.0), told })
    }

    /// Takes in a text that comes behind all others.
    pub fn push(&mut self, id: Id, text: Wording) {
        self.0.push(id, text);
    }
}

/// The words of a text in small letters; of a script without spaces, each two characters that stand together.
fn words(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.flat_map(|run| -> Vec<String> {
        let characters: Vec<char> = run.chars().flat_map(char::to_lowercase).collect();
        if characters.len() > 2 && characters.iter().all(|c| is_unspaced(*c)) {
            characters.windows(2).map(|two| two.iter().collect()).collect()
        } else {
            vec![characters.into_iter().take(WORD_CHARS).collect()]
        }
    })
}

/// Whether a script writes its words without spaces between them: Thai to Khmer, Kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    crate::random::mix(hasher.finish())
}
