//! `hearken release`: what shipped when.

mod import;

use clap::{Args, Subcommand};
use hearken_app::actions::releases::add::AddRelease;
use hearken_app::actions::releases::change::{ReleaseChanged, RemoveRelease, UndoRelease};
use hearken_app::actions::releases::list::ListReleases;
use hearken_app::actions::releases::sync::{ReleasesSynced, SyncReleases};
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_domain::{ReleaseId, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, safe, words};
use crate::cli::table::{flexible, left, table};

#[derive(Debug, Subcommand)]
pub enum ReleaseCommand {
    /// List releases, the last first
    List(ListArgs),
    /// Take in a list of releases: CSV, JSON or JSON Lines
    Import(import::ImportArgs),
    /// Tell of one release
    Add(AddArgs),
    /// Take in the tags of repositories that are versions
    Sync(SyncArgs),
    /// Say that a release is none; tags and lists do not bring it back
    #[command(after_help = "Example: hearken release remove L-3")]
    Remove(ReleaseArg),
    /// Take back what was last done to a release: its removal, or else the adding of all that came with it
    #[command(after_help = "Example: hearken release undo L-3")]
    Undo(ReleaseArg),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken release list --product shop\n  hearken release list --as-of 2024-03-31"
)]
pub struct ListArgs {
    /// Only those of this product
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Where the list goes on, as the end of the last one says
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    #[command(flatten)]
    as_of: AsOfArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken release add 2.4.0 --product shop --date 2024-03-05")]
pub struct AddArgs {
    /// Which version
    version: String,
    /// What was released: a product, or a repository
    #[arg(long, value_name = "NAME")]
    product: String,
    /// When it came out, in any shape that an import takes
    #[arg(long, value_name = "DATE")]
    date: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "An annotated tag has a date of its own; a lightweight one is dated by the commit under it. Tags that name no \
    version are left out and counted.\n\nExamples:\n  hearken release sync\n  hearken release sync shop"
)]
pub struct SyncArgs {
    /// Which repository [default: all]
    repository: Option<String>,
}

#[derive(Debug, Args)]
pub struct ReleaseArg {
    /// Its id, such as L-3
    release: ReleaseId,
}

pub fn run(command: ReleaseCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        ReleaseCommand::List(args) => list(args, global, out),
        ReleaseCommand::Import(args) => import::run(args, global, out),
        ReleaseCommand::Add(args) => add(args, global, out),
        ReleaseCommand::Sync(args) => sync(args, global, out),
        ReleaseCommand::Remove(args) => change(RemoveRelease { release: args.release }, global, out),
        ReleaseCommand::Undo(args) => change(UndoRelease { release: args.release }, global, out),
    }
}

fn list(args: ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let query = ListReleases { product: args.product, cursor: args.cursor, limit: args.limit };
    let list = view.ask(&query)?;
    if out.json() {
        return out.data(&list);
    }
    if list.releases.is_empty() {
        out.note(
            "none; hearken release sync takes in the tags of repositories, hearken release add tells of one",
        );
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list
        .releases
        .iter()
        .map(|card| {
            let product = card.product.as_ref().map_or_else(|| "[erased]".to_owned(), words);
            let version = card.version.as_ref().map_or_else(|| "[erased]".to_owned(), words);
            let day = card.at.strftime("%Y-%m-%d").to_string();
            vec![card.id.to_string(), product, version, day, card.dated.says().to_owned()]
        })
        .collect();
    table(out, &[left("ID"), left("PRODUCT"), left("VERSION"), left("RELEASED"), flexible("DATED")], &rows);
    if let Some(next) = &list.next {
        let shown = counted(list.releases.len() as u64, "release");
        out.note(format!("{shown} of {}; more: hearken release list --cursor {next}", list.total));
    }
    Ok(())
}

fn add(args: AddArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let card =
        global.execute(AddRelease { product: args.product, version: args.version, date: args.date })?;
    if out.json() {
        return out.data(&card);
    }
    out.line(format!("{} {}, released {}", card.id, words(&card.title()), card.at.strftime("%Y-%m-%d")));
    Ok(())
}

fn sync(args: SyncArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let synced = global.execute(SyncReleases { repository: args.repository })?;
    if out.json() {
        return out.data(&synced);
    }
    for one in &synced {
        show_synced(one, out);
    }
    Ok(())
}

fn show_synced(one: &ReleasesSynced, out: &mut Out) {
    let (name, tags) = (safe(&one.repository), counted(one.tags, "tag"));
    let added = counted(one.added, "new release");
    out.line(format!("{name}: {tags}, {added}, {} known", one.known));
    let told = [
        (one.no_versions, format!("left out for naming no version: {}", safe(&one.examples.join(", ")))),
        (one.same_version, "of a version that an earlier tag has".to_owned()),
        (one.undated, "left out for leading to no commit that is here".to_owned()),
        (one.too_many, "left out for being too many; the latest were taken".to_owned()),
    ];
    for (count, what) in told.into_iter().filter(|(count, _)| *count > 0) {
        out.line(format!("  {} {what}", counted(count, "tag")));
    }
    if one.removed > 0 {
        out.line(format!("  {} left out, removed by somebody", counted(one.removed, "release")));
    }
    if one.moved > 0 {
        out.line(format!("  {} with another date than the tag has now", counted(one.moved, "known release")));
    }
    for told in &one.moves {
        out.line(format!("    {}", safe(told)));
    }
    if let Some(first) = one.first {
        out.note(format!("take them back with hearken release undo {first}"));
    }
}

fn change(
    request: impl CommandRequest<Answer = ReleaseChanged>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let changed = global.execute(request)?;
    if out.json() {
        return out.data(&changed);
    }
    let ReleaseChanged { id, gone, back } = changed;
    match (back, gone) {
        (true, _) => out.line(format!("{id} is there again")),
        (false, 1) => out.line(format!("{id} is gone")),
        (false, _) => out.line(format!("{} that came with {id} are gone", counted(gone, "release"))),
    }
    Ok(())
}
