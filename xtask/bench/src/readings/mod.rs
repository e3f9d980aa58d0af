//! `bench readings` and `bench readings-train`: what signals say, learned and measured. Texts are read from a folder of
//! data, labels from `xtask/bench/labels`, by id.

mod baseline;
mod corrections;
mod kept;
mod learn;
mod rule;
mod score;
mod speed;
mod stars;
pub mod texts;
mod trackers;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use hearken_analysis::readings::{Head, Reader, Weights};
use serde_json::json;

use crate::row;
use learn::Held;
use texts::{APART, Item, Label, Labelled};

#[derive(Args)]
pub struct TrainArgs {
    /// The folder with `app_reviews.jsonl.zst`, `cfpb_demo.csv.zst` and `longtexts`
    data: PathBuf,
    /// Where the labels are
    #[arg(long, default_value = "xtask/bench/labels")]
    labels: PathBuf,
    /// Where the weights are written to
    #[arg(long, default_value = "crates/hearken-analysis/readings/weights.bin")]
    out: PathBuf,
    /// Learn from no text of these sources: review, complaint, rust, templated
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Only tell how each head does with weights held so strongly (columns of words, the others), and write nothing
    #[arg(long, value_delimiter = ',')]
    try_held: Vec<f64>,
}

#[derive(Args)]
pub struct MeasureArgs {
    /// The folder with `app_reviews.jsonl.zst`, `cfpb_demo.csv.zst` and `longtexts`
    data: PathBuf,
    /// Where the labels are
    #[arg(long, default_value = "xtask/bench/labels")]
    labels: PathBuf,
    /// Weights to measure instead of those that are compiled in
    #[arg(long)]
    weights: Option<PathBuf>,
    /// What to measure; all, where none is given
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

pub fn train(args: &TrainArgs) -> anyhow::Result<()> {
    let items = texts::all(&args.data)?;
    let labels = texts::labels(&args.labels)?;
    let labelled: HashSet<&str> = labels.iter().map(|one| one.id.as_str()).collect();
    let reviews = learn::starred(&items, &labelled);
    let taught = to_learn_from(&items, &labels, &args.without)?;
    row::print(&json!({ "bench": "readings-train", "reviews": reviews.len(), "labelled": taught.len() }))?;
    if !args.try_held.is_empty() {
        return try_held(args, &reviews, &taught);
    }
    let mut told = Vec::new();
    let learned = learn::all(&reviews, &taught, Held::default(), &mut |head, f1, sharpness| {
        told.push(json!({
            "bench": "readings-train", "head": format!("{head:?}"), "macro_f1_left_out": row::round(f1), "sharpness": sharpness,
        }));
    });
    told.iter().try_for_each(row::print)?;
    let bytes = learned.weights().to_bytes();
    std::fs::write(&args.out, &bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    row::print(&json!({ "bench": "readings-train", "wrote": args.out, "bytes": bytes.len() }))
}

fn try_held(args: &TrainArgs, reviews: &[(&Item, usize)], taught: &[(&Item, Label)]) -> anyhow::Result<()> {
    let stars = learn::stars(reviews, Held::default().stars);
    let taught = learn::taught(&stars, taught);
    for hold in args.try_held.chunks_exact(2) {
        for head in [Head::Says, Head::Sentiment, Head::Severity] {
            let (_, sharpness, f1) = learn::head(head, &taught, (hold[0], hold[1]));
            row::print(&json!({
                "held": hold, "head": format!("{head:?}"), "macro_f1_left_out": row::round(f1), "sharpness": sharpness,
            }))?;
        }
    }
    Ok(())
}

/// Labelled texts that may be learned from: not kept apart, and of no product that is.
fn to_learn_from<'i>(
    items: &'i [Item],
    labels: &[Labelled],
    without: &[String],
) -> anyhow::Result<Vec<(&'i Item, Label)>> {
    let by_id: HashMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut found = Vec::new();
    for one in labels.iter().filter(|one| !one.kept) {
        let item = *by_id.get(one.id.as_str()).with_context(|| format!("no text {}", one.id))?;
        if !APART.contains(&item.product.as_str()) && !without.iter().any(|source| source == item.source()) {
            found.push((item, one.label));
        }
    }
    Ok(found)
}

pub fn run(args: &MeasureArgs) -> anyhow::Result<()> {
    let reader = match &args.weights {
        Some(path) => Reader::with(Weights::from_bytes(&std::fs::read(path)?)?),
        None => Reader::built_in(),
    };
    let items = texts::all(&args.data)?;
    let labels = texts::labels(&args.labels)?;
    let wanted = |what: &str| args.only.is_empty() || args.only.iter().any(|only| only == what);
    if wanted("kept") {
        kept::run(&reader, &items, &labels)?;
    }
    if wanted("trackers") {
        trackers::run(&reader, &items, &labels)?;
    }
    if wanted("stars") {
        stars::run(&reader, &items, &labels)?;
    }
    if wanted("corrections") {
        corrections::run(&reader, &items, &labels)?;
    }
    if wanted("speed") {
        speed::run(&reader, &items)?;
    }
    Ok(())
}
