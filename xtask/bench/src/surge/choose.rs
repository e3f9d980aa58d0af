//! How soon each way notices what was put in, at equal false alarms.
//!
//! Each product is left out in turn: of each way, the numbers and the threshold are those that noticed most within the hour on
//! the others while calling so much a product-year on their untouched hours; what is reported is of the product left out.

use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::inject::{Injection, MINUTES, SIZES, injections};
use super::product::Product;
use super::ways::{Call, SAME_MS, Way, apart};
use crate::row::{self, round};

/// Calls a product-year that ways are held to.
const HELD_TO: [f64; 4] = [1.0, 2.0, 4.0, 12.0];
const HOUR: i64 = 3_600_000;

/// One way with its numbers, on everything.
struct Tried {
    way: Way,
    /// Of each product.
    untouched: Vec<Vec<Call>>,
    /// Of each injection, in the order of time.
    injected: Vec<Vec<Call>>,
}

/// Whether an injection was noticed: after how many of it, and when.
type Noticed = Option<(usize, i64)>;

pub fn run(products: &[Product], seed: u64, called: Option<&Path>) -> anyhow::Result<()> {
    let injections = injections(products, seed);
    let tried: Vec<Vec<Tried>> = Way::candidates()
        .into_iter()
        .map(|of_way| of_way.into_iter().map(|way| tried(way, products, &injections)).collect())
        .collect();
    for held_to in HELD_TO {
        for of_way in &tried {
            let mut score = Score::default();
            for out in 0..products.len() {
                let chosen = choose(of_way, products, &injections, Some(out), held_to);
                score.add(&chosen, products, &injections, out);
            }
            row::print(&score.row(of_way[0].way.name(), held_to))?;
        }
        // What all together choose is what is in use; it is told, and not measured on.
        let (best, threshold) = choose(&tried[0], products, &injections, None, held_to);
        row::print(
            &json!({ "all_choose": format!("{:?}", best.way), "threshold": threshold, "held_to": held_to }),
        )?;
    }
    match called {
        Some(file) => write_called(&tried[0], products, &injections, file),
        None => Ok(()),
    }
}

fn tried(way: Way, products: &[Product], injections: &[Injection]) -> Tried {
    let untouched = |product: &Product| way.calls(product, &product.heard, product.begins_ms());
    let injected = |of: &Injection| {
        let mut calls = way.calls(&products[of.product], &of.heard, of.from_ms);
        calls.retain(|call| call.is_it);
        calls.iter_mut().for_each(|call| call.signals.clear());
        calls
    };
    Tried {
        way,
        untouched: products.par_iter().map(untouched).collect(),
        injected: injections.par_iter().map(injected).collect(),
    }
}

fn choose<'a>(
    of_way: &'a [Tried],
    products: &[Product],
    injections: &[Injection],
    out: Option<usize>,
    held_to: f64,
) -> (&'a Tried, f64) {
    let others: Vec<usize> = (0..products.len()).filter(|product| Some(*product) != out).collect();
    let share = |tried: &Tried, threshold: f64| {
        let of_others = injections.iter().zip(&tried.injected).filter(|(of, _)| others.contains(&of.product));
        of_others.filter(|(of, calls)| within_hour(of, noticed(calls, threshold))).count()
    };
    let scored = of_way.iter().map(|tried| {
        let threshold = threshold(tried, products, &others, held_to);
        (tried, threshold, share(tried, threshold))
    });
    let best = scored.max_by_key(|(.., share)| *share);
    best.map_or((&of_way[0], f64::NEG_INFINITY), |(tried, threshold, _)| (tried, threshold))
}

/// The highest threshold at which no more is called a year than it is held to.
fn threshold(tried: &Tried, products: &[Product], others: &[usize], held_to: f64) -> f64 {
    let years: f64 = others.iter().map(|product| products[*product].years()).sum();
    let calls =
        |threshold: f64| others.iter().map(|of| apart(&tried.untouched[*of], threshold).len()).sum::<usize>();
    let mut scores: Vec<f64> =
        others.iter().flat_map(|of| tried.untouched[*of].iter().map(|call| call.score)).collect();
    scores.sort_by(f64::total_cmp);
    // Calls grow with the threshold but for those that join two others.
    let enough = scores.partition_point(|score| calls(*score) as f64 <= held_to * years);
    enough.checked_sub(1).map_or(f64::NEG_INFINITY, |last| scores[last])
}

fn noticed(calls: &[Call], threshold: f64) -> Noticed {
    calls.iter().find(|call| call.score <= threshold).map(|call| (call.put_in, call.at_ms))
}

fn within_hour(of: &Injection, noticed: Noticed) -> bool {
    noticed.is_some_and(|(_, at)| at - of.from_ms <= HOUR)
}

/// What one way did on all products, each while left out.
#[derive(Default)]
struct Score {
    chosen: Vec<String>,
    calls: Vec<usize>,
    years: f64,
    /// Size, minutes, whether its own, whether within the hour, and after how many.
    noticed: Vec<(usize, i64, bool, bool, Option<usize>)>,
}

impl Score {
    fn add(
        &mut self,
        (tried, threshold): &(&Tried, f64),
        products: &[Product],
        injections: &[Injection],
        out: usize,
    ) {
        let calls = apart(&tried.untouched[out], *threshold);
        self.chosen.push(format!("{:?} at {threshold:.3e}", tried.way));
        self.calls.push(calls.len());
        self.years += products[out].years();
        for (of, found) in injections.iter().zip(&tried.injected).filter(|(of, _)| of.product == out) {
            // Where something is called without it, nobody can tell whose the call is.
            let until = of.from_ms + of.minutes * 60_000;
            if calls.iter().any(|call| call.at_ms > of.from_ms - SAME_MS && call.at_ms < until) {
                continue;
            }
            let noticed = noticed(found, *threshold).filter(|(_, at)| *at <= until.max(of.from_ms + HOUR));
            let after = noticed.map(|(after, _)| after);
            self.noticed.push((of.size, of.minutes, of.own, within_hour(of, noticed), after));
        }
    }

    fn row(&self, way: &str, held_to: f64) -> Value {
        let all: usize = self.calls.iter().sum();
        let of = |size: usize, minutes: i64| {
            [true, false].map(|own| self.told(|one| one.0 == size && one.1 == minutes && one.2 == own))
        };
        let by: Vec<Value> = SIZES
            .iter()
            .flat_map(|size| MINUTES.map(|minutes| (*size, minutes)))
            .map(
                |(size, minutes)| json!({ "size": size, "minutes": minutes, "own_other": of(size, minutes) }),
            )
            .collect();
        json!({
            "way": way, "held_to": held_to, "calls": self.calls, "calls_a_year": round(all as f64 / self.years),
            "all": self.told(|_| true), "by": by, "chosen": self.chosen,
        })
    }

    fn told(&self, which: impl Fn(&(usize, i64, bool, bool, Option<usize>)) -> bool) -> Value {
        let those: Vec<_> = self.noticed.iter().filter(|one| which(one)).collect();
        let share = |count: usize| round(count as f64 / those.len().max(1) as f64);
        let mut after: Vec<usize> = those.iter().filter_map(|one| one.4).collect();
        after.sort_unstable();
        json!({
            "put_in": those.len(), "within_hour": share(those.iter().filter(|one| one.3).count()),
            "noticed": share(after.len()), "after_median": after.get(after.len() / 2),
        })
    }
}

/// Writes what the way in use calls on untouched hours, each product by what the others choose.
fn write_called(
    of_way: &[Tried],
    products: &[Product],
    injections: &[Injection],
    file: &Path,
) -> anyhow::Result<()> {
    let mut out = std::fs::File::create(file)?;
    for (index, product) in products.iter().enumerate() {
        let (tried, threshold) = choose(of_way, products, injections, Some(index), HELD_TO[1]);
        for call in apart(&tried.untouched[index], threshold) {
            writeln!(
                out,
                "== {} {} {:.2e}",
                product.name,
                jiff::Timestamp::from_millisecond(call.at_ms)?,
                call.score
            )?;
            for signal in &call.signals {
                let text: String = product.texts[*signal as usize].chars().take(200).collect();
                writeln!(out, "   {}", text.replace('\n', " "))?;
            }
        }
    }
    Ok(())
}
