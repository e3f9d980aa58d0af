//! `bench trend`: how soon a rise is noticed, how often one is said where none was put in, and whether forecasts hold.

mod ahead;
mod delay;
pub mod inject;
mod methods;
mod special;
mod speed;
pub mod themes;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::row::{self, round};
pub use inject::Random;
pub use themes::PRODUCTS;
use themes::Product;

/// Themes with fewer signals are left out.
const LEAST_SIGNALS: u32 = 30;
/// Products that are too short for steps and ramps to be put in and watched are no use.
const LEAST_DAYS: usize = 84 + 56 + 84 + 28;

#[derive(Args)]
pub struct TrendArgs {
    /// Reviews as JSON lines (`text`, `date`, `product`), plain or zstd-compressed
    file: PathBuf,
    /// Where the daily counts of the themes are kept, for the next run; no text is in them
    #[arg(long)]
    series: Option<PathBuf>,
    /// Throw the signals into the themes by chance, so that nothing changes but what is put in
    #[arg(long)]
    without_changes: bool,
    /// What rises are put in by
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &TrendArgs) -> anyhow::Result<()> {
    let mut products = counted(args)?;
    products.retain(|product| product.all.len() >= LEAST_DAYS);
    for product in &mut products {
        product.themes.retain(|theme| theme.iter().sum::<u32>() >= LEAST_SIGNALS);
        let years = round(product.themes.len() as f64 * product.all.len() as f64 / 365.25);
        row::print(&json!({
            "product": product.name, "days": product.all.len(), "signals": product.all.iter().sum::<u32>(),
            "themes": product.themes.len(), "theme_years": years,
        }))?;
    }
    if args.without_changes {
        inject::without_changes(&mut products, args.seed);
        return delay::run(&products, args.seed);
    }
    speed::run(args.seed)?;
    ahead::run(&products)?;
    special::run(&products, args.seed)?;
    delay::run(&products, args.seed)
}

fn counted(args: &TrendArgs) -> anyhow::Result<Vec<Product>> {
    if let Some(kept) = args.series.as_ref().filter(|kept| kept.exists()) {
        return Ok(serde_json::from_slice(&std::fs::read(kept)?)?);
    }
    let products = themes::products(&args.file)?;
    if let Some(kept) = &args.series {
        std::fs::write(kept, serde_json::to_vec(&products)?)?;
    }
    Ok(products)
}
