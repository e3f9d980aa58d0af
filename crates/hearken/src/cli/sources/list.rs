//! `hearken sources` and `hearken source`.

use clap::{Args, Subcommand};
use hearken_domain::{Counts, ImportId};
use hearken_store::Access;

use crate::cli::out::{Out, safe};
use crate::cli::table::{flexible, left, right, table};
use crate::cli::{Global, handover};
use hearken_app::actions::data::catch_up::catch_up;
use hearken_app::actions::sources::list::list_sources;
use hearken_app::actions::sources::show::show_source;
use hearken_app::actions::sources::undo_import::undo_import;
use hearken_app::app::{App, AppError, Clock};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hearken sources\n  hearken sources app-reviews")]
pub struct SourcesArgs {
    /// Show this one with its imports and rejected items
    name: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// Take back an import: signals it brought go, signals it changed say again what they said before
    Undo(UndoArgs),
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
    let app = global.read()?;
    if let Some(name) = args.name {
        return one(&app, &name, out);
    }
    let list = list_sources(&app)?;
    if out.json() {
        return out.data(&list);
    }
    if list.sources.is_empty() {
        out.note("no sources yet: hearken import FILE makes the first");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list
        .sources
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
    Ok(())
}

fn one(app: &App, name: &str, out: &mut Out) -> Result<(), AppError> {
    let page = show_source(app, name)?;
    if out.json() {
        return out.data(&page);
    }
    out.line(console::style(safe(&page.source.name)).bold().to_string());
    out.line(format!("{} signals, {}", page.source.signals, page.source.health.as_str()));
    out.line("");
    let rows: Vec<Vec<String>> = page
        .imports
        .iter()
        .map(|import| {
            let mut row = vec![import.id.to_string(), import.file.clone(), import.format.clone()];
            row.push(day(import.started_at));
            row.push(import.state.as_str().to_owned());
            row.extend(numbers(&import.counts));
            row
        })
        .collect();
    let columns = [
        right("IMPORT"),
        flexible("FILE"),
        left("FORMAT"),
        left("STARTED"),
        left("STATE"),
        right("ACCEPTED"),
        right("UPDATED"),
        right("DUPLICATE"),
        right("REJECTED"),
    ];
    table(out, &columns, &rows);
    if !page.rejects.is_empty() {
        out.line("");
        let rows: Vec<Vec<String>> = page
            .rejects
            .iter()
            .map(|reject| vec![reject.import.to_string(), reject.place.clone(), reject.reason.clone()])
            .collect();
        table(out, &[right("IMPORT"), left("PLACE"), flexible("REJECTED BECAUSE")], &rows);
        let shown = rows.len() as u64;
        if shown < page.rejects_total {
            out.line(format!("… and {} more", page.rejects_total - shown));
        }
    }
    Ok(())
}

pub fn change(command: SourceCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let SourceCommand::Undo(args) = command;
    let import = args.import.map(ImportId);
    let undone = match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
        Ok(app) => {
            let undone = undo_import(&app, &args.name, import)?;
            catch_up(&app, &|_, _| {})?;
            undone
        }
        Err(AppError::Held(held)) => {
            handover::Server::find(&global.dir()?, &held)?.undo(&args.name, import)?
        }
        Err(error) => return Err(error),
    };
    if out.json() {
        return out.data(&undone);
    }
    out.line(format!(
        "import {} of '{}' taken back: {} signals removed, {} reverted",
        undone.import,
        safe(&undone.source),
        undone.removed,
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
