//! Where a text belongs, and how sure that is.

/// Where a text belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assignment {
    /// The cluster, by its index in [`super::Clustering::clusters`].
    pub cluster: usize,
    /// 0 to 1: the softmax of the clusters' scores, and less for a text that is further from the centroid than half of
    /// the members.
    pub confidence: f32,
}

/// The cluster with the greatest score, and its share in the softmax of the scores.
pub(super) fn best(scores: &[f32]) -> Option<Assignment> {
    let (cluster, most) =
        scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    Some(Assignment { cluster, confidence: (1.0 / all).clamp(0.0, 1.0) })
}
