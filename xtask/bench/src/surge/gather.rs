//! With how many signals a new thing is found to gather. Signals of a theme that the product does not have are put in, some a
//! day; those that its themes take for their own count only where all signals are looked at, not those of no theme alone.

use hearken_analysis::surge::{Constants, Heard, hits, surges};
use hearken_analysis::themes::{Model, assign};
use rayon::prelude::*;
use serde_json::json;

use super::inject::{PUT_IN, pick};
use super::product::{DAY, Product};
use crate::row::{self, round};
use crate::trend::inject::Random;

/// Signals of a new thing that are put in, at most.
const MOST: usize = 40;
const DRAWS: usize = 12;
const A_DAY: [f64; 3] = [3.0, 1.0, 1.0 / 3.0];

pub fn run(products: &[Product], seed: u64) -> anyhow::Result<()> {
    for all in [false, true] {
        one(products, seed, &Constants::gathering(), all)?;
    }
    Ok(())
}

fn one(products: &[Product], seed: u64, constants: &Constants, all: bool) -> anyhow::Result<()> {
    let untouched = |product: &Product| {
        surges(&hits(&product.past, &those(product, all), product.begins_ms(), constants)).len()
    };
    let calls: Vec<usize> = products.par_iter().map(untouched).collect();
    let years: f64 = products.iter().map(Product::years).sum();
    let found: Vec<Put> = (0..products.len())
        .into_par_iter()
        .flat_map_iter(|index| of_others(products, index, seed, constants, all))
        .collect();
    for a_day in A_DAY {
        let of: Vec<&Put> = found.iter().filter(|put| put.a_day == a_day).collect();
        let mut after: Vec<usize> = of.iter().filter_map(|put| put.after).collect();
        after.sort_unstable();
        let share = |count: usize| round(count as f64 / of.len().max(1) as f64);
        let within = |most: usize| share(after.iter().filter(|count| **count <= most).count());
        let within = [10, 15, 20, 30, 40].map(within);
        let of_no_theme = of.iter().map(|put| put.of_no_theme).sum::<f64>() / of.len().max(1) as f64;
        row::print(&json!({
            "gathering": if all { "all signals" } else { "signals of no theme" }, "calls": calls,
            "calls_a_year": round(calls.iter().sum::<usize>() as f64 / years), "a_day": round(a_day),
            "put_in": of.len(), "of_no_theme": round(of_no_theme), "within_10_15_20_30_40": within,
            "after_median": after.get(after.len() / 2),
        }))?;
    }
    Ok(())
}

/// A new thing that was put in.
struct Put {
    a_day: f64,
    /// The share of it that no theme takes.
    of_no_theme: f64,
    /// With how many of it it was noticed.
    after: Option<usize>,
}

fn those(product: &Product, all: bool) -> Vec<Heard> {
    product.heard.iter().filter(|one| all || one.theme.is_none()).cloned().collect()
}

/// Themes of other products, put into one.
fn of_others(products: &[Product], index: usize, seed: u64, constants: &Constants, all: bool) -> Vec<Put> {
    let mut random = Random::new(seed ^ (index as u64 + 11).wrapping_mul(0x51ed));
    let product = &products[index];
    let others: Vec<usize> = (0..products.len()).filter(|other| *other != index).collect();
    let mut put = Vec::new();
    for _ in 0..DRAWS {
        for a_day in A_DAY {
            let from = &products[others[pick(others.len(), &mut random)]];
            let Some(theme) = from.themes.get(pick(from.themes.len().max(1), &mut random)) else { continue };
            let mut left: Vec<usize> = theme.clone();
            let new: Vec<(Heard, &str)> = (0..MOST.min(left.len()))
                .map(|_| left.swap_remove(pick(left.len(), &mut random)))
                .map(|signal| (from.heard[signal].clone(), from.texts[signal].as_str()))
                .collect();
            put.extend(put_in(product, &product.clustering.model, &new, a_day, constants, all, &mut random));
        }
    }
    put
}

fn put_in(
    product: &Product,
    model: &Model,
    new: &[(Heard, &str)],
    a_day: f64,
    constants: &Constants,
    all: bool,
    random: &mut Random,
) -> Option<Put> {
    let span = (new.len() as f64 / a_day) as i64 * DAY;
    let (from, to) = (product.begins_ms() + constants.least_past_ms, product.heard.last()?.said_ms - span);
    if to <= from {
        return None;
    }
    let mut at = from + (random.unit() * (to - from) as f64) as i64;
    let (first, mut no_theme, mut theirs) = (at, 0, Vec::new());
    for (number, (one, text)) in new.iter().enumerate() {
        let theme = assign(model, text, &one.vector).map(|found| found.cluster as u64);
        no_theme += usize::from(theme.is_none());
        if all || theme.is_none() {
            theirs.push(Heard { id: PUT_IN + number as u64, said_ms: at, came_ms: at, theme, ..one.clone() });
        }
        at += (-(1.0 - random.unit()).ln() / a_day * DAY as f64) as i64;
    }
    let reach = constants.longest_ms();
    let mut heard: Vec<Heard> = those(product, all);
    heard.retain(|one| one.said_ms > first - reach && one.said_ms < at);
    heard.extend(theirs);
    let ours =
        |signals: &[u64]| 2 * signals.iter().filter(|signal| **signal >= PUT_IN).count() > signals.len();
    let hit = hits(&product.past, &heard, first, constants).into_iter().find(|hit| ours(&hit.signals));
    let after =
        hit.and_then(|hit| hit.signals.iter().map(|signal| signal.saturating_sub(PUT_IN) as usize + 1).max());
    Some(Put { a_day, of_no_theme: no_theme as f64 / new.len() as f64, after })
}
