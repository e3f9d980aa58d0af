//! The half of the labelled texts that is kept apart: how far the readers of it agreed, and how the models do.

use std::collections::HashMap;

use anyhow::Context;
use hearken_analysis::readings::{Features, Head, Reader};
use serde_json::json;

use super::calibrate::{self, Sure};
use super::left_out::largest;
use super::rule::by_rule;
use super::score::{accuracy, f1_by_class, kappa, name, row_of};
use super::texts::{Item, Label, Labelled};
use crate::row;

pub fn run(reader: &Reader, items: &[Item], labels: &[Labelled]) -> anyhow::Result<()> {
    agreement(labels)?;
    let by_id: HashMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut kept = Vec::new();
    for one in labels.iter().filter(|one| one.kept) {
        kept.push((*by_id.get(one.id.as_str()).with_context(|| format!("no text {}", one.id))?, one.label));
    }
    for (how, rated) in [("without stars", false), ("with stars", true)] {
        for head in [Head::Says, Head::Sentiment, Head::Severity] {
            measure(reader, &kept, head, how, rated)?;
        }
        rule(&kept, how, rated)?;
    }
    for source in ["review", "complaint", "rust", "templated"] {
        let of: Vec<_> = kept.iter().copied().filter(|(item, _)| item.source() == source).collect();
        for head in [Head::Says, Head::Sentiment, Head::Severity] {
            let pairs: Vec<_> =
                read(reader, &of, head, true).iter().map(|(gold, p)| (*gold, largest(p))).collect();
            let mut row = row_of(&pairs);
            row["bench"] = json!("readings/kept");
            row["head"] = json!(format!("{head:?}"));
            row["source"] = json!(source);
            row::print(&row)?;
        }
    }
    Ok(())
}

/// Cohen's kappa between the two readers; of severity, where both say pain point.
fn agreement(labels: &[Labelled]) -> anyhow::Result<()> {
    for (which, only_kept) in [("all", false), ("kept apart", true)] {
        let both: Vec<(Label, Label)> =
            labels.iter().filter(|one| one.kept || !only_kept).filter_map(|one| one.readers).collect();
        for head in [Head::Says, Head::Sentiment, Head::Severity] {
            let pairs: Vec<(usize, usize)> =
                both.iter().filter_map(|(a, b)| Some((a.class(head)?, b.class(head)?))).collect();
            row::print(&json!({
                "bench": "readings/readers", "which": which, "head": format!("{head:?}"), "texts": pairs.len(),
                "alike": row::round(accuracy(&pairs)), "kappa": row::round(kappa(&pairs)),
            }))?;
        }
    }
    Ok(())
}

fn read(reader: &Reader, kept: &[(&Item, Label)], head: Head, rated: bool) -> Vec<(usize, Vec<f64>)> {
    let one = |(item, label): &(&Item, Label)| {
        let text = if rated { item.text() } else { item.unrated() };
        let answers = reader.answers(&Features::read(&text));
        let found = match head {
            Head::Stars => answers.stars.to_vec(),
            Head::Says => answers.says.to_vec(),
            Head::Sentiment => answers.sentiment.to_vec(),
            Head::Severity => answers.severity.to_vec(),
        };
        Some((label.class(head)?, found))
    };
    kept.iter().filter_map(one).collect()
}

fn measure(
    reader: &Reader,
    kept: &[(&Item, Label)],
    head: Head,
    how: &str,
    rated: bool,
) -> anyhow::Result<()> {
    let found = read(reader, kept, head, rated);
    let pairs: Vec<(usize, usize)> = found.iter().map(|(gold, p)| (*gold, largest(p))).collect();
    let mut row = row_of(&pairs);
    row["bench"] = json!("readings/kept");
    row["head"] = json!(format!("{head:?}"));
    row["read"] = json!(how);
    let each = f1_by_class(&pairs).into_iter().map(|(class, f1)| (name(head, class), json!(row::round(f1))));
    row["f1"] = serde_json::Value::Object(each.map(|(name, f1)| (name.to_owned(), f1)).collect());
    let sure: Vec<Sure> = found.iter().map(sure).collect();
    row["calibration_error"] = json!(row::round(calibrate::error(&sure)));
    row["calibration"] = json!(calibrate::table(&sure));
    row::print(&row)
}

fn sure((gold, p): &(usize, Vec<f64>)) -> Sure {
    let best = largest(p);
    (p[best], best == *gold)
}

/// The rule by cues and stars that came before.
fn rule(kept: &[(&Item, Label)], how: &str, rated: bool) -> anyhow::Result<()> {
    let pairs: Vec<(usize, usize)> = kept
        .iter()
        .map(|(item, label)| {
            let rating = item.rating.filter(|_| rated);
            (label.says as usize, by_rule(&item.words, rating) as usize)
        })
        .collect();
    let mut row = row_of(&pairs);
    row["bench"] = json!("readings/kept");
    row["head"] = json!("Says");
    row["read"] = json!(format!("by the rule before, {how}"));
    row::print(&row)
}
