//! The phrases that each cluster uses, and in how many of its texts.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::words::words;

/// Words in a phrase.
pub(super) const LENGTH_MAX: usize = 4;
/// Texts of a cluster that are read for its name.
const TEXTS_MAX: usize = 400;
/// Bytes of a text that are read for names: customers say early what it is about.
const TEXT_BYTES_MAX: usize = 1500;

/// A phrase by its words' numbers, unused places `u32::MAX`.
pub(super) type Phrase = [u32; LENGTH_MAX];

/// The phrases of one cluster.
pub(super) struct Used {
    /// In how many texts each phrase occurs.
    pub texts: FxHashMap<Phrase, u32>,
    /// How many texts were read.
    pub read: usize,
}

/// All words met, and their numbers.
#[derive(Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<String, u32>,
    pub words: Vec<String>,
}

impl Lexicon {
    fn number(&mut self, word: String) -> u32 {
        if let Some(&number) = self.numbers.get(&word) {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.clone());
        self.numbers.insert(word, number);
        number
    }
}

/// How a word is counted: without case, with one kind of apostrophe.
pub(super) fn normal(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// The beginning of a text that is read.
pub(super) fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX.min(text.len()))]
}

pub(super) fn length(phrase: &Phrase) -> usize {
    phrase.iter().filter(|w| **w != u32::MAX).count()
}

/// Counts every cluster's phrases.
pub(super) fn count(clusters: &[super::ClusterTexts<'_>]) -> (Lexicon, Vec<Used>) {
    let samples: Vec<Vec<usize>> = clusters.iter().map(|c| spread(c.texts.len())).collect();
    let read: Vec<Vec<Vec<(String, bool)>>> = clusters
        .par_iter()
        .zip(&samples)
        .map(|(cluster, sample)| {
            let split = |at: &usize| {
                let text = beginning(cluster.texts[*at]);
                words(text).into_iter().map(|w| (normal(&text[w.at]), w.joined)).collect()
            };
            sample.iter().map(split).collect()
        })
        .collect();
    let mut lexicon = Lexicon::default();
    let numbered: Vec<Vec<Vec<(u32, bool)>>> = read
        .into_iter()
        .map(|texts| {
            let text = |words: Vec<(String, bool)>| {
                words.into_iter().map(|(word, joined)| (lexicon.number(word), joined)).collect()
            };
            texts.into_iter().map(text).collect()
        })
        .collect();
    let used = numbered.par_iter().map(|texts| used(texts)).collect();
    (lexicon, used)
}

/// Places spread evenly over `0..count`, at most [`TEXTS_MAX`].
fn spread(count: usize) -> Vec<usize> {
    let taken = count.min(TEXTS_MAX);
    (0..taken).map(|n| n * count / taken).collect()
}

fn used(texts: &[Vec<(u32, bool)>]) -> Used {
    let mut counts: FxHashMap<Phrase, u32> = FxHashMap::default();
    let mut seen: FxHashSet<Phrase> = FxHashSet::default();
    for text in texts {
        seen.clear();
        for from in 0..text.len() {
            let mut phrase = [u32::MAX; LENGTH_MAX];
            for (length, (word, joined)) in text[from..].iter().take(LENGTH_MAX).enumerate() {
                if length > 0 && !joined {
                    break;
                }
                phrase[length] = *word;
                seen.insert(phrase);
            }
        }
        for phrase in &seen {
            *counts.entry(*phrase).or_default() += 1;
        }
    }
    Used { texts: counts, read: texts.len() }
}
