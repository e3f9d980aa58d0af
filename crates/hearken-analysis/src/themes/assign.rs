//! Which theme a new text belongs to, in microseconds, and how clearly.

use super::features::hashed;
use super::model::Model;
use crate::meaning::Vector;

/// A text without a word that anybody else says must be so near to a cluster's centre, against the cluster's middle member.
const WORDLESS: f32 = 0.9;

/// A text of which there is less belief than this that it belongs to its cluster is *unsorted*. Read by eye, half of such
/// reviews are about something else; on labelled sets two in three are in the wrong cluster.
pub(super) const SURE_MIN: f32 = 0.1;

/// Where a text belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assigned {
    /// The cluster, by its place in [`super::Learned::clusters`].
    pub cluster: usize,
    /// 0 to 1: the cluster's share of the belief that is spread over all clusters (the softmax of their scores), and less
    /// for a text that is further from its centre than half of its members.
    pub confidence: f32,
}

/// The cluster whose meaning and words fit a text best, unless its meaning is too far from that cluster's: then the text
/// is *unsorted*. `vector` is the text's meaning by the table that the model was learned with.
pub fn assign(model: &Model, text: &str, vector: &Vector) -> Option<Assigned> {
    if vector.is_empty() {
        return None;
    }
    let (known, centred) = model.read(&hashed(text), vector);
    let mut scores = Vec::new();
    model.scores(&centred, &known, &mut scores);
    let assigned = model.typically(best(&scores)?, &centred);
    let (threshold, typical) = (model.thresholds[assigned.cluster], model.typical[assigned.cluster]);
    let least = if known.is_empty() { threshold.max(WORDLESS * typical) } else { threshold };
    let near = model.nearness(&centred, assigned.cluster) >= least;
    (near && assigned.confidence >= SURE_MIN).then_some(assigned)
}

pub(super) fn best(scores: &[f32]) -> Option<Assigned> {
    let (cluster, most) =
        scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    Some(Assigned { cluster, confidence: (1.0 / all).clamp(0.0, 1.0) })
}
