//! Refines clusters by what they turned out to say: a model is fitted to them, every text goes where the model puts it,
//! and again (classification expectation maximisation: Celeux and Govaert 1992). Neighbours find what there is; words and
//! centroids then decide the cases at the borders.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::assignment::best;
use super::model::{Derived, Model};
use super::sample::Sample;
use crate::boilerplate::Templates;
use crate::embedding::{DIM, Vector};

/// Rounds; hardly a text moves after the third.
const ROUNDS: usize = 5;
/// A text is *unsorted* when it is further from its cluster than nearly all members: this share of them,
const FARTHEST: f64 = 0.02;
/// with this much to spare.
const SPARE: f32 = 0.9;

/// A cluster of which such a share has no feature (of themes hardly one text in twenty), and whose median cosine is less
/// than that of the median cluster, is what was left over: its texts, names and signs and what nobody can read, are
/// *unsorted*.
const WORDLESS_SHARE: f64 = 0.4;
const COHERENT: f32 = 0.9;
/// Among fewer clusters nothing is left over.
const CLUSTERS_MIN: usize = 4;

/// Which cluster each row of a sample is in.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    /// The cluster of each row; `None` is *unsorted*.
    pub rows: Vec<Option<u32>>,
    /// The locked theme of each cluster.
    pub locked: Vec<Option<u32>>,
}

impl Labels {
    /// Numbers clusters by size, the largest first, and dissolves those that are too small, unless they are locked.
    fn renumber(&mut self, members_min: usize) {
        let mut sizes = vec![0usize; self.locked.len()];
        for cluster in self.rows.iter().flatten() {
            sizes[*cluster as usize] += 1;
        }
        let least = |cluster: usize| if self.locked[cluster].is_some() { 1 } else { members_min };
        let mut order: Vec<usize> = (0..sizes.len()).filter(|c| sizes[*c] >= least(*c)).collect();
        order.sort_by_key(|cluster| std::cmp::Reverse(sizes[*cluster]));
        // A model numbers clusters in 16 bits.
        order.truncate(usize::from(u16::MAX));
        let mut numbers = vec![None; sizes.len()];
        for (number, cluster) in order.iter().enumerate() {
            numbers[*cluster] = Some(number as u32);
        }
        for cluster in &mut self.rows {
            *cluster = cluster.and_then(|cluster| numbers[cluster as usize]);
        }
        self.locked = order.into_iter().map(|cluster| self.locked[cluster]).collect();
    }
}

impl Sample<'_> {
    /// Moves rows between clusters until they are where the model of these clusters puts them; what is *unsorted* stays
    /// so. A text of a locked theme goes to clusters of that theme only. Clusters that are left with fewer texts than
    /// `members_min` and are not locked dissolve, and all are numbered by size. Gives the model.
    pub(super) fn refine(
        &self,
        labels: &mut Labels,
        table: &str,
        resolution: f64,
        members_min: usize,
    ) -> Model {
        labels.renumber(members_min);
        for _ in 0..ROUNDS {
            let moved = self.moved(labels, &self.fit(&labels.rows, table, resolution));
            let settled = moved == labels.rows;
            labels.rows = moved;
            labels.renumber(members_min);
            if settled {
                break;
            }
        }
        let model = self.fit(&labels.rows, table, resolution);
        let leftover = self.leftover(labels, &model);
        if !leftover.contains(&true) {
            return model;
        }
        for cluster in &mut labels.rows {
            *cluster = cluster.filter(|cluster| !leftover[*cluster as usize]);
        }
        labels.renumber(members_min);
        self.fit(&labels.rows, table, resolution)
    }

    /// The clusters in which the model puts the rows.
    fn moved(&self, labels: &Labels, model: &Model) -> Vec<Option<u32>> {
        let rows = self.rows.par_iter().zip(&labels.rows).with_min_len(64);
        rows.map_init(Vec::new, |scores, (row, cluster)| {
            let cluster = (*cluster)? as usize;
            model.scores(&row.encoded, scores);
            model.without_itself(cluster, &row.encoded.features, scores);
            if let Some(theme) = row.text.prior.locked() {
                let others =
                    scores.iter_mut().zip(&labels.locked).filter(|(_, locked)| **locked != Some(theme));
                others.for_each(|(score, _)| *score = f32::NEG_INFINITY);
            }
            best(scores).map(|assigned| assigned.cluster as u32)
        })
        .collect()
    }

    /// Of each cluster, whether it only holds what was left over.
    fn leftover(&self, labels: &Labels, model: &Model) -> Vec<bool> {
        let mut wordless = vec![0u32; labels.locked.len()];
        for (cluster, row) in labels.rows.iter().zip(&self.rows) {
            if let Some(cluster) = cluster.filter(|_| row.encoded.features.is_empty()) {
                wordless[cluster as usize] += 1;
            }
        }
        let coherent = COHERENT * median(&model.medians);
        let is_leftover = |cluster: usize| {
            let wordless = f64::from(wordless[cluster]) >= WORDLESS_SHARE * f64::from(model.sizes[cluster]);
            labels.locked[cluster].is_none() && wordless && model.medians[cluster] < coherent
        };
        let clusters = labels.locked.len();
        (0..clusters).map(|cluster| clusters >= CLUSTERS_MIN && is_leftover(cluster)).collect()
    }

    /// The model of these clusters, numbered without gaps.
    fn fit(&self, clusters: &[Option<u32>], table: &str, resolution: f64) -> Model {
        let count = clusters.iter().flatten().max().map_or(0, |most| *most as usize + 1);
        let mut sums = vec![[0.0f32; DIM]; count];
        let (mut sizes, mut feature_totals) = (vec![0; count], vec![0; count]);
        let mut counts: Vec<FxHashMap<u16, u16>> = vec![FxHashMap::default(); self.encoder.features.len()];
        for (cluster, row) in clusters.iter().zip(&self.rows) {
            let Some(cluster) = cluster.map(|cluster| cluster as usize) else { continue };
            sizes[cluster] += 1;
            feature_totals[cluster] += row.encoded.features.len() as u32;
            for (s, v) in sums[cluster].iter_mut().zip(row.encoded.centred.values()) {
                *s += f32::from(*v);
            }
            for feature in &row.encoded.features {
                let count = counts[*feature as usize].entry(cluster as u16).or_default();
                *count = count.saturating_add(1);
            }
        }
        let centroids: Vec<Vector> = sums.iter().map(Vector::quantise).collect();
        let (thresholds, medians) = self.cosines(clusters, &centroids);
        let mut model = Model {
            table: table.to_owned(),
            templates: Templates::default(),
            resolution,
            encoder: self.encoder.clone(),
            thresholds,
            medians,
            centroids,
            sizes,
            feature_totals,
            frequencies: Vec::with_capacity(counts.len()),
            offsets: vec![0],
            counts: Vec::new(),
            derived: Derived::default(),
        };
        for by_cluster in counts {
            model.frequencies.push(by_cluster.values().map(|count| u32::from(*count)).sum());
            let from = model.counts.len();
            model.counts.extend(by_cluster);
            model.counts[from..].sort_unstable();
            model.offsets.push(model.counts.len() as u32);
        }
        model.derive()
    }

    /// Of each cluster: the cosine to its centroid that a text must have, and the median one of its members.
    fn cosines(&self, clusters: &[Option<u32>], centroids: &[Vector]) -> (Vec<f32>, Vec<f32>) {
        let mut cosines = vec![Vec::new(); centroids.len()];
        for (cluster, row) in clusters.iter().zip(&self.rows) {
            if let Some(cluster) = cluster.map(|cluster| cluster as usize) {
                cosines[cluster].push(centroids[cluster].dot(&row.encoded.centred));
            }
        }
        let summary = |cosines: &mut Vec<f32>| {
            cosines.sort_unstable_by(f32::total_cmp);
            let quantile = |share: f64| cosines.get((cosines.len() as f64 * share) as usize).copied();
            (quantile(FARTHEST).map_or(1.0, |cosine| cosine * SPARE), quantile(0.5).unwrap_or(1.0))
        };
        cosines.iter_mut().map(summary).unzip()
    }
}

/// The middle one of some values.
pub(super) fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
