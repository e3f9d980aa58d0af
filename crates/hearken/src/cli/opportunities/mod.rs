//! `hearken opportunity`: problems that are worth solving, and how they weigh beside each other.

mod body;
mod show;

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::add::AddOpportunity;
use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::actions::opportunities::change::{RemoveOpportunity, UndoOpportunity};
use hearken_app::actions::opportunities::hypotheses::{SayHypothesis, SaySolution};
use hearken_app::actions::opportunities::list::ListOpportunities;
use hearken_app::actions::opportunities::merge::MergeOpportunities;
use hearken_app::actions::opportunities::page::ReadOpportunity;
use hearken_app::actions::opportunities::set::SetOpportunity;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_domain::{Date, GuessOf, OpportunityAct, OpportunityId, OpportunityState, SignalId, ThemeId};

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::export::opportunity_as_markdown;

#[derive(Debug, Subcommand)]
pub enum OpportunityCommand {
    /// Open one: a problem that is worth solving, from themes or in your own words
    Add(AddArgs),
    /// List them, the heaviest first, with how sure that is
    List(ListArgs),
    /// Show one: whom it reaches, what is believed, who guessed what, the arithmetic of its score, and what was done to it
    Show(ShowArgs),
    /// Change something about one: its state, its owner, what is guessed, where it is tracked
    Set(SetArgs),
    /// Print what an issue about one can say, to paste into a tracker
    Body(body::BodyArgs),
    /// Say what is believed about these customers, with the signals for and against
    Believe(BelieveArgs),
    /// Say what might solve it, and which of that is to be built
    Solve(SolveArgs),
    /// Hold one to be the same as another: its themes count there
    #[command(after_help = "Example: hearken opportunity merge O-2 O-1")]
    Merge(MergeArgs),
    /// Let one go that was opened by mistake
    #[command(after_help = "Example: hearken opportunity remove O-2")]
    Remove(OpportunityArg),
    /// Take back what was last done to one
    #[command(after_help = "Example: hearken opportunity undo O-2")]
    Undo(OpportunityArg),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity add --theme T-3
  hearken opportunity add 'Card fees surprise people' --theme T-3 --theme T-7 --owner ann")]
pub struct AddArgs {
    /// What it is called [default: the name of the first theme]
    title: Option<String>,
    /// A theme that it comes from; may be repeated
    #[arg(long = "theme", value_name = "T-N")]
    themes: Vec<ThemeId>,
    /// The problem, in words
    #[arg(long, value_name = "WORDS")]
    problem: Option<String>,
    /// Who owns it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
}

/// Which opportunities are meant, and by which method they are weighed.
#[derive(Debug, Args)]
pub struct WhichOpportunities {
    /// By which method: rice, opportunity-score, wsjf, importance or impact-effort
    #[arg(long, value_name = "METHOD", default_value_t)]
    method: Method,
    /// Only those that stand so: open, chosen, building, shipped, closed, dismissed or snoozed
    #[arg(long, value_name = "STATE")]
    state: Option<OpportunityState>,
    /// Only those that come from this theme
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// Only those of this owner
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
}

impl WhichOpportunities {
    pub fn query(self) -> ListOpportunities {
        let Self { method, state, theme, owner } = self;
        ListOpportunities { method, state, theme, owner }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity list
  hearken opportunity list --method wsjf --state open
  hearken opportunity list --theme T-3")]
pub struct ListArgs {
    #[command(flatten)]
    which: WhichOpportunities,
    /// List those that were removed, which hearken opportunity undo brings back
    #[arg(long)]
    removed: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity show O-2
  hearken opportunity show O-2 --method importance
  hearken opportunity show O-2 --markdown > O-2.md")]
pub struct ShowArgs {
    /// Which one, such as O-2
    opportunity: OpportunityId,
    /// As a document in Markdown, with the signals that speak for and against
    #[arg(long)]
    markdown: bool,
    /// By which method: rice, opportunity-score, wsjf, importance or impact-effort
    #[arg(long, value_name = "METHOD", default_value_t)]
    method: Method,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity set O-2 --guess impact=1..2..3 --guess confidence=80 --guess effort=2..3..8
  hearken opportunity set O-2 --state dismissed --reason 'the fee goes in March anyway'
  hearken opportunity set O-2 --state snoozed --until 2026-03-01
  hearken opportunity set O-2 --issue https://github.com/acme/shop/issues/12")]
pub struct SetArgs {
    /// Which one, such as O-2
    opportunity: OpportunityId,
    /// What it is called
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// The problem, in words; empty takes them away
    #[arg(long, value_name = "WORDS")]
    problem: Option<String>,
    /// Who owns it; empty is nobody
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// How it stands: open, chosen, building, shipped, closed, dismissed or snoozed
    #[arg(long, value_name = "STATE")]
    state: Option<OpportunityState>,
    /// Why it is dismissed
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Until which day it is left alone
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// What you guess: impact, confidence, effort, importance, satisfaction, value, urgency or risk, as a number, low..high or
    /// low..likely..high; empty takes it away; may be repeated
    #[arg(long = "guess", value_name = "WHAT=RANGE", value_parser = guess)]
    guesses: Vec<(GuessOf, String)>,
    /// A theme that it comes from, too; may be repeated
    #[arg(long = "theme", value_name = "T-N")]
    themes: Vec<ThemeId>,
    /// A theme that it comes from no more; may be repeated
    #[arg(long = "no-theme", value_name = "T-N")]
    no_themes: Vec<ThemeId>,
    /// Address of an issue in a tracker that is about it
    #[arg(long, value_name = "URL")]
    issue: Option<String>,
    /// Address of an issue that is about it no more
    #[arg(long, value_name = "URL")]
    no_issue: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity believe O-2 'they look for the fee before they pay' --for S-17 --for S-40
  hearken opportunity believe O-2 --number 1 --against S-51 --changed-by 'they come back'")]
pub struct BelieveArgs {
    /// Which one, such as O-2
    opportunity: OpportunityId,
    /// What is believed
    belief: Option<String>,
    /// Which belief to change, counted from 1 [default: a new one]
    #[arg(long, value_name = "N")]
    number: Option<u64>,
    /// A signal that speaks for it; may be repeated
    #[arg(long = "for", value_name = "S-N")]
    supported_by: Vec<SignalId>,
    /// A signal that speaks against it; may be repeated
    #[arg(long = "against", value_name = "S-N")]
    contradicted_by: Vec<SignalId>,
    /// What changed our mind
    #[arg(long, value_name = "WORDS")]
    changed_by: Option<String>,
    /// Take it away
    #[arg(long, requires = "number")]
    remove: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken opportunity solve O-2 'say the fee beside the amount'
  hearken opportunity solve O-2 --number 1 --chosen")]
pub struct SolveArgs {
    /// Which one, such as O-2
    opportunity: OpportunityId,
    /// What would be done
    words: Option<String>,
    /// Which solution to change, counted from 1 [default: a new one]
    #[arg(long, value_name = "N")]
    number: Option<u64>,
    /// It is the one that is to be built
    #[arg(long)]
    chosen: bool,
    /// Take it away
    #[arg(long, requires = "number")]
    remove: bool,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Which becomes part, such as O-2
    opportunity: OpportunityId,
    /// Of which, such as O-1
    into: OpportunityId,
}

#[derive(Debug, Args)]
pub struct OpportunityArg {
    /// Which one, such as O-2
    opportunity: OpportunityId,
}

fn guess(given: &str) -> Result<(GuessOf, String), String> {
    let (of, range) =
        given.split_once('=').ok_or("write what is guessed and its range, such as effort=2..3..8")?;
    Ok((of.parse::<GuessOf>().map_err(|error| error.to_string())?, range.to_owned()))
}

pub fn run(command: OpportunityCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        OpportunityCommand::Add(AddArgs { title, themes, problem, owner }) => {
            change(AddOpportunity { title, problem, themes, owner }, global, out)
        }
        OpportunityCommand::List(args) => list(args, global, out),
        OpportunityCommand::Show(args) => one(&args, global, out),
        OpportunityCommand::Body(args) => body::run(&args, global, out),
        OpportunityCommand::Set(args) => change(set(args), global, out),
        OpportunityCommand::Believe(args) => {
            let BelieveArgs {
                opportunity,
                belief,
                number,
                supported_by,
                contradicted_by,
                changed_by,
                remove,
            } = args;
            let request = SayHypothesis {
                opportunity,
                version: None,
                number,
                belief,
                supported_by,
                contradicted_by,
                changed_by,
                remove,
            };
            change(request, global, out)
        }
        OpportunityCommand::Solve(SolveArgs { opportunity, words, number, chosen, remove }) => {
            let chosen = chosen.then_some(true);
            change(SaySolution { opportunity, version: None, number, words, chosen, remove }, global, out)
        }
        OpportunityCommand::Merge(MergeArgs { opportunity, into }) => {
            change(MergeOpportunities { opportunity, into, version: None }, global, out)
        }
        OpportunityCommand::Remove(args) => {
            change(RemoveOpportunity { opportunity: args.opportunity, version: None }, global, out)
        }
        OpportunityCommand::Undo(args) => {
            change(UndoOpportunity { opportunity: args.opportunity, version: None }, global, out)
        }
    }
}

fn set(args: SetArgs) -> SetOpportunity {
    SetOpportunity {
        opportunity: args.opportunity,
        version: None,
        title: args.title,
        problem: args.problem,
        owner: args.owner,
        state: args.state,
        reason: args.reason,
        until: args.until,
        guesses: args.guesses.into_iter().collect::<BTreeMap<_, _>>(),
        add_themes: args.themes,
        remove_themes: args.no_themes,
        add_issue: args.issue,
        remove_issue: args.no_issue,
    }
}

fn list(args: ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let ListArgs { which, removed } = args;
    let method = which.method;
    let list = global.view()?.ask(&which.query())?;
    if out.json() {
        return out.data(&list);
    }
    let cards = if removed { &list.removed } else { &list.opportunities };
    if cards.is_empty() {
        out.note("none; hearken opportunity add --theme T-N opens one");
        return Ok(());
    }
    show::list(cards, method, out);
    Ok(())
}

fn one(args: &ShowArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let page = global.view()?.ask(&ReadOpportunity { id: args.opportunity, method: args.method })?;
    if out.json() {
        return out.data(&page);
    }
    if !args.markdown {
        show::page(&page, out);
        return Ok(());
    }
    let mut written = Vec::new();
    opportunity_as_markdown(&page, &mut written).map_err(|error| AppError::Internal(error.into()))?;
    String::from_utf8_lossy(&written).lines().for_each(|line| out.line(line));
    Ok(())
}

fn change(
    request: impl CommandRequest<Answer = OpportunityCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let card = global.execute(request)?;
    if out.json() {
        return out.data(&card);
    }
    match (card.last, card.into) {
        (OpportunityAct::Removed, _) => out.line(format!("removed: {} {}", card.id, words(&card.title()))),
        (OpportunityAct::Merged, Some(into)) => {
            out.line(format!("{} {} is part of {into}", card.id, words(&card.title())));
        }
        _ => show::card(&card, out),
    }
    if card.last != OpportunityAct::Added {
        out.note(format!("hearken opportunity undo {} takes it back", card.id));
    }
    Ok(())
}
