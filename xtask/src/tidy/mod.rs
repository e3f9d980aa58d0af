//! What has to stay tidy and no compiler looks at, a file per check.
//!
//! Every finding names its location and what to do. Whoever adds a check adds a test in which it finds something.

mod circles;
mod finding;
mod links;
mod plurals;
mod renamed;
mod size;
mod tree;
mod undocumented;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use finding::Finding;
use tree::Tree;

/// Runs every check on the repository at `root` and prints what they found; fails if that is anything.
///
/// # Errors
///
/// If a file cannot be read, or is not Rust although its name says so.
pub fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let tree = Tree::read(root)?;
    let findings = check(&tree);
    let mut out = std::io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    writeln!(out, "tidy: read {} files, {} findings", tree.files_read(), findings.len())?;
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = [
        circles::check(tree),
        links::check(tree),
        plurals::check(tree),
        renamed::check(tree),
        size::check(tree),
        undocumented::check(tree),
    ]
    .concat();
    findings.sort();
    findings
}
