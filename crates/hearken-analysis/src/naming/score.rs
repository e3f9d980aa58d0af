//! Ranks the phrases that set a cluster apart: class-based TF-IDF (Grootendorst 2022, BERTopic), over texts instead
//! of occurrences so that one wordy customer does not name a theme, weighted by how near a phrase's embedding
//! lies to the cluster's centroid.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ClusterTexts;
use super::phrases::{self, LENGTH_MAX, Lexicon, Phrase, PhraseCounts, parts, phrase};
use super::stop::Role;
use crate::embedding::{DIM, EmbeddingTable, Vector};

/// A phrase that fewer texts share is one person's.
const TEXTS_MIN: u32 = 3;
/// Candidates that are embedded.
const CANDIDATES_MAX: usize = 120;

/// A phrase, and how distinctive of its cluster it is.
pub(super) struct Ranked {
    pub score: f64,
    pub phrase: Phrase,
}

/// Ranks the phrases of every cluster, the best first.
pub(super) fn rank<'a>(clusters: &[ClusterTexts<'a>]) -> (Lexicon, Vec<(PhraseCounts<'a>, Vec<Ranked>)>) {
    let (lexicon, counts) = phrases::count(clusters);
    let mut overall: FxHashMap<Phrase, u32> = FxHashMap::default();
    for cluster in &counts {
        for (phrase, texts) in cluster.frequencies.iter().filter(|(_, texts)| **texts >= 2) {
            *overall.entry(*phrase).or_default() += texts;
        }
    }
    let read = counts.iter().map(|cluster| cluster.read.len()).sum();
    let centroids: Vec<Vector> = counts.par_iter().map(|cluster| centroid(&cluster.read)).collect();
    let ranked = counts
        .into_par_iter()
        .enumerate()
        .map(|(index, cluster)| {
            let mut ranked = by_frequency(&cluster, &overall, read, &lexicon);
            weight_by_embedding(&mut ranked, index, &centroids, &lexicon);
            (cluster, ranked)
        })
        .collect();
    (lexicon, ranked)
}

fn centroid(texts: &[&str]) -> Vector {
    let mut sum = [0.0; DIM];
    for text in texts {
        for (s, v) in sum.iter_mut().zip(EmbeddingTable::builtin().embed(text).values()) {
            *s += f32::from(*v);
        }
    }
    Vector::quantise(&sum)
}

fn by_frequency(
    counts: &PhraseCounts<'_>,
    overall: &FxHashMap<Phrase, u32>,
    read: usize,
    lexicon: &Lexicon,
) -> Vec<Ranked> {
    let here = counts.read.len();
    let least = TEXTS_MIN.max(here as u32 / 60).min(here as u32);
    let elsewhere = (read - here).max(1) as f64;
    let mut ranked: Vec<Ranked> = counts
        .frequencies
        .iter()
        .filter(|(phrase, texts)| **texts >= least && is_phrase(phrase, **texts, counts, lexicon))
        .map(|(phrase, &texts)| {
            let share = f64::from(texts) / here as f64;
            let others = overall.get(phrase).copied().unwrap_or(texts).saturating_sub(texts);
            let lift = share / ((f64::from(others) + 0.5) / elsewhere);
            Ranked { score: share.powf(0.6) * lift.max(1e-9).ln(), phrase: *phrase }
        })
        .filter(|ranked| ranked.score > 0.0)
        .collect();
    sort(&mut ranked, lexicon);
    ranked.truncate(CANDIDATES_MAX);
    ranked
}

/// Lowers the score of phrases whose embedding lies nearer to another cluster than to their own.
fn weight_by_embedding(ranked: &mut [Ranked], cluster: usize, centroids: &[Vector], lexicon: &Lexicon) {
    let mut cosines = Vec::new();
    for candidate in &mut *ranked {
        let vector = EmbeddingTable::builtin().embed(&lexicon.text(&candidate.phrase));
        crate::embedding::dots(&vector, centroids, &mut cosines);
        let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
        candidate.score *= f64::from((0.5 + cosines[cluster] + (cosines[cluster] - mean)).max(0.1));
    }
    sort(ranked, lexicon);
}

fn sort(ranked: &mut [Ranked], lexicon: &Lexicon) {
    ranked.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| lexicon.text(&a.phrase).cmp(&lexicon.text(&b.phrase)))
    });
}

/// Whether the words make something a customer would say by itself.
fn is_phrase(given: &Phrase, texts: u32, counts: &PhraseCounts<'_>, lexicon: &Lexicon) -> bool {
    let words = parts(given);
    let roles: Vec<Role> = words.iter().map(|word| lexicon.role(*word)).collect();
    let (Some(last), length) = (roles.last(), words.len()) else { return false };
    let is_content =
        |index: usize| roles[index] == Role::Content && lexicon.word(words[index]).chars().count() > 2;
    let repeats = (1..length).any(|index| words[..index].contains(&words[index]));
    // "not be verified", "not to pay": what is denied stands before it.
    let denied = length > 1 && lexicon.word(words[0]) == "not" && roles[1] == Role::Function;
    if repeats || denied || !(0..length).any(is_content) {
        return false;
    }
    match last {
        Role::Content => true,
        // "log in" as often as "log": then the particle belongs to it.
        Role::Particle => {
            let before = counts.frequencies.get(&phrase(&words[..length - 1])).copied().unwrap_or(0);
            let bound = length > 1 && roles[length - 2] == Role::Content;
            bound && f64::from(texts) >= 0.4 * f64::from(before) && !is_preposition(words, counts, lexicon)
        }
        Role::Negation | Role::Function | Role::Filler => false,
    }
}

/// Whether the last word of a phrase belongs to what follows it, as in "failure in the test": where a third of its uses go
/// on with an article or a possessive.
fn is_preposition(words: &[u32], counts: &PhraseCounts<'_>, lexicon: &Lexicon) -> bool {
    const FOLLOWING: [&str; 12] =
        ["the", "a", "an", "my", "your", "our", "his", "her", "their", "its", "this", "any"];
    let (mut uses, mut followed) = (0usize, 0usize);
    for run in counts.words.iter().flat_map(|text| text.windows(words.len() + 1)) {
        if run[..words.len()] == *words {
            uses += 1;
            followed += usize::from(FOLLOWING.contains(&lexicon.word(run[words.len()])));
        }
    }
    followed * 3 >= uses.max(1)
}

/// The phrase extended at either end where at least half of the texts that use it go on so: "log in" to "can't log in".
pub(super) fn extended(short: &Phrase, counts: &PhraseCounts<'_>, lexicon: &Lexicon) -> Phrase {
    let length = parts(short).len();
    let texts = counts.frequencies.get(short).copied().unwrap_or(0);
    let longer = counts
        .frequencies
        .iter()
        .filter(|(longer, more)| {
            let words = parts(longer);
            words.len() > length
                && words.windows(length).any(|run| run == parts(short))
                && f64::from(**more) >= 0.5 * f64::from(texts)
                && is_phrase(longer, **more, counts, lexicon)
        })
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| lexicon.text(b.0).cmp(&lexicon.text(a.0))));
    match longer {
        Some((longer, _)) if length < LENGTH_MAX => extended(longer, counts, lexicon),
        _ => *short,
    }
}
