//! Parts of one theme: what a person who finds it too wide could make of it.

use rayon::prelude::*;

use super::Text;
use super::assign::best;
use super::features::hashed;
use super::fold::fold;
use super::graph::Graph;
use super::learn::{Settings, neighbours};
use super::leiden::communities;
use super::neighbours::nearest;
use super::reading::Reading;
use super::refine::Sample;
use super::space::middle;
use crate::meaning::Vector;

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

/// The members of each part, the largest first: places in `texts`. Fewer than two where the theme is of one piece.
pub fn parts(texts: &[Text<'_>], settings: &Settings) -> Vec<Vec<u32>> {
    let folded = fold(texts);
    let mut distinct: Vec<u32> = folded.distinct;
    distinct.retain(|at| !texts[*at as usize].vector.is_empty());
    let taken = &distinct[..distinct.len().min(SAMPLE_MAX)];
    let vectors: Vec<Vector> = taken.iter().map(|at| texts[*at as usize].vector).collect();
    let words: Vec<Vec<u32>> = taken.par_iter().map(|at| hashed(texts[*at as usize].text)).collect();
    let reading = Reading::of(&words, &vectors, middle(&vectors), Vec::new());
    let space = reading.places(settings.seed);
    let near = nearest(&space, neighbours(space.len(), settings).max(5), &|_| {});
    let graph = Graph::of_neighbours(&near);
    let least = TEXTS_MIN.max((taken.len() as f64 * SHARE_MIN) as usize);
    for resolution in RESOLUTIONS {
        let found = communities(&graph, resolution, None, ROUNDS, settings.seed);
        let mut clusters: Vec<Option<u32>> = found.iter().copied().map(Some).collect();
        let count = found.iter().max().map_or(0, |most| *most as usize + 1);
        let sample = Sample { table: &settings.table, reading: &reading };
        let none = vec![None; taken.len()];
        let (model, of) = sample.refine(&mut clusters, (&none, vec![None; count]), resolution, least);
        if of.len() < 2 {
            continue;
        }
        let mut parts = vec![Vec::new(); of.len()];
        for (at, text) in texts.iter().enumerate() {
            let mut scores = Vec::new();
            let (known, centred) = model.read(&hashed(text.text), &text.vector);
            model.scores(&centred, &known, &mut scores);
            parts[best(&scores).map_or(0, |assigned| assigned.cluster)].push(at as u32);
        }
        parts.retain(|part| !part.is_empty());
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        if parts.len() > 1 {
            return parts;
        }
    }
    vec![(0..texts.len() as u32).collect()]
}
