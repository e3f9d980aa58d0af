//! `bench link-weights`: fits what each reason counts, and says what the fit is worth on projects that it has not seen.
//!
//! Coordinate ascent: one weight after the other is tried halved, at 0.7, 1.4 and twice its value, and keeps what helps
//! most. Projects count by the square root of their reports, so that the largest does not decide alone; a weight must earn
//! its distance from where it began.

use std::path::{Path, PathBuf};

use clap::Args;
use hearken_code::{Common, FEATURES, Feature, Index, Past, PastReport, Report, Repository, Role, WEIGHTS};
use rayon::prelude::*;
use serde_json::json;

use super::records::{self, Record};
use super::score::Score;
use crate::row;

#[derive(Args)]
pub struct WeightsArgs {
    /// As `bench links` takes them; reports that are not scored teach too
    records: PathBuf,
    /// Holds bare repositories as OWNER+NAME/repo or OWNER__NAME.git
    #[arg(long)]
    repos: PathBuf,
}

/// Where each fit begins: guesses, and the weights of the first recipe. Never what was fitted before, which has seen the
/// project that is left out.
const START: [(Feature, f32); FEATURES] = [
    (Feature::Content, 1.0),
    (Feature::Title, 0.4),
    (Feature::Chunks, 0.7),
    (Feature::TitleChunk, 0.2),
    (Feature::Pairs, 0.3),
    (Feature::Path, 0.7),
    (Feature::TitlePath, 0.2),
    (Feature::Definitions, 0.2),
    (Feature::TitleDefinitions, 0.15),
    (Feature::Messages, 0.05),
    (Feature::Commits, 0.5),
    (Feature::History, 0.2),
    (Feature::TitleHistory, 0.3),
    (Feature::Reports, 0.15),
    (Feature::Frame, 1.5),
    (Feature::StemWhole, 0.4),
    (Feature::StemWord, 0.4),
    (Feature::StemTitle, 0.1),
    (Feature::PathNamed, 0.5),
    (Feature::ModuleNamed, 0.2),
    (Feature::CommitNamed, 1.4),
    (Feature::BuildNamed, 0.1),
    (Feature::IssueNamed, 0.5),
    (Feature::Recency, 0.3),
    (Feature::Length, 0.05),
];

/// Files of each report that are ranked again.
const CANDIDATES: usize = 120;
const FACTORS: [f32; 4] = [0.5, 0.7, 1.4, 2.0];
/// What a factor of two must gain.
const DISTANCE: f64 = 0.001;
const ROUNDS: usize = 3;

type Weights = [f32; FEATURES];

/// A report with its best candidates: what speaks for each, and whether it is right.
struct Case {
    repo: usize,
    eval: bool,
    rows: Vec<[f32; FEATURES]>,
    right: Vec<bool>,
    right_count: usize,
}

pub fn run(args: &WeightsArgs) -> anyhow::Result<()> {
    let records = records::read(&args.records)?;
    let mut names: Vec<&str> = records.iter().map(|record| record.repo.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let dir = tempfile::tempdir()?;
    let mut cases = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let repository = Repository::open(&records::repository_path(&args.repos, name)?)?;
        let mut mine: Vec<&Record> = records.iter().filter(|record| record.repo == *name).collect();
        mine.sort_by(|a, b| a.at.cmp(&b.at).then(a.id.cmp(&b.id)));
        cases.extend(read_cases(number, &repository, &mine, &dir.path().join(number.to_string()))?);
    }
    let (start, product) = (START.map(|(_, weight)| weight), WEIGHTS.map(|(_, weight)| weight));
    let row = |weights: &Weights| sum(&cases, weights, |case| case.eval).row();
    row::print(&json!({ "weights": "the product's", "scores": row(&product) }))?;
    row::print(&json!({ "weights": "where it begins", "scores": row(&start) }))?;
    let mut unseen = Score::default();
    for (number, name) in names.iter().enumerate() {
        let weights = ascend(&cases, start, |case| case.repo != number);
        let sum = sum(&cases, &weights, |case| case.eval && case.repo == number);
        row::print(&json!({ "fitted_without": name, "scores": sum.row() }))?;
        unseen.add(&sum);
    }
    row::print(&json!({ "weights": "of the other projects", "scores": unseen.row() }))?;
    let fitted = ascend(&cases, start, |_| true);
    let named: Vec<(String, f32)> =
        Feature::ALL.iter().map(|feature| (format!("{feature:?}"), fitted[*feature as usize])).collect();
    row::print(&json!({ "weights": named, "scores": row(&fitted) }))
}

fn read_cases(
    repo: usize,
    repository: &Repository,
    records: &[&Record],
    file: &Path,
) -> anyhow::Result<Vec<Case>> {
    let start = START.map(|(_, weight)| weight);
    let mut cases = Vec::new();
    for record in records {
        Index::update(repository, Some(&record.base), file, &|_| {})?;
        let index = Index::open(file)?;
        let earlier = records.iter().filter(|other| other.at < record.at && other.base != record.base);
        let past = Past::new(earlier.map(|other| PastReport {
            id: &other.id,
            text: &other.text,
            files: &other.files,
            at: other.at,
        }));
        let earlier = records.iter().filter(|other| other.at < record.at && other.base != record.base);
        let common = Common::new(&[], earlier.map(|other| other.text.as_str()));
        let report = Report { common: Some(&common), ..Report::text(&record.text) };
        let rows = index.features(&report, &past);
        let mut candidates: Vec<([f32; FEATURES], bool)> = index
            .files()
            .into_iter()
            .zip(rows)
            .filter(|(file, _)| file.role == Role::Product && file.source)
            .map(|(file, row)| (row, record.files.contains(&file.path)))
            .collect();
        candidates.sort_by(|a, b| score(&b.0, &start).total_cmp(&score(&a.0, &start)));
        candidates.truncate(CANDIDATES);
        let (rows, right) = candidates.into_iter().unzip();
        cases.push(Case { repo, eval: record.eval, rows, right, right_count: record.files.len().max(1) });
    }
    Ok(cases)
}

fn score(row: &[f32; FEATURES], weights: &Weights) -> f32 {
    row.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn ascend(cases: &[Case], start: Weights, chosen: impl Fn(&Case) -> bool + Copy + Sync) -> Weights {
    let mut weights = start;
    let mut best = objective(cases, &weights, chosen);
    for _ in 0..ROUNDS {
        let before = weights;
        for feature in 0..FEATURES {
            let weight = weights[feature];
            for factor in FACTORS {
                let mut tried = weights;
                tried[feature] = weight * factor;
                let value = objective(cases, &tried, chosen) - DISTANCE * f64::from(factor.log2().abs());
                if value > best + 1e-4 {
                    (best, weights) = (value, tried);
                }
            }
        }
        if weights == before {
            break;
        }
    }
    weights
}

/// How good weights are: of each project the mean of its figures, weighed by the root of its reports.
fn objective(cases: &[Case], weights: &Weights, chosen: impl Fn(&Case) -> bool + Copy + Sync) -> f64 {
    let repos = cases.iter().map(|case| case.repo).max().unwrap_or_default();
    let objectives =
        (0..=repos).map(|repo| sum(cases, weights, |case| case.repo == repo && chosen(case)).objective());
    let (total, share) = objectives
        .fold((0.0, 0.0), |(total, share), (objective, weight)| (total + weight * objective, share + weight));
    total / share
}

fn sum(cases: &[Case], weights: &Weights, chosen: impl Fn(&Case) -> bool + Sync) -> Score {
    let one = |case: &Case| {
        let scores: Vec<f32> = case.rows.iter().map(|row| score(row, weights)).collect();
        // The rank of a right candidate: how many are better, those before it among equals.
        let ranks: Vec<usize> = (0..scores.len())
            .filter(|index| case.right[*index])
            .map(|index| {
                (0..scores.len())
                    .filter(|other| {
                        scores[*other] > scores[index] || scores[*other] == scores[index] && *other < index
                    })
                    .count()
            })
            .collect();
        Score::from_ranks(ranks, case.right_count)
    };
    let sums: Vec<Score> = cases.par_iter().filter(|case| chosen(case)).map(one).collect();
    sums.iter().fold(Score::default(), |mut all, sum| {
        all.add(sum);
        all
    })
}
