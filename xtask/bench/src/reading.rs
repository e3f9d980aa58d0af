//! `bench search`, `bench pages` and `bench start`: a built server over many rows, asked over HTTP one request at a time.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::{Value, json};

use super::corpus::Corpus;
use crate::row;
use crate::server::Server;

#[derive(Args)]
pub struct ReadingArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Rows to ask over
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// A data directory to keep the rows in, and to ask again later
    #[arg(long)]
    data: Option<PathBuf>,
    /// The built program
    #[arg(long, default_value = "target/release/hearken")]
    binary: PathBuf,
    /// Times that each thing is asked
    #[arg(long, default_value_t = 50)]
    times: usize,
}

const SEARCHES: [(&str, &str); 7] = [
    ("two common words", "/api/v1/search?q=good+app"),
    ("one common word", "/api/v1/search?q=the"),
    ("rare word", "/api/v1/search?q=bankruptcy"),
    ("phrase", "/api/v1/search?q=%22customer+service%22"),
    ("words under a filter", "/api/v1/search?q=refund&rating_max=2"),
    ("a begun word", "/search?q=refu&typing=1"),
    ("by meaning", "/api/v1/search?q=they+never+gave+me+my+money+back"),
];

pub fn search(args: &ReadingArgs) -> anyhow::Result<()> {
    let bench = Bench::prepare(args)?;
    let server = bench.serve(args)?;
    for (what, path) in SEARCHES {
        let line = server.measure(path, args.times)?;
        row::print(&json!({ "bench": "search", "rows": args.rows, "what": what, "ms": line }))?;
    }
    Ok(())
}

pub fn pages(args: &ReadingArgs) -> anyhow::Result<()> {
    let bench = Bench::prepare(args)?;
    let server = bench.serve(args)?;
    let themes: Value = serde_json::from_str(&server.get("/api/v1/themes?limit=1")?)?;
    let largest = themes["themes"][0]["id"].as_str().context("no themes")?.to_owned();
    let paths = [
        ("Today", "/".to_owned()),
        ("Themes", "/themes".to_owned()),
        ("Theme", format!("/themes/{largest}")),
    ];
    for (what, path) in paths {
        let line = server.measure(&path, args.times)?;
        row::print(&json!({ "bench": "pages", "rows": args.rows, "what": what, "ms": line }))?;
    }
    let anonymous = server.memory_mb("RssAnon:")?;
    row::print(
        &json!({ "bench": "pages", "rows": args.rows, "what": "anonymous memory of serve", "mb": anonymous }),
    )
}

pub fn start(args: &ReadingArgs) -> anyhow::Result<()> {
    let bench = Bench::prepare(args)?;
    let mut served = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let server = bench.serve(args)?;
        server.get("/")?;
        served.push(started.elapsed().as_secs_f64());
    }
    row::print(
        &json!({ "bench": "start", "what": "serve to its first page", "rows": args.rows, "s": median(served) }),
    )?;
    let mut demos = Vec::new();
    for _ in 0..5 {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(&args.binary);
        command.args(["demo", "--no-browser", "--port", "0", "--data"]).arg(folder.path());
        let started = Instant::now();
        Server::start(&mut command, folder.path())?.get("/")?;
        demos.push(started.elapsed().as_secs_f64());
    }
    row::print(
        &json!({ "bench": "start", "what": "demo in a fresh directory to its first page", "s": median(demos) }),
    )?;
    let bytes = std::fs::metadata(&args.binary)?.len();
    row::print(&json!({ "bench": "start", "what": "the binary", "mb": bytes as f64 / 1e6 }))
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let ran = command.output()?;
    ensure!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

struct Bench {
    data: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Bench {
    fn prepare(args: &ReadingArgs) -> anyhow::Result<Self> {
        let folder = if args.data.is_some() { None } else { Some(tempfile::tempdir()?) };
        let data = args
            .data
            .clone()
            .or_else(|| Some(folder.as_ref()?.path().join("data")))
            .context("no directory")?;
        if !data.join("hearken.db").exists() {
            let rows = tempfile::tempdir()?;
            let file = rows.path().join("rows.jsonl");
            Corpus::read(&args.files)?.write(args.rows, &file)?;
            run(Command::new(&args.binary).arg("import").arg(&file).arg("--data").arg(&data))?;
        }
        Ok(Self { data, _folder: folder })
    }

    fn serve(&self, args: &ReadingArgs) -> anyhow::Result<Server> {
        Server::serve(&args.binary, &self.data)
    }
}
