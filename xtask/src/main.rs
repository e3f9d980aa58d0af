//! Measurements and tidy checks; not part of the product.

mod bench;

use clap::{Parser, Subcommand};

/// Measurements and tidy checks.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures the product on labelled data.
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Bench(bench) => bench::run(&bench),
    }
}
