//! Tongues: texts that share with each other, and with nobody else, the words of which they are made. They speak another
//! language than the rest and say no one thing. From then on such a text is seen from the middle of its own tongue, and
//! without the words that hold that tongue together, so that it lies with what it is about.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::features::Features;
use super::space::middle;
use crate::meaning::{DIM, Vector};

/// A word is a community's own when so much of its use is there.
const OWN: f64 = 0.6;
/// A community is a tongue when half of its texts consist, by half, of its own words,
const HALF: f64 = 0.5;
/// of which so many are common in it, more than any one matter has words of its own.
const COMMON_MIN: usize = 12;
/// Common is what such a share of its texts says.
const COMMON: f64 = 0.03;
/// Fewer texts are no tongue yet.
const TEXTS_MIN: usize = 50;
/// What a smaller share of its texts says may be a matter, and stays heard.
const HELD_TOGETHER: f64 = 0.002;
/// A text speaks a tongue when such a share of its words is that tongue's own.
const SPEAKS: f64 = 0.3;

/// A tongue is told to be in the main language by less than this share of how often all are.
const FOREIGN: f64 = 0.5;
/// Where fewer texts are told to be in any one language, there is no telling.
const TOLD_MIN: f64 = 0.1;
/// Texts that are asked for their language to learn which is the main one.
const TOLD_MAX: usize = 1_000;

/// One tongue. Its words are hashes, as [`super::features::hashed`] gives them, ascending.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tongue {
    pub middle: [f32; DIM],
    /// All that it has to itself.
    pub own: Vec<u32>,
    /// Of these, what holds it together.
    pub common: Vec<u32>,
}

impl Tongue {
    /// Whether a text is in it, given by all its words, of which so many tell anything at all.
    fn speaks(&self, hashed: &[u32], telling: usize) -> bool {
        let own = count_in(&self.own, hashed);
        own > 0 && own as f64 >= SPEAKS * telling as f64
    }
}

/// The tongue that a text is in, given by all its words, of which so many are features.
pub(super) fn spoken<'t>(tongues: &'t [Tongue], hashed: &[u32], known: usize) -> Option<&'t Tongue> {
    // What holds a tongue together is no feature, but was heard.
    tongues.iter().find(|tongue| tongue.speaks(hashed, known + count_in(&tongue.common, hashed)))
}

fn count_in(sorted: &[u32], hashed: &[u32]) -> usize {
    hashed.iter().filter(|hash| sorted.binary_search(hash).is_ok()).count()
}

/// The tongues among communities. `known` names each text's features, `words` all its words, and `told` the language that
/// it is surely in: a community that is as often told to be in the main one is no tongue, only a matter or a template with
/// words of its own.
pub(super) fn tongues(
    communities: &[u32],
    words: &[Vec<u32>],
    vectors: &[Vector],
    (features, known): (&Features, &[Vec<u32>]),
    told: &dyn Fn(usize) -> Option<&'static str>,
) -> Vec<Tongue> {
    let mut used = vec![0u32; features.len()];
    let mut texts = vec![Vec::new(); communities.iter().max().map_or(0, |most| *most as usize + 1)];
    for (at, (community, known)) in communities.iter().zip(known).enumerate() {
        known.iter().for_each(|feature| used[*feature as usize] += 1);
        texts[*community as usize].push(at);
    }
    let mut found = Vec::new();
    let step = communities.len() / TOLD_MAX + 1;
    let mut main = None;
    for texts in texts.into_iter().filter(|texts| texts.len() >= TEXTS_MIN) {
        let mut inside: FxHashMap<u32, u32> = FxHashMap::default();
        for feature in texts.iter().flat_map(|at| &known[*at]) {
            *inside.entry(*feature).or_default() += 1;
        }
        inside.retain(|feature, count| f64::from(*count) >= OWN * f64::from(used[*feature as usize]));
        let said_by = |share: f64| {
            let least = share * texts.len() as f64;
            let said = inside.iter().filter(move |(_, count)| f64::from(**count) >= least);
            let mut said: Vec<u32> = said.map(|(at, _)| features.hashes()[*at as usize]).collect();
            said.sort_unstable();
            said
        };
        let by_half = |at: &&usize| {
            let own = known[**at].iter().filter(|feature| inside.contains_key(feature)).count();
            own as f64 >= HALF * known[**at].len() as f64
        };
        let heard = || texts.iter().filter(|at| !known[**at].is_empty());
        let (speak, heard) = (heard().filter(by_half).count(), heard().count());
        if said_by(COMMON).len() < COMMON_MIN || (speak as f64) < HALF * heard as f64 {
            continue;
        }
        let (main, rate) =
            *main.get_or_insert_with(|| main_language((0..communities.len()).step_by(step), told));
        let foreign = share_in(main, &texts, told) < FOREIGN * rate;
        if foreign && rate >= TOLD_MIN {
            found.push(Tongue { middle: [0.0; DIM], own: said_by(0.0), common: said_by(HELD_TOGETHER) });
        }
    }
    for tongue in &mut found {
        let of = words.iter().zip(known).zip(vectors);
        let of = of.filter(|((words, known), _)| tongue.speaks(words, known.len()));
        tongue.middle = middle(&of.map(|(_, vector)| *vector).collect::<Vec<_>>());
    }
    found
}

/// The language that most of the texts are told to be in, and the share of all of them that is.
fn main_language(
    texts: impl ExactSizeIterator<Item = usize>,
    told: &dyn Fn(usize) -> Option<&'static str>,
) -> (Option<&'static str>, f64) {
    let all = texts.len().max(1) as f64;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in texts.filter_map(told) {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or((None, 0.0), |(language, count)| (Some(language), count as f64 / all))
}

/// The share of the texts that are told to be in a language.
fn share_in(language: Option<&str>, texts: &[usize], told: &dyn Fn(usize) -> Option<&'static str>) -> f64 {
    let same = texts.iter().filter(|at| language.is_some() && told(**at) == language).count();
    same as f64 / texts.len().max(1) as f64
}
