//! `bench links`: from reports to the files that fixed them, the product's own way, beside plain BM25.
//!
//! Nothing later than a report's base commit is read: the index is brought to that commit, and only reports with an
//! earlier one are past reports.

mod check;
mod plain;
mod records;
mod score;
pub mod weights;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use cpu_time::ProcessTime;
use hearken_code::{Common, Index, Past, PastReport, Progress, Report, Repository, Role};
use serde_json::json;

use crate::row;
use records::Record;
use score::Score;

#[derive(Args)]
pub struct LinksArgs {
    /// JSON lines with `id`, `repo`, `base_commit`, `base_date`, `text`, `fixed_files`, `eval`; plain or zstd-compressed
    records: PathBuf,
    /// Holds bare repositories as OWNER+NAME/repo or OWNER__NAME.git
    #[arg(long)]
    repos: PathBuf,
    /// Write {"id", "files"} lines here, best files first
    #[arg(long)]
    out: PathBuf,
}

/// Files that are ranked for each report.
const RANKED: usize = 100;
/// Links whose evidence is checked.
const CHECKED: usize = 10;

pub fn run(args: &LinksArgs) -> anyhow::Result<()> {
    let records = records::read(&args.records)?;
    let mut names: Vec<&str> = records.iter().map(|record| record.repo.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut out = BufWriter::new(
        File::create(&args.out).with_context(|| format!("cannot write {}", args.out.display()))?,
    );
    let dir = tempfile::tempdir()?;
    let (mut all, mut all_plain) = (Scores::default(), Score::default());
    for name in names {
        let repository = Repository::open(&records::repository_path(&args.repos, name)?)?;
        let mut mine: Vec<&Record> = records.iter().filter(|record| record.repo == name).collect();
        mine.sort_by(|a, b| a.at.cmp(&b.at).then(a.id.cmp(&b.id)));
        let (scores, plain) = repository_row(name, &repository, &mine, dir.path(), &mut out)?;
        all.add(&scores);
        all_plain.add(&plain);
    }
    out.flush()?;
    row::print(&json!({
        "all": all.all.row(), "no_stem_no_trace": all.unnamed.row(), "under_40_words": all.short.row(),
        "plain_bm25": all_plain.row(), "evidence": all.evidence.row(), "peak_mb": row::peak_mb()?,
    }))
}

/// What is known of all reports of some repositories.
#[derive(Default)]
struct Scores {
    all: Score,
    unnamed: Score,
    short: Score,
    evidence: check::Checked,
}

impl Scores {
    fn add(&mut self, other: &Self) {
        self.all.add(&other.all);
        self.unnamed.add(&other.unnamed);
        self.short.add(&other.short);
        self.evidence.add(&other.evidence);
    }
}

fn repository_row(
    name: &str,
    repository: &Repository,
    records: &[&Record],
    dir: &Path,
    out: &mut impl Write,
) -> anyhow::Result<(Scores, Score)> {
    let (mut scores, mut plain_scores) = (Scores::default(), Score::default());
    let (mut queries, mut located, mut plain_queries, mut updates) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (file, mut plain) = (dir.join("index"), plain::Plain::default());
    for record in records.iter().filter(|record| record.eval) {
        let started = Instant::now();
        let updated = Index::update(repository, Some(&record.base), &file, &|_| {})?;
        if !updated.unchanged {
            updates.push(started.elapsed());
        }
        let index = Index::open(&file)?;
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
        index.rank(&Report::text("warm"), &past, 1);
        let started = Instant::now();
        let ranked: Vec<String> =
            index.rank(&report, &past, RANKED).into_iter().map(|(path, _)| path.to_owned()).collect();
        queries.push(started.elapsed());
        // Warm: what the files are made of is known from another report that led to them.
        index.locate(repository, &report, &past, CHECKED)?;
        let started = Instant::now();
        let links = index.locate(repository, &report, &past, CHECKED)?;
        located.push(started.elapsed());
        scores.evidence.add(&check::check(repository, &index, &record.text, &links)?);
        writeln!(out, "{}", json!({ "id": record.id, "files": ranked }))?;
        scores.all.count(&ranked, &record.files);
        if record.unnamed() {
            scores.unnamed.count(&ranked, &record.files);
        }
        if record.text.split_whitespace().count() < 40 {
            scores.short.count(&ranked, &record.files);
        }
        let product = index
            .files()
            .into_iter()
            .filter(|file| file.role == Role::Product && file.source)
            .map(|file| file.path);
        plain.bring_to(repository, index.commit(), product.collect())?;
        let started = Instant::now();
        let ranked = plain.rank(&record.text, RANKED);
        plain_queries.push(started.elapsed());
        plain_scores.count(&ranked, &record.files);
    }
    let last = records.iter().rfind(|record| record.eval).map(|record| record.base.as_str());
    let cold = cold(repository, last, &dir.join("cold"))?;
    std::fs::remove_file(&file).ok();
    row::print(&json!({
        "repo": name, "scores": scores.all.row(), "plain_bm25": plain_scores.row(), "cold_index_one_core": cold,
        "update_ms": percentiles(&mut updates), "rank_ms": percentiles(&mut queries), "locate_ms": percentiles(&mut located),
        "plain_bm25_ms": percentiles(&mut plain_queries), "evidence": scores.evidence.row(),
    }))?;
    Ok((scores, plain_scores))
}

/// An index made from nothing on one core: CPU seconds, and a thousand files' share of them.
fn cold(repository: &Repository, revision: Option<&str>, file: &Path) -> anyhow::Result<serde_json::Value> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let started = ProcessTime::now();
    let history = std::sync::OnceLock::new();
    let updated = pool.install(|| {
        Index::update(repository, revision, file, &|progress| {
            if matches!(progress, Progress::Files { .. }) {
                history.get_or_init(|| started.elapsed());
            }
        })
    })?;
    let (all, history) = (started.elapsed().as_secs_f64(), history.get().map_or(0.0, Duration::as_secs_f64));
    let thousand = |seconds: f64| row::round(seconds * 1000.0 / updated.files.max(1) as f64);
    let bytes = std::fs::metadata(file)?.len();
    std::fs::remove_file(file)?;
    Ok(json!({
        "files": updated.files, "commits": updated.commits, "cpu_s": row::round(all), "history_cpu_s": row::round(history),
        "s_per_1000_files": thousand(all), "s_per_1000_files_without_history": thousand(all - history),
        "index_mb": row::round(bytes as f64 / 1e6),
    }))
}

fn percentiles(times: &mut [Duration]) -> serde_json::Value {
    times.sort_unstable();
    let percentile =
        |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let ms = |time: Option<&Duration>| time.map(|time| row::round(time.as_secs_f64() * 1e3));
    json!({ "p50": ms(percentile(0.5)), "p95": ms(percentile(0.95)) })
}
