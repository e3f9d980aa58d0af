//! The reasons added up.

use super::feature::{COUNT, Feature};
use super::features::Features;
use crate::Index;
use crate::role::Role;

/// What each reason counts: an early fit of `cargo xtask bench link-weights`, kept because later ones did not hold better
/// on projects left out. Its figures, and those with each project left out in turn, stand in the README.
pub const WEIGHTS: [(Feature, f32); COUNT] = [
    (Feature::Content, 0.5),
    (Feature::Title, 0.56),
    (Feature::Chunks, 0.7),
    (Feature::TitleChunk, 0.28),
    (Feature::Pairs, 0.3),
    (Feature::Path, 0.7),
    (Feature::TitlePath, 0.2),
    (Feature::Definitions, 0.2),
    (Feature::TitleDefinitions, 0.15),
    (Feature::Messages, 0.05),
    (Feature::Commits, 0.7),
    (Feature::History, 0.28),
    (Feature::TitleHistory, 0.3),
    (Feature::Reports, 0.15),
    (Feature::Frame, 1.5),
    (Feature::StemWhole, 0.4),
    (Feature::StemWord, 0.2),
    (Feature::StemTitle, 0.1),
    (Feature::PathNamed, 1.4),
    (Feature::ModuleNamed, 0.2),
    (Feature::CommitNamed, 1.4),
    (Feature::BuildNamed, 0.1),
    (Feature::IssueNamed, 0.5),
    (Feature::Recency, 0.3),
    (Feature::Length, 0.07),
];

/// What code that customers do not run counts, of what it would.
fn share(role: Role) -> f32 {
    match role {
        Role::Product => 1.0,
        Role::Vendored | Role::Test => 0.3,
        Role::Generated | Role::Documentation => 0.2,
    }
}

/// What files count that nothing runs, such as settings and tables, and those that hold little but texts: whatever is
/// asked, its words are in them.
const NO_SOURCE: f32 = 0.4;

/// What a reason counts, whatever the file.
pub(super) fn weight(feature: Feature) -> f32 {
    WEIGHTS[feature as usize].1
}

/// The best files with their scores, best first. A file that only its age or length speaks for is none.
pub(super) fn ranked(index: &Index, features: &Features, limit: usize) -> Vec<(u32, f32)> {
    let spoken_for = |row: &&[f32; COUNT]| {
        Feature::ALL.iter().any(|feature| !feature.always() && row[*feature as usize] > 0.0)
    };
    let mut scored: Vec<(u32, f32)> = (0u32..)
        .zip(&features.rows)
        .filter(|(_, row)| spoken_for(row))
        .map(|(file, row)| {
            let sum: f32 = WEIGHTS.iter().map(|(feature, weight)| row[*feature as usize] * weight).sum();
            let info = index.file(file);
            let runs = info.source && !index.is_catalogue(file);
            (file, sum * share(info.role) * if runs { 1.0 } else { NO_SOURCE })
        })
        .collect();
    where_it_failed_first(index, features, &mut scored);
    where_it_began_first(index, features, &mut scored);
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(limit);
    scored
}

/// Among files that a trace goes through, words do not put another before the one where it failed.
fn where_it_failed_first(index: &Index, features: &Features, scored: &mut [(u32, f32)]) {
    let passed = |file: u32| features.rows[file as usize][Feature::Frame as usize] > 0.0;
    let most = scored.iter().filter(|(file, _)| passed(*file)).map(|(_, score)| *score).fold(0f32, f32::max);
    let failed = scored.iter_mut().find(|(file, _)| features.failed_in == Some(*file));
    if let Some((file, score)) = failed
        && *score < most
        && index.role(*file) == Role::Product
    {
        *score = most.next_up();
    }
}

/// What changed where the report says that it began comes before all else.
fn where_it_began_first(index: &Index, features: &Features, scored: &mut [(u32, f32)]) {
    let most = scored.iter().map(|(_, score)| *score).fold(0f32, f32::max);
    for (file, score) in scored.iter_mut().filter(|(file, _)| features.began_in.binary_search(file).is_ok()) {
        let info = index.file(*file);
        if info.role == Role::Product && info.source {
            *score += most;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_its_weight_at_its_index() {
        assert_eq!(WEIGHTS.map(|(feature, _)| feature), Feature::ALL);
    }
}
