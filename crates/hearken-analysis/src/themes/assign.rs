//! Assigns a text to a cluster in microseconds, and says how clearly it belongs there.

use super::assignment::{Assignment, best};
use super::features::hashes;
use super::model::Model;
use crate::embedding::Vector;

/// A text without features must have such a share of the median cosine of a cluster's members.
const WORDLESS_COSINE_SHARE: f32 = 0.9;

/// A text that belongs to its cluster with less confidence is *unsorted*. Read by eye, half of such
/// reviews are about something else; on labelled sets two in three are in the wrong cluster.
pub(super) const CONFIDENCE_MIN: f32 = 0.1;

/// The cluster that a text's embedding and words fit best; `None` where it is *unsorted*, because its embedding is too far
/// from the centroid or the confidence too low. `vector` is the text's embedding by the table of the model.
pub fn assign(model: &Model, text: &str, vector: &Vector) -> Option<Assignment> {
    if vector.is_empty() {
        return None;
    }
    let encoded = model.encoder.encode(&hashes(text), vector);
    let mut scores = Vec::new();
    model.scores(&encoded, &mut scores);
    let assigned = model.scaled_by_nearness(best(&scores)?, &encoded.centred);
    let (threshold, median) = (model.thresholds[assigned.cluster], model.medians[assigned.cluster]);
    let least =
        if encoded.features.is_empty() { threshold.max(WORDLESS_COSINE_SHARE * median) } else { threshold };
    let near = model.cosine(&encoded.centred, assigned.cluster) >= least;
    (near && assigned.confidence >= CONFIDENCE_MIN).then_some(assigned)
}
