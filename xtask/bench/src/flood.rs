//! `bench flood`: thousands of connections that begin a request and never end it, while somebody reads pages; and the
//! server's memory before, at its most, and once they are gone.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;

use super::corpus::Corpus;
use crate::row;
use crate::server::Server;

#[derive(Args)]
pub struct FloodArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Rows that pages are read of
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
    /// Connections that begin a request
    #[arg(long, default_value_t = 10_000)]
    connections: usize,
    /// The built program
    #[arg(long, default_value = "target/release/hearken")]
    binary: PathBuf,
    /// Seconds that pages are read for while all connections are open
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// Bytes of a head or body that are sent before nothing more comes.
const BEGUN_BYTES: usize = 8 << 10;
/// How long memory has to come back.
const AFTER: Duration = Duration::from_secs(15);
const PAGES: [&str; 4] = ["/", "/themes", "/search?q=refund", "/sources"];

pub fn run(args: &FloodArgs) -> anyhow::Result<()> {
    let files = u64::try_from(args.connections)? + 200;
    raise_open_files(files)?;
    let folder = tempfile::tempdir()?;
    let (data, rows) = (folder.path().join("data"), folder.path().join("rows.jsonl"));
    Corpus::read(&args.files)?.write(args.rows, &rows)?;
    let ran = Command::new(&args.binary).arg("import").arg(&rows).arg("--data").arg(&data).output()?;
    ensure!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    for kind in ["heads", "posts", "imports"] {
        flood(args, &data, kind)?;
    }
    Ok(())
}

fn flood(args: &FloodArgs, data: &Path, kind: &str) -> anyhow::Result<()> {
    let server = Server::serve(&args.binary, data)?;
    PAGES.iter().try_for_each(|page| server.get(page).map(drop))?;
    let before = server.memory_mb("VmRSS:")?;
    let request = begun(&server, kind);
    let mut most = before;
    let mut held = Vec::with_capacity(args.connections);
    let mut took = Vec::new();
    let mut read = |held: usize| -> anyhow::Result<()> {
        let page = PAGES[took.len() % PAGES.len()];
        let started = Instant::now();
        get_again(&server, page).with_context(|| format!("{page} with {held} connections open"))?;
        took.push(started.elapsed().as_secs_f64() * 1e3);
        most = most.max(server.memory_mb("VmRSS:")?);
        Ok(())
    };
    for number in 0..args.connections {
        let mut stream = TcpStream::connect(&server.host)?;
        let _ = stream.write_all(&request); // one that was closed already counts all the same
        held.push(stream);
        if number % 100 == 0 {
            read(number)?;
        }
    }
    let end = Instant::now() + Duration::from_secs(args.seconds);
    while Instant::now() < end {
        read(held.len())?;
    }
    drop(held);
    let gone = Instant::now();
    while gone.elapsed() < AFTER {
        get_again(&server, "/healthz")?;
    }
    let after = server.memory_mb("VmRSS:")?;
    took.sort_unstable_by(f64::total_cmp);
    row::print(&json!({
        "bench": "flood", "kind": kind, "connections": args.connections, "rows": args.rows,
        "pages": took.len(), "page_p50_ms": row::round(took[took.len() / 2]),
        "page_max_ms": row::round(took[took.len() - 1]),
        "rss_before_mb": row::round(before), "rss_most_mb": row::round(most), "rss_after_mb": row::round(after),
    }))
}

/// Reads a page as a browser does: where the connection that it kept was closed to make room, it asks again.
fn get_again(server: &Server, page: &str) -> anyhow::Result<()> {
    server.get(page).or_else(|_| server.get(page)).map(drop)
}

/// A request that is begun and not ended.
fn begun(server: &Server, kind: &str) -> Vec<u8> {
    let (host, bearer) = (&server.host, &server.bearer);
    let filler = "x".repeat(BEGUN_BYTES);
    let post = |path: &str, media_type: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {bearer}\r\ncontent-type: {media_type}\r\n\
             content-length: 1000000\r\n\r\n{filler}"
        )
    };
    match kind {
        "posts" => post("/api/v1/signals?source=flood", "application/json"),
        "imports" => post("/api/v1/imports?file=flood.csv", "text/csv"),
        _ => format!("GET / HTTP/1.1\r\nhost: {host}\r\nx: {filler}"),
    }
    .into_bytes()
}

/// Each connection is a file.
fn raise_open_files(wanted: u64) -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
        setrlimit(Resource::Nofile, raised).context("more open files are not allowed: ulimit -n")?;
    }
    Ok(())
}
