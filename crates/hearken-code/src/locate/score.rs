//! The reasons added up.

use super::features::{COUNT, Feature, Features};
use crate::Index;
use crate::role::Role;

/// What each reason counts.
const WEIGHTS: [(Feature, f32); 12] = [
    (Feature::Content, 1.0),
    (Feature::Path, 0.7),
    (Feature::Chunk, 0.7),
    (Feature::Definitions, 0.3),
    (Feature::Title, 0.2),
    (Feature::Length, 0.1),
    (Feature::Frame, 1.5),
    (Feature::StemWhole, 0.4),
    (Feature::StemWord, 0.4),
    (Feature::Recency, 0.15),
    (Feature::Commits, 0.5),
    (Feature::Reports, 0.15),
];

/// What code that customers do not run counts, of what it would.
fn share(role: Role) -> f32 {
    match role {
        Role::Product => 1.0,
        Role::Vendored | Role::Test => 0.3,
        Role::Generated | Role::Documentation => 0.2,
    }
}

/// The weights in the order of a row.
pub(super) fn weights() -> [f32; COUNT] {
    let mut weights = [0.0; COUNT];
    for (feature, weight) in WEIGHTS {
        weights[feature as usize] = weight;
    }
    weights
}

/// The best files with their scores, best first.
pub(super) fn ranked(index: &Index, features: &Features, limit: usize) -> Vec<(u32, f32)> {
    let weights = weights();
    let mut scored: Vec<(u32, f32)> = features
        .rows
        .iter()
        .zip(0u32..)
        .filter(|(row, _)| row.iter().zip(Feature::SPEAKING).any(|(value, speaks)| speaks && *value > 0.0))
        .map(|(row, file)| {
            let sum: f32 = row.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            (file, sum * share(index.role(file)))
        })
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(limit);
    scored
}
