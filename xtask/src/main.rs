//! What is done to the project, not by it: `cargo xtask tidy` and `cargo xtask bench …`.
//!
//! `tidy` is built in a second or two and runs in `./test`. `bench` builds the product with optimisation, so it is a
//! program of its own, started from here.

mod tidy;

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

const USAGE: &str = "\
usage: cargo xtask tidy          checks what the compiler does not: see CONTRIBUTING.md
       cargo xtask bench …       measures the product; `cargo xtask bench help` lists the measurements";

#[allow(clippy::print_stderr)]
fn main() -> anyhow::Result<ExitCode> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy::run(root),
        ["bench", ..] => bench(root, &args[1..]),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}

/// Builds the measurements as the product is released, and runs one in the caller's folder.
fn bench(root: &Path, args: &[String]) -> anyhow::Result<ExitCode> {
    let status = Command::new("cargo")
        .args(["run", "--release", "--locked", "--package", "xtask-bench", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .arg("--")
        .args(args)
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
