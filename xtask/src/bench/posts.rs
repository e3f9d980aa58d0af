//! `bench posts`: single durable posts over 64 connections, each answered before the next is sent, against a bare
//! prototype in the same run. Clients and server share the machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::json;

use super::corpus::Corpus;

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
}

pub fn run(args: &PostsArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let mut product = Command::new(&args.binary);
    product.args(["serve", "--port", "0", "--data"]).arg(&data);
    let product = measure(&mut product, "/api/v1/signals?source=bench", &corpus, args)?;
    let mut bare = Command::new(std::env::current_exe()?);
    bare.args(["bench", "bare-server"]).arg(folder.path().join("bare"));
    let bare = measure(&mut bare, "/", &corpus, args)?;
    super::print(&json!({
        "bench": "posts", "connections": args.connections, "seconds": args.seconds,
        "per_s": product.per_s, "p50_ms": product.p50_ms, "p99_ms": product.p99_ms,
        "bare_per_s": bare.per_s, "bare_p50_ms": bare.p50_ms, "bare_p99_ms": bare.p99_ms,
        "rate_ratio": product.per_s / bare.per_s,
    }))
}

struct Rate {
    per_s: f64,
    p50_ms: f64,
    p99_ms: f64,
}

fn measure(command: &mut Command, path: &str, corpus: &Corpus, args: &PostsArgs) -> anyhow::Result<Rate> {
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("the server")?;
    let measured = measure_at(&mut server, path, corpus, args);
    server.kill()?;
    server.wait()?;
    measured
}

fn measure_at(server: &mut Child, path: &str, corpus: &Corpus, args: &PostsArgs) -> anyhow::Result<Rate> {
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("no output")?).read_line(&mut line)?;
    let start = line.find("http://").with_context(|| format!("no address in {line:?}"))?;
    let host = line[start + 7..].split(['/', '"', ' ']).next().unwrap_or_default().to_owned();
    let started = Instant::now();
    let end = started + Duration::from_secs(args.seconds);
    let took: Vec<anyhow::Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..args.connections)
            .map(|client| {
                let host = host.as_str();
                scope.spawn(move || post_until(end, host, path, corpus, client as u64))
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a client died"))))
            .collect()
    });
    let seconds = started.elapsed().as_secs_f64();
    let mut all: Vec<Duration> = took.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    all.sort_unstable();
    ensure!(!all.is_empty(), "nothing was acknowledged");
    let at = |share: f64| all[((all.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    Ok(Rate { per_s: all.len() as f64 / seconds, p50_ms: at(0.5), p99_ms: at(0.99) })
}

fn post_until(
    end: Instant,
    host: &str,
    path: &str,
    corpus: &Corpus,
    client: u64,
) -> anyhow::Result<Vec<Duration>> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let (mut to, mut from) = (stream.try_clone()?, BufReader::new(stream));
    let mut took = Vec::new();
    let mut line = String::new();
    for number in 0.. {
        if Instant::now() >= end {
            break;
        }
        let body = corpus.row(client * 10_000_000 + number).to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = Instant::now();
        to.write_all(request.as_bytes())?;
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
