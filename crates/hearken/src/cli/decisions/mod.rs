//! `hearken decide` and `hearken decision`: what was decided, on what customers said, and when to look again.

mod decide;
mod editor;
mod form;
mod reading;
mod show;

use clap::{Args, Subcommand};
use hearken_app::actions::decisions::cards::DecisionCard;
use hearken_app::actions::decisions::choose::ChooseOption;
use hearken_app::actions::decisions::dissent::SayDissent;
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::actions::decisions::remove::{RemoveDecision, UndoDecision};
use hearken_app::actions::decisions::review::ReviewDecision;
use hearken_app::actions::decisions::supersede::SupersedeDecision;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::ShowDecision;
use hearken_domain::{Date, DecisionAct, DecisionId, DecisionState, OpportunityId, ThemeId};
use serde_json::json;

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::export::decision::{Form, document};

pub use decide::{DecideArgs, run as decide};

#[derive(Debug, Subcommand)]
pub enum DecisionCommand {
    /// Show one: its options, what it rests on as it stood and as it is now, and what was done to it
    #[command(after_help = "Example: hearken decision show D-3")]
    Show(DecisionArg),
    /// List them, those to be looked at again first
    List(ListArgs),
    /// Choose one of its options, or open it again
    Choose(ChooseArgs),
    /// Say who disagrees, and why
    Dissent(DissentArgs),
    /// Say that it was looked at again, and holds
    Review(ReviewArgs),
    /// Say that another takes its place
    #[command(after_help = "Example: hearken decision supersede D-3 D-5")]
    Supersede(SupersedeArgs),
    /// Write one as Markdown, or as a record of an architecture decision
    Export(ExportArgs),
    /// Let one go that was written down by mistake
    #[command(after_help = "Example: hearken decision remove D-3")]
    Remove(DecisionArg),
    /// Take back what was last done to one
    #[command(after_help = "Example: hearken decision undo D-3")]
    Undo(DecisionArg),
}

#[derive(Debug, Args)]
pub struct DecisionArg {
    /// Which one, such as D-3
    decision: DecisionId,
}

/// Which decisions are meant.
#[derive(Debug, Args)]
pub struct WhichDecisions {
    /// Only those that stand so: due, open, chosen or superseded
    #[arg(long, value_name = "STATE")]
    state: Option<DecisionState>,
    /// Only those that rest on this theme
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// Only those that are about this opportunity
    #[arg(long, value_name = "O-N")]
    opportunity: Option<OpportunityId>,
}

impl WhichDecisions {
    pub fn query(self) -> ListDecisions {
        let Self { state, theme, opportunity } = self;
        ListDecisions { state, theme, opportunity }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken decision list
  hearken decision list --state due
  hearken decision list --theme T-3")]
pub struct ListArgs {
    #[command(flatten)]
    which: WhichDecisions,
    /// List those that were removed, which hearken decision undo brings back
    #[arg(long)]
    removed: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken decision choose D-3 2 --because 'seven of ten would leave'
  hearken decision choose D-3 none")]
pub struct ChooseArgs {
    /// Which decision, such as D-3
    decision: DecisionId,
    /// Which option, counted from 1; none opens it again
    #[arg(value_name = "N|none", value_parser = option_number)]
    option: u64,
    /// Why
    #[arg(long, value_name = "WORDS")]
    because: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken decision dissent D-3 ann 'the fee pays for support'
  hearken decision dissent D-3 --number 1 --remove")]
pub struct DissentArgs {
    /// Which decision, such as D-3
    decision: DecisionId,
    /// Who disagrees
    #[arg(required_unless_present = "remove")]
    who: Option<String>,
    /// Why
    #[arg(required_unless_present = "remove")]
    why: Option<String>,
    /// Whose word it is in place of, counted from 1 [default: one more]
    #[arg(long, value_name = "N")]
    number: Option<u64>,
    /// They disagree no more
    #[arg(long, requires = "number")]
    remove: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken decision review D-3 --next 2027-05-01
  hearken decision review D-3 --never")]
pub struct ReviewArgs {
    /// Which decision, such as D-3
    decision: DecisionId,
    /// When to look at it next
    #[arg(long, value_name = "DAY", required_unless_present = "never")]
    next: Option<Date>,
    /// It need not be looked at again
    #[arg(long, conflicts_with = "next")]
    never: bool,
}

#[derive(Debug, Args)]
pub struct SupersedeArgs {
    /// Which decision, such as D-3
    decision: DecisionId,
    /// Which takes its place, such as D-5
    by: DecisionId,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Examples:
  hearken decision export D-3 > decision.md
  hearken decision export D-3 --adr > 0007-card-fees.md")]
pub struct ExportArgs {
    /// Which decision, such as D-3
    decision: DecisionId,
    /// As a record of an architecture decision: status, date, context, options, decision, consequences, dissent
    #[arg(long)]
    adr: bool,
}

fn option_number(given: &str) -> Result<u64, String> {
    match given {
        "none" => Ok(0),
        given => given.parse().map_err(|_| format!("'{given}' is no number of an option; give one, or none")),
    }
}

pub fn run(command: DecisionCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        DecisionCommand::Show(DecisionArg { decision }) => {
            let card = global.view()?.ask(&ShowDecision(decision))?;
            if out.json() {
                return out.data(&card);
            }
            show::card(&card, out);
            Ok(())
        }
        DecisionCommand::List(args) => list(args, global, out),
        DecisionCommand::Choose(ChooseArgs { decision, option, because }) => {
            let choice = Some(option);
            change(ChooseOption { decision, version: None, choice, because }, global, out)
        }
        DecisionCommand::Dissent(DissentArgs { decision, who, why, number, remove }) => {
            let (who, why) = (who.unwrap_or_default(), why.unwrap_or_default());
            change(SayDissent { decision, version: None, number, who, why, remove }, global, out)
        }
        DecisionCommand::Review(ReviewArgs { decision, next, never: _ }) => {
            change(ReviewDecision { decision, version: None, review: next }, global, out)
        }
        DecisionCommand::Supersede(SupersedeArgs { decision, by }) => {
            change(SupersedeDecision { decision, version: None, by }, global, out)
        }
        DecisionCommand::Export(args) => export(&args, global, out),
        DecisionCommand::Remove(DecisionArg { decision }) => change(RemoveDecision { decision }, global, out),
        DecisionCommand::Undo(DecisionArg { decision }) => change(UndoDecision { decision }, global, out),
    }
}

fn list(args: ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let ListArgs { which, removed } = args;
    let list = global.view()?.ask(&which.query())?;
    if out.json() {
        return out.data(&list);
    }
    let rows = if removed { &list.removed } else { &list.decisions };
    if rows.is_empty() {
        out.note("none; hearken decide T-N writes one down");
        return Ok(());
    }
    show::list(rows, out);
    Ok(())
}

fn export(args: &ExportArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let card = global.view()?.ask(&ShowDecision(args.decision))?;
    let form = if args.adr { Form::Adr } else { Form::Whole };
    let text = document(&card, form);
    if out.json() {
        return out.data(&json!({ "id": card.id, "form": form.as_str(), "text": text }));
    }
    text.lines().for_each(|line| out.whole_line(line));
    Ok(())
}

fn change(
    request: impl CommandRequest<Answer = DecisionCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let card = global.execute(request)?;
    tell(&card, out)
}

/// Tells what a decision is after something was done to it.
fn tell(card: &DecisionCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    match card.last {
        DecisionAct::Removed => out.line(format!("removed: {} {}", card.id, words(&card.title()))),
        _ => show::card(card, out),
    }
    if card.last != DecisionAct::Added {
        out.note(format!("hearken decision undo {} takes it back", card.id));
    }
    Ok(())
}
