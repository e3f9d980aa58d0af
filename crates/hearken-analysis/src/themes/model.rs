//! What learning leaves behind for those that come later: what each cluster means, and what words it uses. A text's
//! score for a cluster is the cosine to the cluster's centre beside the log-odds of the text's words there against
//! everywhere (naive Bayes with the corpus as its prior), and a little for the cluster's size.

use super::assign::Assigned;
use super::features::Features;
use super::reading::read;
use super::tongue::Tongue;
use crate::meaning::{DIM, Vector, dots};

/// How much a cosine counts, and the words (their sum over the root of their number).
const MEANING_WEIGHT: f32 = 10.0;
const WORDS_WEIGHT: f32 = 0.5;
/// Words of a text from which on more of them say no more.
const WORDS_FULL: f32 = 64.0;
/// How much the logarithm of a cluster's share counts.
const SIZE_WEIGHT: f32 = 0.3;
/// Words that every cluster is taken to have said before it is heard, spread as in the corpus.
const PRIOR: f32 = 100.0;

/// Enough of each cluster to assign new texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) table: String,
    /// The resolution at which its clusters were found.
    pub(super) resolution: f64,
    pub(super) middle: [f32; DIM],
    pub(super) tongues: Vec<Tongue>,
    pub(super) centres: Vec<Vector>,
    /// Of each cluster: a text whose meaning is further from its centre is *unsorted*.
    pub(super) thresholds: Vec<f32>,
    /// Of each cluster: how near to its centre its middle member lies.
    pub(super) typical: Vec<f32>,
    /// Of each cluster: texts, and features said in them.
    pub(super) sizes: Vec<u32>,
    pub(super) said: Vec<u32>,
    pub(super) features: Features,
    /// How many texts of any cluster use each feature.
    pub(super) used: Vec<u32>,
    /// Where each feature's counts begin in `counts`; one more than there are features.
    pub(super) starts: Vec<u32>,
    /// Clusters that use a feature, and how many of their texts do.
    pub(super) counts: Vec<(u16, u16)>,
    /// What follows from these: of each cluster what it starts from and each feature it has never used takes away, and
    /// of each count what it gives instead.
    pub(super) derived: Derived,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Derived {
    start: Vec<f32>,
    unused: Vec<f32>,
    gains: Vec<f32>,
    /// Uses of all features, one more of each.
    all: f32,
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

    /// The features of a text, given by all its words, and its vector as the centres are.
    pub(super) fn read(&self, hashed: &[u32], vector: &Vector) -> (Vec<u32>, Vector) {
        read(hashed, vector, &self.middle, &self.tongues, &self.features)
    }

    /// The cosine between a centred vector and a cluster's centre.
    pub(super) fn nearness(&self, centred: &Vector, cluster: usize) -> f32 {
        self.centres[cluster].dot(centred)
    }

    /// What was assigned, as sure as the text is near to the cluster's centre.
    pub(super) fn typically(&self, assigned: Assigned, centred: &Vector) -> Assigned {
        let near = self.nearness(centred, assigned.cluster) / self.typical[assigned.cluster].max(0.01);
        Assigned { confidence: assigned.confidence * near.clamp(0.0, 1.0), ..assigned }
    }

    /// The score of every cluster for a centred vector and known features.
    pub(super) fn scores(&self, centred: &Vector, known: &[u32], scores: &mut Vec<f32>) {
        dots(centred, &self.centres, scores);
        let scale = words_scale(known.len());
        let derived = &self.derived;
        for ((score, start), unused) in scores.iter_mut().zip(&derived.start).zip(&derived.unused) {
            *score = *score * MEANING_WEIGHT + start + scale * unused * known.len() as f32;
        }
        for feature in known {
            let range = self.starts[*feature as usize] as usize..self.starts[*feature as usize + 1] as usize;
            for ((cluster, _), gain) in self.counts[range.clone()].iter().zip(&derived.gains[range]) {
                scores[usize::from(*cluster)] += scale * gain;
            }
        }
    }

    /// Takes out of the score of a cluster half of what one of its own texts put into it by its words. All of it would
    /// judge the text as if it were new; none of it would leave each text where it is.
    pub(super) fn without_itself(&self, cluster: usize, known: &[u32], scores: &mut [f32]) {
        let scale = words_scale(known.len());
        for feature in known.iter().map(|feature| *feature as usize) {
            let range = self.starts[feature] as usize..self.starts[feature + 1] as usize;
            if let Ok(at) =
                self.counts[range.clone()].binary_search_by_key(&(cluster as u16), |count| count.0)
            {
                let count = self.counts[range.start + at].1;
                let less = self.gain(feature, count.saturating_sub(1)) - self.derived.gains[range.start + at];
                scores[cluster] += 0.5 * scale * less;
            }
        }
    }

    /// What the use of a feature by so many texts of a cluster speaks for it.
    fn gain(&self, feature: usize, count: u16) -> f32 {
        let share = (self.used[feature] as f32 + 1.0) / self.derived.all;
        (f32::from(count) / (PRIOR * share)).ln_1p()
    }

    /// Works out what follows from the counts.
    pub(super) fn derive(mut self) -> Self {
        let texts: f32 = self.sizes.iter().map(|size| *size as f32).sum();
        self.derived.all = self.used.iter().map(|used| *used as f32 + 1.0).sum();
        let gains = self
            .starts
            .windows(2)
            .enumerate()
            .flat_map(|(feature, ends)| {
                self.counts[ends[0] as usize..ends[1] as usize].iter().map(move |c| (feature, c.1))
            })
            .map(|(feature, count)| self.gain(feature, count))
            .collect();
        self.derived = Derived {
            start: self
                .sizes
                .iter()
                .map(|size| SIZE_WEIGHT * (*size as f32 / texts.max(1.0)).max(1e-6).ln())
                .collect(),
            unused: self.said.iter().map(|said| (PRIOR / (*said as f32 + PRIOR)).ln()).collect(),
            gains,
            all: self.derived.all,
        };
        self
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::themes) fn model() -> Model {
        let vector = |n: usize| Vector::quantise(&std::array::from_fn(|d| ((d + n) as f32).sin()));
        Model {
            table: "t".into(),
            resolution: 2.0,
            middle: [0.01; DIM],
            tongues: vec![Tongue { middle: [0.02; DIM], own: vec![3, 4], common: vec![4] }],
            centres: (0..2).map(vector).collect(),
            thresholds: vec![0.25, 0.5],
            typical: vec![0.5, 0.6],
            sizes: vec![9, 4],
            said: vec![20, 7],
            features: Features::from_hashes(vec![5, 9, 1]),
            used: vec![3, 1, 2],
            starts: vec![0, 2, 2, 3],
            counts: vec![(0, 2), (1, 1), (1, 2)],
            derived: Derived::default(),
        }
        .derive()
    }

    #[test]
    fn a_word_that_a_cluster_uses_speaks_for_it_and_one_it_never_used_against() {
        let (model, mut none, mut some) = (model(), Vec::new(), Vec::new());
        model.scores(&Vector::EMPTY, &[], &mut none);
        model.scores(&Vector::EMPTY, &[2], &mut some);
        assert!(some[1] - none[1] > some[0] - none[0] && some[0] < none[0], "{none:?} {some:?}");
    }
}
