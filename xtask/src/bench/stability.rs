//! `bench stability` and `bench growth`: whether themes are the same tomorrow as today, and what they cost as texts grow.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::ensure;
use clap::Args;
use cpu_time::ProcessTime;
use hearken_analysis::meaning::{Table, Vector};
use hearken_analysis::themes::{Learned, Model, Settings, Text, Was, assign, learn, match_themes};
use hearken_domain::ThemeId;
use serde_json::json;

use super::corpus::Corpus;
use super::scores::scores;
use super::themes::{numbered, predicted, read};

#[derive(Args)]
pub struct StabilityArgs {
    /// label<TAB>text lines, plain or zstd-compressed
    file: PathBuf,
}

#[derive(Args)]
pub struct GrowthArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Texts to learn on
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    rows: Vec<usize>,
}

/// Texts with their meanings, to be learned on in parts.
struct Set {
    texts: Vec<String>,
    vectors: Vec<Vector>,
}

impl Set {
    fn of(&self, places: &[usize]) -> Vec<Text<'_>> {
        let text = |at: &usize| Text {
            id: *at as u64,
            text: &self.texts[*at],
            vector: self.vectors[*at],
            was: Was::Nowhere,
            rating: None,
            at_ms: 0,
        };
        places.iter().map(text).collect()
    }

    fn learn(&self, places: &[usize], previous: Option<&Model>) -> Learned {
        learn(&self.of(places), previous, &Settings::default(), &|_, _| {})
    }
}

pub fn stability(args: &StabilityArgs) -> anyhow::Result<()> {
    let (labels, texts) = read(&args.file)?;
    ensure!(texts.len() >= 100, "{} has fewer than 100 label<TAB>text lines", args.file.display());
    let vectors = Table::builtin().embed_all(&texts);
    let (set, gold, count) = (Set { texts, vectors }, numbered(&labels), labels.len());
    let all: Vec<usize> = (0..count).collect();
    // Every tenth text is left out of one sample, every other tenth of the other: by a scattered number, not in order.
    let scattered = |at: usize| (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let without = |tenth: u64| -> Vec<usize> {
        all.iter().copied().filter(|at| scattered(*at) % 10 != tenth).collect()
    };
    let (first, second) = (without(0), without(1));
    let (learned, other) = (set.learn(&first, None), set.learn(&second, None));

    let (in_first, in_second) = (by_text(&learned, &first), by_text(&other, &second));
    let common: Vec<usize> = first.iter().copied().filter(|at| in_second.contains_key(at)).collect();
    let of = |found: &HashMap<usize, usize>| -> Vec<usize> { common.iter().map(|at| found[at]).collect() };
    let samples = scores(&of(&in_first), &of(&in_second));

    // The tenth that was left out arrives, then themes are learned again.
    let arrivals: Vec<usize> = all.iter().copied().filter(|at| scattered(*at) % 10 == 0).collect();
    let mut times = Vec::with_capacity(arrivals.len());
    let mut assigned = Vec::with_capacity(arrivals.len());
    for &at in &arrivals {
        let started = Instant::now();
        let vector = Table::builtin().embed(&set.texts[at]);
        assigned.push(assign(&learned.model, &set.texts[at], &vector).map(|assigned| assigned.cluster));
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_unstable_by(f64::total_cmp);
    let (warm, cold) = (set.learn(&all, Some(&learned.model)), set.learn(&all, None));
    let ids = |learned: &Learned, places: &[usize]| -> Vec<Vec<u64>> {
        let members = learned.clusters.iter().map(|cluster| &cluster.members);
        members.map(|members| members.iter().map(|at| places[*at as usize] as u64).collect()).collect()
    };
    let old: Vec<(ThemeId, Vec<u64>)> =
        ids(&learned, &first).into_iter().zip(1..).map(|(members, id)| (ThemeId(id), members)).collect();
    let kept = |learned: &Learned| {
        let matched = match_themes(&old, &ids(learned, &all));
        matched.kept.iter().filter(|kept| kept.is_some()).count() as f64 / old.len().max(1) as f64
    };
    let matched = match_themes(&old, &ids(&warm, &all)).kept;
    let now = by_text(&warm, &all);
    let agree = arrivals.iter().zip(&assigned).filter(|(at, assigned)| {
        let theme = matched.get(now[*at]).copied().flatten().map(|id| id.0 as usize - 1);
        theme == **assigned
    });
    let agree = agree.count() as f64 / arrivals.len().max(1) as f64;
    let ari = |learned: &Learned| scores(&gold, &predicted(learned, count)).ari;
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    super::print(&json!({
        "file": args.file.file_name().map(|name| name.to_string_lossy()), "texts": count,
        "ari_between_samples": rounded(samples.ari),
        "ids_kept_warm": rounded(kept(&warm)), "ids_kept_cold": rounded(kept(&cold)),
        "ari_warm": rounded(ari(&warm)), "ari_cold": rounded(ari(&cold)),
        "assign_agrees": rounded(agree),
        "assign_us_p50": rounded(quantile(&times, 0.5)), "assign_us_p99": rounded(quantile(&times, 0.99)),
    }))
}

/// The cluster of each text, by its place among all; unsorted texts come after the last cluster, as one.
fn by_text(learned: &Learned, places: &[usize]) -> HashMap<usize, usize> {
    places.iter().copied().zip(predicted(learned, places.len())).collect()
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(0.0)
}

pub fn growth(args: &GrowthArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    let mut before: Option<(usize, f64)> = None;
    for &rows in &args.rows {
        let text = |row: usize| corpus.row(row as u64)["text"].as_str().unwrap_or_default().to_owned();
        let texts: Vec<String> = (0..rows).map(text).collect();
        let (started, cpu) = (Instant::now(), ProcessTime::now());
        let vectors = Table::builtin().embed_all(&texts);
        let embed_s = cpu.elapsed().as_secs_f64();
        let set = Set { texts, vectors };
        let learned = set.learn(&(0..rows).collect::<Vec<_>>(), None);
        let cpu_s = cpu.elapsed().as_secs_f64();
        let exponent = before.map(|(rows_before, cpu_before)| {
            ((cpu_s / cpu_before).ln() / (rows as f64 / rows_before as f64).ln() * 1e3).round() / 1e3
        });
        super::print(&json!({
            "texts": rows, "themes": learned.clusters.len(), "unsorted": learned.unsorted.len(),
            "embed_cpu_s": embed_s, "cpu_s": cpu_s, "wall_s": started.elapsed().as_secs_f64(),
            "exponent": exponent, "peak_mb": super::peak_mb()?.round(),
        }))?;
        before = Some((rows, cpu_s));
    }
    Ok(())
}
