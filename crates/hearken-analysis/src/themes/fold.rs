//! Copies folded into one: a review posted a thousand times is one voice, and must not make a theme.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::neighbours::Neighbour;
use super::{Text, Was};

/// Which texts stand for themselves, and which repeat another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The texts that stand for themselves, in their order.
    pub distinct: Vec<u32>,
    /// For each text, the place in `distinct` of the one it repeats (itself, if it repeats none).
    pub of: Vec<u32>,
}

impl Folded {
    /// How many texts each distinct one stands for.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.distinct.len()];
        for &place in &self.of {
            counts[place as usize] += 1;
        }
        counts
    }
}

/// Folds texts whose words are the same when case, punctuation, spacing and numbers are set aside. Those that people put
/// into different themes stay apart.
pub fn fold(texts: &[Text<'_>]) -> Folded {
    let keys: Vec<[u8; 16]> = texts.par_iter().map(|text| key(text.text, held(text.was))).collect();
    let mut places: FxHashMap<[u8; 16], u32> = FxHashMap::default();
    let mut folded = Folded { distinct: Vec::new(), of: Vec::with_capacity(texts.len()) };
    for (index, key) in keys.into_iter().enumerate() {
        let place = *places.entry(key).or_insert_with(|| {
            folded.distinct.push(index as u32);
            folded.distinct.len() as u32 - 1
        });
        folded.of.push(place);
    }
    folded
}

/// Two texts nearer than this, whose words and pairs of words are so much the same, of so many, are copies with a change here and there.
const NEAR: i32 = (0.95 * 127.0 * 127.0) as i32;
const COMMON: f64 = 0.85;
const FEATURES_MIN: usize = 24;

/// Of each text the one that it repeats with small changes, itself where it repeats none. `near` are the neighbours of
/// each, `known` the features of each, ascending, and `was` where each was.
pub(super) fn near_copies(near: &[Vec<Neighbour>], known: &[Vec<u32>], was: &[Was]) -> Vec<u32> {
    let mut of: Vec<u32> = (0..known.len() as u32).collect();
    for (at, neighbours) in near.iter().enumerate() {
        let before = neighbours.iter().filter(|n| (n.index as usize) < at && n.dot >= NEAR);
        let copied = before.map(|n| n.index).filter(|other| {
            let other = *other as usize;
            held(was[at]) == held(was[other]) && is_copy(&known[at], &known[other])
        });
        let copied = copied.min();
        if let Some(copied) = copied {
            of[at] = of[copied as usize];
        }
    }
    of
}

fn is_copy(a: &[u32], b: &[u32]) -> bool {
    let common = a.iter().filter(|feature| b.binary_search(feature).is_ok()).count();
    let either = a.len() + b.len() - common;
    a.len().min(b.len()) >= FEATURES_MIN && common as f64 >= COMMON * either as f64
}

/// The theme that a text is held in, as a number of its own for none.
fn held(was: Was) -> u32 {
    if let Was::Held(theme) = was { theme } else { u32::MAX }
}

fn key(text: &str, held: u32) -> [u8; 16] {
    let mut normal = String::with_capacity(text.len());
    let mut digits = false;
    for character in text.chars() {
        if character.is_numeric() {
            // Copies differ in order numbers, amounts and dates.
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
    if held != u32::MAX {
        normal.push('\n');
        normal.push_str(&held.to_string());
    }
    let hash = blake3::hash(normal.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::Vector;

    fn folded(texts: &[&str]) -> Folded {
        let texts: Vec<_> = texts
            .iter()
            .zip(0..)
            .map(|(text, id)| Text {
                id,
                text,
                vector: Vector::EMPTY,
                was: crate::themes::Was::Nowhere,
                rating: None,
                at_ms: 0,
            })
            .collect();
        fold(&texts)
    }

    #[test]
    fn copies_that_differ_in_case_punctuation_and_numbers_fold_into_the_first() {
        let folded =
            folded(&["Order 123 never came!", "other", "order 99,5 never  came", "ORDER 1 NEVER CAME"]);
        assert_eq!(folded.distinct, [0, 1]);
        assert_eq!(folded.of, [0, 1, 0, 0]);
        assert_eq!(folded.counts(), [3, 1]);
    }

    #[test]
    fn a_copy_with_a_word_changed_repeats_the_first_and_what_only_means_the_same_does_not() {
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
        let known = [whole.clone(), changed, other, whole];
        assert_eq!(near_copies(&near, &known, &[Was::Somewhere; 4]), [0, 0, 2, 3]);
        let apart = [Was::Held(0), Was::Held(1), Was::Nowhere, Was::Nowhere];
        assert_eq!(near_copies(&near, &known, &apart), [0, 1, 2, 3]);
    }

    #[test]
    fn other_words_and_other_emoji_stay_apart() {
        assert_eq!(folded(&["👍", "👎", "good", "goods"]).distinct.len(), 4);
    }
}
