//! What a clustering keeps for assigning later texts: the centroid of each cluster, and the features it uses. A text's
//! score for a cluster is the cosine to the cluster's centroid beside the log-odds of the text's words there against
//! everywhere (naive Bayes with the corpus as its prior), and a little for the cluster's size.

use super::assignment::Assignment;
use super::encoder::{Encoded, Encoder};
use crate::boilerplate::Templates;
use crate::embedding::{Vector, dots};

/// The weight of the cosine, and of the words (their sum over the root of their number).
const COSINE_WEIGHT: f32 = 10.0;
const WORDS_WEIGHT: f32 = 0.5;
/// Words of a text from which on more of them say no more.
const WORDS_FULL: f32 = 64.0;
/// How much the logarithm of a cluster's share counts.
const SIZE_WEIGHT: f32 = 0.3;
/// Words that every cluster is taken to have said beforehand, distributed as in the corpus.
const PRIOR: f32 = 100.0;

/// Enough of each cluster to assign new texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) table: String,
    /// What texts were read without, and later ones are.
    pub(super) templates: Templates,
    /// The resolution at which its clusters were found.
    pub(super) resolution: f64,
    pub(super) encoder: Encoder,
    pub(super) centroids: Vec<Vector>,
    /// Of each cluster: a text whose cosine to the centroid is less is *unsorted*.
    pub(super) thresholds: Vec<f32>,
    /// Of each cluster: the median cosine of its members to the centroid.
    pub(super) medians: Vec<f32>,
    /// Of each cluster: texts, and features in them.
    pub(super) sizes: Vec<u32>,
    pub(super) feature_totals: Vec<u32>,
    /// The document frequency of each feature over all clusters.
    pub(super) frequencies: Vec<u32>,
    /// Where each feature's counts begin in `counts`; one more than there are features.
    pub(super) offsets: Vec<u32>,
    /// Clusters that use a feature, and how many of their texts do.
    pub(super) counts: Vec<(u16, u16)>,
    /// What follows from these.
    pub(super) derived: Derived,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Derived {
    /// Of each cluster: the weighted logarithm of its share of the texts.
    priors: Vec<f32>,
    /// Of each cluster: the log-odds of a feature that it has never used.
    absent: Vec<f32>,
    /// Of each count: what it adds to the log-odds.
    gains: Vec<f32>,
    /// The sum of the document frequencies, each smoothed by one.
    total: f32,
}

/// What each of so many words counts: all of them as the root of their number, and from [`WORDS_FULL`] on as no more than
/// that root, so that a long text that says a little of everything is not sure of anything.
fn words_scale(words: usize) -> f32 {
    let words = words.max(1) as f32;
    WORDS_WEIGHT / words.sqrt().max(words / WORDS_FULL.sqrt())
}

impl Model {
    /// How many clusters it knows.
    pub fn clusters(&self) -> usize {
        self.thresholds.len()
    }

    /// The id of the table whose vectors it compares.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The same model, of texts that were read without these templates.
    #[must_use]
    pub fn with_templates(self, templates: Templates) -> Self {
        Self { templates, ..self }
    }

    /// What texts are read without before it assigns them.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// The cosine between a centred vector and a cluster's centroid.
    pub(super) fn cosine(&self, centred: &Vector, cluster: usize) -> f32 {
        self.centroids[cluster].dot(centred)
    }

    /// The assignment with its confidence scaled by the text's cosine against the median one, where that is greater.
    pub(super) fn scaled_by_nearness(&self, assigned: Assignment, centred: &Vector) -> Assignment {
        let near = self.cosine(centred, assigned.cluster) / self.medians[assigned.cluster].max(0.01);
        Assignment { confidence: assigned.confidence * near.clamp(0.0, 1.0), ..assigned }
    }

    /// The score of every cluster for an encoded text.
    pub(super) fn scores(&self, Encoded { features, centred }: &Encoded, scores: &mut Vec<f32>) {
        dots(centred, &self.centroids, scores);
        let scale = words_scale(features.len());
        let derived = &self.derived;
        for ((score, prior), absent) in scores.iter_mut().zip(&derived.priors).zip(&derived.absent) {
            *score = *score * COSINE_WEIGHT + prior + scale * absent * features.len() as f32;
        }
        for feature in features {
            let range = self.range(*feature as usize);
            for ((cluster, _), gain) in self.counts[range.clone()].iter().zip(&derived.gains[range]) {
                scores[usize::from(*cluster)] += scale * gain;
            }
        }
    }

    /// Takes out of the score of a cluster half of what one of its own texts put into it by its words. All of it would
    /// judge the text as if it were new; none of it would leave each text where it is.
    pub(super) fn without_itself(&self, cluster: usize, features: &[u32], scores: &mut [f32]) {
        let scale = words_scale(features.len());
        for feature in features.iter().map(|feature| *feature as usize) {
            let range = self.range(feature);
            if let Ok(index) =
                self.counts[range.clone()].binary_search_by_key(&(cluster as u16), |count| count.0)
            {
                let count = self.counts[range.start + index].1;
                let less =
                    self.gain(feature, count.saturating_sub(1)) - self.derived.gains[range.start + index];
                scores[cluster] += 0.5 * scale * less;
            }
        }
    }

    /// Where the counts of a feature are.
    fn range(&self, feature: usize) -> std::ops::Range<usize> {
        self.offsets[feature] as usize..self.offsets[feature + 1] as usize
    }

    /// What the use of a feature by so many texts of a cluster adds to its log-odds there.
    fn gain(&self, feature: usize, count: u16) -> f32 {
        let share = (self.frequencies[feature] as f32 + 1.0) / self.derived.total;
        (f32::from(count) / (PRIOR * share)).ln_1p()
    }

    /// Works out what follows from the counts.
    pub(super) fn derive(mut self) -> Self {
        let texts: f32 = self.sizes.iter().map(|size| *size as f32).sum();
        self.derived.total = self.frequencies.iter().map(|texts| *texts as f32 + 1.0).sum();
        let gains = self
            .offsets
            .windows(2)
            .enumerate()
            .flat_map(|(feature, ends)| {
                self.counts[ends[0] as usize..ends[1] as usize].iter().map(move |c| (feature, c.1))
            })
            .map(|(feature, count)| self.gain(feature, count))
            .collect();
        self.derived = Derived {
            priors: self
                .sizes
                .iter()
                .map(|size| SIZE_WEIGHT * (*size as f32 / texts.max(1.0)).max(1e-6).ln())
                .collect(),
            absent: self.feature_totals.iter().map(|total| (PRIOR / (*total as f32 + PRIOR)).ln()).collect(),
            gains,
            total: self.derived.total,
        };
        self
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::boilerplate::Template;
    use crate::embedding::DIM;
    use crate::themes::features::Features;
    use crate::themes::language_group::LanguageGroup;

    pub(in crate::themes) fn model() -> Model {
        let vector = |n: usize| Vector::quantise(&std::array::from_fn(|d| ((d + n) as f32).sin()));
        Model {
            table: "t".into(),
            templates: Templates::new([
                (7, Template::from_hashes(vec![u64::MAX, 3])),
                (9, Template::from_hashes(vec![1])),
            ]),
            resolution: 2.0,
            encoder: Encoder {
                mean: [0.01; DIM],
                groups: vec![LanguageGroup { mean: [0.02; DIM], exclusive: vec![3, 4], common: vec![4] }],
                features: Features::from_hashes(vec![5, 9, 1]),
            },
            centroids: (0..2).map(vector).collect(),
            thresholds: vec![0.25, 0.5],
            medians: vec![0.5, 0.6],
            sizes: vec![9, 4],
            feature_totals: vec![20, 7],
            frequencies: vec![3, 1, 2],
            offsets: vec![0, 2, 2, 3],
            counts: vec![(0, 2), (1, 1), (1, 2)],
            derived: Derived::default(),
        }
        .derive()
    }

    #[test]
    fn a_word_that_a_cluster_uses_speaks_for_it_and_one_it_never_used_against() {
        let (model, mut none, mut some) = (model(), Vec::new(), Vec::new());
        let encoded = |features: Vec<u32>| Encoded { features, centred: Vector::EMPTY };
        model.scores(&encoded(vec![]), &mut none);
        model.scores(&encoded(vec![2]), &mut some);
        assert!(some[1] - none[1] > some[0] - none[0] && some[0] < none[0], "{none:?} {some:?}");
    }
}
