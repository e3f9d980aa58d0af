//! Parts of one theme: what a person who finds it too wide could make of it.

use super::assignment::best;
use super::deduplicate::deduplicate;
use super::features::hashes;
use super::graph::Graph;
use super::leiden::communities;
use super::neighbours::nearest;
use super::refine::Labels;
use super::sample::Sample;
use super::settings::Settings;
use super::{PriorTheme, Text};

/// Resolutions that are tried until there are parts, the coarsest first.
const RESOLUTIONS: [f64; 8] = [0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8];
/// A part has at least this share of the theme,
const SHARE_MIN: f64 = 0.1;
/// and so many distinct texts.
const TEXTS_MIN: usize = 3;
/// Distinct texts that are looked at; the rest follow.
const SAMPLE_MAX: usize = 8_000;
/// Rounds of the search for communities.
const ROUNDS: usize = 4;

/// The members of each part, the largest first: indices into `texts`, in whatever themes these were before. Fewer than
/// two parts where the theme is of one piece.
pub fn parts(texts: &[Text<'_>], settings: &Settings) -> Vec<Vec<u32>> {
    let texts: Vec<Text<'_>> =
        texts.iter().map(|text| Text { prior: PriorTheme::Unassigned, ..*text }).collect();
    let distinct = deduplicate(&texts).distinct;
    let distinct = (0..).zip(distinct.iter().map(|text| &texts[*text as usize]));
    let drawn: Vec<(u32, &Text<'_>)> =
        distinct.filter(|(_, text)| !text.vector.is_empty()).take(SAMPLE_MAX).collect();
    let sample = Sample::read(&drawn, Vec::new());
    let points = sample.points(settings.seed);
    let near = nearest(&points, settings.neighbours(points.len()).max(5), &|_| {});
    let graph = Graph::of_neighbours(&near);
    let least = TEXTS_MIN.max((drawn.len() as f64 * SHARE_MIN) as usize);
    for resolution in RESOLUTIONS {
        let found = communities(&graph, resolution, None, ROUNDS, settings.seed);
        let count = found.iter().max().map_or(0, |most| *most as usize + 1);
        let mut labels = Labels { rows: found.into_iter().map(Some).collect(), locked: vec![None; count] };
        let model = sample.refine(&mut labels, &settings.table, resolution, least);
        if model.clusters() < 2 {
            continue;
        }
        let mut parts = vec![Vec::new(); model.clusters()];
        for (index, text) in texts.iter().enumerate() {
            let mut scores = Vec::new();
            model.scores(&model.encoder.encode(&hashes(text.text), &text.vector), &mut scores);
            parts[best(&scores).map_or(0, |assigned| assigned.cluster)].push(index as u32);
        }
        parts.retain(|part| !part.is_empty());
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        if parts.len() > 1 {
            return parts;
        }
    }
    vec![(0..texts.len() as u32).collect()]
}
