//! `hearken doctor`.

use clap::Args;
use hearken_domain::counted;

use crate::cli::next_step::worded;
use crate::cli::out::{Out, safe};
use crate::cli::table::{flowing, left, table};
use crate::cli::{Global, here, with_bar};
use hearken_app::actions::data::check::{CheckData, Checkup};
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken doctor --rebuild")]
pub struct DoctorArgs {
    /// Rebuild every view from the log: text index, vectors, themes' memberships of what arrived, code indexes and links
    #[arg(long)]
    rebuild: bool,
}

pub fn run(args: &DoctorArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let dir = global.dir()?;
    if !dir.exists() {
        global.read()?; // says whether there never was anything
    }
    let checkup = if args.rebuild { global.execute(CheckData { rebuild: true })? } else { look(global)? };
    if out.json() {
        out.data(&data(&checkup)?)?;
    } else {
        show(&checkup, out);
    }
    match checkup.findings.iter().filter(|finding| !finding.well).count() {
        0 => Ok(()),
        count => Err(AppError::Config {
            message: format!("{count} of {} not well", counted(checkup.findings.len() as u64, "check")),
            next_step: None,
        }),
    }
}

fn show(checkup: &Checkup, out: &mut Out) {
    let rows: Vec<Vec<String>> = checkup
        .findings
        .iter()
        .map(|finding| {
            let mark = match (finding.well, finding.differed) {
                (false, _) => "bad",
                (true, true) => "new",
                (true, false) => "ok",
            };
            vec![mark.to_owned(), finding.what.clone(), finding.found.clone()]
        })
        .collect();
    table(out, &[left("STATE"), left("CHECK"), flowing("FOUND")], &rows);
    for finding in &checkup.findings {
        if let Some(fix) = &finding.fix {
            out.line(format!("hint for {}: {}", safe(&finding.what), safe(&worded(fix))));
        }
    }
}

/// Checks without making anything again.
fn look(global: &Global) -> Result<Checkup, AppError> {
    let ctx = match global.write() {
        // A server holds it, and catches up by itself: looking needs no lock.
        Err(AppError::Held(_)) => global.read()?,
        opened => opened?,
    };
    with_bar(|progress| execute(&ctx, CheckData { rebuild: false }, &mut Host { progress, ..here() }))
}

/// The checkup as data, with what fixes a thing in the words that a terminal has for it.
fn data(checkup: &Checkup) -> Result<serde_json::Value, AppError> {
    let mut data = serde_json::to_value(checkup).map_err(anyhow::Error::from)?;
    for (at, finding) in checkup.findings.iter().enumerate() {
        data["findings"][at]["fix"] = finding.fix.as_ref().map(worded).into();
    }
    Ok(data)
}
