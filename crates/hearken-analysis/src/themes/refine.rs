//! Clusters made sharper by what they turned out to say: a model is fitted to them, every text goes where the model puts
//! it, and again (classification expectation maximisation: Celeux and Govaert 1992). Neighbours find what there is; words
//! and centres then decide the cases at the borders.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::assign::best;
use super::model::{Derived, Model};
use super::reading::Reading;
use crate::meaning::{DIM, Vector};

/// Rounds; hardly a text moves after the third.
const ROUNDS: usize = 5;
/// A text is *unsorted* when it is further from its cluster than nearly all members: this share of them,
const FARTHEST: f64 = 0.02;
/// with this much to spare.
const SPARE: f32 = 0.9;

/// A cluster of which such a share says no word that others say (of themes hardly one text in twenty does), and whose
/// middle member is less near to its centre than that of the middle cluster, is what was left over: its texts, names and
/// signs and what nobody can read, are *unsorted*.
const WORDLESS: f64 = 0.4;
const COHERENT: f32 = 0.9;
/// Among fewer clusters there is no telling.
const CLUSTERS_MIN: usize = 4;

/// Texts to fit to.
#[derive(Debug)]
pub(super) struct Sample<'s> {
    pub table: &'s str,
    pub reading: &'s Reading,
}

impl Sample<'_> {
    /// Moves texts between clusters (`None` stays out) until they stand as their words and meanings say. A text of a held
    /// theme (`held`, by text and by cluster) goes to clusters of that theme only. Clusters that are left with fewer texts
    /// than `members_min` and are not held dissolve, and all are numbered by size; gives the model, and the held theme of
    /// each cluster.
    pub(super) fn refine(
        &self,
        clusters: &mut [Option<u32>],
        (held, of): (&[Option<u32>], Vec<Option<u32>>),
        resolution: f64,
        members_min: usize,
    ) -> (Model, Vec<Option<u32>>) {
        let mut of = of;
        renumber(clusters, &mut of, members_min);
        for _ in 0..ROUNDS {
            let model = self.fit(clusters, resolution);
            let moved: Vec<Option<u32>> = clusters
                .par_iter()
                .enumerate()
                .with_min_len(64)
                .map_init(Vec::new, |scores, (at, cluster)| {
                    let own = (*cluster)? as usize;
                    model.scores(&self.reading.centred[at], &self.reading.known[at], scores);
                    model.without_itself(own, &self.reading.known[at], scores);
                    if let Some(theme) = held[at] {
                        let apart = scores.iter_mut().zip(&of).filter(|(_, of)| **of != Some(theme));
                        apart.for_each(|(score, _)| *score = f32::NEG_INFINITY);
                    }
                    best(scores).map(|assigned| assigned.cluster as u32)
                })
                .collect();
            let still = moved == *clusters;
            clusters.copy_from_slice(&moved);
            renumber(clusters, &mut of, members_min);
            if still {
                break;
            }
        }
        let model = self.fit(clusters, resolution);
        let mut wordless = vec![0u32; of.len()];
        for (cluster, known) in clusters.iter().zip(&self.reading.known) {
            if let Some(cluster) = cluster.filter(|_| known.is_empty()) {
                wordless[cluster as usize] += 1;
            }
        }
        let near = COHERENT * middle_of(&model.typical);
        let loose = |cluster: u32| {
            let at = cluster as usize;
            let wordless = f64::from(wordless[at]) >= WORDLESS * f64::from(model.sizes[at]);
            of[at].is_none() && wordless && model.typical[at] < near
        };
        if of.len() < CLUSTERS_MIN || !(0..of.len() as u32).any(loose) {
            return (model, of);
        }
        for cluster in clusters.iter_mut() {
            *cluster = cluster.filter(|cluster| !loose(*cluster));
        }
        renumber(clusters, &mut of, members_min);
        (self.fit(clusters, resolution), of)
    }

    /// The model of these clusters, numbered without gaps.
    fn fit(&self, clusters: &[Option<u32>], resolution: f64) -> Model {
        let count = clusters.iter().flatten().max().map_or(0, |most| *most as usize + 1);
        let mut sums = vec![[0.0f32; DIM]; count];
        let (mut sizes, mut said) = (vec![0; count], vec![0; count]);
        let mut counts: Vec<FxHashMap<u16, u16>> = vec![FxHashMap::default(); self.reading.features.len()];
        for (at, cluster) in clusters.iter().enumerate() {
            let Some(cluster) = cluster.map(|cluster| cluster as usize) else { continue };
            sizes[cluster] += 1;
            said[cluster] += self.reading.known[at].len() as u32;
            for (s, v) in sums[cluster].iter_mut().zip(self.reading.centred[at].values()) {
                *s += f32::from(*v);
            }
            for feature in &self.reading.known[at] {
                let count = counts[*feature as usize].entry(cluster as u16).or_default();
                *count = count.saturating_add(1);
            }
        }
        let centres: Vec<Vector> = sums.iter().map(Vector::quantise).collect();
        let (thresholds, typical) = self.distances(clusters, &centres);
        let mut model = Model {
            table: self.table.to_owned(),
            resolution,
            middle: self.reading.middle,
            tongues: self.reading.tongues.clone(),
            thresholds,
            typical,
            centres,
            sizes,
            said,
            features: self.reading.features.clone(),
            used: Vec::with_capacity(counts.len()),
            starts: vec![0],
            counts: Vec::new(),
            derived: Derived::default(),
        };
        for by_cluster in counts {
            model.used.push(by_cluster.values().map(|count| u32::from(*count)).sum());
            let from = model.counts.len();
            model.counts.extend(by_cluster);
            model.counts[from..].sort_unstable();
            model.starts.push(model.counts.len() as u32);
        }
        model.derive()
    }

    /// Of each cluster: how near a text must be, and how near its middle member is.
    fn distances(&self, clusters: &[Option<u32>], centres: &[Vector]) -> (Vec<f32>, Vec<f32>) {
        let mut near = vec![Vec::new(); centres.len()];
        for (at, cluster) in clusters.iter().enumerate() {
            if let Some(cluster) = cluster.map(|cluster| cluster as usize) {
                near[cluster].push(centres[cluster].dot(&self.reading.centred[at]));
            }
        }
        let of = |near: &mut Vec<f32>| {
            near.sort_unstable_by(f32::total_cmp);
            let at = |share: f64| near.get((near.len() as f64 * share) as usize).copied();
            (at(FARTHEST).map_or(1.0, |near| near * SPARE), at(0.5).unwrap_or(1.0))
        };
        near.iter_mut().map(of).unzip()
    }
}

fn middle_of(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// Numbers clusters by size, the largest first, and leaves out those that are too small, unless they are held.
fn renumber(clusters: &mut [Option<u32>], of: &mut Vec<Option<u32>>, members_min: usize) {
    let mut sizes = vec![0usize; of.len()];
    for cluster in clusters.iter().flatten() {
        sizes[*cluster as usize] += 1;
    }
    let least = |cluster: usize| if of[cluster].is_some() { 1 } else { members_min };
    let mut order: Vec<usize> = (0..sizes.len()).filter(|c| sizes[*c] >= least(*c)).collect();
    order.sort_by_key(|cluster| std::cmp::Reverse(sizes[*cluster]));
    // A model numbers clusters in 16 bits.
    order.truncate(usize::from(u16::MAX));
    let mut numbers = vec![None; sizes.len()];
    for (number, cluster) in order.iter().enumerate() {
        numbers[*cluster] = Some(number as u32);
    }
    for cluster in clusters {
        *cluster = cluster.and_then(|cluster| numbers[cluster as usize]);
    }
    *of = order.into_iter().map(|cluster| of[cluster]).collect();
}
