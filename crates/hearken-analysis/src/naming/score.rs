//! Which phrases set a cluster apart: class-based TF-IDF (Grootendorst 2022, BERTopic), over texts instead
//! of occurrences so that one wordy customer does not name a theme, weighed by how near a phrase's meaning
//! lies to the cluster's.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ClusterTexts;
use super::phrases::{self, LENGTH_MAX, Lexicon, Phrase, Used, parts, phrase};
use super::stop::Role;
use crate::meaning::{DIM, Table, Vector};

/// A phrase that fewer texts share is one person's.
const TEXTS_MIN: u32 = 3;
/// Candidates whose meaning is looked at.
const CANDIDATES_MAX: usize = 120;

/// A phrase, and how well it tells what its cluster is about.
pub(super) struct Ranked {
    pub score: f64,
    pub phrase: Phrase,
}

/// Ranks every cluster's phrases, the best first.
pub(super) fn rank<'a>(clusters: &[ClusterTexts<'a>]) -> (Lexicon, Vec<(Used<'a>, Vec<Ranked>)>) {
    let (lexicon, used) = phrases::count(clusters);
    let mut overall: FxHashMap<Phrase, u32> = FxHashMap::default();
    for used in &used {
        for (phrase, texts) in used.texts.iter().filter(|(_, texts)| **texts >= 2) {
            *overall.entry(*phrase).or_default() += texts;
        }
    }
    let read = used.iter().map(|used| used.read.len()).sum();
    let centres: Vec<Vector> = used.par_iter().map(|used| centre(&used.read)).collect();
    let ranked = used
        .into_par_iter()
        .enumerate()
        .map(|(at, used)| {
            let mut ranked = by_use(&used, &overall, read, &lexicon);
            by_meaning(&mut ranked, at, &centres, &lexicon);
            (used, ranked)
        })
        .collect();
    (lexicon, ranked)
}

fn centre(texts: &[&str]) -> Vector {
    let mut sum = [0.0; DIM];
    for text in texts {
        for (s, v) in sum.iter_mut().zip(Table::builtin().embed(text).values()) {
            *s += f32::from(*v);
        }
    }
    Vector::quantise(&sum)
}

fn by_use(used: &Used<'_>, overall: &FxHashMap<Phrase, u32>, read: usize, lexicon: &Lexicon) -> Vec<Ranked> {
    let here = used.read.len();
    let least = TEXTS_MIN.max(here as u32 / 60).min(here as u32);
    let elsewhere = (read - here).max(1) as f64;
    let mut ranked: Vec<Ranked> = used
        .texts
        .iter()
        .filter(|(phrase, texts)| **texts >= least && is_phrase(phrase, **texts, used, lexicon))
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

/// A phrase whose own meaning lies nearer to another cluster is a poor name for this one.
fn by_meaning(ranked: &mut [Ranked], own: usize, centres: &[Vector], lexicon: &Lexicon) {
    let mut near = Vec::new();
    for candidate in &mut *ranked {
        let vector = Table::builtin().embed(&lexicon.plain(&candidate.phrase));
        crate::meaning::dots(&vector, centres, &mut near);
        let mean = near.iter().sum::<f32>() / near.len() as f32;
        candidate.score *= f64::from((0.5 + near[own] + (near[own] - mean)).max(0.1));
    }
    sort(ranked, lexicon);
}

fn sort(ranked: &mut [Ranked], lexicon: &Lexicon) {
    ranked.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| lexicon.plain(&a.phrase).cmp(&lexicon.plain(&b.phrase)))
    });
}

/// Whether the words make something a customer would say by itself.
fn is_phrase(given: &Phrase, texts: u32, used: &Used<'_>, lexicon: &Lexicon) -> bool {
    let words = parts(given);
    let roles: Vec<Role> = words.iter().map(|word| lexicon.role(*word)).collect();
    let (Some(last), length) = (roles.last(), words.len()) else { return false };
    let tells = |at: usize| roles[at] == Role::Tells && lexicon.word(words[at]).chars().count() > 2;
    let repeats = (1..length).any(|at| words[..at].contains(&words[at]));
    // "not be verified", "not to pay": what is denied stands before it.
    let denied = length > 1 && lexicon.word(words[0]) == "not" && roles[1] == Role::Joins;
    if repeats || denied || !(0..length).any(tells) {
        return false;
    }
    match last {
        Role::Tells => true,
        // "log in" as often as "log": then the particle belongs to it.
        Role::Particle => {
            let before = used.texts.get(&phrase(&words[..length - 1])).copied().unwrap_or(0);
            length > 1 && roles[length - 2] == Role::Tells && f64::from(texts) >= 0.4 * f64::from(before)
        }
        Role::Negates | Role::Joins | Role::Filler => false,
    }
}

/// The phrase grown by a word at either end where most texts that use it go on so: "log in" to "can't log in".
pub(super) fn grown(short: &Phrase, used: &Used<'_>, lexicon: &Lexicon) -> Phrase {
    let length = parts(short).len();
    let texts = used.texts.get(short).copied().unwrap_or(0);
    let longer = used
        .texts
        .iter()
        .filter(|(longer, more)| {
            let words = parts(longer);
            words.len() > length
                && words.windows(length).any(|run| run == parts(short))
                && f64::from(**more) >= 0.5 * f64::from(texts)
                && is_phrase(longer, **more, used, lexicon)
        })
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| lexicon.plain(b.0).cmp(&lexicon.plain(a.0))));
    match longer {
        Some((longer, _)) if length < LENGTH_MAX => grown(longer, used, lexicon),
        _ => *short,
    }
}
