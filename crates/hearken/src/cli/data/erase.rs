//! `hearken erase`.

use std::io::{IsTerminal as _, Write as _};

use clap::Args;
use hearken_store::Access;

use crate::cli::out::{Out, safe};
use crate::cli::{Global, handover};
use hearken_app::actions::data::erase::{EraseReport, EraseRequest, erase};
use hearken_app::app::{App, AppError, Clock};

#[derive(Debug, Args)]
#[command(
    after_help = "Backups made before keep what was erased until they are restored: then it is erased again.\n\n\
    Examples:\n  hearken erase --contact ann@example.com\n  hearken erase --contact C-17 --contact C-18 --yes\n  \
    hearken erase --source old-survey"
)]
pub struct EraseArgs {
    /// A person: number (C-17), the source's own id, address or name, exactly as the source gave it; may be repeated
    #[arg(long, value_name = "WHO", required_unless_present = "source", conflicts_with = "source")]
    contact: Vec<String>,
    /// A source, with everything it brought
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Say what would go, and erase nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

pub fn run(args: EraseArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let mut request = EraseRequest { contacts: args.contact, source: args.source, dry_run: true };
    let app = match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
        Ok(app) => Some(app),
        Err(AppError::Held(held)) => {
            let server = handover::Server::find(&global.dir()?, &held)?;
            return finish(&mut request, args.yes, args.dry_run, out, &|request| server.erase(request));
        }
        Err(error) => return Err(error),
    };
    let app = app.as_ref();
    finish(&mut request, args.yes, args.dry_run, out, &|request| match app {
        Some(app) => erase(app, request),
        None => Err(AppError::user("the data directory is not open")),
    })
}

fn finish(
    request: &mut EraseRequest,
    yes: bool,
    dry_run: bool,
    out: &mut Out,
    erase: &dyn Fn(&EraseRequest) -> Result<EraseReport, AppError>,
) -> Result<(), AppError> {
    let planned = erase(request)?;
    let what = match &request.source {
        Some(source) => format!("source '{}' with {} signals", safe(source), planned.signals),
        None => format!("{} people with {} signals", planned.contacts, planned.signals),
    };
    if dry_run {
        if out.json() {
            return out.data(&planned);
        }
        out.line(format!("would erase {what}"));
        return Ok(());
    }
    if !yes && !confirmed(&what)? {
        out.note("nothing was erased");
        return Ok(());
    }
    request.dry_run = false;
    let report = erase(request)?;
    if out.json() {
        return out.data(&report);
    }
    out.line(format!(
        "erased {} people, {} signals, {} rejected items, {} phrases of themes in {:.1} s; none of it is taken in again",
        report.contacts, report.signals, report.rejects, report.phrases, report.took_s
    ));
    Ok(())
}

fn confirmed(what: &str) -> Result<bool, AppError> {
    if !std::io::stdin().is_terminal() {
        return Err(AppError::user("nobody is there to confirm it").hint("add --yes to erase without asking"));
    }
    let mut stderr = std::io::stderr();
    let mut answer = String::new();
    let asked = write!(stderr, "Erase {what}, for good? [y/N] ").and_then(|()| stderr.flush());
    asked.and_then(|()| std::io::stdin().read_line(&mut answer)).map_err(anyhow::Error::from)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
