//! `hearken segment`: sets of customers by conditions.

use std::num::NonZeroUsize;

use clap::{Args, Subcommand};
use hearken_app::actions::customers::cards::CustomerCard;
use hearken_app::actions::segments::add::AddSegment;
use hearken_app::actions::segments::cards::{SegmentCard, SegmentChange};
use hearken_app::actions::segments::change::{RemoveSegment, RenameSegment, SetSegment, UndoSegment};
use hearken_app::actions::segments::list::{ShowSegment, TrySegment};
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::ListSegments;
use hearken_domain::{CustomerId, Unredacted, counted};

use crate::cli::Global;
use crate::cli::customers::name;
use crate::cli::out::{Out, safe, unredacted, words};
use crate::cli::table::{flexible, flowing, left, right, table};

#[derive(Debug, Subcommand)]
pub enum SegmentCommand {
    /// Keep conditions on customers under a name
    Add(AddArgs),
    /// List segments, with how many customers are in each
    List(ListArgs),
    /// Show who is in a segment
    Show(ShowArgs),
    /// Show who would be in a segment, and keep nothing
    Try(TryArgs),
    /// Call a segment by another name
    #[command(after_help = "Example: hearken segment rename Large 'Large accounts'")]
    Rename(RenameArgs),
    /// Change the conditions of a segment
    #[command(
        after_help = "Who that would be is shown by the command try.\n\nExample: hearken segment set Large 'plan = Business and \
        revenue >= 20000 EUR'"
    )]
    Set(SetArgs),
    /// Let a segment go
    #[command(after_help = "Example: hearken segment remove Large")]
    Remove(SegmentArg),
    /// Take back what was last done to a segment: its renaming, the change of its conditions, or its removal
    #[command(after_help = "Example: hearken segment undo Large")]
    Undo(SegmentArg),
}

const CONDITIONS: &str = "Examples:
  hearken segment add Large 'plan = Business and revenue >= 10000 EUR and country = DE or AT'
  hearken segment add 'Renewing soon' 'renewal within 60 days and state = customer'
  hearken segment add 'Large, renewing' 'segment = Large and segment = \"Renewing soon\"'

Then --segment Large narrows themes, searches and exports to what its customers said.

A condition compares a fact: name, state, plan, arr, mrr, size, country, renewal, owner, or any other field; revenue is a
year's. = and != compare texts, whatever their case; >=, <=, > and < compare sums, numbers and days. All conditions must hold;
of values parted by or, one is enough. A value with and, or or a sign in it stands in quotes. Sums are compared in their own
currency alone: whoever pays in another one is left out, and that is said.";

#[derive(Debug, Args)]
#[command(after_help = CONDITIONS)]
pub struct AddArgs {
    /// What to call it
    name: String,
    /// Conditions that all must hold, such as 'plan = Business and country = DE'
    condition: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken segment list")]
pub struct ListArgs {
    /// List those that were removed, which hearken segment undo brings back
    #[arg(long)]
    removed: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken segment show Large --limit 100")]
pub struct ShowArgs {
    /// Its name
    segment: String,
    /// Customers to list
    #[arg(long, default_value = "20", value_name = "N")]
    limit: NonZeroUsize,
    /// Where the list goes on: behind this customer
    #[arg(long, value_name = "C-N")]
    after: Option<CustomerId>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken segment try 'owner = ann@example.com and plan != free'")]
pub struct TryArgs {
    /// Conditions, as hearken segment add takes them
    condition: String,
    /// Customers to list
    #[arg(long, default_value = "20", value_name = "N")]
    limit: NonZeroUsize,
}

#[derive(Debug, Args)]
pub struct RenameArgs {
    /// Its name
    segment: String,
    /// What to call it
    name: String,
}

#[derive(Debug, Args)]
pub struct SetArgs {
    /// Its name
    segment: String,
    /// Conditions that hold from then on, as hearken segment add takes them
    condition: String,
}

#[derive(Debug, Args)]
pub struct SegmentArg {
    /// Its name
    segment: String,
}

pub fn run(command: SegmentCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        SegmentCommand::Add(args) => {
            change(AddSegment { name: args.name, condition: args.condition }, global, out)
        }
        SegmentCommand::List(args) => list(&args, global, out),
        SegmentCommand::Show(args) => show(args, global, out),
        SegmentCommand::Try(args) => preview(args, global, out),
        SegmentCommand::Rename(args) => {
            change(RenameSegment { segment: args.segment, name: args.name }, global, out)
        }
        SegmentCommand::Set(args) => {
            change(SetSegment { segment: args.segment, condition: args.condition }, global, out)
        }
        SegmentCommand::Remove(args) => change(RemoveSegment { segment: args.segment }, global, out),
        SegmentCommand::Undo(args) => change(UndoSegment { segment: args.segment }, global, out),
    }
}

fn list(args: &ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = global.view()?.ask(&ListSegments)?;
    if out.json() {
        return out.data(&list);
    }
    let cards = if args.removed { &list.removed } else { &list.segments };
    if cards.is_empty() {
        out.note("none; hearken segment add NAME CONDITION makes one");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            let customers = card.customers.map_or_else(|| "?".to_owned(), |customers| customers.to_string());
            vec![words(&card.title()), unredacted(&card.says()), customers]
        })
        .collect();
    table(out, &[left("NAME"), flowing("CONDITION"), right("CUSTOMERS")], &rows);
    for card in cards {
        let told = card.problem.iter().chain(&card.notes);
        for sentence in told {
            out.note(format!("{}: {}", words(&card.title()), unredacted(sentence)));
        }
    }
    Ok(())
}

fn show(args: ShowArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let query = ShowSegment { name: args.segment, after: args.after, limit: args.limit.get() };
    let page = global.view()?.ask(&query)?;
    if out.json() {
        return out.data(&page);
    }
    out.line(told(&page.segment));
    notes(&page.segment.notes, out);
    customers(&page.customers, out);
    if let Some(next) = page.next {
        let segment = words(&page.segment.title());
        out.line(format!("more: hearken segment show '{segment}' --after {next}"));
    }
    Ok(())
}

fn preview(args: TryArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let query = TrySegment { condition: args.condition, limit: args.limit.get() };
    let preview = global.view()?.ask(&query)?;
    if out.json() {
        return out.data(&preview);
    }
    out.line(format!("{}: {}", unredacted(&preview.condition), counted(preview.total, "customer")));
    notes(&preview.notes, out);
    customers(&preview.customers, out);
    Ok(())
}

fn customers(customers: &[CustomerCard], out: &mut Out) {
    if customers.is_empty() {
        return;
    }
    let rows: Vec<Vec<String>> = customers
        .iter()
        .map(|customer| {
            vec![customer.id.to_string(), name(customer.name.as_ref()), customer.signals.to_string()]
        })
        .collect();
    table(out, &[left("ID"), flexible("NAME"), right("SIGNALS")], &rows);
}

fn told(card: &SegmentCard) -> String {
    let customers =
        card.customers.map_or_else(String::new, |count| format!(", {}", counted(count, "customer")));
    format!("{}{customers}: {}", words(&card.title()), unredacted(&card.says()))
}

fn notes(sentences: &[Unredacted], out: &Out) {
    for sentence in sentences {
        out.note(unredacted(sentence));
    }
}

fn change(
    request: impl CommandRequest<Answer = SegmentCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let card = global.execute(request)?;
    if out.json() {
        return out.data(&card);
    }
    match card.last {
        SegmentChange::Removed => {
            let title = words(&card.title());
            out.line(format!("removed: {title}"));
            out.note(format!("bring it back with hearken segment undo '{}'", safe(&title)));
        }
        SegmentChange::Set => {
            out.line(told(&card));
            out.note(format!("hearken segment undo '{}' takes it back", safe(&words(&card.title()))));
        }
        SegmentChange::Added | SegmentChange::Renamed => out.line(told(&card)),
    }
    notes(&card.notes, out);
    if let Some(problem) = &card.problem {
        out.note(unredacted(problem));
    }
    Ok(())
}
