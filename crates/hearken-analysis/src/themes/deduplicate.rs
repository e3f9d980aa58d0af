//! Deduplicates texts: a review posted a thousand times is one voice, and must not make a theme.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Text;
use super::neighbours::Neighbour;
use super::row::Row;

/// Which texts are distinct, and which repeat another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduplicated {
    /// The texts that are distinct, in their order.
    pub distinct: Vec<u32>,
    /// For each text, the index into `distinct` of the one it repeats (itself, if it repeats none).
    pub distinct_of: Vec<u32>,
}

impl Deduplicated {
    /// How many texts each distinct one stands for, itself included.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.distinct.len()];
        for &distinct in &self.distinct_of {
            counts[distinct as usize] += 1;
        }
        counts
    }
}

/// Finds texts whose words are the same when case, punctuation, spacing and numbers are set aside. Those that are locked
/// in different themes stay apart.
pub fn deduplicate(texts: &[Text<'_>]) -> Deduplicated {
    let keys: Vec<[u8; 16]> = texts.par_iter().map(|text| key(text.text, text.prior.locked())).collect();
    let mut known: FxHashMap<[u8; 16], u32> = FxHashMap::default();
    let mut deduplicated =
        Deduplicated { distinct: Vec::new(), distinct_of: Vec::with_capacity(texts.len()) };
    for (index, key) in keys.into_iter().enumerate() {
        let distinct = *known.entry(key).or_insert_with(|| {
            deduplicated.distinct.push(index as u32);
            deduplicated.distinct.len() as u32 - 1
        });
        deduplicated.distinct_of.push(distinct);
    }
    deduplicated
}

/// Two texts are near duplicates, with a change here and there, when their product is at least this,
const PRODUCT_MIN: i32 = (0.95 * 127.0 * 127.0) as i32;
/// the Jaccard index of their features is at least this,
const JACCARD_MIN: f64 = 0.85;
/// and each has at least so many features.
const FEATURES_MIN: usize = 24;

/// Of each row the one that it repeats with small changes, itself where it repeats none. `near` are the neighbours of each.
pub(super) fn near_duplicates(near: &[Vec<Neighbour>], rows: &[Row<'_>]) -> Vec<u32> {
    let mut originals: Vec<u32> = (0..rows.len() as u32).collect();
    for (index, neighbours) in near.iter().enumerate() {
        let row = &rows[index];
        let earlier = neighbours.iter().filter(|n| (n.index as usize) < index && n.dot >= PRODUCT_MIN);
        let repeated = earlier.map(|n| n.index).filter(|other| {
            let other = &rows[*other as usize];
            row.text.prior.locked() == other.text.prior.locked()
                && is_near_duplicate(&row.encoded.features, &other.encoded.features)
        });
        if let Some(repeated) = repeated.min() {
            originals[index] = originals[repeated as usize];
        }
    }
    originals
}

fn is_near_duplicate(a: &[u32], b: &[u32]) -> bool {
    let common = a.iter().filter(|feature| b.binary_search(feature).is_ok()).count();
    let either = a.len() + b.len() - common;
    a.len().min(b.len()) >= FEATURES_MIN && common as f64 >= JACCARD_MIN * either as f64
}

fn key(text: &str, locked: Option<u32>) -> [u8; 16] {
    let mut normal = String::with_capacity(text.len());
    let mut digits = false;
    for character in text.chars() {
        if character.is_numeric() {
            // Duplicates differ in order numbers, amounts and dates.
            if !digits {
                normal.push('0');
            }
            digits = true;
            continue;
        }
        if character.is_alphabetic() || !character.is_ascii() && !character.is_whitespace() {
            digits = false;
            normal.extend(character.to_lowercase());
        } else if character.is_whitespace() && !normal.ends_with(' ') {
            digits = false;
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
    if let Some(theme) = locked {
        normal.push('\n');
        normal.push_str(&theme.to_string());
    }
    let hash = blake3::hash(normal.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;
    use crate::themes::PriorTheme;
    use crate::themes::row::tests::{row, text};

    fn deduplicated(texts: &[&str]) -> Deduplicated {
        deduplicate(&texts.iter().map(|words| text(words)).collect::<Vec<_>>())
    }

    #[test]
    fn texts_that_differ_in_case_punctuation_and_numbers_are_duplicates_of_the_first() {
        let deduplicated =
            deduplicated(&["Order 123 never came!", "other", "order 99,5 never  came", "ORDER 1 NEVER CAME"]);
        assert_eq!(deduplicated.distinct, [0, 1]);
        assert_eq!(deduplicated.distinct_of, [0, 1, 0, 0]);
        assert_eq!(deduplicated.counts(), [3, 1]);
    }

    #[test]
    fn a_text_with_a_word_changed_repeats_the_first_and_what_only_means_the_same_does_not() {
        let near = |pairs: &[(u32, i32)]| {
            pairs.iter().map(|(index, dot)| Neighbour { index: *index, dot: *dot }).collect()
        };
        let whole: Vec<u32> = (0..30).collect();
        let changed: Vec<u32> = (1..31).collect();
        let other: Vec<u32> = (40..70).collect();
        let near = [
            near(&[(1, 16_000), (2, 16_000)]),
            near(&[(0, 16_000)]),
            near(&[(0, 16_000)]),
            near(&[(0, 9_000)]),
        ];
        let features = [whole.clone(), changed, other, whole];
        let originals = |priors: [PriorTheme; 4]| {
            let texts = priors.map(|prior| Text { prior, ..text("") });
            let rows: Vec<Row<'_>> = texts
                .iter()
                .zip(&features)
                .map(|(text, features)| row(text, features.clone(), Vector::EMPTY))
                .collect();
            near_duplicates(&near, &rows)
        };
        assert_eq!(originals([PriorTheme::Free; 4]), [0, 0, 2, 3]);
        let apart =
            [PriorTheme::Locked(0), PriorTheme::Locked(1), PriorTheme::Unassigned, PriorTheme::Unassigned];
        assert_eq!(originals(apart), [0, 1, 2, 3]);
    }

    #[test]
    fn other_words_and_other_emoji_stay_apart() {
        assert_eq!(deduplicated(&["👍", "👎", "good", "goods"]).distinct.len(), 4);
    }
}
