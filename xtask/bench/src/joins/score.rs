//! How often what was joined is the truth, by the kind of case.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::said::Said;
use crate::row;

/// What became of signals.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    said: u64,
    joinable: u64,
    right: u64,
    /// Right, of those that an exact identifier could join.
    joinable_right: u64,
    /// Joined to somebody whose they are not, or not to all whose they are.
    wrong: u64,
}

/// What became of all signals, by the kind of case.
#[derive(Debug, Default)]
pub struct Score(BTreeMap<&'static str, Counts>);

impl Score {
    pub fn count(&mut self, said: &Said, joined: &BTreeSet<String>) {
        let counts = self.0.entry(said.case).or_default();
        let right = !joined.is_empty() && *joined == said.of;
        counts.said += 1;
        counts.joinable += u64::from(said.joinable);
        counts.right += u64::from(right);
        counts.joinable_right += u64::from(right && said.joinable);
        counts.wrong += u64::from(!right && !joined.is_empty());
    }

    pub fn add(&mut self, other: Self) {
        for (case, counts) in other.0 {
            let own = self.0.entry(case).or_default();
            *own = sum([*own, counts].into_iter());
        }
    }

    /// Of the signals that were joined, how many are whose they were joined to.
    pub fn precision(&self) -> f64 {
        let all = self.all();
        share(all.right, all.right + all.wrong)
    }

    /// Of those that an exact identifier could join, how many were joined to whose they are.
    pub fn recall(&self) -> f64 {
        let all = self.all();
        share(all.joinable_right, all.joinable)
    }

    fn all(&self) -> Counts {
        sum(self.0.values().copied())
    }

    pub fn row(&self) -> Value {
        let mut told = told("all", self.all());
        told["precision"] = json!(row::round_to_4(self.precision()));
        told["recall"] = json!(row::round_to_4(self.recall()));
        told
    }

    pub fn cases(&self) -> Vec<Value> {
        self.0.iter().map(|(case, counts)| told(case, *counts)).collect()
    }
}

fn sum(counts: impl Iterator<Item = Counts>) -> Counts {
    counts.fold(Counts::default(), |sum, one| Counts {
        said: sum.said + one.said,
        joinable: sum.joinable + one.joinable,
        right: sum.right + one.right,
        joinable_right: sum.joinable_right + one.joinable_right,
        wrong: sum.wrong + one.wrong,
    })
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn told(case: &str, counts: Counts) -> Value {
    let Counts { said, joinable, right, joinable_right, wrong } = counts;
    json!({
        "bench": "joins", "case": case, "signals": said, "joinable": joinable, "right": right, "wrong": wrong,
        "missed": joinable - joinable_right, "left_alone": said - right - wrong,
    })
}
