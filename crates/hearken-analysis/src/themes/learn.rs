//! Learning: fold copies, take a sample, join neighbours, find communities, keep those that hold together,
//! and assign everything else.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Text;
use super::assign::assign;
use super::fold::fold;
use super::graph::Graph;
use super::leiden::communities;
use super::model::Model;
use super::neighbours::nearest;
use crate::meaning::{DIM, Vector};
use crate::random::mix;

/// How learning goes about it. One default for all data; it is logged with each learning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Id of the table that the vectors came from.
    pub table: String,
    /// Nearest neighbours that each text is joined to.
    pub neighbours: usize,
    /// Greater finds more and smaller themes.
    pub resolution: f64,
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
            neighbours: 15,
            resolution: 2.0,
            sample_max: 24_000,
            members_min: 5,
            seed: 1,
        }
    }
}

/// What learning is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Folding copies.
    Fold,
    /// Finding neighbours.
    Neighbours,
    /// Finding communities.
    Communities,
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
    let vector_of = |place: u32| texts[folded.distinct[place as usize] as usize].vector;
    let sample = sample(texts, &folded.distinct, settings);
    let vectors: Vec<Vector> = sample.iter().map(|place| vector_of(*place)).collect();

    progress(Step::Neighbours, 0.0);
    let near = nearest(&vectors, settings.neighbours, &|share| progress(Step::Neighbours, share));
    progress(Step::Communities, 0.0);
    let graph = Graph::of_neighbours(&near);
    let start = previous.map(|model| warm_start(model, &vectors));
    let found = communities(&graph, settings.resolution, start, 4, settings.seed);

    let mut groups = vec![Vec::new(); found.iter().max().map_or(0, |max| *max as usize + 1)];
    for (at, community) in found.iter().enumerate() {
        groups[*community as usize].push(at as u32);
    }
    groups.retain(|group| group.len() >= settings.members_min);
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let model = represent(&settings.table, &vectors, &groups);

    progress(Step::Assign, 0.0);
    let mut own = vec![None; folded.distinct.len()];
    for (cluster, group) in groups.iter().enumerate() {
        for at in group {
            own[sample[*at as usize] as usize] = Some(cluster);
        }
    }
    let mut sampled = vec![false; folded.distinct.len()];
    for place in &sample {
        sampled[*place as usize] = true;
    }
    let placed: Vec<Option<(usize, f32)>> = (0..folded.distinct.len() as u32)
        .into_par_iter()
        .with_min_len(64)
        .map(|place| {
            let assigned = assign(&model, &vector_of(place));
            match own[place as usize] {
                Some(cluster) => {
                    let agreed = assigned.filter(|a| a.cluster == cluster);
                    Some((cluster, agreed.map_or(0.4, |a| a.confidence)))
                }
                None if sampled[place as usize] => None,
                None => assigned.map(|a| (a.cluster, a.confidence)),
            }
        })
        .collect();
    collect(texts.len(), &folded, &placed, model)
}

/// The distinct texts that say something; over the maximum, those whose scattered id is smallest.
fn sample(texts: &[Text<'_>], distinct: &[u32], settings: &Settings) -> Vec<u32> {
    let mut places: Vec<u32> = (0..distinct.len() as u32)
        .filter(|place| !texts[distinct[*place as usize] as usize].vector.is_empty())
        .collect();
    if places.len() > settings.sample_max {
        let rank =
            |place: &u32| (mix(texts[distinct[*place as usize] as usize].id ^ mix(settings.seed)), *place);
        places.sort_by_cached_key(rank);
        places.truncate(settings.sample_max);
        places.sort_unstable();
    }
    places
}

fn warm_start(model: &Model, vectors: &[Vector]) -> Vec<u32> {
    let mut next = model.clusters() as u32;
    let assigned: Vec<_> = vectors.par_iter().map(|vector| assign(model, vector)).collect();
    let mut own = || {
        next += 1;
        next - 1
    };
    assigned.into_iter().map(|a| a.map_or_else(&mut own, |a| a.cluster as u32)).collect()
}

fn represent(table: &str, vectors: &[Vector], groups: &[Vec<u32>]) -> Model {
    let mut model = Model {
        table: table.to_owned(),
        starts: vec![0],
        representatives: Vec::new(),
        thresholds: Vec::new(),
    };
    for group in groups {
        let mut sum = [0.0; DIM];
        for at in group {
            for (s, v) in sum.iter_mut().zip(vectors[*at as usize].values()) {
                *s += f32::from(*v);
            }
        }
        let centre = Vector::quantise(&sum);
        let mut near: Vec<f32> = group.iter().map(|at| centre.dot(&vectors[*at as usize])).collect();
        near.sort_unstable_by(f32::total_cmp);
        model.representatives.push(centre);
        model.starts.push(model.representatives.len() as u32);
        model.thresholds.push(near[near.len() / 20] * 0.9);
    }
    model
}

fn collect(count: usize, folded: &super::Folded, placed: &[Option<(usize, f32)>], model: Model) -> Learned {
    let mut learned = Learned {
        clusters: vec![
            Cluster { members: Vec::new(), confidence: Vec::new(), distinct: 0 };
            model.clusters()
        ],
        model,
        unsorted: Vec::new(),
        copies: Vec::new(),
    };
    for index in 0..count as u32 {
        let place = folded.of[index as usize] as usize;
        let original = folded.distinct[place];
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
