//! Embeddings for words that the table does not know: each word's character n-grams are hashed to a
//! few dimensions with a sign (feature hashing: Weinberger and others 2009). Texts in a script the table
//! has no rows for then lie near texts that share words with them, instead of all in one heap.

use super::DIM;
use crate::random::mix;

/// Dimensions that one n-gram touches.
const DIMENSIONS_PER_NGRAM: u32 = 4;

/// Adds the directions of one word's n-grams (the whole word, and its runs of one to three characters).
pub(super) fn add_word(word: &str, sum: &mut [f32; DIM]) {
    let characters: Vec<char> = word.chars().take(64).collect();
    add(&characters, 2.0, sum);
    for length in 1..=3usize.min(characters.len().saturating_sub(1)) {
        // Runs of two are most distinctive in scripts without spaces, single characters least.
        let weight = [0.3, 0.6, 0.6][length - 1];
        for run in characters.windows(length) {
            add(run, weight, sum);
        }
    }
}

fn add(run: &[char], weight: f32, sum: &mut [f32; DIM]) {
    let mut hash = run.iter().fold(0x51_7C_C1_B7, |hash, c| mix(hash ^ u64::from(*c as u32)));
    for _ in 0..DIMENSIONS_PER_NGRAM {
        hash = mix(hash.wrapping_add(0x9E37_79B9_7F4A_7C15));
        let sign = if hash & (1 << 32) == 0 { weight } else { -weight };
        sum[(hash % DIM as u64) as usize] += sign;
    }
}
