//! Whether two reports speak of one incident.

use super::report::Report;

/// Cosine of the two meanings, at least.
const MEANING_MIN: f32 = 0.75;
/// Cosine of the two texts' words, each by how rare it is, at least; and of their titles' words.
const WORDS_MIN: f32 = 0.3;
/// The three added up, at least.
const SUM_MIN: f32 = 2.0;
/// What the words that both have tell, at least: each the logarithm of one in how many reports has it.
const SHARED_MIN: f32 = 20.0;
/// The same of texts without titles, which nobody made short: "great app, love it" is said by many of nothing.
const SHARED_UNTITLED_MIN: f32 = 30.0;
/// Of all words of two titles a share that both have, at least.
const COMMON_MIN: f32 = 0.3;
/// and so many words.
const COMMON_WORDS_MIN: usize = 2;
/// Words of one length or another that begin alike are one word where so many letters are the same,
const STEM_MIN: usize = 4;
/// and so many are not.
const ENDING_MAX: usize = 3;

/// How alike two reports are, if they are; `rarity` says how rare a term is.
pub(super) fn alike(a: &Report, b: &Report, rarity: impl Fn(u64) -> f32) -> Option<f32> {
    let meaning = a.vector.dot(&b.vector);
    if meaning < MEANING_MIN {
        return None;
    }
    let (words, shared) = cosine(&a.terms, &b.terms, &rarity);
    let (titles, _) = cosine(&a.lead_terms, &b.lead_terms, &rarity);
    let told = if a.titled && b.titled { SHARED_MIN } else { SHARED_UNTITLED_MIN };
    let sum = meaning + words + titles;
    let enough = words >= WORDS_MIN && titles >= WORDS_MIN && shared >= told && sum >= SUM_MIN;
    (enough && !are_siblings(&a.lead, &b.lead)).then_some(sum)
}

/// Cosine of two sets of terms, and what those that both have tell.
fn cosine(a: &[u64], b: &[u64], rarity: &impl Fn(u64) -> f32) -> (f32, f32) {
    let weight = |terms: &[u64]| terms.iter().map(|term| rarity(*term).powi(2)).sum::<f32>();
    let (mut both, mut told) = (0.0, 0.0);
    for term in a.iter().filter(|term| b.binary_search(term).is_ok()) {
        let rarity = rarity(*term);
        both += rarity * rarity;
        told += rarity;
    }
    let of_each = (weight(a) * weight(b)).sqrt();
    (if of_each > 0.0 { both / of_each } else { 0.0 }, told)
}

/// Whether two titles say the same of two things: each has a word instead of the other's, another platform, number or name,
/// among words that both have. Titles that have little in common are no siblings, and do not count as the same either.
fn are_siblings(a: &[Box<str>], b: &[Box<str>]) -> bool {
    let only = |these: &[Box<str>], others: &[Box<str>]| -> Vec<Box<str>> {
        these.iter().filter(|word| !others.iter().any(|other| is_same(word, other))).cloned().collect()
    };
    let (only_a, only_b) = (only(a, b), only(b, a));
    let both = a.len() - only_a.len();
    let all = both + only_a.len() + only_b.len();
    let has_number = |words: &[Box<str>]| words.iter().any(|word| word.contains(char::is_numeric));
    let exchanged = !only_a.is_empty() && !only_b.is_empty() && both >= only_a.len().min(only_b.len());
    let counted = only_a.iter().chain(&only_b).any(|word| word.chars().all(char::is_numeric));
    exchanged
        || counted
        || (has_number(&only_a) && has_number(&only_b))
        || both < COMMON_WORDS_MIN
        || (both as f32) < COMMON_MIN * all as f32
}

/// Whether two words are one with another ending.
fn is_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.contains(char::is_numeric) || b.contains(char::is_numeric) {
        return false;
    }
    let stem = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    stem >= STEM_MIN && a.chars().count().max(b.chars().count()) - stem <= ENDING_MAX
}
