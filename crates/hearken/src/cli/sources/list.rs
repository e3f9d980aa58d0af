//! `hearken sources` and `hearken source`.

use clap::{Args, Subcommand};
use hearken_domain::{Counts, RedactionPolicy, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, safe, unredacted, words};
use crate::cli::sources::keep::{self, AnonymiseArgs, KeepArgs};
use crate::cli::table::{flexible, flowing, left, right, table};
use hearken_app::actions::sources::list::{JobCard, SourceRow};
use hearken_app::actions::sources::set_redaction::{RedactionChosen, SetRedaction};
use hearken_app::actions::sources::undo_import::UndoImport;
use hearken_app::error::AppError;
use hearken_app::query::{ListSources, ShowSource};
use hearken_app::view::View;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hearken sources\n  hearken sources app-reviews")]
pub struct SourcesArgs {
    /// Show this one with its imports and rejected items
    name: Option<String>,
    #[command(flatten)]
    as_of: AsOfArgs,
}

#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// Take back an import: signals it brought go, signals it changed say again what they said before
    Undo(UndoArgs),
    /// Choose what is done with personal data in what it brings
    Redaction(RedactionArgs),
    /// Choose how long what it brings is kept as it came
    Keep(KeepArgs),
    /// Remove who said what was kept as long as its source says
    Anonymise(AnonymiseArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken source redaction app-reviews hash
  hearken source redaction public-tracker off

mask  a placeholder takes the place of personal data; it tells who is who inside one signal
hash  the placeholder holds a keyed hash: the same value has the same one in every signal
off   words are stored as they came")]
pub struct RedactionArgs {
    /// Name of the source
    name: String,
    /// What is done from now on: off, mask or hash
    #[arg(value_name = "off|mask|hash")]
    policy: RedactionPolicy,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken source undo app-reviews --import 3")]
pub struct UndoArgs {
    /// Name of the source
    name: String,
    /// Which import [default: the last that stands]
    #[arg(long, value_name = "N")]
    import: Option<u64>,
}

pub fn list(args: SourcesArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    if let Some(name) = args.name {
        return one(&view, &name, out);
    }
    let list = view.ask(&ListSources)?;
    if out.json() {
        return out.data(&list);
    }
    if list.sources.is_empty() {
        out.note("no sources yet: hearken import FILE makes the first");
    } else {
        sources(&list.sources, out);
    }
    if !list.jobs.is_empty() {
        jobs(&list.jobs, out);
    }
    Ok(())
}

fn sources(sources: &[SourceRow], out: &mut Out) {
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|source| {
            let mut row = vec![source.name.clone(), source.signals.to_string()];
            row.extend(numbers(&source.counts));
            row.push(source.last_import.as_ref().map_or_else(String::new, |i| day(i.started_at)));
            row.push(source.health.as_str().to_owned());
            row
        })
        .collect();
    let columns = [
        flexible("SOURCE"),
        right("SIGNALS"),
        right("ACCEPTED"),
        right("UPDATED"),
        right("DUPLICATE"),
        right("REJECTED"),
        left("LAST IMPORT"),
        left("HEALTH"),
    ];
    table(out, &columns, &rows);
}

fn jobs(jobs: &[JobCard], out: &mut Out) {
    out.line("");
    out.line(console::style("Work in the background").bold().to_string());
    let rows: Vec<Vec<String>> = jobs
        .iter()
        .map(|job| {
            let due = job.due_at.map_or_else(String::new, |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string());
            vec![
                job.what.clone(),
                job.key.clone(),
                job.state.as_str().to_owned(),
                due,
                job.attempts.to_string(),
                job.last_error.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let columns = [
        flexible("WHAT"),
        left("OF"),
        left("STATE"),
        left("DUE (UTC)"),
        right("ATTEMPTS"),
        left("LAST ERROR"),
    ];
    table(out, &columns, &rows);
}

fn one(view: &View, name: &str, out: &mut Out) -> Result<(), AppError> {
    let page = view.ask(&ShowSource(name.to_owned()))?;
    if out.json() {
        return out.data(&page);
    }
    out.line(console::style(safe(&page.source.name)).bold().to_string());
    let signals = counted(page.source.signals, "signal");
    out.line(format!("{signals}, {}", page.source.health.as_str()));
    out.line(redaction(&page.source));
    for kept in &page.source.kept {
        out.line(keep::told(kept));
    }
    out.line("");
    let rows: Vec<Vec<String>> = page
        .imports
        .iter()
        .map(|import| {
            let mut row = vec![import.id.to_string(), unredacted(&import.file), import.format.clone()];
            row.push(day(import.started_at));
            row.push(import.by.as_ref().map_or_else(String::new, ToString::to_string));
            row.push(import.state.as_str().to_owned());
            row.extend(numbers(&import.counts));
            row.push(import.undated.to_string());
            row
        })
        .collect();
    let columns = [
        right("IMPORT"),
        flexible("FILE"),
        left("FORMAT"),
        left("STARTED"),
        left("BY"),
        left("STATE"),
        right("ACCEPTED"),
        right("UPDATED"),
        right("DUPLICATE"),
        right("REJECTED"),
        right("UNDATED"),
    ];
    table(out, &columns, &rows);
    if !page.rejects.is_empty() {
        out.line("");
        let rows: Vec<Vec<String>> = page
            .rejects
            .iter()
            .map(|reject| vec![reject.import.to_string(), reject.place.clone(), words(&reject.reason)])
            .collect();
        table(out, &[right("IMPORT"), left("LOCATION"), flowing("REJECTED BECAUSE")], &rows);
        let shown = rows.len() as u64;
        if shown < page.rejects_total {
            out.line(format!("… and {} more", page.rejects_total - shown));
        }
    }
    Ok(())
}

pub fn change(command: SourceCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        SourceCommand::Undo(args) => undo(args, global, out),
        SourceCommand::Redaction(args) => set_redaction(args, global, out),
        SourceCommand::Keep(args) => keep::keep(&args, global, out),
        SourceCommand::Anonymise(args) => keep::anonymise(&args, global, out),
    }
}

fn set_redaction(args: RedactionArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let chosen = global.execute(SetRedaction { source: args.name, policy: args.policy })?;
    if out.json() {
        return out.data(&chosen);
    }
    let RedactionChosen { source, policy, before } = chosen;
    out.line(format!("redaction of '{}': {policy} (before: {before})", safe(&source)));
    Ok(())
}

/// What is done with personal data, and how much was found.
fn redaction(source: &SourceRow) -> String {
    let found: Vec<String> = source.masked.iter().map(|(sort, found)| format!("{sort} {found}")).collect();
    match found.is_empty() {
        true => format!("redaction: {}; nothing was masked", source.redaction),
        false => format!("redaction: {}; masked: {}", source.redaction, found.join(", ")),
    }
}

fn undo(args: UndoArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let undone = global.execute(UndoImport { source: args.name, import: args.import })?;
    if out.json() {
        return out.data(&undone);
    }
    out.line(format!(
        "import {} of '{}' taken back: {} removed, {} reverted",
        undone.import,
        safe(&undone.source),
        counted(undone.removed, "signal"),
        undone.reverted
    ));
    Ok(())
}

fn numbers(counts: &Counts) -> [String; 4] {
    [counts.accepted, counts.updated, counts.duplicate, counts.rejected].map(|count| count.to_string())
}

fn day(at: hearken_domain::Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}
