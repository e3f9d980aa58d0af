//! Fifty corrections: macro-F1 before and after, on signals of the same project that nobody corrected, over twenty draws.
//! And how much a reader that was corrected so forgets of everything else.

use std::collections::{HashMap, HashSet};

use hearken_analysis::readings::{Correction, Features, Reader};
use hearken_domain::Says;
use rayon::prelude::*;
use serde_json::json;

use super::left_out::largest;
use super::score::{Random, macro_f1};
use super::texts::{Item, Labelled};
use super::trackers::{of_three, projects};
use crate::row;

const CORRECTIONS: usize = 50;
const DRAWS: u64 = 20;

pub fn run(reader: &Reader, items: &[Item], labels: &[Labelled]) -> anyhow::Result<()> {
    let learned_from: HashSet<&str> =
        labels.iter().filter(|one| !one.kept).map(|one| one.id.as_str()).collect();
    let by_id: HashMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let elsewhere: Vec<(Features, usize)> = labels
        .iter()
        .filter(|one| one.kept && !one.id.starts_with("templated"))
        .filter_map(|one| {
            Some((Features::read(&by_id.get(one.id.as_str())?.text()), one.label.says as usize))
        })
        .collect();
    for (project, issues) in projects(items) {
        let issues: Vec<(&Item, Features, usize)> = issues
            .into_iter()
            .filter(|(item, _)| !learned_from.contains(item.id.as_str()))
            .map(|(item, gold)| (item, Features::read(&item.unrated()), gold))
            .collect();
        for (how, which) in WAYS {
            let draws: Vec<Draw> = (1..=DRAWS)
                .into_par_iter()
                .map(|seed| draw(reader, &issues, &elsewhere, seed, which))
                .collect();
            row::print(&told(project, how, &draws))?;
        }
    }
    Ok(())
}

/// Which signals people speak of: as they come, or so many that were read wrong and so many that were read right.
type Which = Option<(usize, usize)>;

const WAYS: [(&str, Which); 4] = [
    ("fifty signals, right ones and wrong ones", None),
    ("fifty wrong ones", Some((CORRECTIONS, 0))),
    ("fifty wrong ones, and twenty-five right ones confirmed", Some((CORRECTIONS, CORRECTIONS / 2))),
    ("fifty wrong ones, and fifty right ones confirmed", Some((CORRECTIONS, CORRECTIONS))),
];

struct Draw {
    corrected: usize,
    before: f64,
    after: f64,
    elsewhere: (f64, f64),
}

fn draw(
    reader: &Reader,
    issues: &[(&Item, Features, usize)],
    elsewhere: &[(Features, usize)],
    seed: u64,
    which: Which,
) -> Draw {
    let mut order: Vec<usize> = (0..issues.len()).collect();
    Random(seed).shuffle(&mut order);
    // The half that is kept apart is drawn first: what is corrected must not decide what is measured.
    let (apart, rest) = order.split_at(issues.len() / 2);
    let is_wrong = |at: &usize| of_three(reader, &issues[*at].1) != issues[*at].2;
    let corrected: Vec<usize> = match which {
        None => rest.iter().take(CORRECTIONS).copied().collect(),
        Some((wrong, right)) => {
            let (wrong_ones, right_ones): (Vec<usize>, Vec<usize>) = rest.iter().copied().partition(is_wrong);
            wrong_ones.into_iter().take(wrong).chain(right_ones.into_iter().take(right)).collect()
        }
    };
    let corrections: Vec<Correction> = corrected.iter().map(|at| correction(&issues[*at])).collect();
    let after = reader.corrected_by(&corrections);
    let of = |reader: &Reader| {
        macro_f1(
            &apart.iter().map(|at| (issues[*at].2, of_three(reader, &issues[*at].1))).collect::<Vec<_>>(),
        )
    };
    let known = |reader: &Reader| {
        let read = |(features, gold): &(Features, usize)| (*gold, largest(&reader.answers(features).says));
        macro_f1(&elsewhere.iter().map(read).collect::<Vec<_>>())
    };
    Draw {
        corrected: corrected.len(),
        before: of(reader),
        after: of(&after),
        elsewhere: (known(reader), known(&after)),
    }
}

fn correction((item, _, gold): &(&Item, Features, usize)) -> Correction {
    Correction {
        text: item.words.clone(),
        title: item.title.clone(),
        rating: None,
        says: Some(Says::ALL[*gold].kind()),
        sentiment: None,
        severity: None,
    }
}

fn told(project: &str, how: &str, draws: &[Draw]) -> serde_json::Value {
    let mean = |of: &dyn Fn(&Draw) -> f64| draws.iter().map(of).sum::<f64>() / draws.len() as f64;
    let mut gains: Vec<f64> = draws.iter().map(|draw| draw.after - draw.before).collect();
    gains.sort_unstable_by(f64::total_cmp);
    json!({
        "bench": "readings/corrections", "project": project, "how": how, "draws": draws.len(),
        "corrected": mean(&|draw| draw.corrected as f64), "before": row::round(mean(&|draw| draw.before)),
        "after": row::round(mean(&|draw| draw.after)), "gain": row::round(mean(&|draw| draw.after - draw.before)),
        "least": row::round(gains[0]), "most": row::round(gains[gains.len() - 1]),
        "better_in": gains.iter().filter(|gain| **gain > 0.0).count(),
        "elsewhere_before": row::round(mean(&|draw| draw.elsewhere.0)),
        "elsewhere_after": row::round(mean(&|draw| draw.elsewhere.1)),
    })
}
