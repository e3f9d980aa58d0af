//! `bench posts`: single durable posts over 64 connections, each answered before the next is sent, against a bare
//! prototype in the same run, and once more while themes are found on a large store, again and again. Clients and server
//! share the machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::json;

use super::corpus::Corpus;
use crate::row;
use crate::server::bearer;

#[derive(Args)]
pub struct PostsArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The built program
    #[arg(long, default_value = "target/release/hearken")]
    binary: PathBuf,
    /// Connections, each with one post on its way
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Seconds to post for
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Rows that themes are found on meanwhile
    #[arg(long, default_value_t = 100_000)]
    clustering_rows: usize,
}

pub fn run(args: &PostsArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let product = measure(&mut serve(args, &data), Some(&data), &corpus, args, None)?;
    let mut bare = Command::new(std::env::current_exe()?);
    bare.arg("bare-server").arg(folder.path().join("bare"));
    let bare = measure(&mut bare, None, &corpus, args, None)?;
    row::print(&json!({
        "bench": "posts", "connections": args.connections, "seconds": args.seconds,
        "per_s": product.per_s, "p50_ms": product.p50_ms, "p99_ms": product.p99_ms,
        "bare_per_s": bare.per_s, "bare_p50_ms": bare.p50_ms, "bare_p99_ms": bare.p99_ms,
        "rate_ratio": product.per_s / bare.per_s,
    }))?;

    let (large, rows) = (folder.path().join("large"), folder.path().join("rows.jsonl"));
    corpus.write(args.clustering_rows, &rows)?;
    let mut import = Command::new(&args.binary);
    let imported =
        import.arg("import").arg(&rows).arg("--data").arg(&large).output().context("the import")?;
    ensure!(imported.status.success(), "the import: {}", String::from_utf8_lossy(&imported.stderr));
    let quiet = measure(&mut serve(args, &large), Some(&large), &corpus, args, None)?;
    let clustered = AtomicBool::new(false);
    let clustering = measure(&mut serve(args, &large), Some(&large), &corpus, args, Some(&clustered))?;
    ensure!(clustered.into_inner(), "no clustering run ended in {} s: give it more --seconds", args.seconds);
    row::print(&json!({
        "bench": "posts while clustering", "connections": args.connections, "seconds": args.seconds,
        "rows": args.clustering_rows,
        "per_s": clustering.per_s, "p50_ms": clustering.p50_ms, "p99_ms": clustering.p99_ms,
        "quiet_per_s": quiet.per_s, "quiet_p50_ms": quiet.p50_ms, "quiet_p99_ms": quiet.p99_ms,
    }))
}

/// Where the product takes posts.
const PRODUCT: &str = "/api/v1/signals?source=bench";

fn serve(args: &PostsArgs, data: &Path) -> Command {
    let mut command = Command::new(&args.binary);
    command.args(["serve", "--port", "0", "--data"]).arg(data);
    command
}

/// Finds themes until the end; says so once a clustering run was whole.
fn cluster_until(end: Instant, to: &Receiver, clustered: &AtomicBool) -> anyhow::Result<()> {
    while Instant::now() < end {
        let run =
            ureq::post(format!("http://{}/api/v1/commands", to.host)).header("authorization", &to.bearer);
        let command = r#"{"command":"cluster-themes"}"#;
        run.header("content-type", "application/json").send(command).context("a clustering run")?;
        clustered.store(true, Ordering::Relaxed);
    }
    Ok(())
}

struct Rate {
    per_s: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// Who is posted to.
struct Receiver {
    host: String,
    path: &'static str,
    bearer: String,
}

/// Posts to the product over `data`, or to the prototype; and, where `clustered` is to be told of it, finds themes
/// meanwhile.
fn measure(
    command: &mut Command,
    data: Option<&Path>,
    corpus: &Corpus,
    args: &PostsArgs,
    clustered: Option<&AtomicBool>,
) -> anyhow::Result<Rate> {
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("the server")?;
    let measured = measure_at(&mut server, data, corpus, args, clustered);
    server.kill()?;
    server.wait()?;
    measured
}

fn measure_at(
    server: &mut Child,
    data: Option<&Path>,
    corpus: &Corpus,
    args: &PostsArgs,
    clustered: Option<&AtomicBool>,
) -> anyhow::Result<Rate> {
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("no output")?).read_line(&mut line)?;
    let start = line.find("http://").with_context(|| format!("no address in {line:?}"))?;
    let host = line[start + 7..].split(['/', '"', ' ']).next().unwrap_or_default().to_owned();
    let bearer = data.map(bearer).transpose()?.unwrap_or_default();
    let to = &Receiver { host, path: if data.is_some() { PRODUCT } else { "/" }, bearer };
    let started = Instant::now();
    let end = started + Duration::from_secs(args.seconds);
    let (took, seconds) = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..args.connections)
            .map(|client| {
                // Nothing is posted twice, not even by another measurement.
                let first = client as u64 * 10_000_000 + u64::from(clustered.is_some()) * 5_000_000;
                scope.spawn(move || post_until(end, to, corpus, first))
            })
            .collect();
        let runner = clustered.map(|clustered| scope.spawn(|| cluster_until(end, to, clustered)));
        let took: Vec<anyhow::Result<Vec<Duration>>> = clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a client died"))))
            .collect();
        let seconds = started.elapsed().as_secs_f64();
        if let Some(runner) = runner {
            runner.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the runner died")))?;
        }
        anyhow::Ok((took, seconds))
    })?;
    let mut all: Vec<Duration> = took.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    all.sort_unstable();
    ensure!(!all.is_empty(), "nothing was acknowledged");
    let percentile = |share: f64| all[((all.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    Ok(Rate { per_s: all.len() as f64 / seconds, p50_ms: percentile(0.5), p99_ms: percentile(0.99) })
}

fn post_until(end: Instant, to: &Receiver, corpus: &Corpus, first: u64) -> anyhow::Result<Vec<Duration>> {
    let Receiver { host, path, bearer } = to;
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let (mut sender, mut from) = (stream.try_clone()?, BufReader::new(stream));
    let mut took = Vec::new();
    let mut line = String::new();
    for number in first.. {
        if Instant::now() >= end {
            break;
        }
        let body = corpus.row(number).to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {bearer}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = Instant::now();
        sender.write_all(request.as_bytes())?;
        let mut length = 0;
        let mut status = String::new();
        loop {
            line.clear();
            from.read_line(&mut line)?;
            if status.is_empty() {
                status.clone_from(&line);
            }
            let head = line.trim_end().to_ascii_lowercase();
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if head.is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        from.read_exact(&mut answer)?;
        took.push(sent.elapsed());
        ensure!(
            status.contains(" 201 ") || status.contains(" 200 "),
            "{status}{}",
            String::from_utf8_lossy(&answer)
        );
    }
    Ok(took)
}
