//! `bench stability` and `bench growth`: whether themes are the same tomorrow as today, and what they cost as texts grow.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::ensure;
use clap::Args;
use cpu_time::ProcessTime;
use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_analysis::themes::{Clustering, Model, Settings, Text, assign, cluster, match_themes};
use hearken_domain::ThemeId;
use serde_json::json;

use super::corpus::Corpus;
use super::scores::scores;
use super::themes::{numbered, predicted};
use crate::labelled::labelled;
use crate::row;

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
    /// Texts to cluster
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    rows: Vec<usize>,
}

/// Texts with their embeddings, to be clustered in parts.
struct Set {
    texts: Vec<String>,
    vectors: Vec<Vector>,
}

impl Set {
    fn texts_at(&self, indices: &[usize]) -> Vec<Text<'_>> {
        let text = |index: &usize| Text::new(*index as u64, &self.texts[*index], self.vectors[*index]);
        indices.iter().map(text).collect()
    }

    fn cluster(&self, indices: &[usize], previous: Option<&Model>) -> Clustering {
        cluster(&self.texts_at(indices), previous, &Settings::default(), &|_, _| {})
    }
}

/// Pairs of samples that are compared, and arrivals that are assigned: one alone says little, since a theme that is cut in
/// two in one of them moves the index by .05.
const TENTHS: u64 = 5;

/// What one tenth that is left out and then arrives tells.
struct Figures {
    ari_between_samples: f64,
    ids_kept_warm: f64,
    ids_kept_cold: f64,
    ari_warm: f64,
    assign_agrees: f64,
    assign_us: Vec<f64>,
}

pub fn stability(args: &StabilityArgs) -> anyhow::Result<()> {
    let items = labelled(&args.file)?;
    let texts: Vec<String> = items.iter().map(|item| item.text.clone()).collect();
    ensure!(texts.len() >= 100, "{} has fewer than 100 label<TAB>text lines", args.file.display());
    let vectors = EmbeddingTable::builtin().embed_all(&texts);
    let numbers = numbered(items.iter().flat_map(|item| &item.labels));
    let gold =
        items.iter().filter_map(|item| Some(numbers[item.labels.first()?.as_str()])).collect::<Vec<_>>();
    let (set, gold, count) = (Set { texts, vectors }, gold, items.len());
    let all: Vec<usize> = (0..count).collect();
    // By a scattered number, not in order.
    let tenth = |index: usize| ((index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 10;
    let cold = set.cluster(&all, None);
    let sample = |out: u64| {
        let indices: Vec<usize> = all.iter().copied().filter(|index| tenth(*index) != out).collect();
        (set.cluster(&indices, None), indices)
    };
    let mut other = sample(0);
    let mut figures = Vec::new();
    for out in 0..TENTHS {
        let next = sample(out + 1);
        let arrivals: Vec<usize> = all.iter().copied().filter(|index| tenth(*index) == out).collect();
        figures.push(figures_of(&set, &gold, &other, &next, &arrivals, &cold));
        other = next;
    }
    // What a seed decides is as large as what an arrival does.
    let seeded = |seed: u64| {
        let settings = Settings { seed, ..Settings::default() };
        let clustering = cluster(&set.texts_at(&all), None, &settings, &|_, _| {});
        scores(&gold, &predicted(&clustering, count)).ari
    };
    let ari_cold = (1..=TENTHS).map(seeded).sum::<f64>() / TENTHS as f64;
    let mean =
        |figure: fn(&Figures) -> f64| rounded(figures.iter().map(figure).sum::<f64>() / figures.len() as f64);
    let lowest = figures.iter().map(|figures| figures.ari_between_samples).fold(1.0, f64::min);
    let mut times: Vec<f64> = figures.iter().flat_map(|figures| figures.assign_us.clone()).collect();
    times.sort_unstable_by(f64::total_cmp);
    row::print(&json!({
        "file": args.file.file_name().map(|name| name.to_string_lossy()), "texts": count, "tenths": TENTHS,
        "ari_between_samples": mean(|f| f.ari_between_samples), "ari_between_samples_lowest": rounded(lowest),
        "ids_kept_warm": mean(|f| f.ids_kept_warm), "ids_kept_cold": mean(|f| f.ids_kept_cold),
        "ari_warm": mean(|f| f.ari_warm), "ari_cold": rounded(ari_cold),
        "assign_agrees": mean(|f| f.assign_agrees),
        "assign_us_p50": rounded(quantile(&times, 0.5)), "assign_us_p99": rounded(quantile(&times, 0.99)),
    }))
}

/// The clustering without a tenth against the one without another tenth, and against the one after the tenth arrived.
fn figures_of(
    set: &Set,
    gold: &[usize],
    (clustering, first): &(Clustering, Vec<usize>),
    (other, second): &(Clustering, Vec<usize>),
    arrivals: &[usize],
    cold: &Clustering,
) -> Figures {
    let all: Vec<usize> = (0..gold.len()).collect();
    let (in_first, in_second) = (by_text(clustering, first), by_text(other, second));
    let common: Vec<usize> = first.iter().copied().filter(|index| in_second.contains_key(index)).collect();
    let in_common =
        |found: &HashMap<usize, usize>| -> Vec<usize> { common.iter().map(|index| found[index]).collect() };
    let samples = scores(&in_common(&in_first), &in_common(&in_second));

    let mut assign_us = Vec::with_capacity(arrivals.len());
    let mut assigned = Vec::with_capacity(arrivals.len());
    for &index in arrivals {
        let started = Instant::now();
        let vector = EmbeddingTable::builtin().embed(&set.texts[index]);
        assigned.push(assign(&clustering.model, &set.texts[index], &vector).map(|assigned| assigned.cluster));
        assign_us.push(started.elapsed().as_secs_f64() * 1e6);
    }
    let warm = set.cluster(&all, Some(&clustering.model));
    let ids = |clustering: &Clustering, indices: &[usize]| -> Vec<Vec<u64>> {
        let members = clustering.clusters.iter().map(|cluster| &cluster.members);
        members.map(|members| members.iter().map(|index| indices[*index as usize] as u64).collect()).collect()
    };
    let old: Vec<(ThemeId, Vec<u64>)> =
        ids(clustering, first).into_iter().zip(1..).map(|(members, id)| (ThemeId(id), members)).collect();
    let kept = |clustering: &Clustering| {
        let matched = match_themes(&old, &ids(clustering, &all));
        matched.kept.iter().filter(|kept| kept.is_some()).count() as f64 / old.len().max(1) as f64
    };
    let matched = match_themes(&old, &ids(&warm, &all)).kept;
    let now = by_text(&warm, &all);
    let agree = arrivals.iter().zip(&assigned).filter(|(index, assigned)| {
        let theme = matched.get(now[*index]).copied().flatten().map(|id| id.0 as usize - 1);
        theme == **assigned
    });
    Figures {
        ari_between_samples: samples.ari,
        ids_kept_warm: kept(&warm),
        ids_kept_cold: kept(cold),
        ari_warm: scores(gold, &predicted(&warm, gold.len())).ari,
        assign_agrees: agree.count() as f64 / arrivals.len().max(1) as f64,
        assign_us,
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// The cluster of each text, by its index among all; unsorted texts come after the last cluster, as one.
fn by_text(clustering: &Clustering, indices: &[usize]) -> HashMap<usize, usize> {
    indices.iter().copied().zip(predicted(clustering, indices.len())).collect()
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
        let vectors = EmbeddingTable::builtin().embed_all(&texts);
        let embed_s = cpu.elapsed().as_secs_f64();
        let set = Set { texts, vectors };
        let clustering = set.cluster(&(0..rows).collect::<Vec<_>>(), None);
        let cpu_s = cpu.elapsed().as_secs_f64();
        let exponent = before.map(|(rows_before, cpu_before)| {
            ((cpu_s / cpu_before).ln() / (rows as f64 / rows_before as f64).ln() * 1e3).round() / 1e3
        });
        row::print(&json!({
            "texts": rows, "themes": clustering.clusters.len(), "unsorted": clustering.unsorted.len(),
            "embed_cpu_s": embed_s, "cpu_s": cpu_s, "wall_s": started.elapsed().as_secs_f64(),
            "exponent": exponent, "peak_mb": row::peak_mb()?.round(),
        }))?;
        before = Some((rows, cpu_s));
    }
    Ok(())
}
