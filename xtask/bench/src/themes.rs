//! `bench themes`: the product's own way from text to themes, in its one default configuration.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use cpu_time::ProcessTime;
use hearken_analysis::boilerplate::{OwnWords, Template, embed_all, own_words};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::naming::{self, ClusterTexts};
use hearken_analysis::redact::redact;
use hearken_analysis::themes::{self, Clustering, Settings, Step, Text};
use serde_json::json;

use super::bcubed::bcubed;
use super::scores::scores;
use crate::labelled::{Labelled, labelled};
use crate::row;

#[derive(Args)]
pub struct ThemesArgs {
    /// label<TAB>text lines, complaints as CSV, or issues as JSON lines (`labels[].name` are the labels); plain or zstd-compressed
    file: PathBuf,
    /// Write one line a text and theme: its number or label, a tab, the theme; unsorted texts are one theme of their own
    #[arg(long)]
    assignments: Option<PathBuf>,
    /// Seeds to run with, each a row
    #[arg(long, value_delimiter = ',', default_value = "1")]
    seeds: Vec<u64>,
    /// Print each theme's name, size, and most frequent labels
    #[arg(long)]
    names: bool,
}

pub fn run(args: &ThemesArgs) -> anyhow::Result<()> {
    let items = labelled(&args.file)?;
    ensure!(!items.is_empty(), "{} has no labelled texts", args.file.display());
    for seed in &args.seeds {
        run_once(args, &items, *seed)?;
    }
    Ok(())
}

fn run_once(args: &ThemesArgs, items: &[Labelled], seed: u64) -> anyhow::Result<()> {
    let table = EmbeddingTable::builtin();
    let mut clock = Clock::new();
    let redacted: Vec<(Option<String>, String)> = items
        .iter()
        .map(|item| {
            let title = item.title.as_deref().map(|title| redact(title).as_str().to_owned());
            (title, redact(&item.text).as_str().to_owned())
        })
        .collect();
    clock.record_step("redact");
    let template = Template::learn(redacted.iter().map(|(_, text)| (None, text.as_str())));
    let own: Vec<OwnWords<'_>> =
        redacted.iter().map(|(title, text)| own_words(title.as_deref(), text, &template)).collect();
    let words: Vec<String> = own.iter().map(OwnWords::write).collect();
    clock.record_step("boilerplate");
    let vectors = embed_all(&own, table);
    clock.record_step("embed");
    let texts: Vec<Text<'_>> = (0..)
        .zip(words.iter().zip(vectors).zip(&redacted))
        .map(|(id, ((text, vector), (title, _)))| Text {
            title: title.as_deref().unwrap_or_default(),
            ..Text::new(id, text, vector)
        })
        .collect();
    let shared = std::sync::Mutex::new((clock, Step::Deduplicate));
    let settings = Settings { seed, ..Settings::default() };
    let clustering = themes::cluster(&texts, None, &settings, &|step, _| {
        if let Ok(mut shared) = shared.lock() {
            let (clock, current) = &mut *shared;
            if *current != step {
                clock.record_step(name(*current));
                *current = step;
            }
        }
    });
    let (mut clock, last) = shared.into_inner().map_err(|_| anyhow::anyhow!("the clustering panicked"))?;
    clock.record_step(name(last));

    let found = predicted(&clustering, texts.len());
    if let Some(path) = &args.assignments {
        write(path, items, &found)?;
    }
    if args.names {
        print_names(&clustering, &words, items)?;
    }
    let mut line = json!({
        "file": args.file.file_name().map(|name| name.to_string_lossy()), "seed": seed,
        "themes": clustering.clusters.len(), "unsorted": clustering.unsorted.len(), "duplicates": clustering.duplicates.len(),
        "largest": clustering.clusters.iter().map(|cluster| cluster.members.len()).max(),
        "texts": texts.len(), "cpu_s": clock.steps, "peak_mb": peak_mb(),
    });
    if let (Some(line), Some(scored)) = (line.as_object_mut(), scored(items, &found, &clustering).as_object())
    {
        line.extend(scored.clone());
    }
    row::print(&line)?;
    Ok(())
}

/// Extended BCubed over the labelled items, an unsorted one being a theme of its own; and where each item has one label,
/// accuracy, mutual information and the Rand index.
fn scored(items: &[Labelled], found: &[usize], clustering: &Clustering) -> serde_json::Value {
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    let numbers = numbered(items.iter().flat_map(|item| &item.labels));
    let labels =
        |item: &Labelled| -> Vec<usize> { item.labels.iter().map(|label| numbers[label.as_str()]).collect() };
    let theme = |item: usize| {
        let unsorted = found[item] == clustering.clusters.len();
        vec![if unsorted { clustering.clusters.len() + item } else { found[item] }]
    };
    let of_labelled = || (0..items.len()).filter(|item| !items[*item].labels.is_empty());
    let gold: Vec<Vec<usize>> = of_labelled().map(|item| labels(&items[item])).collect();
    let score = bcubed(&gold, &of_labelled().map(theme).collect::<Vec<_>>());
    let mut row = json!({
        "labelled": gold.len(), "p": rounded(score.precision), "r": rounded(score.recall), "f1": rounded(score.f1()),
    });
    if items.iter().all(|item| item.labels.len() == 1) {
        let scores = scores(&gold.concat(), found);
        row["acc"] = json!(rounded(scores.acc));
        row["nmi"] = json!(rounded(scores.nmi));
        row["ari"] = json!(rounded(scores.ari));
    }
    row
}

fn print_names(clustering: &Clustering, words: &[String], items: &[Labelled]) -> anyhow::Result<()> {
    let texts: Vec<ClusterTexts<'_>> = clustering
        .clusters
        .iter()
        .map(|cluster| ClusterTexts {
            texts: cluster.members.iter().map(|member| words[*member as usize].as_str()).collect(),
        })
        .collect();
    for ((name, cluster), number) in naming::name(&texts).iter().zip(&clustering.clusters).zip(1..) {
        let mut labels: HashMap<&str, usize> = HashMap::new();
        for label in cluster.members.iter().flat_map(|member| &items[*member as usize].labels) {
            *labels.entry(label).or_default() += 1;
        }
        let mut labels: Vec<(&str, usize)> = labels.into_iter().collect();
        labels.sort_by_key(|(label, count)| (std::cmp::Reverse(*count), *label));
        let labels: Vec<String> =
            labels.iter().take(3).map(|(label, count)| format!("{label} {count}")).collect();
        writeln!(
            std::io::stderr(),
            "{:5} area {:2}  {:50} {}",
            cluster.members.len(),
            cluster.area,
            naming::write_name(&name.parts, number),
            labels.join(", ")
        )?;
    }
    Ok(())
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Deduplicate => "deduplicate",
        Step::Features => "features",
        Step::Refine => "refine",
        Step::Neighbours => "neighbours",
        Step::Communities => "communities",
        Step::Assign => "assign",
    }
}

/// The theme of each text; unsorted texts come after the last theme, as one.
pub(super) fn predicted(clustering: &Clustering, texts: usize) -> Vec<usize> {
    let mut found = vec![clustering.clusters.len(); texts];
    for (number, cluster) in clustering.clusters.iter().enumerate() {
        for member in &cluster.members {
            found[*member as usize] = number;
        }
    }
    found
}

/// The number of each label, in the order of their first use.
pub(super) fn numbered<'l>(labels: impl Iterator<Item = &'l String>) -> HashMap<&'l str, usize> {
    let mut numbers = HashMap::new();
    for label in labels {
        let next = numbers.len();
        numbers.entry(label.as_str()).or_insert(next);
    }
    numbers
}

fn write(path: &Path, items: &[Labelled], found: &[usize]) -> anyhow::Result<()> {
    let mut file =
        BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?);
    for (item, theme) in items.iter().zip(found) {
        let key = item.number.map_or_else(|| item.labels.join(","), |number| number.to_string());
        writeln!(file, "{key}\t{theme}")?;
    }
    Ok(file.flush()?)
}

/// CPU seconds of each step, all threads together.
struct Clock {
    last: ProcessTime,
    steps: serde_json::Map<String, serde_json::Value>,
}

impl Clock {
    fn new() -> Self {
        Self { last: ProcessTime::now(), steps: serde_json::Map::new() }
    }

    fn record_step(&mut self, step: &str) {
        let now = ProcessTime::now();
        let spent = now.duration_since(self.last).as_secs_f64();
        self.last = now;
        self.steps.insert(step.to_owned(), json!((spent * 1e3).round() / 1e3));
    }
}

/// The most memory this process ever held, where the system tells it.
fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kb| kb / 1024)
}
