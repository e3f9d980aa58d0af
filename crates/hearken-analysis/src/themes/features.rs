//! Features: the words of a text and its pairs of neighbouring words, beside its embedding. An embedding table knows words
//! from everywhere; these are the words of the customers at hand, product names and all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::random::mix;
use crate::words::words;

/// A feature of fewer texts is noise,
const TEXTS_MIN: u32 = 3;
/// and one of a greater share of the texts distinguishes nothing.
const SHARE_MAX: f64 = 0.2;
/// Features that are kept, the most frequent ones.
const FEATURES_MAX: usize = 60_000;
/// Words of a text that count.
const WORDS_MAX: usize = 512;

/// The features of a set of texts, by their hashes, ascending; a feature's number is its index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Features {
    hashes: Vec<u32>,
}

impl Features {
    /// Those of the texts (each as [`hashes`] gives it) that enough of them share, and not too many.
    pub(super) fn from_texts<'t>(texts: impl ExactSizeIterator<Item = &'t [u32]>) -> Self {
        let most = (texts.len() as f64 * SHARE_MAX) as u32;
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for hash in texts.flatten() {
            *counts.entry(*hash).or_default() += 1;
        }
        let mut kept: Vec<(u32, u32)> =
            counts.into_iter().filter(|(_, count)| (TEXTS_MIN..=most).contains(count)).collect();
        kept.sort_unstable_by_key(|(hash, count)| (std::cmp::Reverse(*count), *hash));
        kept.truncate(FEATURES_MAX);
        Self::from_hashes(kept.into_iter().map(|(hash, _)| hash).collect())
    }

    pub(super) fn from_hashes(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// All but those named by their hashes.
    pub(super) fn without<'h>(mut self, hashes: impl Iterator<Item = &'h u32>) -> Self {
        let out: FxHashSet<u32> = hashes.copied().collect();
        self.retain(|hash| !out.contains(&hash));
        self
    }

    pub(super) fn retain(&mut self, kept: impl Fn(u32) -> bool) {
        self.hashes.retain(|hash| kept(*hash));
    }

    pub(super) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The indices of a text's features, ascending. `hashes` is sorted.
    pub(super) fn indices(&self, hashes: &[u32]) -> Vec<u32> {
        let found = hashes.iter().filter_map(|hash| self.hashes.binary_search(hash).ok());
        found.map(|index| index as u32).collect()
    }
}

/// Every word and every pair of neighbouring words once, as hashes, sorted.
pub(super) fn hashes(text: &str) -> Vec<u32> {
    let mut found = Vec::with_capacity(text.len() / 3 + 2);
    let mut before = None;
    for word in words(text).into_iter().take(WORDS_MAX) {
        let written = &text[word.span];
        found.extend(name_parts(written).map(|part| hash(part) as u32));
        let hash = hash(written);
        if written.chars().nth(1).is_some() {
            found.push(hash as u32);
        }
        if let Some(before) = before.filter(|_| word.joined) {
            found.push(mix(hash ^ mix(before)) as u32);
        }
        before = Some(hash);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The parts of a name of code that a capital begins, of two letters or more: "container" and "manager" of
/// `ContainerManager`. Nothing for a word of one part.
fn name_parts(word: &str) -> impl Iterator<Item = &str> {
    let humps = word
        .char_indices()
        .zip(word.chars().skip(1))
        .filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
    let mut ends: Vec<usize> = humps.map(|((at, a), _)| at + a.len_utf8()).collect();
    if !ends.is_empty() {
        ends.push(word.len());
    }
    let mut from = 0;
    let parts = ends.into_iter().map(move |end| &word[std::mem::replace(&mut from, end)..end]);
    parts.filter(|part| part.chars().nth(1).is_some())
}

fn hash(word: &str) -> u64 {
    let straight = |c: char| if c == '’' { '\'' } else { c };
    word.chars()
        .flat_map(char::to_lowercase)
        .map(straight)
        .fold(0x51_7C_C1_B7, |hash, c| mix(hash ^ u64::from(c as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_the_shape_of_an_apostrophe_make_no_difference_and_order_does() {
        assert_eq!(hashes("Can’t log in"), hashes("can't LOG in"));
        assert_ne!(hashes("log in can't"), hashes("can't log in"));
    }

    #[test]
    fn a_name_of_code_is_its_parts_too() {
        let has = |text: &str, word: &str| hashes(text).contains(&hashes(word)[0]);
        assert!(
            has("ContainerManagerImpl fails", "manager")
                && has("ContainerManagerImpl", "containermanagerimpl")
        );
        assert!(!has("Container fails", "contain"));
    }

    #[test]
    fn what_one_text_says_and_what_nearly_all_say_is_no_feature() {
        let mut texts: Vec<Vec<u32>> = (0..40).map(|_| hashes("app")).collect();
        for text in &mut texts[..5] {
            *text = hashes("app crashes");
        }
        texts[7] = hashes("unique");
        let features = Features::from_texts(texts.iter().map(Vec::as_slice));
        assert_eq!(features.indices(&hashes("crashes")).len(), 1);
        assert!(features.indices(&hashes("app unique")).is_empty());
    }
}
