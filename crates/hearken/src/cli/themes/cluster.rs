//! `hearken cluster`: finding themes again.

use clap::Args;
use hearken_app::actions::themes::cluster_now::ClusterThemes;
use hearken_app::actions::themes::report::{ClusteringReport, ThemeChange};
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;

use hearken_domain::counted;

use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, right, table};
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
    let themes = (report.kept.len() + report.born.len()) as u64;
    out.line(format!(
        "{} {found} over {}, {} unsorted; {} {would}in another theme than before",
        counted(themes, "theme"),
        counted(report.signals, "signal"),
        report.unsorted,
        counted(report.moved, "signal")
    ));
    let lists = [("born", &report.born), ("retired", &report.retired)];
    for (what, changes) in lists.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        out.line("");
        out.line(format!("{would}{what}:"));
        list(changes.iter(), out);
    }
    let much = |change: &&ThemeChange| change.before.abs_diff(change.after) * 5 > change.before;
    let changed: Vec<&ThemeChange> = report.kept.iter().filter(much).collect();
    if !changed.is_empty() {
        out.line("");
        out.line("changed by more than a fifth:");
        list(changed.into_iter(), out);
    }
    if !report.applied {
        out.note("nothing was changed; hearken cluster applies it");
    }
}

fn list<'c>(changes: impl Iterator<Item = &'c ThemeChange>, out: &mut Out) {
    let row = |change: &ThemeChange| {
        let id = change.id.map_or_else(|| "T-?".to_owned(), |id| id.to_string());
        vec![id, words(&change.name), change.before.to_string(), change.after.to_string()]
    };
    let rows: Vec<Vec<String>> = changes.map(row).collect();
    table(out, &[left("ID"), flexible("THEME"), right("BEFORE"), right("AFTER")], &rows);
}
