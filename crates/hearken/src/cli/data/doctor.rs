//! `hearken doctor`.

use clap::Args;
use hearken_store::Access;

use crate::cli::Global;
use crate::cli::out::{Out, share_bar};
use hearken_app::actions::data::check::check;
use hearken_app::app::{App, AppError, Clock};

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken doctor --rebuild")]
pub struct DoctorArgs {
    /// Make every view again from the log: text index, vectors, themes' memberships of what arrived, code indexes and links
    #[arg(long)]
    rebuild: bool,
}

pub fn run(args: &DoctorArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let dir = global.dir()?;
    if !dir.exists() {
        global.read()?; // says whether there never was anything
    }
    let app = match App::open(&dir, Access::Write, Clock::Real, None) {
        // A server holds it, and catches up by itself: looking needs no lock.
        Err(AppError::Held(_)) if !args.rebuild => App::open(&dir, Access::Read, Clock::Real, None)?,
        opened => opened?,
    };
    let bar = share_bar();
    let checkup = check(&app, args.rebuild, &|step, share| {
        bar.set_message(step.to_owned());
        bar.set_position((share * 1000.0) as u64);
    })?;
    bar.finish_and_clear();
    if out.json() {
        out.data(&checkup)?;
    } else {
        for finding in &checkup.findings {
            let mark = if finding.well { console::style("ok ").green() } else { console::style("bad").red() };
            out.line(format!("{mark} {}: {}", finding.what, finding.found));
            if let Some(mend) = finding.mend {
                out.line(format!("    hint: {mend}"));
            }
        }
    }
    match checkup.findings.iter().filter(|finding| !finding.well).count() {
        0 => Ok(()),
        count => Err(AppError::Config {
            message: format!("{count} of {} checks are not well", checkup.findings.len()),
            hint: None,
        }),
    }
}
