//! The built program as a server, asked as a program that was let in asks.

use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::Context as _;
use serde_json::{Value, json};

/// What a program sends to get in: the token that lies in the data directory.
pub fn bearer(data: &Path) -> anyhow::Result<String> {
    let token = std::fs::read_to_string(data.join("token")).context("no token in the data directory")?;
    Ok(format!("Bearer {}", token.trim()))
}

/// A server; it ends when it is dropped.
pub struct Server {
    child: Child,
    /// Its address, as `127.0.0.1:7717`.
    pub host: String,
    /// What it wants as `Authorization`.
    pub bearer: String,
    agent: ureq::Agent,
}

impl Server {
    /// Serves what lies in `data`.
    pub fn serve(binary: &Path, data: &Path) -> anyhow::Result<Self> {
        Self::start(Command::new(binary).args(["serve", "--port", "0", "--data"]).arg(data), data)
    }

    /// Starts one by a command that prints its address.
    pub fn start(command: &mut Command, data: &Path) -> anyhow::Result<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("the server")?;
        let mut output = BufReader::new(child.stdout.take().context("no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        let address = line.split_once("http://").with_context(|| format!("no address in {line:?}"))?.1;
        let host = address.split(['/', ' ', '\n']).next().unwrap_or_default().to_owned();
        let agent = ureq::Agent::config_builder().proxy(None).build().into();
        Ok(Self { child, host, bearer: bearer(data)?, agent })
    }

    /// A page or an answer of the API.
    pub fn get(&self, path: &str) -> anyhow::Result<String> {
        let request = self.agent.get(format!("http://{}{path}", self.host));
        Ok(request.header("authorization", &self.bearer).call()?.body_mut().read_to_string()?)
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<String> {
        let request = self.agent.post(format!("http://{}{path}", self.host));
        let request =
            request.header("authorization", &self.bearer).header("content-type", "application/json");
        Ok(request.send(body.to_string())?.body_mut().read_to_string()?)
    }

    /// p50, p95 and p99 in milliseconds; the first five are not counted.
    pub fn measure(&self, path: &str, times: usize) -> anyhow::Result<Value> {
        let mut took = Vec::new();
        for number in 0..times + 5 {
            let started = Instant::now();
            self.get(path)?;
            if number >= 5 {
                took.push(started.elapsed().as_secs_f64() * 1e3);
            }
        }
        took.sort_unstable_by(f64::total_cmp);
        let percentile = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        Ok(json!({ "p50": percentile(0.5), "p95": percentile(0.95), "p99": percentile(0.99) }))
    }

    /// Its memory, as a line of `/proc/PID/status` has it: `VmRSS:` is all, `RssAnon:` what belongs to no file.
    pub fn memory_mb(&self, line: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.context("only Linux tells it")?;
        let found = status.lines().find_map(|found| found.strip_prefix(line)).context("no such line")?;
        Ok(found.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended by itself
        let _ = self.child.wait();
    }
}
