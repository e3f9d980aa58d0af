//! Sentiment against the stars of six products of which no text was learned from, beside the baseline.

use std::collections::HashSet;

use hearken_analysis::readings::{Features, Reader};
use rayon::prelude::*;
use serde_json::json;

use super::baseline::{self, Baseline};
use super::learn::{star_class, starred};
use super::left_out::largest;
use super::score::{gain, row_of};
use super::texts::{APART, Item, Labelled};
use crate::row;

pub fn run(reader: &Reader, items: &[Item], labels: &[Labelled]) -> anyhow::Result<()> {
    let labelled: HashSet<&str> = labels.iter().map(|one| one.id.as_str()).collect();
    let learned_from = starred(items, &labelled);
    let apart: Vec<(&Item, usize)> = items
        .iter()
        .filter(|item| APART.contains(&item.product.as_str()) && !item.words.is_empty())
        .filter_map(|item| Some((item, star_class(item.rating?))))
        .collect();
    let baseline = baseline(&learned_from);
    let told: Vec<[Vec<f64>; 3]> = apart
        .par_iter()
        .map(|(item, _)| {
            let answers = reader.answers(&Features::read(&item.unrated()));
            [answers.sentiment.to_vec(), answers.stars.to_vec(), baseline.logits(&item.words)]
        })
        .collect();
    for (which, left_out) in [("all", None), ("five words or more", Some(5))] {
        let long = |item: &Item| left_out.is_none_or(|words| item.words.split_whitespace().count() >= words);
        let at: Vec<usize> = (0..apart.len()).filter(|at| long(apart[*at].0)).collect();
        compare(which, &at, &apart, &told)?;
    }
    for product in APART {
        let at: Vec<usize> = (0..apart.len()).filter(|at| apart[*at].0.product == product).collect();
        compare(product, &at, &apart, &told)?;
    }
    Ok(())
}

const BY: [&str; 3] = ["sentiment, shipped", "stars, shipped", "TF-IDF"];

fn compare(
    which: &str,
    at: &[usize],
    apart: &[(&Item, usize)],
    told: &[[Vec<f64>; 3]],
) -> anyhow::Result<()> {
    let clear: Vec<usize> = at.iter().copied().filter(|at| apart[*at].1 != 1).collect();
    for (classes, at) in [("1-2, 3, 4-5", at), ("1-2 against 4-5", &clear)] {
        let gold: Vec<usize> = at.iter().map(|at| apart[*at].1).collect();
        let found: Vec<Vec<usize>> = (0..BY.len())
            .map(|by| {
                let of = |told: &[f64]| if at.len() == clear.len() { clearer(told) } else { largest(told) };
                at.iter().map(|at| of(&told[*at][by])).collect()
            })
            .collect();
        for (by, found) in BY.iter().zip(&found) {
            let mut row = row_of(&gold.iter().copied().zip(found.iter().copied()).collect::<Vec<_>>());
            row["bench"] = json!("readings/stars");
            row["which"] = json!(which);
            row["stars"] = json!(classes);
            row["by"] = json!(by);
            row::print(&row)?;
        }
        let by = [gain(&gold, &found[2], &found[0]), gain(&gold, &found[2], &found[1])];
        row::print(&json!({
            "bench": "readings/stars", "which": which, "stars": classes, "over_tf_idf": { "sentiment": by[0], "stars": by[1] },
        }))?;
    }
    Ok(())
}

/// Of the two outer classes the likelier.
fn clearer(told: &[f64]) -> usize {
    if told[2] > told[0] { 2 } else { 0 }
}

/// The baseline, set by leaving out three groups of products in turn.
fn baseline(learned_from: &[(&Item, usize)]) -> Baseline {
    let mut products: Vec<&str> = learned_from.iter().map(|(item, _)| item.product.as_str()).collect();
    products.sort_unstable();
    products.dedup();
    let mut groups = vec![Vec::new(); 3];
    for (item, class) in learned_from {
        let product = products.binary_search(&item.product.as_str()).unwrap_or_default();
        groups[product % 3].push((item.words.as_str(), *class));
    }
    let setting = baseline::choose(&groups, 3, 2);
    Baseline::learn(&groups.concat(), 3, 2, setting)
}
