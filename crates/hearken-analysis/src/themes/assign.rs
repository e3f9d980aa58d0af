//! Which theme a new text belongs to, in microseconds, and how clearly.

use super::model::Model;
use crate::meaning::{Vector, dots};

/// Where a text belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assigned {
    /// The cluster, by its place in [`super::Learned::clusters`].
    pub cluster: usize,
    /// 0 to 1: how clearly.
    pub confidence: f32,
}

/// The cluster of the nearest representative, unless none is near enough: then the text is *unsorted*.
pub fn assign(model: &Model, vector: &Vector) -> Option<Assigned> {
    if vector.is_empty() {
        return None;
    }
    let mut near = Vec::new();
    dots(vector, &model.representatives, &mut near);
    let mut first = (f32::MIN, usize::MAX);
    let mut second = f32::MIN;
    for (cluster, starts) in model.starts.windows(2).enumerate() {
        let score = near[starts[0] as usize..starts[1] as usize].iter().copied().fold(f32::MIN, f32::max);
        if score > first.0 {
            second = first.0;
            first = (score, cluster);
        } else if score > second {
            second = score;
        }
    }
    let (score, cluster) = first;
    if cluster == usize::MAX || score < model.thresholds[cluster] {
        return None;
    }
    // Half when two themes are equally near; certain from a clear lead on.
    let lead = score - second.max(0.0);
    Some(Assigned { cluster, confidence: (0.5 + lead / 0.3).clamp(0.0, 1.0) })
}
