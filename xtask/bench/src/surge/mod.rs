//! `bench surge`: how soon many reports of one thing are noticed, how often some are called where none were put in, and with
//! how many signals a new thing is found to gather.

mod choose;
mod gather;
mod inject;
mod product;
mod ways;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::row::{self, round};

#[derive(Args)]
pub struct SurgeArgs {
    /// Reviews as JSON lines (`text`, `date`, `product`), plain or zstd-compressed
    file: PathBuf,
    /// Issues as JSON lines (`title`, `body`, `created_at`), a product more
    #[arg(long)]
    issues: Option<PathBuf>,
    /// Where what was called on untouched hours is written for reading, with its texts
    #[arg(long)]
    called: Option<PathBuf>,
    /// Only what gathers over weeks
    #[arg(long)]
    gathering: bool,
    /// What is put in by
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &SurgeArgs) -> anyhow::Result<()> {
    let products = product::products(&args.file, args.issues.as_deref())?;
    for product in &products {
        row::print(&json!({
            "product": product.name, "signals": product.heard.len(), "years": round(product.years()),
            "themes": product.themes.len(),
        }))?;
    }
    if !args.gathering {
        choose::run(&products, args.seed, args.called.as_deref())?;
    }
    gather::run(&products, args.seed)
}
