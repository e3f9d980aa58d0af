//! `bench stories`: which texts read as stories by the product's rule, and how that agrees with who read them.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use hearken_analysis::stories::reads_as_story;
use serde_json::json;

use crate::readings::texts::{self, Item};
use crate::row;

#[derive(Args)]
pub struct StoriesArgs {
    /// The folder with `app_reviews.jsonl.zst`, `cfpb_demo.csv.zst` and `longtexts`
    data: PathBuf,
    /// What people said of texts: `id<TAB>apart or chosen<TAB>source<TAB>story or none` lines
    #[arg(long, default_value = "xtask/bench/labels/stories.tsv")]
    labels: PathBuf,
    /// Also print so many texts of each source that read as stories, and as many of 250 characters and more that do not
    #[arg(long, default_value_t = 0)]
    show: usize,
}

pub fn run(args: &StoriesArgs) -> anyhow::Result<()> {
    let items = texts::all(&args.data)?;
    let mut sources: BTreeMap<String, [Vec<&Item>; 2]> = BTreeMap::new();
    let mut told: HashMap<&str, bool> = HashMap::new();
    for item in &items {
        let story = reads_as_story(&item.words, &item.whole);
        told.insert(&item.id, story);
        if item.whole.chars().count() >= 250 {
            sources.entry(source(item)).or_default()[usize::from(!story)].push(item);
        }
    }
    for (source, [stories, others]) in &sources {
        row::print(
            &json!({"source": source, "long": stories.len() + others.len(), "stories": stories.len()}),
        )?;
        for (story, texts) in [(true, stories), (false, others)] {
            // Spread evenly, the same in each run.
            for item in (0..args.show.min(texts.len())).map(|at| texts[at * texts.len() / args.show]) {
                row::print(&json!({"id": item.id, "source": source, "story": story, "text": item.whole}))?;
            }
        }
    }
    agreement(args, &told)
}

/// How the rule agrees with those who read the texts, by source and for those kept apart together.
fn agreement(args: &StoriesArgs, told: &HashMap<&str, bool>) -> anyhow::Result<()> {
    let Ok(labels) = std::fs::read_to_string(&args.labels) else { return Ok(()) };
    let mut counts: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    for line in labels.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, used, source, label] = fields[..] else { anyhow::bail!("no label: {line}") };
        let by_rule = *told.get(id).with_context(|| format!("no text {id}"))?;
        let cell = 2 * usize::from(!by_rule) + usize::from(label != "story");
        for key in [format!("{used} {source}"), used.to_owned()] {
            counts.entry(key).or_default()[cell] += 1;
        }
    }
    for (of, [both, rule_alone, reader_alone, neither]) in counts {
        let precision = both as f64 / (both + rule_alone).max(1) as f64;
        row::print(&json!({
            "labelled": of, "called and a story": both, "called and none": rule_alone,
            "not called and a story": reader_alone, "not called and none": neither,
            "precision": row::round(precision),
        }))?;
    }
    Ok(())
}

fn source(item: &Item) -> String {
    if item.product.is_empty() { item.source().to_owned() } else { item.product.clone() }
}
