//! Learning: fold copies, take a sample, join neighbours, find communities in balance, sharpen them by what they say,
//! and assign everything else.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::areas::areas;
use super::assign::{SURE_MIN, assign, best};
use super::features::hashed;
use super::fold::{Folded, fold, near_copies};
use super::grain::balanced;
use super::graph::Graph;
use super::hold::hold;
use super::model::Model;
use super::neighbours::{Neighbour, nearest};
use super::reading::{Reading, retain};
use super::refine::Sample;
use super::space::{Place, middle};
use super::tongue::tongues;
use super::{Text, Was};
use crate::language::language;
use crate::meaning::Vector;
use crate::random::mix;

/// How learning goes about it. One default for all data; it is logged with each learning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Id of the table that the vectors came from.
    pub table: String,
    /// Nearest neighbours that each text is joined to, at most.
    pub neighbours_max: usize,
    /// Distinct texts to learn on at most; the rest are assigned.
    pub sample_max: usize,
    /// Fewer distinct texts make no theme.
    pub members_min: usize,
    /// What decides between equals.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            table: crate::meaning::Table::builtin().id().to_owned(),
            neighbours_max: 15,
            sample_max: 24_000,
            members_min: 5,
            seed: 1,
        }
    }
}

/// Texts of each held theme that a sample has at least, if there are so many.
const HELD_MIN: usize = 50;

/// What learning is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Folding copies.
    Fold,
    /// Reading words.
    Words,
    /// Finding neighbours.
    Neighbours,
    /// Finding communities.
    Communities,
    /// Sharpening them by what they say.
    Refine,
    /// Assigning what the sample left out.
    Assign,
}

/// Texts that say the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Places in the texts given, ascending; copies included.
    pub members: Vec<u32>,
    /// Of each member: how clearly it belongs.
    pub confidence: Vec<f32>,
    /// How many members are left when copies count once.
    pub distinct: u32,
    /// The held theme that it is, by the number that [`Was::Held`] gave.
    pub held: Option<u32>,
    /// Clusters that lie near each other have the same.
    pub area: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// For assigning later texts; its clusters are those below, in the same order.
    pub model: Model,
    /// The largest first.
    pub clusters: Vec<Cluster>,
    /// Places of the texts that belong nowhere, ascending.
    pub unsorted: Vec<u32>,
    /// Texts that only repeat another one: `(copy, original)`.
    pub copies: Vec<(u32, u32)>,
}

/// Learns themes from what is there. With `previous`, it starts from the themes that stand.
pub fn learn(
    texts: &[Text<'_>],
    previous: Option<&Model>,
    settings: &Settings,
    progress: &(dyn Fn(Step, f32) + Sync),
) -> Learned {
    progress(Step::Fold, 0.0);
    let folded = fold(texts);
    let text_of = |place: u32| &texts[folded.distinct[place as usize] as usize];
    let mut sample = sample(texts, &folded.distinct, settings);

    progress(Step::Words, 0.0);
    let mut vectors: Vec<Vector> = sample.iter().map(|place| text_of(*place).vector).collect();
    let mut words: Vec<Vec<u32>> =
        sample.par_iter().with_min_len(64).map(|place| hashed(text_of(*place).text)).collect();
    let known_tongues = previous.map_or(Vec::new(), |model| model.tongues.clone());
    let mut reading = Reading::of(&words, &vectors, middle(&vectors), known_tongues);
    let mut places = reading.places(settings.seed);

    progress(Step::Neighbours, 0.0);
    let find = |places: &[Place]| {
        nearest(places, neighbours(places.len(), settings), &|share| progress(Step::Neighbours, share))
    };
    let mut near = find(&places);
    // Copies with small changes speak with one voice, too; those that stay find other neighbours than each other.
    let was: Vec<Was> = sample.iter().map(|place| text_of(*place).was).collect();
    let of = near_copies(&near, &reading.known, &was);
    let stays: Vec<bool> = of.iter().zip(0..).map(|(of, at)| *of == at).collect();
    let mut repeats: FxHashMap<u32, u32> = FxHashMap::default();
    if stays.contains(&false) {
        let copies = of.iter().zip(&sample).zip(&stays).filter(|(_, stays)| !**stays);
        repeats.extend(copies.map(|((of, place), _)| (*place, sample[*of as usize])));
        retain(&mut sample, &stays);
        retain(&mut vectors, &stays);
        retain(&mut words, &stays);
        retain(&mut places, &stays);
        reading.retain(&stays);
        // Few of them hardly change anybody's neighbours; many leave their neighbours none but each other.
        near = if repeats.len() * 20 < of.len() { without(&near, &of, &stays) } else { find(&places) };
    }
    drop(places);
    progress(Step::Communities, 0.0);
    let mut graph = Graph::of_neighbours(&near);
    let before = previous.map(|model| {
        let texts: Vec<&Text<'_>> = sample.iter().map(|place| text_of(*place)).collect();
        (warm_start(model, &texts), model.resolution)
    });
    let find_communities = |graph: &Graph| {
        balanced(graph, before.as_ref(), settings.seed, &|share| progress(Step::Communities, share))
    };
    let mut found = find_communities(&graph);
    let told = |at: usize| language(text_of(sample[at]).text);
    let seen = (&reading.features, reading.known.as_slice());
    let mut tongues = tongues(&found.communities, &words, &vectors, seen, &told);
    if !tongues.is_empty() {
        // What is about the same lies together only now, whatever language it is in.
        tongues.splice(0..0, reading.tongues);
        reading = Reading::of(&words, &vectors, reading.middle, tongues);
        graph = Graph::of_neighbours(&find(&reading.places(settings.seed)));
        found = find_communities(&graph);
    }

    progress(Step::Refine, 0.0);
    let mut communities = found.communities;
    let was = |place: &u32| text_of(*place).was;
    let held: Vec<Option<u32>> = sample
        .iter()
        .map(|place| if let Was::Held(theme) = was(place) { Some(theme) } else { None })
        .collect();
    let somewhere: Vec<bool> = sample.iter().map(|place| was(place) != Was::Nowhere).collect();
    let of = hold(&mut communities, &held, &somewhere, &reading.centred);
    let mut clusters: Vec<Option<u32>> = communities.into_iter().map(Some).collect();
    let sampled = Sample { table: &settings.table, reading: &reading };
    let (model, of) = sampled.refine(&mut clusters, (&held, of), found.resolution, settings.members_min);

    progress(Step::Assign, 0.0);
    let mut of_sample = vec![None; folded.distinct.len()];
    for (at, place) in sample.iter().enumerate() {
        of_sample[*place as usize] = Some(at);
    }
    let placed: Vec<Option<(usize, f32)>> = (0..folded.distinct.len() as u32)
        .into_par_iter()
        .with_min_len(64)
        .map(|place| match of_sample[*repeats.get(&place).unwrap_or(&place) as usize] {
            None => {
                assign(&model, text_of(place).text, &text_of(place).vector).map(|a| (a.cluster, a.confidence))
            }
            Some(at) => clusters[at].and_then(|cluster| {
                let mut scores = Vec::new();
                model.scores(&reading.centred[at], &reading.known[at], &mut scores);
                let agreed = best(&scores).filter(|assigned| assigned.cluster == cluster as usize);
                let agreed = agreed.map(|assigned| model.typically(assigned, &reading.centred[at]));
                let sure = agreed.map_or(0.4, |assigned| assigned.confidence);
                (sure >= SURE_MIN || held[at].is_some()).then_some((cluster as usize, sure))
            }),
        })
        .collect();
    let areas = areas(&graph, &clusters, of.len(), settings.seed);
    collect(&folded, &repeats, &placed, model, of.into_iter().zip(areas).collect())
}

/// Neighbours that each of so many texts is joined to. Among fewer texts fewer say the same, and a text joined to others
/// besides melts themes into one. The exponent was measured on samples of 600 to 24,000 of four labelled sets.
pub(super) fn neighbours(texts: usize, settings: &Settings) -> usize {
    ((0.02 * (texts as f64).powf(0.7)).round() as usize).clamp(3, settings.neighbours_max.max(3))
}

/// The distinct texts that say something; over the maximum, those whose scattered id is smallest.
fn sample(texts: &[Text<'_>], distinct: &[u32], settings: &Settings) -> Vec<u32> {
    let mut places: Vec<u32> = (0..distinct.len() as u32)
        .filter(|place| !texts[distinct[*place as usize] as usize].vector.is_empty())
        .collect();
    if places.len() > settings.sample_max {
        // Held themes must be in it, however small; the rest are taken by chance.
        let mut of_held: FxHashMap<u32, usize> = FxHashMap::default();
        let first: Vec<bool> = places
            .iter()
            .map(|place| match texts[distinct[*place as usize] as usize].was {
                Was::Held(theme) => {
                    let count = of_held.entry(theme).or_default();
                    *count += 1;
                    *count <= HELD_MIN
                }
                _ => false,
            })
            .collect();
        let first: FxHashSet<u32> =
            places.iter().zip(first).filter(|(_, first)| *first).map(|(place, _)| *place).collect();
        let rank = |place: &u32| {
            let id = texts[distinct[*place as usize] as usize].id;
            (!first.contains(place), mix(id ^ mix(settings.seed)), *place)
        };
        places.sort_by_cached_key(rank);
        places.truncate(settings.sample_max);
        places.sort_unstable();
    }
    places
}

/// The clusters that the texts belong to by what stands; those that belong to none begin alone.
fn warm_start(model: &Model, texts: &[&Text<'_>]) -> Vec<u32> {
    let assigned: Vec<_> =
        texts.par_iter().with_min_len(64).map(|text| assign(model, text.text, &text.vector)).collect();
    let alone = (model.clusters() as u32..).zip(&assigned);
    alone.map(|(alone, assigned)| assigned.map_or(alone, |assigned| assigned.cluster as u32)).collect()
}

/// The neighbours of those that stay, with what repeats another counted as that.
fn without(near: &[Vec<Neighbour>], of: &[u32], stays: &[bool]) -> Vec<Vec<Neighbour>> {
    let mut numbers = Vec::with_capacity(of.len());
    let mut next = 0;
    for stays in stays {
        numbers.push(next);
        next += u32::from(*stays);
    }
    let number = |at: u32| numbers[of[at as usize] as usize];
    let rows = near.iter().zip(0u32..).filter(|(_, at)| stays[*at as usize]);
    rows.map(|(row, at)| {
        let others = row.iter().map(|n| Neighbour { index: number(n.index), dot: n.dot });
        others.filter(|n| n.index != number(at)).collect()
    })
    .collect()
}

fn collect(
    folded: &Folded,
    repeats: &FxHashMap<u32, u32>,
    placed: &[Option<(usize, f32)>],
    model: Model,
    of: Vec<(Option<u32>, u32)>,
) -> Learned {
    let mut learned = Learned {
        clusters: of
            .into_iter()
            .map(|(held, area)| Cluster {
                members: Vec::new(),
                confidence: Vec::new(),
                distinct: 0,
                held,
                area,
            })
            .collect(),
        model,
        unsorted: Vec::new(),
        copies: Vec::new(),
    };
    for (&place, index) in folded.of.iter().zip(0u32..) {
        let original = folded.distinct[*repeats.get(&place).unwrap_or(&place) as usize];
        let place = place as usize;
        if original != index {
            learned.copies.push((index, original));
        }
        match placed[place] {
            Some((cluster, confidence)) => {
                let cluster = &mut learned.clusters[cluster];
                cluster.members.push(index);
                cluster.confidence.push(confidence);
                cluster.distinct += u32::from(original == index);
            }
            None => learned.unsorted.push(index),
        }
    }
    learned
}
