//! `hearken code`: the repositories that customers' words are located in.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use hearken_domain::counted;

use crate::cli::Global;
use crate::cli::next_step::worded;
use crate::cli::out::{Out, safe};
use crate::cli::table::{flexible, left, right, table};
use hearken_app::actions::cards::abbreviated;
use hearken_app::actions::code::add::AddRepository;
use hearken_app::actions::code::list::RepositoryCard;
use hearken_app::actions::code::remove::RemoveRepository;
use hearken_app::actions::code::update::{CodeReport, UpdateRepositories};
use hearken_app::error::AppError;
use hearken_app::query::ListRepositories;

#[derive(Debug, Subcommand)]
pub enum CodeCommand {
    /// Register a git repository, index it, and link what customers say to it
    Add(AddArgs),
    /// Take in new commits
    Update(UpdateArgs),
    /// List the repositories and how they stand
    List(ListArgs),
    /// Forget a repository; its files are not touched
    Remove(RemoveArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Only what was committed is read. A running hearken serve takes new commits in by itself.\n\n\
    Examples:\n  hearken code add .\n  hearken code add ~/src/shop.git --name shop"
)]
pub struct AddArgs {
    /// A working tree, a folder in one, or a bare repository
    path: PathBuf,
    /// What to call it [default: the name of its folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken code update shop")]
pub struct UpdateArgs {
    /// Which repository [default: all]
    name: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken code list")]
pub struct ListArgs {}

#[derive(Debug, Args)]
#[command(
    after_help = "What people answered to its links stays, and counts again once a repository has that name.\n\n\
    Example: hearken code remove shop"
)]
pub struct RemoveArgs {
    /// Which repository
    name: String,
}

pub fn run(command: CodeCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        CodeCommand::Add(args) => add(args, global, out),
        CodeCommand::Update(args) => update(args, global, out),
        CodeCommand::List(_) => list(global, out),
        CodeCommand::Remove(args) => remove(args, global, out),
    }
}

fn add(args: AddArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    // A server may stand in another folder.
    let path = std::path::absolute(&args.path).map_err(anyhow::Error::from)?;
    let report = global.execute(AddRepository { path, name: args.name })?;
    if out.json() {
        return out.data(&report);
    }
    show_report(&report, out);
    out.line("Next: hearken locate 'what a customer said', or hearken blame FILE");
    Ok(())
}

fn update(args: UpdateArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let reports = global.execute(UpdateRepositories { name: args.name })?;
    if out.json() {
        return out.data(&reports);
    }
    for report in &reports {
        show_report(report, out);
        out.line(format!("  {} located", counted(report.located as u64, "signal")));
    }
    Ok(())
}

fn show_report(report: &CodeReport, out: &mut Out) {
    let changed = if report.unchanged { ", nothing new" } else { "" };
    out.line(format!(
        "{}: {} ({} read) and {}, up to {}{changed}",
        safe(&report.name),
        counted(report.files as u64, "file"),
        report.files_read,
        counted(report.commits as u64, "commit"),
        abbreviated(&report.commit)
    ));
    report.notes.iter().for_each(|note| out.line(format!("  note: {}", safe(note))));
}

fn list(global: &Global, out: &mut Out) -> Result<(), AppError> {
    let repositories = global.view()?.ask(&ListRepositories)?;
    if out.json() {
        return out.data(&repositories);
    }
    if repositories.is_empty() {
        out.note("no repository is registered; register one: hearken code add PATH");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = repositories
        .iter()
        .map(|one| {
            let commit = one.commit.as_deref().map_or("–", abbreviated).to_owned();
            let counts = [one.files, one.components].map(|count| count.to_string());
            let [files, components] = counts;
            vec![one.name.clone(), one.path.clone(), commit, files, components, state(one)]
        })
        .collect();
    let columns =
        [left("NAME"), flexible("PATH"), left("COMMIT"), right("FILES"), right("COMPONENTS"), left("STATE")];
    table(out, &columns, &rows);
    for one in &repositories {
        if one.located < one.signals {
            let signals = counted(one.signals, "signal");
            out.line(format!("{}: {} of {signals} located so far", safe(&one.name), one.located));
        }
        one.notes.iter().for_each(|note| out.line(format!("{}: {}", safe(&one.name), safe(note))));
    }
    Ok(())
}

/// How a repository stands, with what to do about it.
fn state(one: &RepositoryCard) -> String {
    let says = one.state.says();
    one.state.fix(&one.name).map_or_else(|| says.to_owned(), |fix| format!("{says}; {}", worded(&fix)))
}

fn remove(args: RemoveArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let removed = global.execute(RemoveRepository { name: args.name })?;
    if out.json() {
        return out.data(&removed);
    }
    out.line(format!("{} is forgotten; its files were not touched", safe(&removed.name)));
    Ok(())
}
