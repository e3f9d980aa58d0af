//! `hearken cluster`: finding themes again.

use clap::Args;
use hearken_app::actions::themes::cluster_now::ClusterThemes;
use hearken_app::actions::themes::report::{ClusteringReport, ThemeChange};
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;

use crate::cli::out::{Out, words};
use crate::cli::{Global, here, with_bar};

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken cluster --dry-run")]
pub struct ClusterArgs {
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &ClusterArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let request = ClusterThemes { dry_run: args.dry_run };
    let report = if args.dry_run {
        // Nothing is written, so that no server stands against it.
        let ctx = global.read()?;
        with_bar(|progress| execute(&ctx, request, &mut Host { progress, ..here() }))?
    } else {
        global.execute(request)?
    };
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &ClusteringReport, out: &mut Out) {
    let (would, found) = if report.applied { ("", "stand") } else { ("would be ", "would stand") };
    let themes = report.kept.len() + report.born.len();
    out.line(format!(
        "{themes} themes {found} over {} signals, {} unsorted; {} signals {would}in another theme than before",
        report.signals, report.unsorted, report.moved
    ));
    let lists = [("born", &report.born), ("retired", &report.retired)];
    for (what, changes) in lists.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        out.line("");
        out.line(format!("{would}{what}:"));
        changes.iter().for_each(|change| out.line(line(change)));
    }
    let much = |change: &&ThemeChange| change.before.abs_diff(change.after) * 5 > change.before;
    let changed: Vec<&ThemeChange> = report.kept.iter().filter(much).collect();
    if !changed.is_empty() {
        out.line("");
        out.line("changed by more than a fifth:");
        changed.into_iter().for_each(|change| out.line(line(change)));
    }
    if !report.applied {
        out.note("nothing was changed; hearken cluster applies it");
    }
}

fn line(change: &ThemeChange) -> String {
    let id = change.id.map_or_else(|| "T-?".to_owned(), |id| id.to_string());
    format!("  {id:<7} {}  {} → {}", words(&change.name), change.before, change.after)
}
