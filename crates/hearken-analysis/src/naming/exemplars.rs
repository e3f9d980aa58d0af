//! Representative texts of a theme: central, but not all alike. Maximal marginal relevance
//! (Carbonell and Goldstein 1998).

use crate::embedding::{DIM, Vector};
use crate::themes::Text;
use crate::words::readable_share;

/// The weight of being central; the rest is that of being unlike those already chosen.
const CENTRALITY_WEIGHT: f32 = 0.7;
/// Candidates looked at, the most central ones.
const CANDIDATES_MAX: usize = 400;
/// Texts with a greater cosine say the same.
const SAME_COSINE: f32 = 0.95;

/// A text of which at least such a share is words reads well.
const READABLE_SHARE: f32 = 0.85;
/// Bytes of a text that are checked for it.
const BYTES_MAX: usize = 1_000;

/// Up to `n` of the `members` (indices into `texts`), the most representative first.
pub fn exemplars(texts: &[Text<'_>], members: &[u32], n: usize) -> Vec<u32> {
    let mut sum = [0.0; DIM];
    for member in members {
        for (s, v) in sum.iter_mut().zip(texts[*member as usize].vector.values()) {
            *s += f32::from(*v);
        }
    }
    let centroid = Vector::quantise(&sum);
    let mut candidates: Vec<(f32, u32)> = members
        .iter()
        .map(|member| {
            let text = &texts[*member as usize];
            (centroid.dot(&text.vector) * readable(text.text), *member)
        })
        .collect();
    candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    candidates.truncate(CANDIDATES_MAX);
    let mut chosen: Vec<u32> = Vec::new();
    let mut nearest = vec![0.0f32; candidates.len()];
    while chosen.len() < n {
        let value = |index: usize| {
            CENTRALITY_WEIGHT * candidates[index].0 - (1.0 - CENTRALITY_WEIGHT) * nearest[index]
        };
        let best = (0..candidates.len())
            .filter(|index| nearest[*index] < SAME_COSINE)
            .max_by(|a, b| value(*a).total_cmp(&value(*b)).then(b.cmp(a)));
        let Some(best) = best else { break };
        let new = texts[candidates[best].1 as usize].vector;
        chosen.push(candidates[best].1);
        for (nearest, (_, member)) in nearest.iter_mut().zip(&candidates) {
            *nearest = nearest.max(new.dot(&texts[*member as usize].vector));
        }
        nearest[best] = 1.0;
    }
    chosen
}

/// 1 for words of comfortable length, less for a grunt, a wall of words, or a list of masks.
fn readable(text: &str) -> f32 {
    let beginning = &text[..text.floor_char_boundary(BYTES_MAX.min(text.len()))];
    let words = (readable_share(beginning) / READABLE_SHARE).min(1.0);
    let length = match text.trim().chars().take(4001).count() {
        0..15 => 0.4,
        15..40 => 0.8,
        40..=400 => 1.0,
        401..=1000 => 0.9,
        1001..=4000 => 0.75,
        _ => 0.5,
    };
    length * words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::EmbeddingTable;

    #[test]
    fn what_can_be_read_is_shown_before_a_list_of_masks() {
        let written = [
            "unauthorized inquiries on my credit report XXXX XXXX XX/XX/2019 XXXX XXXX XX/XX/2019 XXXX XXXX",
            "There are two inquiries on my credit report that I never authorized.",
            "unauthorized inquiries on my credit report: XXXX XXXX XXXX {$40.00} XXXX XXXX XXXX XXXX",
        ];
        let vectors = EmbeddingTable::builtin().embed_all(&written);
        let texts: Vec<Text<'_>> = (0..)
            .zip(written.iter().zip(vectors))
            .map(|(id, (text, vector))| Text::new(id, text, vector))
            .collect();
        assert_eq!(exemplars(&texts, &[0, 1, 2], 1), [1]);
    }
}
