//! `bench import`: rows durable and searchable, against a bare program on the same rows. Each measurement runs in a
//! process of its own, so that its CPU seconds and its memory are its own; the product runs in that process through the
//! same actions as its command.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use cpu_time::ProcessTime;
use hearken_app::actions::data::catch_up::catch_up;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::app::App;
use hearken_app::command::execute;
use hearken_app::context::Context as Action;
use hearken_app::host::Host;
use hearken_domain::Actor;
use hearken_store::{Access, DataDir};
use serde_json::{Value, json};

use super::bare;
use super::corpus::Corpus;
use crate::row;

#[derive(Args)]
pub struct ImportArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Rows to import
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    rows: Vec<usize>,
}

/// One measurement, in a process of its own.
#[derive(Subcommand)]
pub enum Child {
    /// The product
    Product { rows: PathBuf, dir: PathBuf },
    /// SQLite in batches of 1,000 and tantivy, and nothing else
    Bare { rows: PathBuf, dir: PathBuf },
}

pub fn run(args: &ImportArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    for &rows in &args.rows {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("rows.jsonl");
        let bytes = corpus.write(rows, &file)?;
        let measure = |which: &str| child(which, &file, &folder.path().join(which));
        let (product, bare) = (measure("product")?, measure("bare")?);
        let cpu = |value: &Value, name: &str| value[name].as_f64().unwrap_or(f64::NAN);
        let searchable = cpu(&product, "record_cpu_s") + cpu(&product, "index_cpu_s");
        let wall = cpu(&product, "record_s") + cpu(&product, "index_s");
        row::print(&json!({
            "bench": "import", "rows": rows, "mb": bytes as f64 / 1e6,
            "rows_per_s": rows as f64 / wall, "mb_per_s": bytes as f64 / 1e6 / wall,
            "cpu_us_per_row": searchable * 1e6 / rows as f64,
            "bare_cpu_us_per_row": cpu(&bare, "cpu_s") * 1e6 / rows as f64,
            "cpu_ratio": searchable / cpu(&bare, "cpu_s"),
            "wall_ratio": wall / cpu(&bare, "s"),
            "product": product, "bare": bare,
        }))?;
    }
    Ok(())
}

fn child(which: &str, rows: &Path, dir: &Path) -> anyhow::Result<Value> {
    let mut command = Command::new(std::env::current_exe()?);
    let ran = command.args(["child", which]).args([rows, dir]).output()?;
    ensure!(ran.status.success(), "{which}: {}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).context("what the child printed")
}

pub fn run_child(child: &Child) -> anyhow::Result<()> {
    let told = match child {
        Child::Product { rows, dir } => product(rows, dir)?,
        Child::Bare { rows, dir } => bare::import(rows, dir)?,
    };
    row::print(&told)
}

fn product(rows: &Path, dir: &Path) -> anyhow::Result<Value> {
    let app = App::open(&DataDir::new(dir), Access::Write)?;
    let ctx = Action::now(app, Actor::machine("bench"));
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    let input = hearken_ingest::Input::from_path(rows)?;
    execute(&ctx, ImportFile::default(), &mut Host { input: Some(input), ..Host::default() })?;
    let (record_s, record_cpu_s) = (started.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    let words = ctx.app.words().context("there is no text index")?;
    words.catch_up(ctx.app.store(), &|_| {})?;
    let (index_s, index_cpu_s) = (started.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let searchable_peak_mb = row::peak_mb()?;
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    catch_up(&ctx, &|_, _| {})?;
    Ok(json!({
        "record_s": record_s, "record_cpu_s": record_cpu_s, "index_s": index_s, "index_cpu_s": index_cpu_s,
        "embed_and_themes_s": started.elapsed().as_secs_f64(),
        "embed_and_themes_cpu_s": cpu.elapsed().as_secs_f64(),
        "searchable_peak_mb": searchable_peak_mb, "peak_mb": row::peak_mb()?,
    }))
}
