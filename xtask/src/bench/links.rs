//! `bench links`: from reports to the files that mended them, the product's own way.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use hearken_code::{FEATURES, Index, Past, PastReport, Repository, Role};
use jiff::Timestamp;

#[derive(Args)]
pub struct LinksArgs {
    /// JSON lines of reports with `repo`, `base_commit`, `base_date`, `text`, `fixed_files`, `eval`; plain or zstd-compressed
    records: PathBuf,
    /// Holds bare repositories as OWNER+NAME/repo or OWNER__NAME.git
    #[arg(long)]
    repos: PathBuf,
    /// dump
    #[arg(long)]
    out: PathBuf,
}

struct Record {
    id: String,
    repo: String,
    base: String,
    at: Timestamp,
    text: String,
    files: Vec<String>,
    eval: bool,
}

pub fn run(args: &LinksArgs) -> anyhow::Result<()> {
    let records = read(&args.records)?;
    let mut repos: Vec<&str> = records.iter().map(|r| r.repo.as_str()).collect();
    repos.sort();
    repos.dedup();
    let mut feats = BufWriter::new(File::create(args.out.with_extension("bin"))?);
    let mut meta = BufWriter::new(File::create(&args.out)?);
    for repo in repos {
        let path = ["+", "__"]
            .iter()
            .map(|s| repo.replace('/', s))
            .flat_map(|n| [args.repos.join(&n).join("repo"), args.repos.join(format!("{n}.git"))])
            .find(|p| p.exists())
            .context("no repo")?;
        let repository = Repository::open(&path)?;
        let mut mine: Vec<&Record> = records.iter().filter(|r| r.repo == repo).collect();
        mine.sort_by(|a, b| a.at.cmp(&b.at).then(a.id.cmp(&b.id)));
        let file = std::env::temp_dir().join(format!("links-{}.idx", repo.replace('/', "_")));
        let started = std::time::Instant::now();
        let mut q = std::time::Duration::ZERO;
        for (n, record) in mine.iter().enumerate() {
            let updated = Index::update(&repository, Some(&record.base), &file, &|_| {})?;
            let index = Index::open(&file)?;
            let past = Past::new(mine.iter().filter(|other| other.at < record.at).map(|other| PastReport {
                id: &other.id,
                text: &other.text,
                files: &other.files,
                at: other.at,
            }));
            let s = std::time::Instant::now();
            let rows = index.features(&record.text, None, &past);
            q += s.elapsed();
            let files = index.files();
            let mut kept = Vec::new();
            for (f, row) in files.iter().zip(&rows) {
                if f.role != Role::Product {
                    continue;
                }
                let mut bytes = Vec::with_capacity(FEATURES * 4);
                row.iter().for_each(|v| bytes.extend(v.to_le_bytes()));
                feats.write_all(&bytes)?;
                kept.push(f.path.clone());
            }
            let line = serde_json::json!({"id": record.id, "repo": record.repo, "eval": record.eval, "files": kept, "fixed": record.files});
            writeln!(meta, "{line}")?;
            if n % 50 == 0 {
                eprintln!(
                    "{repo} {n}/{} {:?} {:?} files {} read {} commits {} read {}",
                    mine.len(),
                    started.elapsed(),
                    q / (n as u32 + 1),
                    updated.files,
                    updated.files_read,
                    updated.commits,
                    updated.commits_read
                );
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<Record>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let zstd = path.extension().is_some_and(|extension| extension == "zst");
    let reader: Box<dyn Read> = if zstd { Box::new(zstd::Decoder::new(file)?) } else { Box::new(file) };
    let mut records = Vec::new();
    for line in BufReader::new(reader).lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        records.push(Record {
            id: text("id"),
            repo: text("repo"),
            base: text("base_commit"),
            at: text("base_date").parse()?,
            text: text("text"),
            files: value["fixed_files"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|f| f.as_str().map(str::to_owned))
                .collect(),
            eval: value["eval"].as_bool().unwrap_or_default(),
        });
    }
    ensure!(!records.is_empty(), "no records");
    Ok(records)
}
