//! `hearken code`: the repositories that customers' words are located in.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use hearken_store::Access;

use crate::cli::out::{Out, safe, share_bar};
use crate::cli::table::{flexible, left, right, table};
use crate::cli::{Global, handover};
use hearken_app::actions::cards::abbreviated;
use hearken_app::actions::code::add::{AddCode, add_code};
use hearken_app::actions::code::list::list_code;
use hearken_app::actions::code::remove::remove_code;
use hearken_app::actions::code::update::{CodeReport, update_all};
use hearken_app::actions::data::catch_up::Progress;
use hearken_app::app::{App, AppError, Clock};

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
        CodeCommand::Update(args) => update(&args, global, out),
        CodeCommand::List(_) => list(global, out),
        CodeCommand::Remove(args) => remove(&args, global, out),
    }
}

fn add(args: AddArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    // A server may stand in another folder.
    let path = std::path::absolute(&args.path).map_err(anyhow::Error::from)?;
    let request = AddCode { path, name: args.name };
    let report = here_or_there(
        global,
        |app, progress| add_code(app, &request, progress),
        |server| server.add_code(&request),
    )?;
    if out.json() {
        return out.data(&report);
    }
    tell(&report, out);
    out.line(format!(
        "Next: hearken locate 'what a customer said', or hearken blame FILE{}",
        if report.located == 0 { "; import what customers say first: hearken import FILE" } else { "" }
    ));
    Ok(())
}

fn update(args: &UpdateArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let name = args.name.as_deref();
    let reports = here_or_there(
        global,
        |app, progress| update_all(app, name, progress),
        |server| server.update_code(args.name.as_ref()),
    )?;
    if out.json() {
        return out.data(&reports);
    }
    reports.iter().for_each(|report| tell(report, out));
    Ok(())
}

fn tell(report: &CodeReport, out: &mut Out) {
    let changed = if report.unchanged { ", nothing new" } else { "" };
    out.line(format!(
        "{}: {} files ({} read) and {} commits, up to {}{changed}; {} signals located",
        safe(&report.name),
        report.files,
        report.files_read,
        report.commits,
        abbreviated(&report.commit),
        report.located
    ));
    report.notes.iter().for_each(|note| out.line(format!("  note: {}", safe(note))));
}

fn list(global: &Global, out: &mut Out) -> Result<(), AppError> {
    let repositories = list_code(&global.read()?)?;
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
            vec![one.name.clone(), one.path.clone(), commit, files, components, one.state.says().to_owned()]
        })
        .collect();
    let columns =
        [left("NAME"), flexible("PATH"), left("COMMIT"), right("FILES"), right("COMPONENTS"), left("STATE")];
    table(out, &columns, &rows);
    for one in &repositories {
        one.notes.iter().for_each(|note| out.line(format!("{}: {}", safe(&one.name), safe(note))));
    }
    Ok(())
}

fn remove(args: &RemoveArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let removed = here_or_there(
        global,
        |app, _| remove_code(app, &args.name),
        |server| server.remove_code(&args.name),
    )?;
    if out.json() {
        return out.data(&removed);
    }
    out.line(format!("{} is forgotten; its files were not touched", safe(&removed.name)));
    Ok(())
}

/// Runs an action under a bar here, or has the server that holds the data directory run it.
fn here_or_there<T>(
    global: &Global,
    here: impl FnOnce(&App, Progress<'_>) -> Result<T, AppError>,
    there: impl FnOnce(&handover::Server) -> Result<T, AppError>,
) -> Result<T, AppError> {
    match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
        Ok(app) => {
            let bar = share_bar();
            let done = here(&app, &|step, share| {
                bar.set_message(step.to_owned());
                bar.set_position((share * 1000.0) as u64);
            });
            bar.finish_and_clear();
            done
        }
        Err(AppError::Held(held)) => there(&handover::Server::find(&global.dir()?, &held)?),
        Err(error) => Err(error),
    }
}
