//! The first verbatims that a plan touches: found by any of its words and by meaning, put in the order of the stretch that is
//! nearest, one row a burst, none that says what another says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_analysis::plan::PlanWords;
use hearken_domain::{Signal, SignalFilter, SignalId, Verbatim};
use rayon::prelude::*;

use crate::actions::ahead::passages::{Against, Nearest, nearest as nearest_passage, shown};
use crate::actions::ahead::words::Sought;
use crate::actions::signals::ranking::{look, nearest};
use crate::actions::signals::search::Found;
use crate::error::AppError;
use crate::view::View;

/// Signals that are taken of each ranking and read.
const READ: usize = 200;
/// A filter takes some of the nearest away again, so that so many times more are looked at then.
const REACH: usize = 10;
/// What is shown is so near, at least,
const SCORE_MIN: f64 = 0.35;
/// How much being unlike what is shown already counts beside being near.
const VARIETY: f64 = 0.1;
/// Passages that are nearer to each other than this say the same.
const SAME: f32 = 0.95;

/// A signal with the passage that is nearest.
pub(super) struct Ranked {
    pub(super) signal: Signal,
    pub(super) passage: Verbatim,
    pub(super) by: Found,
}

/// The first `limit` of what is said of what a plan touches.
pub(super) fn find(
    view: &View,
    plan: &PlanWords,
    sought: &Sought,
    filter: &SignalFilter,
    limit: usize,
) -> Result<Vec<Ranked>, AppError> {
    let against = Against { plan: EmbeddingTable::builtin().embed(&plan.about), weights: &sought.weights };
    let candidates = candidates(view, &against.plan, sought, filter, plan.words.is_empty())?;
    let ids: Vec<SignalId> = candidates.keys().copied().collect();
    let signals = view.store().signals().several(&ids)?;
    let templates = view.templates()?;
    let read = |signal: Signal| {
        let found = nearest_passage(&signal, templates.of(signal.source.0), &against);
        (signal, found)
    };
    let mut read: Vec<(Signal, Nearest)> = signals.into_par_iter().map(read).collect();
    read.retain(|(signal, found)| view.counts(signal) && found.score >= SCORE_MIN);
    read.sort_by(|(a, x), (b, y)| y.score.total_cmp(&x.score).then(b.id.cmp(&a.id)));
    let words = sought.known().join(" ");
    let chosen = various(view, read, limit)?.into_iter().map(|(signal, found)| Ranked {
        passage: shown(&signal, &found, &words),
        by: candidates.get(&signal.id).copied().unwrap_or(Found::Words),
        signal,
    });
    Ok(chosen.collect())
}

/// What is read, and what found it.
fn candidates(
    view: &View,
    plan: &Vector,
    sought: &Sought,
    filter: &SignalFilter,
    names_nothing: bool,
) -> Result<BTreeMap<SignalId, Found>, AppError> {
    let mut found: BTreeMap<SignalId, Found> = BTreeMap::new();
    if names_nothing {
        return Ok(found);
    }
    if let (Some(words), Some(any)) = (view.words(), &sought.any) {
        let (hits, _) = look(view, words.search(any, READ))?;
        found.extend(hits.into_iter().map(|hit| (hit.signal, Found::Words)));
    }
    if let Some(vectors) = view.vectors().filter(|_| !plan.is_empty()) {
        let reach = if filter.is_empty() { READ } else { READ * REACH };
        let near: Vec<SignalId> =
            nearest(vectors, plan, reach, |_| true).into_iter().map(|(id, _)| id).collect();
        let passing: HashSet<SignalId> = match filter.is_empty() {
            true => near.iter().copied().collect(),
            false => view.store().signals().passing(&near, filter)?.into_iter().collect(),
        };
        for id in near.into_iter().filter(|id| passing.contains(id)).take(READ) {
            found.entry(id).and_modify(|by| *by = Found::Both).or_insert(Found::Embedding);
        }
    }
    Ok(found)
}

/// The first so many, with what is of one burst once.
fn various(
    view: &View,
    ranked: Vec<(Signal, Nearest)>,
    limit: usize,
) -> Result<Vec<(Signal, Nearest)>, AppError> {
    let ids: Vec<SignalId> = ranked.iter().map(|(signal, _)| signal.id).collect();
    let bursts = view.store().bursts().names(&ids)?;
    let told = ranked.iter().map(|(signal, found)| Told {
        score: found.score,
        vector: found.vector,
        burst: bursts.get(&signal.id).copied(),
    });
    let chosen = in_variety(&told.collect::<Vec<_>>(), limit);
    let mut ranked: Vec<Option<(Signal, Nearest)>> = ranked.into_iter().map(Some).collect();
    Ok(chosen.into_iter().filter_map(|index| ranked.get_mut(index)?.take()).collect())
}

/// What is asked of a passage before it is shown.
struct Told {
    score: f64,
    vector: Vector,
    burst: Option<SignalId>,
}

/// Which are shown: the nearest first, unless another says nearly the same (maximal marginal relevance, Carbonell and Goldstein
/// 1998).
fn in_variety(ranked: &[Told], limit: usize) -> Vec<usize> {
    let mut bursts: BTreeSet<SignalId> = BTreeSet::new();
    // How near each is to what is shown already.
    let mut left: Vec<(usize, f32)> = (0..ranked.len()).map(|index| (index, 0.0)).collect();
    let mut chosen = Vec::new();
    while chosen.len() < limit {
        let worth = |(index, shown): (usize, f32)| ranked[index].score - VARIETY * f64::from(shown);
        let by_worth = |a: &usize, b: &usize| worth(left[*a]).total_cmp(&worth(left[*b])).then(b.cmp(a));
        let Some(best) = (0..left.len()).max_by(by_worth) else { break };
        let (index, shown) = left.remove(best);
        let one = &ranked[index];
        if shown > SAME || one.burst.is_some_and(|burst| !bursts.insert(burst)) {
            continue;
        }
        for (other, shown) in &mut left {
            *shown = shown.max(ranked[*other].vector.dot(&one.vector));
        }
        chosen.push(index);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(score: f64, text: &str, burst: Option<u64>) -> Told {
        Told { score, vector: EmbeddingTable::builtin().embed(text), burst: burst.map(SignalId) }
    }

    #[test]
    fn what_says_the_same_or_is_of_one_burst_is_shown_once_and_the_nearest_is_first() {
        let ranked = [
            told(0.9, "the export to a table fails", None),
            told(0.9, "the export to a table fails", None),
            told(0.8, "my parcel came late", Some(7)),
            told(0.7, "the parcel never arrived here", Some(7)),
            told(0.5, "colours are lovely", None),
        ];
        assert_eq!(in_variety(&ranked, 10), [0, 2, 4]);
        assert_eq!(in_variety(&ranked, 1), [0]);
        assert!(in_variety(&[], 3).is_empty());
    }
}
