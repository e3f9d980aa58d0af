//! `hearken surge`: what many people say at once, and what gathers over weeks.

use clap::{Args, Subcommand};
use hearken_app::actions::surges::cards::SurgeCard;
use hearken_app::actions::surges::dismiss::{DismissSurge, UndoSurgeDismissal};
use hearken_app::actions::surges::list::{ListSurges, ShowSurge};
use hearken_app::error::AppError;
use hearken_domain::SurgeId;

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::cli::table::{flowing, left, table};

#[derive(Debug, Subcommand)]
#[command(after_help = "Example: hearken surge list")]
pub enum SurgeCommand {
    /// List what many people said at once in the last 60 days, and what gathers
    List(ListArgs),
    /// Show one, with its signals
    #[command(after_help = "Example: hearken surge show SU-1")]
    Show(SurgeArg),
    /// Say that one is nothing to hear of
    Dismiss(DismissArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken surge list --going-on")]
pub struct ListArgs {
    /// Only what goes on, and nobody dismissed
    #[arg(long)]
    going_on: bool,
}

#[derive(Debug, Args)]
pub struct SurgeArg {
    /// Which, such as SU-1
    surge: SurgeId,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken surge dismiss SU-1
  hearken surge dismiss SU-1 --undo")]
pub struct DismissArgs {
    /// Which, such as SU-1
    surge: SurgeId,
    /// Take that back instead
    #[arg(long)]
    undo: bool,
}

pub fn run(command: &SurgeCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match *command {
        SurgeCommand::List(ListArgs { going_on }) => list(going_on, global, out),
        SurgeCommand::Show(SurgeArg { surge }) => show(surge, global, out),
        SurgeCommand::Dismiss(DismissArgs { surge, undo: false }) => {
            dismissed(&global.execute(DismissSurge { surge })?, out)
        }
        SurgeCommand::Dismiss(DismissArgs { surge, undo: true }) => {
            dismissed(&global.execute(UndoSurgeDismissal { surge })?, out)
        }
    }
}

fn list(going_on: bool, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = global.view()?.ask(&ListSurges { going_on })?;
    if out.json() {
        return out.data(&list);
    }
    if list.surges.is_empty() {
        out.note("none; a running server notices them as signals come, and hearken alert send does so once");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list
        .surges
        .iter()
        .map(|card| {
            let noticed = card.noticed_at.strftime("%Y-%m-%d %H:%M").to_string();
            vec![card.id.to_string(), noticed, state(card).to_owned(), told(card)]
        })
        .collect();
    table(out, &[left("ID"), left("NOTICED"), left("STATE"), flowing("WHAT")], &rows);
    Ok(())
}

fn show(surge: SurgeId, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let page = global.view()?.ask(&ShowSurge(surge))?;
    if out.json() {
        return out.data(&page);
    }
    out.line(format!("{} {}, {}", page.surge.id, told(&page.surge), state(&page.surge)));
    for signal in &page.signals {
        out.line(format!("  {} {}", signal.id, words(&signal.excerpt)));
    }
    Ok(())
}

fn dismissed(card: &SurgeCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    out.line(format!("{} {}, {}", card.id, told(card), state(card)));
    if card.dismissed_by.is_some() {
        out.note(format!("take that back with hearken surge dismiss {} --undo", card.id));
    }
    Ok(())
}

fn told(card: &SurgeCard) -> String {
    let theme = card.theme.as_ref().map(|theme| format!(", {} {}", theme.id, words(&theme.name)));
    let quote = card.quotes.first().filter(|_| card.theme.is_none());
    let quote = quote.map(|quote| format!(": {}", words(&quote.text)));
    format!("{}{}", card.says(), theme.or(quote).unwrap_or_default())
}

fn state(card: &SurgeCard) -> &'static str {
    match (&card.dismissed_by, card.goes_on) {
        (Some(_), _) => "dismissed",
        (None, true) => "goes on",
        (None, false) => "over",
    }
}
