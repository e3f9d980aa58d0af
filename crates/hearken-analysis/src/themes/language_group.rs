//! Language groups: texts that share with each other, and with nobody else, the words of which they are made. They are in
//! another language than the rest and are not about one thing. Such a text is centred on the mean of its own group, and
//! encoded without the words common in that group, so that it lies with what it is about.

use crate::embedding::DIM;

/// A text is in a group when such a share of its words is exclusive to it.
const MEMBER_SHARE: f64 = 0.3;

/// One language group. Its words are hashes, as [`super::features::hashes`] gives them, ascending.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LanguageGroup {
    /// The mean embedding of its texts.
    pub mean: [f32; DIM],
    /// The words that it has to itself.
    pub exclusive: Vec<u32>,
    /// Of these, the common ones, which are no features.
    pub common: Vec<u32>,
}

impl LanguageGroup {
    /// Keeps only those of its words.
    pub(super) fn retain(&mut self, kept: impl Fn(u32) -> bool) {
        self.exclusive.retain(|hash| kept(*hash));
        self.common.retain(|hash| kept(*hash));
    }

    /// Whether a text is in it, given by its hashed words, of which so many are features or common in the group.
    pub(super) fn contains(&self, hashes: &[u32], counted: usize) -> bool {
        let exclusive = count_in(&self.exclusive, hashes);
        exclusive > 0 && exclusive as f64 >= MEMBER_SHARE * counted as f64
    }
}

/// The group of a text, given by its hashed words, of which so many are features.
pub(super) fn group_of<'g>(
    groups: &'g [LanguageGroup],
    hashes: &[u32],
    features: usize,
) -> Option<&'g LanguageGroup> {
    groups.iter().find(|group| group.contains(hashes, features + count_in(&group.common, hashes)))
}

fn count_in(sorted: &[u32], hashes: &[u32]) -> usize {
    hashes.iter().filter(|hash| sorted.binary_search(hash).is_ok()).count()
}
