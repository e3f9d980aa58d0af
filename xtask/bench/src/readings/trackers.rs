//! What maintainers of five projects labelled bug, feature or question: the shipped reader as it is, and what the same
//! columns learn from four projects about the fifth, beside the baseline.

use std::collections::HashSet;

use hearken_analysis::readings::logistic::{Examples, Shape, fit};
use hearken_analysis::readings::{COLUMNS, Features, Reader, held};
use serde_json::json;

use super::baseline::{self, Baseline};
use super::learn::logits;
use super::left_out::largest;
use super::rule::by_rule;
use super::score::{gain, macro_f1, row_of};
use super::texts::{Item, Labelled};
use crate::row;

const CLASSES: [&str; 3] = ["bug", "feature", "question"];
const HELD: [f64; 4] = [0.1, 0.3, 1.0, 3.0];

/// Issues with what maintainers labelled them, by project.
pub fn projects(items: &[Item]) -> Vec<(&str, Vec<(&Item, usize)>)> {
    let mut names: Vec<&str> =
        items.iter().filter(|i| i.source() == "templated").map(|i| i.product.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &str| {
        let mine = items.iter().filter(|item| item.source() == "templated" && item.product == name);
        mine.filter_map(|item| Some((item, CLASSES.iter().position(|class| *class == item.label)?))).collect()
    };
    names.into_iter().map(|name| (name, of(name))).collect()
}

/// The likeliest of pain point, request and question.
pub fn of_three(reader: &Reader, features: &Features) -> usize {
    largest(&reader.answers(features).says[..3])
}

pub fn run(reader: &Reader, items: &[Item], labels: &[Labelled]) -> anyhow::Result<()> {
    let learned_from: HashSet<&str> =
        labels.iter().filter(|one| !one.kept).map(|one| one.id.as_str()).collect();
    let projects = projects(items);
    let mut all = [const { Vec::new() }; 6];
    for (name, issues) in &projects {
        let (mut shipped, mut rule) = (Vec::new(), Vec::new());
        for (item, gold) in issues.iter().filter(|(item, _)| !learned_from.contains(item.id.as_str())) {
            shipped.push((*gold, of_three(reader, &Features::read(&item.unrated()))));
            rule.push((*gold, (by_rule(&item.words, None) as usize).min(3)));
        }
        print(name, "shipped", &shipped)?;
        print(name, "the rule before", &rule)?;
        all[0].extend(shipped);
        all[1].extend(rule);
    }
    for out in 0..projects.len() {
        let (name, issues) = &projects[out];
        let rest: Vec<&[(&Item, usize)]> = projects
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != out)
            .map(|(_, (_, i))| i.as_slice())
            .collect();
        let of = |texts: fn(&Item) -> &str| {
            let setting = baseline::choose(&rest.iter().map(|p| said(p, texts)).collect::<Vec<_>>(), 3, 2);
            let learned =
                Baseline::learn(&rest.iter().flat_map(|p| said(p, texts)).collect::<Vec<_>>(), 3, 2, setting);
            learned.read(&said(issues, texts))
        };
        let found = [
            ours(reader, &rest, issues, true),
            ours(reader, &rest, issues, false),
            of(|item| &item.words),
            of(|item| &item.whole),
        ];
        for (at, (found, how)) in found.into_iter().zip(LEARNED).enumerate() {
            let pairs: Vec<_> = issues.iter().map(|(_, gold)| *gold).zip(found).collect();
            print(name, how, &pairs)?;
            all[at + 2].extend(pairs);
        }
    }
    for (pairs, how) in all.iter().zip(["shipped", "the rule before"].into_iter().chain(LEARNED)) {
        print("all", how, pairs)?;
    }
    let of = |at: usize| all[at].iter().map(|(_, found)| *found).collect::<Vec<usize>>();
    let gold: Vec<usize> = all[2].iter().map(|(gold, _)| *gold).collect();
    for ours in [2, 3] {
        for over in [4, 5] {
            let by = gain(&gold, &of(over), &of(ours));
            let (ours, over) = (LEARNED[ours - 2], LEARNED[over - 2]);
            row::print(&json!({ "bench": "readings/trackers", "by": ours, "over": over, "macro_f1": by }))?;
        }
    }
    Ok(())
}

const LEARNED: [&str; 4] = [
    "ours, from the shipped weights and the other four",
    "our columns, from the other four alone",
    "TF-IDF of own words, from the other four",
    "TF-IDF of all, from the other four",
];

fn print(project: &str, how: &str, pairs: &[(usize, usize)]) -> anyhow::Result<()> {
    let mut row = row_of(pairs);
    row["bench"] = json!("readings/trackers");
    row["project"] = json!(project);
    row["by"] = json!(how);
    row::print(&row)
}

fn said<'i>(issues: &[(&'i Item, usize)], text: fn(&Item) -> &str) -> Vec<(&'i str, usize)> {
    issues.iter().map(|(item, gold)| (text(item), *gold)).collect()
}

type Rows = Vec<(Vec<(u32, f32)>, Vec<f64>, usize)>;

/// What is learned from the issues of the other projects, held as strongly as leaving one of them out says: from the shipped
/// weights on, or from nothing.
fn ours(reader: &Reader, rest: &[&[(&Item, usize)]], issues: &[(&Item, usize)], shipped: bool) -> Vec<usize> {
    let rows = |issues| rows(reader, issues, shipped);
    let groups: Vec<Rows> = rest.iter().map(|issues| rows(issues)).collect();
    let mut best = (f64::NEG_INFINITY, HELD[0]);
    for hold in HELD {
        let pairs = (0..groups.len()).flat_map(|out| {
            let rest = groups.iter().enumerate().filter(|(at, _)| *at != out).flat_map(|(_, g)| g);
            let learned = learn(rest, hold);
            groups[out].iter().map(|one| (one.2, found(&learned, one))).collect::<Vec<_>>()
        });
        let f1 = macro_f1(&pairs.collect::<Vec<_>>());
        if f1 > best.0 {
            best = (f1, hold);
        }
    }
    let learned = learn(groups.iter().flatten(), best.1);
    rows(issues).iter().map(|one| found(&learned, one)).collect()
}

fn rows(reader: &Reader, issues: &[(&Item, usize)], shipped: bool) -> Rows {
    let row = |(item, gold): &(&Item, usize)| {
        let features = Features::read(&item.unrated());
        let said = |p: &f64| if shipped { p.max(1e-9).ln() } else { 0.0 };
        let before = reader.answers(&features).says[..3].iter().map(said).collect();
        (features.row(Some(reader.stars(&features))).collect(), before, *gold)
    };
    issues.iter().map(row).collect()
}

fn learn<'r>(rows: impl Iterator<Item = &'r (Vec<(u32, f32)>, Vec<f64>, usize)>, hold: f64) -> Vec<f64> {
    let mut examples = Examples::default();
    for (row, before, gold) in rows {
        examples.push(row.iter().copied(), *gold, 1.0);
        examples.said_before(before);
    }
    fit(&examples, Shape { classes: 3, held: &held(hold, hold) })
}

fn found(learned: &[f64], (row, before, _): &(Vec<(u32, f32)>, Vec<f64>, usize)) -> usize {
    debug_assert_eq!(learned.len(), COLUMNS * 3);
    let more = logits(learned, row, 3);
    largest(&more.iter().zip(before).map(|(a, b)| a + b).collect::<Vec<_>>())
}
