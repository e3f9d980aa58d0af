//! How sure a reader may say it is: what makes its confidence as often right as it says, chosen on sources that were left
//! out, and how far it is off.

use hearken_analysis::readings::logistic::softmax;
use serde_json::{Value, json};

use super::left_out::{LeftOut, PARTS, largest};
use crate::row::round;

/// How sure a reader is of an answer, and whether it is right.
pub type Sure = (f64, bool);

/// By what logits have to be multiplied for their probabilities to be likeliest.
pub fn temperature(left_out: &[&LeftOut]) -> f64 {
    let loss = |by: f64| -> f64 {
        left_out.iter().map(|one| -probabilities(&one.logits, by)[one.class].max(1e-12).ln()).sum()
    };
    let tried = (2..=80).map(|n| f64::from(n) * 0.025);
    tried.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

fn probabilities(logits: &[f64], by: f64) -> Vec<f64> {
    let mut p: Vec<f64> = logits.iter().map(|logit| logit * by).collect();
    softmax(&mut p);
    p
}

fn sure(one: &LeftOut, by: f64) -> Sure {
    let best = largest(&one.logits);
    (probabilities(&one.logits, by)[best], best == one.class)
}

/// A confidence made into one that is right as often as it says.
type Map = Box<dyn Fn(f64) -> f64>;

/// Platt's: a straight line in log odds, by gradient descent on the log loss.
fn platt(sure: &[Sure]) -> Map {
    let odds = |p: f64| (p.clamp(1e-6, 1.0 - 1e-6) / (1.0 - p.clamp(1e-6, 1.0 - 1e-6))).ln();
    let squash = |z: f64| 1.0 / (1.0 + (-z).exp());
    let (mut slope, mut level) = (1.0, 0.0);
    for _ in 0..2000 {
        let (mut of_slope, mut of_level) = (0.0, 0.0);
        for (p, right) in sure {
            let off = squash(slope * odds(*p) + level) - f64::from(u8::from(*right));
            of_slope += off * odds(*p);
            of_level += off;
        }
        let count = sure.len().max(1) as f64;
        slope -= 0.3 * of_slope / count;
        level -= 0.3 * of_level / count;
    }
    Box::new(move |p| squash(slope * odds(p) + level))
}

/// Isotonic: steps that only rise, of pools whose order is violated (Ayer and others).
fn isotonic(sure: &[Sure]) -> Map {
    let mut ordered = sure.to_vec();
    // Of those alike the right ones first, so that they become one pool.
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut pools: Vec<(f64, f64, f64)> = Vec::new(); // from which confidence, right, all
    for (p, right) in ordered {
        pools.push((p, f64::from(u8::from(right)), 1.0));
        while let [.., before, last] = pools[..] {
            if before.1 / before.2 < last.1 / last.2 {
                break;
            }
            pools.pop();
            pools.pop();
            pools.push((before.0, before.1 + last.1, before.2 + last.2));
        }
    }
    Box::new(move |p| {
        let at = pools.partition_point(|pool| pool.0 <= p).saturating_sub(1);
        pools.get(at).map_or(p, |pool| (pool.1 / pool.2).clamp(0.01, 0.99))
    })
}

/// How far each way of calibrating is off on each source, fitted on all others: to choose by.
pub fn compare(left_out: &[LeftOut]) -> Vec<Value> {
    let parts: Vec<usize> = (0..PARTS.len()).collect();
    let ways = ["as learned", "temperature", "temperature, then Platt", "temperature, then isotonic"];
    let of_way = |(way, name): (usize, &&str)| {
        let mut all: Vec<Sure> = Vec::new();
        let mut off_by_part = Vec::new();
        for part in &parts {
            let (these, rest): (Vec<&LeftOut>, Vec<&LeftOut>) =
                left_out.iter().partition(|one| one.part == *part);
            if these.is_empty() {
                continue;
            }
            let by = if way == 0 { 1.0 } else { temperature(&rest) };
            let fitted: Vec<Sure> = rest.iter().map(|one| sure(one, by)).collect();
            let map: Map = match way {
                2 => platt(&fitted),
                3 => isotonic(&fitted),
                _ => Box::new(|p| p),
            };
            let found: Vec<Sure> =
                these.iter().map(|one| sure(one, by)).map(|(p, right)| (map(p), right)).collect();
            off_by_part.push(round(error(&found)));
            all.extend(found);
        }
        let loss = |(p, right): &Sure| -(if *right { *p } else { 1.0 - p }).max(1e-6).ln();
        json!({
            "way": name, "log_loss": round(all.iter().map(loss).sum::<f64>() / all.len().max(1) as f64),
            "calibration_error": round(error(&all)), "of_each_source": off_by_part,
        })
    };
    ways.iter().enumerate().map(of_way).collect()
}

/// How far the confidence is off on the whole: in ten groups of like confidence, what is said against what is right.
pub fn error(found: &[Sure]) -> f64 {
    groups(found).iter().map(|(said, right, _)| (said - right).abs()).sum::<f64>() / found.len().max(1) as f64
}

/// Groups of a tenth of confidence each: the sum of it, how many are right, and how many there are.
fn groups(found: &[Sure]) -> [(f64, f64, usize); 10] {
    let mut groups = [(0.0, 0.0, 0); 10];
    for (p, right) in found {
        let group = &mut groups[((p * 10.0) as usize).min(9)];
        group.0 += p;
        group.1 += f64::from(u8::from(*right));
        group.2 += 1;
    }
    groups
}

/// The table of [`groups`]: how many texts, how sure of them on average, and how many of them right.
pub fn table(found: &[Sure]) -> Vec<Value> {
    let filled = groups(found).into_iter().enumerate().filter(|(_, group)| group.2 > 0);
    let told = |(at, (said, right, count)): (usize, (f64, f64, usize))| {
        let of = count as f64;
        json!({ "from": at as f64 / 10.0, "texts": count, "said": round(said / of), "right": round(right / of) })
    };
    filled.map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that is twice as sure as it may be.
    fn too_sure() -> Vec<LeftOut> {
        let one = |n: usize| {
            let (class, part) = (usize::from(n % 10 < 3), n % PARTS.len());
            LeftOut { logits: vec![2.0 * (7.0_f64 / 3.0).ln(), 0.0], class, part }
        };
        (0..700).map(one).collect()
    }

    #[test]
    fn a_reader_that_is_too_sure_says_seven_in_ten_where_it_is_right_in_seven_of_ten() {
        let left_out = too_sure();
        let by = temperature(&left_out.iter().collect::<Vec<_>>());
        let found: Vec<Sure> = left_out.iter().map(|one| sure(one, by)).collect();
        assert!((by - 0.5).abs() < 0.03, "{by}");
        assert!(error(&found) < 0.02);
        for map in [platt(&found), isotonic(&found)] {
            assert!((map(found[0].0) - 0.7).abs() < 0.02);
        }
        assert_eq!(table(&found).len(), 1);
        assert_eq!(compare(&left_out).len(), 4);
    }
}
