//! `hearken release import`.

use std::path::PathBuf;

use clap::Args;
use hearken_app::actions::releases::import::{ImportReleases, ReleasesImported};
use hearken_app::error::AppError;
use hearken_domain::counted;

use crate::cli::Global;
use crate::cli::out::{Out, safe};

#[derive(Debug, Args)]
#[command(
    after_help = "Columns are known by their names: version or tag, date or released, and product or repository. Of a version \
    with two dates the first is kept, and the other told with its place.\n\n\
    Examples:\n  hearken release import releases.csv --product shop\n  gh release list --json tagName,publishedAt | \
    hearken release import - --product shop"
)]
pub struct ImportArgs {
    /// The list, plain or .gz, .zst, .zip; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// What was released, where a row does not say it
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
}

pub fn run(args: ImportArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let request = ImportReleases { product: args.product };
    let report = global.execute_on(&args.file, request)?;
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &ReleasesImported, out: &mut Out) {
    let added = counted(report.added, "new release");
    out.line(format!("{}: {added}, {} known, {} refused", safe(&report.file), report.known, report.refused));
    if report.removed > 0 {
        out.line(format!("  {} left out, removed by somebody", counted(report.removed, "release")));
    }
    for refusal in &report.refusals {
        out.line(format!("  {}: {}", safe(&refusal.place), safe(&refusal.reason)));
    }
    let more = report.refused.saturating_sub(report.refusals.len() as u64);
    if more > 0 {
        out.line(format!("  and {more} more"));
    }
    for note in &report.notes {
        out.line(format!("  note: {}", safe(note)));
    }
    if let Some(first) = report.first {
        out.note(format!("take them back with hearken release undo {first}"));
    }
}
