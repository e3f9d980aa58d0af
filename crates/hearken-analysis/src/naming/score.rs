//! Which phrases set a cluster apart: class-based TF-IDF (Grootendorst 2022, BERTopic) over whole texts
//! instead of occurrences, so that one wordy customer does not name a theme.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::phrases::{self, Lexicon, Phrase, Used};

/// Distinguishing phrases that go with a name.
const WORDS: usize = 8;
/// A phrase that fewer texts share is one person's.
const TEXTS_MIN: u32 = 3;

/// The texts of one cluster, the largest cluster first for the best names.
#[derive(Debug, Clone, Default)]
pub struct ClusterTexts<'a> {
    /// The words of its members, copies left out.
    pub texts: Vec<&'a str>,
}

/// A theme's name and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Two to five words of the customers' own.
    pub name: String,
    /// Other phrases that set it apart, the most telling first.
    pub words: Vec<String>,
}

/// Names clusters so that no two names are alike.
pub fn name(clusters: &[ClusterTexts<'_>]) -> Vec<Name> {
    let (lexicon, used) = phrases::count(clusters);
    let mut overall: FxHashMap<Phrase, u32> = FxHashMap::default();
    for used in &used {
        for (phrase, texts) in used.texts.iter().filter(|(_, texts)| **texts >= 2) {
            *overall.entry(*phrase).or_default() += texts;
        }
    }
    let read: usize = used.iter().map(|used| used.read).sum();
    let ranked: Vec<Vec<(f64, Phrase)>> =
        used.par_iter().map(|used| rank(used, &overall, read, &lexicon)).collect();
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut names = Vec::with_capacity(clusters.len());
    for ranked in &ranked {
        let chosen = choose(ranked);
        let mut written: Vec<String> = chosen.iter().map(|phrase| plain(phrase, &lexicon)).collect();
        let name = first_free(&mut written, &taken, names.len());
        taken.insert(name.to_lowercase());
        written.truncate(WORDS);
        names.push(Name { name, words: written });
    }
    names
}

fn rank(used: &Used, overall: &FxHashMap<Phrase, u32>, read: usize, lexicon: &Lexicon) -> Vec<(f64, Phrase)> {
    let least = TEXTS_MIN.max(used.read as u32 / 50).min((used.read as u32).max(1));
    let others = (read - used.read).max(1) as f64;
    let mut ranked: Vec<(f64, Phrase)> = used
        .texts
        .iter()
        .filter(|(phrase, texts)| **texts >= least && is_phrase(phrase, lexicon))
        .map(|(phrase, &texts)| {
            let here = f64::from(texts) / used.read as f64;
            let all = overall.get(phrase).copied().unwrap_or(texts);
            let elsewhere = (f64::from(all - texts.min(all)) + 0.5) / others;
            let length = [0.6, 1.0, 1.1, 1.1][phrases::length(phrase) - 1];
            (here.sqrt() * (here / elsewhere).ln() * length, *phrase)
        })
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_unstable_by(|a, b| {
        b.0.total_cmp(&a.0).then_with(|| plain(&a.1, lexicon).cmp(&plain(&b.1, lexicon)))
    });
    ranked.truncate(200);
    ranked
}

fn is_phrase(phrase: &Phrase, lexicon: &Lexicon) -> bool {
    let length = phrases::length(phrase);
    let word = |at: usize| lexicon.words[phrase[at] as usize].as_str();
    !STOP.contains(&word(0))
        && !STOP.contains(&word(length - 1))
        && (0..length).any(|at| word(at).chars().count() > 2)
}

/// The best phrases, none of which only repeats the words of a better one.
fn choose(ranked: &[(f64, Phrase)]) -> Vec<Phrase> {
    let mut chosen: Vec<Phrase> = Vec::new();
    let mut longer_first: Vec<&(f64, Phrase)> = ranked.iter().collect();
    longer_first.sort_by_key(|(_, phrase)| phrases::length(phrase) < 2);
    for (_, phrase) in longer_first {
        let words = &phrase[..phrases::length(phrase)];
        let repeats = chosen.iter().any(|other| {
            let other = &other[..phrases::length(other)];
            words.iter().filter(|word| other.contains(word)).count() * 2 > words.len().min(other.len())
        });
        if !repeats {
            chosen.push(*phrase);
        }
        if chosen.len() > WORDS {
            break;
        }
    }
    chosen
}

fn plain(phrase: &Phrase, lexicon: &Lexicon) -> String {
    let words: Vec<&str> =
        phrase[..phrases::length(phrase)].iter().map(|word| lexicon.words[*word as usize].as_str()).collect();
    words.join(" ")
}

fn first_free(written: &mut Vec<String>, taken: &FxHashSet<String>, number: usize) -> String {
    let free = written.iter().position(|phrase| !taken.contains(&phrase.to_lowercase()));
    let first = free.map_or_else(|| format!("Theme {}", number + 1), |at| written.remove(at));
    let mut letters = first.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
}

const STOP: &[&str] = &[
    "the", "a", "an", "and", "or", "of", "to", "in", "on", "i", "my", "is", "was", "it", "for", "with",
    "that", "this",
];
