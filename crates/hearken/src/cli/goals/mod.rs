//! `hearken goal`: what customers try to get done, and which themes stand in their way.

use clap::{Args, Subcommand};
use hearken_app::actions::goals::add::AddGoal;
use hearken_app::actions::goals::cards::{BlockedGoal, GoalCard, GoalOwner};
use hearken_app::actions::goals::change::{RemoveGoal, UndoGoal};
use hearken_app::actions::goals::link::{LinkGoal, UnlinkGoal};
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::actions::goals::set::SetGoal;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::ShowGoal;
use hearken_domain::{CustomerId, GoalAct, GoalId, GoalState, ThemeId, counted};

use crate::cli::Global;
use crate::cli::customers::name;
use crate::cli::out::{Out, unredacted, words};
use crate::cli::table::{flowing, left, right, table};

#[derive(Debug, Subcommand)]
pub enum GoalCommand {
    /// Say what customers try to get done: one, those of a segment, or all
    Add(AddArgs),
    /// List goals, the open ones first
    List(ListArgs),
    /// Show a goal, and the themes that stand in its way
    #[command(after_help = "Example: hearken goal show G-2")]
    Show(GoalArg),
    /// Say something else of a goal: its words, its state, whose it is
    Set(SetArgs),
    /// Say that a theme stands in the way of a goal
    #[command(after_help = "Example: hearken goal link G-2 T-3")]
    Link(LinkArgs),
    /// Say that a theme stands in the way of a goal no more
    #[command(after_help = "Example: hearken goal unlink G-2 T-3")]
    Unlink(LinkArgs),
    /// Let a goal go
    #[command(after_help = "Example: hearken goal remove G-2")]
    Remove(GoalArg),
    /// Take back what was last done to a goal
    #[command(after_help = "Example: hearken goal undo G-2")]
    Undo(GoalArg),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken goal add 'close the books by the 3rd' --customer C-7 --theme T-3
  hearken goal add 'pay without leaving the app' --segment Large
  hearken goal add 'find an old invoice'")]
pub struct AddArgs {
    /// What they try to get done, in words
    words: String,
    /// The customer whose goal it is [default: everybody's]
    #[arg(long, value_name = "C-N", conflicts_with = "segment")]
    customer: Option<CustomerId>,
    /// Name of the segment whose goal it is
    #[arg(long, value_name = "NAME")]
    segment: Option<String>,
    /// A theme that stands in its way; may be repeated
    #[arg(long = "theme", value_name = "T-N")]
    themes: Vec<ThemeId>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken goal list --state open
  hearken goal list --customer C-7")]
pub struct ListArgs {
    /// Only those that stand so: open, met or dropped
    #[arg(long, value_name = "STATE")]
    state: Option<GoalState>,
    /// Only those of this customer: its own, those of its segments, and everybody's
    #[arg(long, value_name = "C-N")]
    customer: Option<CustomerId>,
    /// Only those that this theme stands in the way of
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// List those that were removed, which hearken goal undo brings back
    #[arg(long, conflicts_with_all = ["state", "customer", "theme"])]
    removed: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken goal set G-2 --state met
  hearken goal set G-2 --words 'close the books by the 2nd' --segment Large")]
pub struct SetArgs {
    /// Which goal, such as G-2
    goal: GoalId,
    /// What they try to get done
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// How it stands: open, met or dropped
    #[arg(long, value_name = "STATE")]
    state: Option<GoalState>,
    /// The customer whose it is
    #[arg(long, value_name = "C-N", conflicts_with_all = ["segment", "everybody"])]
    customer: Option<CustomerId>,
    /// Name of the segment whose it is
    #[arg(long, value_name = "NAME", conflicts_with = "everybody")]
    segment: Option<String>,
    /// It is everybody's
    #[arg(long)]
    everybody: bool,
}

#[derive(Debug, Args)]
pub struct GoalArg {
    /// Which goal, such as G-2
    goal: GoalId,
}

#[derive(Debug, Args)]
pub struct LinkArgs {
    /// Which goal, such as G-2
    goal: GoalId,
    /// Which theme, such as T-3
    theme: ThemeId,
}

pub fn run(command: GoalCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        GoalCommand::Add(AddArgs { words, customer, segment, themes }) => {
            change(AddGoal { words, customer, segment, themes }, global, out)
        }
        GoalCommand::List(args) => list(&args, global, out),
        GoalCommand::Show(args) => {
            let card = global.view()?.ask(&ShowGoal(args.goal))?;
            if out.json() {
                return out.data(&card);
            }
            show(&card, out);
            Ok(())
        }
        GoalCommand::Set(SetArgs { goal, words, state, customer, segment, everybody }) => {
            change(SetGoal { goal, words, state, customer, segment, everybody }, global, out)
        }
        GoalCommand::Link(LinkArgs { goal, theme }) => change(LinkGoal { goal, theme }, global, out),
        GoalCommand::Unlink(LinkArgs { goal, theme }) => change(UnlinkGoal { goal, theme }, global, out),
        GoalCommand::Remove(args) => change(RemoveGoal { goal: args.goal }, global, out),
        GoalCommand::Undo(args) => change(UndoGoal { goal: args.goal }, global, out),
    }
}

fn list(args: &ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let query = ListGoals { state: args.state, customer: args.customer, theme: args.theme };
    let list = global.view()?.ask(&query)?;
    if out.json() {
        return out.data(&list);
    }
    let cards = if args.removed { &list.removed } else { &list.goals };
    if cards.is_empty() {
        out.note("none; hearken goal add WORDS tells of one");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            let themes: Vec<String> = card.themes.iter().map(|one| one.theme.id.to_string()).collect();
            vec![
                card.id.to_string(),
                words(&card.title()),
                card.state.to_string(),
                owner(&card.of),
                card.customers.map_or_else(|| "?".to_owned(), |count| count.to_string()),
                themes.join(" "),
            ]
        })
        .collect();
    let columns =
        [left("ID"), flowing("GOAL"), left("STATE"), left("OF"), right("CUSTOMERS"), left("IN THE WAY")];
    table(out, &columns, &rows);
    Ok(())
}

fn show(card: &GoalCard, out: &mut Out) {
    let customers =
        card.customers.map_or_else(String::new, |count| format!(", {}", counted(count, "customer")));
    out.line(format!("{} {}, {}", card.id, words(&card.title()), card.state));
    out.line(format!("  of {}{customers}", owner(&card.of)));
    if let Some(problem) = &card.problem {
        out.note(unredacted(problem));
    }
    for blocking in &card.themes {
        let retired = if blocking.retired { ", found no more" } else { "" };
        out.line(format!("  in the way: {} {}{retired}", blocking.theme.id, words(&blocking.theme.name)));
        for part in &blocking.parts {
            out.line(format!("    taken out of it: {} {}", part.id, words(&part.name)));
        }
    }
}

fn owner(of: &GoalOwner) -> String {
    match of {
        GoalOwner::Everybody => "everybody".to_owned(),
        GoalOwner::Customer(customer) => format!("{} {}", customer.id, name(customer.name.as_ref())),
        GoalOwner::Segment(Some(segment)) => format!("segment {}", words(segment)),
        GoalOwner::Segment(None) => "segment [erased]".to_owned(),
    }
}

/// The goals that themes stand in the way of, a line each.
pub fn show_blocked(blocked: &[BlockedGoal], out: &mut Out) {
    for one in blocked {
        let state = match one.goal.state {
            GoalState::Open => String::new(),
            state => format!(", {state}"),
        };
        let themes: Vec<String> = one.themes.iter().map(|theme| theme.id.to_string()).collect();
        out.line(format!("{}{state} ({})", words(&one.says), themes.join(", ")));
    }
}

/// Goals of a customer, a line each.
pub fn show_goals(cards: &[GoalCard], out: &mut Out) {
    for card in cards {
        let themes: Vec<String> = card.themes.iter().map(|one| one.theme.id.to_string()).collect();
        let way =
            if themes.is_empty() { String::new() } else { format!("; in the way: {}", themes.join(", ")) };
        let of = match card.of {
            GoalOwner::Customer(_) => String::new(),
            _ => format!(", of {}", owner(&card.of)),
        };
        out.line(format!("  {} {}, {}{of}{way}", card.id, words(&card.title()), card.state));
    }
}

fn change(
    request: impl CommandRequest<Answer = GoalCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let card = global.execute(request)?;
    if out.json() {
        return out.data(&card);
    }
    if card.last == GoalAct::Removed {
        out.line(format!("removed: {} {}", card.id, words(&card.title())));
    } else {
        show(&card, out);
    }
    if card.last != GoalAct::Added {
        out.note(format!("hearken goal undo {} takes it back", card.id));
    }
    Ok(())
}
