//! Which texts speak of what a phrase says, in whatever order and form: "payments were late" for "late payment". A phrase of
//! several words would otherwise seem to be rarer than it is, and a lone word would be taken for the name.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::phrases::{Lexicon, Phrase, PhraseCounts, parts};
use super::stop::Role;

/// A set of texts, a bit each.
pub(super) type Bits = Vec<u64>;

/// Of each stem the texts of all clusters that have a word of it.
pub(super) struct Support {
    texts: FxHashMap<u32, Bits>,
    /// Where each cluster's texts lie, in words of bits.
    clusters: Vec<Range<usize>>,
}

impl Support {
    /// Of the stems of these phrases.
    pub(super) fn new<'p>(
        counts: &[PhraseCounts<'_>],
        lexicon: &Lexicon,
        phrases: impl Iterator<Item = &'p Phrase>,
    ) -> Self {
        let mut clusters = Vec::new();
        let mut end = 0;
        for cluster in counts {
            let start = end;
            end += cluster.words.len().div_ceil(64);
            clusters.push(start..end);
        }
        let mut texts: FxHashMap<u32, Bits> =
            phrases.flat_map(|phrase| stems(phrase, lexicon)).map(|stem| (stem, vec![0; end])).collect();
        for (cluster, range) in counts.iter().zip(&clusters) {
            for (number, words) in cluster.words.iter().enumerate() {
                for word in words {
                    if let Some(bits) = texts.get_mut(&lexicon.stem(*word)) {
                        bits[range.start + number / 64] |= 1 << (number % 64);
                    }
                }
            }
        }
        Self { texts, clusters }
    }

    /// How many texts of a cluster, and of all others, speak of the phrase.
    pub(super) fn count(&self, phrase: &Phrase, cluster: usize, lexicon: &Lexicon) -> (u32, u32) {
        let all = self.bits(phrase, 0..self.clusters.last().map_or(0, |last| last.end), lexicon);
        let here = ones(&all[self.clusters[cluster].clone()]);
        (here, ones(&all) - here)
    }

    /// The texts of a cluster that speak of the phrase.
    pub(super) fn of(&self, phrase: &Phrase, cluster: usize, lexicon: &Lexicon) -> Bits {
        self.bits(phrase, self.clusters[cluster].clone(), lexicon)
    }

    fn bits(&self, phrase: &Phrase, range: Range<usize>, lexicon: &Lexicon) -> Bits {
        let mut found: Bits = vec![u64::MAX; range.len()];
        for stem in stems(phrase, lexicon) {
            match self.texts.get(&stem) {
                Some(bits) => found.iter_mut().zip(&bits[range.clone()]).for_each(|(all, of)| *all &= of),
                None => return vec![0; range.len()],
            }
        }
        found
    }
}

/// How many texts are in a set.
pub(super) fn ones(bits: &[u64]) -> u32 {
    bits.iter().map(|bits| bits.count_ones()).sum()
}

/// The stems of the words of a phrase that mean something.
fn stems(phrase: &Phrase, lexicon: &Lexicon) -> impl Iterator<Item = u32> {
    let means = |word: &&u32| matches!(lexicon.role(**word), Role::Content | Role::Negation | Role::Weak);
    parts(phrase).iter().filter(means).map(|word| lexicon.stem(*word))
}
