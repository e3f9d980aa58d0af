//! Ranks the phrases that set a cluster apart: class-based TF-IDF (Grootendorst 2022, BERTopic), over texts instead
//! of occurrences so that one wordy customer does not name a theme, weighted by how near a phrase's embedding
//! lies to the cluster's centroid.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ClusterTexts;
use super::phrases::{self, LENGTH_MAX, Lexicon, Phrase, PhraseCounts, parts, phrase};
use super::stop::{Role, role};
use super::support::Support;
pub(super) use super::support::ones;
use crate::embedding::{DIM, EmbeddingTable, Vector};

/// A phrase that fewer texts share is one person's.
const TEXTS_MIN: u32 = 3;
/// Words that "to" and a verb make whole: "unable to open".
const BEFORE_INFINITIVE: [&str; 12] = [
    "unable",
    "able",
    "fail",
    "fails",
    "failed",
    "failing",
    "failure",
    "impossible",
    "refuse",
    "refuses",
    "refused",
    "how",
];
/// Words that may begin a phrase and mean nothing alone.
const DEPENDENT: [&str; 44] = [
    "unable",
    "able",
    "fail",
    "fails",
    "failed",
    "failing",
    "missing",
    "wrong",
    "incorrect",
    "inaccurate",
    "good",
    "bad",
    "nice",
    "better",
    "best",
    "great",
    "old",
    "left",
    "right",
    "run",
    "running",
    "check",
    "checks",
    "allow",
    "suggesting",
    "optional",
    "names",
    "number",
    "numbers",
    "item",
    "items",
    "change",
    "changes",
    "changed",
    "replace",
    "select",
    "useless",
    "forever",
    "start",
    "starting",
    "high",
    "large",
    "long",
    "hard",
];
/// What makes a noun of what follows.
const FOLLOWING: [&str; 12] =
    ["the", "a", "an", "my", "your", "our", "his", "her", "their", "its", "this", "any"];
const AUXILIARIES: [&str; 9] = ["is", "are", "was", "were", "be", "been", "has", "have", "had"];
/// Candidates that are embedded.
const CANDIDATES_MAX: usize = 200;

/// How much the share of the texts counts against how much rarer the phrase is elsewhere.
const SHARE_POWER: f64 = 0.65;
/// What a phrase that stands in no lead counts,
const ANYWHERE_WEIGHT: f64 = 0.6;
/// and what is added for one that stands only in leads: titles and first words say what a text is about.
const LEAD_WEIGHT: f64 = 0.8;
/// A phrase is extended where such a share of the texts that use it go on so.
const EXTENDED_SHARE: f64 = 0.5;

/// A phrase, and how distinctive of its cluster it is.
pub(super) struct Ranked {
    pub score: f64,
    pub phrase: Phrase,
}

/// What is known of the clusters when their phrases are ranked.
pub(super) struct Ranking<'a> {
    pub lexicon: Lexicon,
    pub support: Support,
    pub clusters: Vec<(PhraseCounts<'a>, Vec<Ranked>)>,
}

/// Ranks the phrases of every cluster, the best first.
pub(super) fn rank<'a>(clusters: &[ClusterTexts<'a>]) -> Ranking<'a> {
    let (lexicon, counts) = phrases::count(clusters);
    let mut overall: FxHashMap<Phrase, u32> = FxHashMap::default();
    for cluster in &counts {
        for (phrase, texts) in cluster.frequencies.iter().filter(|(_, texts)| **texts >= 2) {
            *overall.entry(*phrase).or_default() += texts;
        }
    }
    let read = counts.iter().map(|cluster| cluster.read.len()).sum();
    let centroids: Vec<Vector> = counts.par_iter().map(|cluster| centroid(&cluster.read)).collect();
    let mut ranked: Vec<Vec<Ranked>> =
        counts.par_iter().map(|cluster| by_frequency(cluster, &overall, read, &lexicon)).collect();
    let support = Support::new(&counts, &lexicon, ranked.iter().flatten().map(|ranked| &ranked.phrase));
    ranked.par_iter_mut().zip(&counts).enumerate().for_each(|(index, (ranked, cluster))| {
        for candidate in &mut *ranked {
            let spoken = support.count(&candidate.phrase, index, &lexicon);
            candidate.score = score(&candidate.phrase, spoken, cluster, &overall, read);
        }
        weight_by_embedding(ranked, index, &centroids, &lexicon);
        ranked.retain(|ranked| ranked.score > 0.0);
    });
    Ranking { lexicon, support, clusters: counts.into_iter().zip(ranked).collect() }
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

/// The phrases that may be worth a score, by how many texts have them as they stand.
fn by_frequency(
    counts: &PhraseCounts<'_>,
    overall: &FxHashMap<Phrase, u32>,
    read: usize,
    lexicon: &Lexicon,
) -> Vec<Ranked> {
    let here = counts.read.len();
    let least = TEXTS_MIN.max(here as u32 / 60).min(here as u32);
    let mut ranked: Vec<Ranked> = counts
        .frequencies
        .iter()
        .filter(|(phrase, texts)| **texts >= least && is_phrase(phrase, **texts, counts, lexicon))
        .map(|(phrase, _)| Ranked { score: score(phrase, (0, 0), counts, overall, read), phrase: *phrase })
        .filter(|ranked| ranked.score > 0.0)
        .collect();
    sort(&mut ranked, lexicon);
    ranked.truncate(CANDIDATES_MAX);
    ranked
}

/// How distinctive a phrase is: class-based TF-IDF of the texts that have it as it stands and, half as much, of those that
/// speak of it (`spoken`, here and elsewhere), raised where it stands in leads.
fn score(
    phrase: &Phrase,
    spoken: (u32, u32),
    counts: &PhraseCounts<'_>,
    overall: &FxHashMap<Phrase, u32>,
    read: usize,
) -> f64 {
    let here = counts.read.len();
    let elsewhere = (read - here).max(1) as f64;
    let texts = counts.frequencies.get(phrase).copied().unwrap_or(0);
    let others = overall.get(phrase).copied().unwrap_or(texts).saturating_sub(texts);
    let mean = |exact: u32, spoken: u32| (f64::from(exact) + f64::from(spoken.max(exact))) / 2.0;
    let share = mean(texts, spoken.0) / here as f64;
    let lift = share / ((mean(others, spoken.1) + 0.5) / elsewhere);
    let lead = f64::from(counts.leads.get(phrase).copied().unwrap_or(0)) / f64::from(texts.max(1));
    share.powf(SHARE_POWER) * lift.max(1e-9).ln() * (ANYWHERE_WEIGHT + LEAD_WEIGHT * lead)
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
    let alone = length == 1 && DEPENDENT.contains(&lexicon.word(words[0]));
    if repeats
        || denied
        || alone
        || is_fragment(&words.iter().map(|word| lexicon.word(*word)).collect::<Vec<_>>())
        || !(0..length).any(is_content)
    {
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
        Role::Weak => length > 1,
        Role::Negation | Role::Function | Role::Filler | Role::Clause => false,
    }
}

/// Whether these words are the beginning or the rest of a sentence: "bureau to start", "falsely", "storm hive bolt and
/// trident".
fn is_fragment(words: &[&str]) -> bool {
    let adverb = words.last().is_some_and(|word| word.len() > 5 && word.ends_with("ly"));
    let joined = |word: &&str| ["and", "or", "but"].contains(word);
    let aims = |(at, word): (usize, &&str)| {
        let article = words.get(at + 1).is_some_and(|next| FOLLOWING.contains(next));
        *word == "to" && at > 0 && !article && !BEFORE_INFINITIVE.contains(&words[at - 1])
    };
    // "bureaus are reporting inaccurate …": behind such a verb stands one word, or a negation and one.
    let runs_on = words.iter().rposition(|word| AUXILIARIES.contains(word)).is_some_and(|at| {
        let behind = &words[at + 1..];
        behind.len() > 1 + usize::from(behind.first().is_some_and(|word| role(word) == Role::Negation))
    });
    adverb && words.len() != 2
        || words.len() != 3 && words.iter().any(joined)
        || words.iter().enumerate().any(aims)
        || runs_on
}

/// Whether the last word of a phrase belongs to what follows it, as in "failure in the test": where a third of its uses go
/// on with an article or a possessive, or half with those or a word that means something.
fn is_preposition(words: &[u32], counts: &PhraseCounts<'_>, lexicon: &Lexicon) -> bool {
    let (mut uses, mut named, mut followed) = (0usize, 0usize, 0usize);
    for run in counts.words.iter().flat_map(|text| text.windows(words.len() + 1)) {
        if run[..words.len()] == *words {
            let next = run[words.len()];
            uses += 1;
            named += usize::from(FOLLOWING.contains(&lexicon.word(next)));
            followed += usize::from(lexicon.role(next) == Role::Content);
        }
    }
    named * 3 >= uses.max(1)
        || lexicon.word(words[words.len() - 1]) == "in" && (named + followed) * 2 >= uses.max(1)
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
                && f64::from(**more) >= EXTENDED_SHARE * f64::from(texts)
                && words.windows(length).any(|run| run == parts(short))
                && is_phrase(longer, **more, counts, lexicon)
        })
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| lexicon.text(b.0).cmp(&lexicon.text(a.0))));
    match longer {
        Some((longer, _)) if length < LENGTH_MAX => extended(longer, counts, lexicon),
        _ => *short,
    }
}
