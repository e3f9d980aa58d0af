//! `hearken brief`.

use std::path::{Path, PathBuf};

use clap::Args;
use hearken_app::actions::briefs::show::{CalendarWeek, ShowBrief};
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;

use crate::brief::markdown;
use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, path, safe};
use crate::web::brief::file;

/// Where a server answers that is started as it comes.
const USUAL: &str = "http://127.0.0.1:7717";

#[derive(Debug, Args)]
#[command(
    after_help = "Customers' words in it are those that are stored: redacted. What is written here is a copy, which a later \
    hearken erase does not reach.\n\n\
    Examples:\n  hearken brief T-3\n  hearken brief O-1 --html -o fees.html\n  hearken brief 'Acme'\n  \
    hearken brief component src/pay\n  hearken brief week --week 2026-W14"
)]
pub struct BriefArgs {
    /// Of what: a theme (T-3), an opportunity (O-1), a customer (C-7, or its name), component with its name, or week
    #[arg(value_name = "OF")]
    of: String,
    /// Which component, or which customer
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The component's repository; needed where there are several
    #[arg(long, value_name = "NAME")]
    repo: Option<String>,
    /// A week of the calendar [default: the last seven full days]
    #[arg(long, value_name = "YEAR-WEEK")]
    week: Option<CalendarWeek>,
    /// A page that a browser prints, in place of Markdown
    #[arg(long)]
    html: bool,
    /// Into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOfArgs,
}

impl BriefArgs {
    fn asked(&self) -> Result<ShowBrief, AppError> {
        let wrong = |told: &str, instead: &str| AppError::user(told).suggest(NextStep::advice(instead));
        match (self.of.as_str(), self.name.clone()) {
            ("week", None) => Ok(ShowBrief::Week(self.week)),
            ("component", Some(name)) => Ok(ShowBrief::Component { repository: self.repo.clone(), name }),
            ("component", None) => {
                Err(wrong("a brief of a component needs its name", "hearken brief component src/pay"))
            }
            ("customer", Some(name)) => Ok(ShowBrief::CustomerCalled(name)),
            (of, None) => {
                Ok(ShowBrief::of_id(of).unwrap_or_else(|| ShowBrief::CustomerCalled(of.to_owned())))
            }
            (_, Some(_)) => Err(wrong(
                "only a component and a customer are named by a second word",
                "hearken brief T-3, hearken brief component NAME, or a customer's name in quotes",
            )),
        }
    }
}

pub fn run(args: &BriefArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let asked = args.asked()?;
    if args.week.is_some() && !matches!(asked, ShowBrief::Week(_)) {
        return Err(AppError::user("--week is of the brief of a week")
            .suggest(NextStep::advice("hearken brief week --week 2026-W14")));
    }
    let brief = args.as_of.view(global, out)?.ask(&asked)?;
    if out.json() {
        return out.data(&brief);
    }
    let base = links_lead_to(global, out)?;
    let text = if args.html { file(&brief, &base)? } else { markdown(&brief, &base) };
    write(&text, args.output.as_deref(), out)
}

/// Writes a document into a file, or shows it where none is named.
pub fn write(text: &str, to: Option<&Path>, out: &mut Out) -> Result<(), AppError> {
    match to {
        None => text.lines().for_each(|line| out.whole_line(safe(line))),
        Some(to) => {
            let failed = |error| AppError::user(format!("{} cannot be written: {error}", path(to)));
            std::fs::write(to, text).map_err(failed)?;
            out.note(format!("written to {}", path(to)));
        }
    }
    Ok(())
}

/// Where links of a document lead: to the server that holds the data directory, or where one answers that is started as it comes;
/// then that is said.
pub fn links_lead_to(global: &Global, out: &Out) -> Result<String, AppError> {
    match global.dir()?.holder().and_then(|holder| holder.address) {
        Some(address) => Ok(format!("http://{address}")),
        None => {
            out.note(format!("links in it lead to {USUAL}, where hearken serve answers once it runs"));
            Ok(USUAL.to_owned())
        }
    }
}
