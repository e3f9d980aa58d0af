//! What is measured, a file per measurement. Each prints one JSON line, so that runs can be kept and compared.

mod scores;
mod themes;

use clap::Subcommand;

#[derive(Subcommand)]
pub enum Bench {
    /// Learns themes on label<TAB>text lines, labels unseen, and scores them against the labels.
    Themes(themes::ThemesArgs),
}

pub fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Themes(args) => themes::run(args),
    }
}
