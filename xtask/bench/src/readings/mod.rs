//! `bench readings` and `bench readings-train`: what signals say, learned and measured. Texts are read from a folder of
//! data, labels from `xtask/bench/labels`, by id.

mod baseline;
mod calibrate;
mod corrections;
mod kept;
mod learn;
mod left_out;
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
use learn::{Held, Parts, Setting};
use left_out::LeftOut;
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
    /// Only tell how each head does on sources left out, and write nothing: with weights held so strongly (columns of words,
    /// the others), and classes counting alike so far (0 to 1)
    #[arg(long, value_delimiter = ',')]
    try_held: Vec<f64>,
    /// The same of the model of stars (columns of words, the others), and what the other heads make of it
    #[arg(long, value_delimiter = ',')]
    try_stars: Vec<f64>,
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
    if !args.try_held.is_empty() || !args.try_stars.is_empty() {
        try_held(args, &reviews, &taught)?;
        return try_stars(args, &reviews, &taught);
    }
    let mut told = Vec::new();
    let learned = learn::all(&reviews, &taught, Held::default(), &mut |head, left_out| {
        told.push(of_head(head, left_out));
    });
    told.iter().try_for_each(row::print)?;
    row::print(&json!({ "bench": "readings-train", "sharpness": learned.sharpness }))?;
    let bytes = learned.weights().to_bytes();
    std::fs::write(&args.out, &bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    row::print(&json!({ "bench": "readings-train", "wrote": args.out, "bytes": bytes.len() }))
}

fn of_head(head: Head, left_out: &[LeftOut]) -> serde_json::Value {
    json!({
        "bench": "readings-train", "head": format!("{head:?}"), "left_out": left_out.len(),
        "macro_f1_left_out": row::round(learn::macro_f1_of(left_out)), "calibrated": calibrate::compare(left_out),
    })
}

const HEADS: [Head; 3] = [Head::Says, Head::Sentiment, Head::Severity];

fn try_held(args: &TrainArgs, reviews: &[(&Item, usize)], taught: &[(&Item, Label)]) -> anyhow::Result<()> {
    if args.try_held.is_empty() {
        return Ok(());
    }
    let parts = Parts::new(reviews, taught, Held::default().stars);
    for hold in args.try_held.chunks_exact(3) {
        for head in HEADS {
            let mut told = of_head(head, &parts.left_out(head, Setting::of(hold[0], hold[1], hold[2])));
            told["held"] = json!(hold);
            row::print(&told)?;
        }
    }
    Ok(())
}

fn try_stars(args: &TrainArgs, reviews: &[(&Item, usize)], taught: &[(&Item, Label)]) -> anyhow::Result<()> {
    for hold in args.try_stars.chunks_exact(2) {
        let mut told = of_head(Head::Stars, &learn::stars_left_out(reviews, (hold[0], hold[1])));
        let parts = Parts::new(reviews, taught, (hold[0], hold[1]));
        told["held"] = json!(hold);
        for head in HEADS {
            let left_out = parts.left_out(head, Held::default().of(head));
            told[format!("{head:?}")] = json!(row::round(learn::macro_f1_of(&left_out)));
        }
        row::print(&told)?;
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
