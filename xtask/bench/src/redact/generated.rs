//! Ten thousand made texts, half of them near misses: what the redactor finds of each kind, and what it finds wrongly.

use std::collections::BTreeMap;

use hearken_analysis::redact::{Hit, Rules, explain};
use serde_json::json;

use super::chance::Chance;
use super::made;
use super::near;
use super::sample::{Kind, Sample};
use super::score::{Counts, accepts};
use crate::row;

const TEXTS: usize = 10_000;
/// How many of what went wrong are printed for each form.
const SHOWN: usize = 3;

#[derive(Default)]
struct Tally {
    counts: BTreeMap<&'static str, Counts>,
    /// By kind and form: how many were missed, and some of them.
    missed: BTreeMap<(&'static str, &'static str), (usize, Vec<String>)>,
    /// By placeholder and what the text looks like.
    false_hits: BTreeMap<(String, &'static str), (usize, Vec<String>)>,
    /// Hits of sorts that are not made, by placeholder.
    other: BTreeMap<&'static str, usize>,
}

pub fn run(seed: u64, rules: &Rules) -> anyhow::Result<()> {
    let mut chance = Chance::new(seed);
    let mut tally = Tally::default();
    let mut kinds = Kind::ALL.iter().cycle();
    for number in 0..TEXTS {
        let mut sample = Sample::default();
        let mut looks = "positive";
        if chance.one_in(2) {
            sample.push_talk(&mut chance);
        }
        if number % 2 == 0 {
            for kind in kinds.by_ref().take(2) {
                made::push(*kind, &mut sample, &mut chance);
            }
        } else {
            looks = near::push(&mut sample, &mut chance);
        }
        if chance.one_in(2) {
            sample.push_talk(&mut chance);
        }
        let hits = explain(&sample.text, rules);
        tally.add(&sample, &hits, looks);
    }
    tally.print()
}

impl Tally {
    fn add(&mut self, sample: &Sample, hits: &[Hit], looks: &'static str) {
        for value in &sample.values {
            let counts = self.counts.entry(value.kind.name()).or_default();
            counts.labelled += 1;
            let named = hits.iter().any(|hit| {
                accepts(value.kind, hit.sort.as_str())
                    && hit.range.start < value.range.end
                    && hit.range.end > value.range.start
            });
            // All of it is gone: what stays of it between hits is no letter and no digit.
            let kept = sample.text[value.range.clone()].char_indices().any(|(offset, c)| {
                let place = value.range.start + offset;
                c.is_alphanumeric() && !hits.iter().any(|hit| hit.range.contains(&place))
            });
            if named && !kept {
                counts.found += 1;
            } else {
                note(&mut self.missed, (value.kind.name(), value.form), &sample.text);
            }
        }
        for hit in hits {
            let word = hit.sort.as_str();
            let Some(kind) = Kind::ALL.into_iter().find(|kind| accepts(*kind, word)) else {
                *self.other.entry(word).or_default() += 1;
                let told =
                    format!("{:?} ({}) in: {}", &sample.text[hit.range.clone()], hit.rule, sample.text);
                note(&mut self.false_hits, (word.to_owned(), looks), &told);
                continue;
            };
            let counts = self.counts.entry(kind.name()).or_default();
            counts.hits += 1;
            let right = sample.values.iter().any(|value| {
                accepts(value.kind, hit.sort.as_str())
                    && hit.range.start < value.range.end
                    && hit.range.end > value.range.start
            });
            if right {
                counts.right += 1;
            } else {
                let told =
                    format!("{:?} ({}) in: {}", &sample.text[hit.range.clone()], hit.rule, sample.text);
                note(&mut self.false_hits, (hit.sort.as_str().to_owned(), looks), &told);
            }
        }
    }

    fn print(&self) -> anyhow::Result<()> {
        for (kind, counts) in &self.counts {
            row::print(&json!({
                "bench": "redact", "set": "generated", "type": kind, "values": counts.labelled,
                "found": counts.found, "hits": counts.hits, "false": counts.hits - counts.right,
                "recall": row::round_to_4(counts.recall()), "precision": row::round_to_4(counts.precision()),
            }))?;
        }
        row::print(
            &json!({ "bench": "redact", "set": "generated", "hits of sorts that are not made": self.other }),
        )?;
        for ((kind, form), (count, texts)) in &self.missed {
            row::print(&json!({ "missed": kind, "form": form, "count": count, "texts": texts }))?;
        }
        for ((sort, looks), (count, texts)) in &self.false_hits {
            row::print(&json!({ "false": sort, "looks like": looks, "count": count, "texts": texts }))?;
        }
        Ok(())
    }
}

fn note<K: Ord>(list: &mut BTreeMap<K, (usize, Vec<String>)>, key: K, text: &str) {
    let (count, texts) = list.entry(key).or_default();
    *count += 1;
    if texts.len() < SHOWN {
        texts.push(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_made_often_enough() {
        let mut chance = Chance::new(1);
        let mut sample = Sample::default();
        for kind in Kind::ALL.iter().cycle().take(TEXTS) {
            made::push(*kind, &mut sample, &mut chance);
        }
        for kind in Kind::ALL {
            let made = sample.values.iter().filter(|value| value.kind == kind).count();
            assert!(made >= 600, "{made} of {}", kind.name());
        }
        for value in &sample.values {
            assert!(!sample.text[value.range.clone()].trim().is_empty());
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_texts() {
        let text = |seed| {
            let mut sample = Sample::default();
            let mut chance = Chance::new(seed);
            near::push(&mut sample, &mut chance);
            made::push(Kind::Phone, &mut sample, &mut chance);
            sample.text
        };
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }
}
