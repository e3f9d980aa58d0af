//! `bench scale`: every page of customers, themes, segments, goals and releases over a store as large as the product is
//! meant for, warm and right after a write, and the server's memory after all of it.

mod build;
mod measure;
mod rows;
mod said;

use std::path::PathBuf;

use clap::Args;

/// What is measured: a built server on this machine, asked over HTTP by one client, one request at a time, from the first byte
/// sent to the last one read. *Warm* is the same page again and again with nothing written between. *After a write* is the
/// first page asked for once a write was acknowledged: of a signal that was posted, and of a fact of a customer that a person
/// said. The client shares the machine, and its cores, with the server.
///
/// What it is measured on is made up, but for its words: texts are recombined from real ones, customers, people, goals,
/// strengths and releases are invented, and themes are not found: signals are put into them by lot under a fixed seed, which
/// spreads each customer over more themes than in life. No signal speaks of a second theme.
#[derive(Args)]
pub struct ScaleArgs {
    /// Files of real texts, in any format that the product reads
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The data directory: built where there is none, and measured again where there is
    #[arg(long)]
    store: PathBuf,
    /// Signals; three in five are of a customer, a fiftieth of one and the same
    #[arg(long, default_value_t = 1_000_000)]
    signals: usize,
    /// Themes, from large to small
    #[arg(long, default_value_t = 10_000)]
    themes: usize,
    /// Customers, each with four people
    #[arg(long, default_value_t = 50_000)]
    customers: u64,
    /// The built program
    #[arg(long, default_value = "target/release/hearken")]
    binary: PathBuf,
    /// Times that each page is asked for
    #[arg(long, default_value_t = 40)]
    times: usize,
    /// Writes of each sort after which each page is asked for
    #[arg(long, default_value_t = 8)]
    writes: usize,
    /// Only pages in whose name this stands
    #[arg(long)]
    only: Option<String>,
    /// Only build the store
    #[arg(long)]
    build: bool,
}

pub fn run(args: &ScaleArgs) -> anyhow::Result<()> {
    let built = args.store.with_extension("built");
    if !built.exists() {
        build::build(args)?;
        std::fs::write(built, "")?;
    }
    if args.build { Ok(()) } else { measure::measure(args) }
}
