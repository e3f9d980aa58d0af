//! `bench redact`: what redaction finds, what it finds wrongly, and how fast it goes through real texts.

pub mod chance;
mod check_digits;
mod generated;
mod made;
mod near;
mod people;
mod presidio;
mod sample;
mod score;
mod speed;
mod texts;

use std::path::PathBuf;

use clap::Args;
use hearken_analysis::redact::Rules;

#[derive(Args)]
pub struct RedactArgs {
    /// Files of real texts, in any format that the product reads: the speed over each
    files: Vec<PathBuf>,
    /// Labelled texts: `data/synth_dataset_v2.json` of microsoft/presidio-research
    #[arg(long)]
    presidio: Option<PathBuf>,
    /// Print each labelled value that was missed and each false hit
    #[arg(long)]
    show: bool,
    /// Narratives that hold no names: each name found is printed
    #[arg(long)]
    narratives: Vec<PathBuf>,
    /// The seed of the made texts
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &RedactArgs) -> anyhow::Result<()> {
    let rules = Rules::standard();
    generated::run(args.seed, &rules)?;
    if let Some(path) = &args.presidio {
        presidio::run(path, &rules, args.show)?;
    }
    if !args.narratives.is_empty() {
        people::run(&texts::of_files(&args.narratives)?, &rules)?;
    }
    for file in &args.files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        speed::run(&name, &texts::of_files(std::slice::from_ref(file))?, &rules)?;
    }
    Ok(())
}
