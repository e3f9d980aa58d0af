//! `bench themes`: the product's own way from text to themes, in its one default configuration.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use cpu_time::ProcessTime;
use hearken_analysis::boilerplate::strip_boilerplate;
use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::redact::redact;
use hearken_analysis::themes::{self, Clustering, Settings, Step, Text};
use serde_json::json;

use super::scores::scores;
use crate::row;

#[derive(Args)]
pub struct ThemesArgs {
    /// label<TAB>text lines, plain or zstd-compressed
    file: PathBuf,
    /// Write gold<TAB>predicted lines here; unsorted texts are one theme of their own
    #[arg(long)]
    assignments: Option<PathBuf>,
}

pub fn run(args: &ThemesArgs) -> anyhow::Result<()> {
    let (labels, texts) = read(&args.file)?;
    ensure!(!texts.is_empty(), "{} has no label<TAB>text lines", args.file.display());
    let table = EmbeddingTable::builtin();
    let mut clock = Clock::new();
    let texts: Vec<String> =
        texts.iter().map(|text| strip_boilerplate(redact(text).as_str()).into_owned()).collect();
    clock.record_step("redact");
    let vectors = table.embed_all(&texts);
    clock.record_step("embed");
    let texts: Vec<Text> =
        texts.iter().zip(vectors).zip(0..).map(|((text, vector), id)| Text::new(id, text, vector)).collect();
    let shared = std::sync::Mutex::new((clock, Step::Deduplicate));
    let clustering = themes::cluster(&texts, None, &Settings::default(), &|step, _| {
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
    let gold = numbered(&labels);
    let scores = scores(&gold, &found);
    if let Some(path) = &args.assignments {
        write(path, &labels, &found)?;
    }
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    let line = json!({
        "file": args.file.file_name().map(|name| name.to_string_lossy()),
        "acc": rounded(scores.acc), "nmi": rounded(scores.nmi), "ari": rounded(scores.ari),
        "themes": clustering.clusters.len(), "unsorted": clustering.unsorted.len(), "duplicates": clustering.duplicates.len(),
        "texts": texts.len(), "cpu_s": clock.steps, "peak_mb": peak_mb(),
    });
    row::print(&line)?;
    Ok(())
}

pub(super) fn read(path: &Path) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let zstd = path.extension().is_some_and(|extension| extension == "zst");
    let reader: Box<dyn Read> = if zstd { Box::new(zstd::Decoder::new(file)?) } else { Box::new(file) };
    let (mut labels, mut texts) = (Vec::new(), Vec::new());
    for line in BufReader::new(reader).lines() {
        if let Some((label, text)) = line?.split_once('\t') {
            labels.push(label.to_owned());
            texts.push(text.to_owned());
        }
    }
    Ok((labels, texts))
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

pub(super) fn numbered(labels: &[String]) -> Vec<usize> {
    let mut numbers = HashMap::new();
    labels
        .iter()
        .map(|label| {
            let next = numbers.len();
            *numbers.entry(label).or_insert(next)
        })
        .collect()
}

fn write(path: &Path, labels: &[String], found: &[usize]) -> anyhow::Result<()> {
    let mut file =
        BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?);
    for (label, theme) in labels.iter().zip(found) {
        writeln!(file, "{label}\t{theme}")?;
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
