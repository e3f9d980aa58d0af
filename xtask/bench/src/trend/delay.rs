//! How soon each way notices what was put in, at equal false alarms.
//!
//! Each product is left out in turn: of each way, the numbers and the threshold are those that noticed soonest on the other
//! products while giving so many alarms a theme-year on their untouched series, and what is reported is of the product left
//! out. Rises whose untouched series alarms by any way from four weeks before to twelve weeks after are left out for all.

use serde_json::{Value, json};

use super::inject::{Rise, SIZES, WATCHED, rises};
use super::methods::{FIRST, Method, REST, candidates};
use super::themes::Product;
use crate::row::{self, round};

/// Alarms a theme-year that ways are held to.
const HELD_TO: [f64; 3] = [0.25, 0.5, 1.0];

pub fn run(products: &[Product], seed: u64) -> anyhow::Result<()> {
    let rises = rises(products, seed);
    for held_to in HELD_TO {
        let mut scores: Vec<Score> = candidates().iter().map(|_| Score::default()).collect();
        for out in 0..products.len() {
            leave_out(products, &rises, out, held_to, &mut scores);
        }
        for score in &scores {
            row::print(&score.row(held_to))?;
        }
    }
    Ok(())
}

/// What one way did on all products, each while left out.
#[derive(Default)]
struct Score {
    name: &'static str,
    chosen: Vec<String>,
    alarms: usize,
    years: f64,
    /// Size, ramp, rate and the days until it was noticed, if it was.
    noticed: Vec<(f64, bool, f64, Option<usize>)>,
}

fn leave_out(products: &[Product], rises: &[Rise], out: usize, held_to: f64, scores: &mut [Score]) {
    let others: Vec<usize> = (0..products.len()).filter(|product| *product != out).collect();
    let chosen: Vec<(Method, f64)> =
        candidates().iter().map(|of_way| choose(of_way, products, rises, &others, held_to)).collect();
    let untouched: Vec<Vec<Vec<usize>>> = chosen
        .iter()
        .map(|(method, threshold)| {
            let of = &products[out];
            of.themes.iter().map(|theme| method.alarms(theme, &of.all, *threshold)).collect()
        })
        .collect();
    let quiet = |rise: &&Rise| {
        rise.product == out
            && untouched.iter().all(|of_way| {
                of_way[rise.theme].iter().all(|day| day + REST < rise.day || *day >= rise.day + WATCHED)
            })
    };
    let kept: Vec<&Rise> = rises.iter().filter(quiet).collect();
    for ((score, (method, threshold)), untouched) in scores.iter_mut().zip(&chosen).zip(&untouched) {
        score.name = method.name();
        score.chosen.push(format!("{method:?} at {threshold:.2}"));
        score.alarms += untouched.iter().map(Vec::len).sum::<usize>();
        score.years += years(products, &[out]);
        score.noticed.extend(
            kept.iter().map(|rise| (rise.size, rise.ramp, rise.rate, noticed(method, *threshold, rise))),
        );
    }
}

/// The one of a way's candidates that notices soonest on some products, with its threshold.
fn choose(
    of_way: &[Method],
    products: &[Product],
    rises: &[Rise],
    others: &[usize],
    held_to: f64,
) -> (Method, f64) {
    let delay = |method: &Method, threshold: f64| {
        let of_others = rises.iter().filter(|rise| others.contains(&rise.product));
        let (sum, count) = of_others.fold((0.0, 0.0), |(sum, count), rise| {
            (sum + noticed(method, threshold, rise).unwrap_or(WATCHED) as f64, count + 1.0)
        });
        sum / f64::max(count, 1.0)
    };
    let tried = of_way.iter().map(|method| {
        let threshold = threshold(method, products, others, held_to);
        (*method, threshold, delay(method, threshold))
    });
    let best = tried.min_by(|a, b| a.2.total_cmp(&b.2));
    best.map_or((of_way[0], f64::INFINITY), |(method, threshold, _)| (method, threshold))
}

/// The lowest threshold at which a way gives no more alarms a theme-year than it is held to.
fn threshold(method: &Method, products: &[Product], others: &[usize], held_to: f64) -> f64 {
    let most = held_to * years(products, others);
    let alarms = |threshold: f64| -> usize {
        let of_products = others.iter().map(|product| &products[*product]);
        of_products
            .flat_map(|of| of.themes.iter().map(|theme| method.alarms(theme, &of.all, threshold).len()))
            .sum()
    };
    let (mut low, mut high) = (0.2, 40.0);
    for _ in 0..12 {
        let middle = f64::midpoint(low, high);
        if alarms(middle) as f64 > most { low = middle } else { high = middle }
    }
    high
}

fn noticed(method: &Method, threshold: f64, rise: &Rise) -> Option<usize> {
    let alarms = method.alarms(&rise.signals, &rise.all, threshold);
    alarms.into_iter().find(|day| *day >= rise.day).map(|day| day - rise.day)
}

fn years(products: &[Product], of: &[usize]) -> f64 {
    let days = of.iter().map(|product| {
        let product = &products[*product];
        product.themes.len() * product.all.len().saturating_sub(FIRST)
    });
    days.sum::<usize>() as f64 / 365.25
}

impl Score {
    fn row(&self, held_to: f64) -> Value {
        let all = delays(&self.noticed, |_| true);
        let rates = [(0.0, 0.1), (0.1, 0.3), (0.3, 1.0), (1.0, f64::INFINITY)];
        let by_rate = rates.map(|(low, high)| delays(&self.noticed, |rise| rise.2 >= low && rise.2 < high));
        let by_size = SIZES.map(|size| {
            let of = |ramp: bool| delays(&self.noticed, |rise| rise.0 == size && rise.1 == ramp);
            json!({ "size": size, "step": of(false), "ramp": of(true) })
        });
        json!({
            "way": self.name, "held_to": held_to, "alarms": self.alarms, "theme_years": round(self.years),
            "alarms_a_theme_year": round(self.alarms as f64 / self.years), "all": all, "by_size": by_size,
            "by_rate": by_rate, "chosen": self.chosen,
        })
    }
}

/// Delays of some rises; one that was not noticed in time counts as the whole time.
fn delays(
    noticed: &[(f64, bool, f64, Option<usize>)],
    which: impl Fn(&(f64, bool, f64, Option<usize>)) -> bool,
) -> Value {
    let mut days: Vec<usize> =
        noticed.iter().filter(|rise| which(rise)).map(|rise| rise.3.unwrap_or(WATCHED)).collect();
    days.sort_unstable();
    let within =
        |most: usize| round(days.iter().filter(|day| **day < most).count() as f64 / days.len() as f64);
    let within = [7, 14, 28, 84].map(within);
    json!({
        "rises": days.len(), "mean_days": round(days.iter().sum::<usize>() as f64 / days.len() as f64),
        "median_days": days.get(days.len() / 2), "within_1_2_4_12_weeks": within,
    })
}
