//! The texts of the last days, in the order of time, found by the rare words in them. What is kept, and how much each costs,
//! has a bound.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

/// Texts with so many between them are not compared.
pub const RECENT: usize = 8_192;

/// The rarest terms of a text by which others are looked for,
const LOOKED_BY: usize = 32;
/// each among so many of the last that have it;
const LOOKED_AT: usize = 64;
/// and so many that share most are compared.
const COMPARED: usize = 32;
/// As if so many texts without any of its terms had come before, so that among few not every word is common.
const BEFORE: f32 = 200.0;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What is compared by its terms.
pub(crate) trait Terms {
    /// Its terms as hashes, ascending, each once.
    fn terms(&self) -> &[u64];
    /// When it was said, in milliseconds.
    fn at_ms(&self) -> i64;
}

/// The last texts; `Id` is what they are called outside.
#[derive(Debug)]
pub(crate) struct Recent<Id, T> {
    texts: VecDeque<(Id, T)>,
    /// Number of the first of them, counted from the first there ever was.
    first: usize,
    /// The numbers of those that have a term, ascending.
    with_term: FxHashMap<u64, VecDeque<usize>>,
}

impl<Id, T> Default for Recent<Id, T> {
    fn default() -> Self {
        Self { texts: VecDeque::new(), first: 0, with_term: FxHashMap::default() }
    }
}

impl<Id: Copy, T: Terms> Recent<Id, T> {
    /// Takes in a text that comes behind all others.
    pub(crate) fn push(&mut self, id: Id, text: T) {
        if self.texts.len() == RECENT {
            self.drop_first();
        }
        let number = self.first + self.texts.len();
        for term in text.terms() {
            self.with_term.entry(*term).or_default().push_back(number);
        }
        self.texts.push_back((id, text));
    }

    /// The earlier text that scores highest of those in reach, if any has a score: the first of several that score the same.
    pub(crate) fn best<Score: PartialOrd + Copy>(
        &self,
        text: &T,
        days: i64,
        score: impl Fn(&T) -> Option<Score>,
    ) -> Option<(Id, Score)> {
        let mut best: Option<(Score, usize)> = None;
        for number in self.candidates(text, days) {
            let Some(scored) = score(&self.texts[number - self.first].1) else { continue };
            let better = best.is_none_or(|(most, first)| scored > most || (scored == most && number < first));
            if better {
                best = Some((scored, number));
            }
        }
        best.map(|(score, number)| (self.texts[number - self.first].0, score))
    }

    fn drop_first(&mut self) {
        let Some((_, text)) = self.texts.pop_front() else { return };
        self.first += 1;
        for term in text.terms() {
            if let Some(numbers) = self.with_term.get_mut(term) {
                numbers.pop_front();
                if numbers.is_empty() {
                    self.with_term.remove(term);
                }
            }
        }
    }

    /// The texts in time that share most of the rarest terms, most first.
    fn candidates(&self, text: &T, days: i64) -> Vec<usize> {
        let known = text.terms().iter().filter(|term| self.with_term.contains_key(term));
        let mut terms: Vec<(f32, u64)> = known.map(|term| (self.rarity(*term), *term)).collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shared: FxHashMap<usize, f32> = FxHashMap::default();
        for (rarity, term) in terms.into_iter().take(LOOKED_BY) {
            for number in self.with_term[&term].iter().rev().take(LOOKED_AT) {
                let (_, other) = &self.texts[number - self.first];
                if text.at_ms() - other.at_ms() > days * DAY_MS {
                    break;
                }
                *shared.entry(*number).or_default() += rarity * rarity;
            }
        }
        let mut found: Vec<(usize, f32)> = shared.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(COMPARED).map(|(number, _)| number).collect()
    }

    /// The logarithm of one in how many of the last texts has a term.
    pub(crate) fn rarity(&self, term: u64) -> f32 {
        let having = self.with_term.get(&term).map_or(0, VecDeque::len);
        ((self.texts.len() as f32 + BEFORE + 1.0) / (having as f32 + 1.0)).ln()
    }
}
