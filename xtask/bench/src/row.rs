//! The rows that are printed, and what several of them tell.

use std::io::Write as _;

use anyhow::Context as _;

/// Prints one row.
pub fn print(row: &serde_json::Value) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{row}")?;
    Ok(out.flush()?)
}

/// The most memory this process had in use, in MB.
pub fn peak_mb() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("only Linux tells it")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
}

/// To three digits after the point.
pub fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// To four digits after the point.
pub fn round_to_4(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
