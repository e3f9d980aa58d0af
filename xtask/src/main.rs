//! What is done to the project, not by it: `cargo xtask tidy`, `made-up`, `crash` and `bench …`.
//!
//! `tidy` is built in a second or two and runs in `./test`. `bench` builds the product with optimisation, so it is a
//! program of its own, started from here. `crash` needs a kernel that lets a program be stopped at its system calls.

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod crash;
mod made_up;
mod tidy;

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

const USAGE: &str = "\
usage: cargo xtask tidy          checks what the compiler does not: see CONTRIBUTING.md
       cargo xtask made-up       writes the demo's accounts, and what they say, from their seed
       cargo xtask crash [erase|restore] [killed|unsynced]
                                 ends the product at every system call that writes (Linux on x86-64)
       cargo xtask bench …       measures the product; `cargo xtask bench help` lists the measurements";

#[allow(clippy::print_stderr)]
fn main() -> anyhow::Result<ExitCode> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy::run(root),
        ["made-up"] => made_up::write(root).map(|()| ExitCode::SUCCESS),
        ["bench", ..] => bench(root, &args[1..]),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        ["crash", ref what @ ..] => crash::run(root, what),
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
