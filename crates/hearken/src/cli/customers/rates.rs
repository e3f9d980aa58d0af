//! `hearken customer rate`: what sums of one currency are counted as in another.

use clap::{Args, Subcommand};
use hearken_app::actions::customers::rates::{RateList, RemoveRate, SetRate, UndoRate};
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::ListRates;
use hearken_domain::{Currency, Date, Rate};

use crate::cli::Global;
use crate::cli::out::{Out, safe};

#[derive(Debug, Subcommand)]
pub enum RateCommand {
    /// Say at which rate sums of a currency are counted in another, from a day on
    Set(SetRateArgs),
    /// List the rates, each with whose word it is
    #[command(after_help = "Example: hearken customer rate list")]
    List,
    /// Let a rate go: sums of its currency stay apart again
    Remove(RemoveRateArgs),
    /// Take back what was last said of the rate between two currencies
    Undo(UndoRateArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Sums are never added across currencies without a rate that you gave.\n\n\
    Examples:\n  hearken customer rate set USD EUR 0.92 --from 2026-01-01\n  hearken customer rate set USD EUR 0.95")]
pub struct SetRateArgs {
    /// Sums in this currency …
    currency: Currency,
    /// … are counted in this one
    into: Currency,
    /// How many units of it one is, such as 0.92
    rate: Rate,
    /// The day from which it holds, until another does [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer rate remove USD EUR --from 2026-01-01")]
pub struct RemoveRateArgs {
    /// Of which currency …
    currency: Currency,
    /// … in which
    into: Currency,
    /// The day from which it holds
    #[arg(long, value_name = "DAY")]
    from: Date,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer rate undo USD EUR")]
pub struct UndoRateArgs {
    /// Of which currency …
    currency: Currency,
    /// … in which
    into: Currency,
}

pub fn run(command: &RateCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match *command {
        RateCommand::Set(SetRateArgs { currency, into, rate, from }) => {
            change(SetRate { currency, into, rate, from }, global, out)?;
            out.note(format!("hearken customer rate undo {currency} {into} takes it back"));
            Ok(())
        }
        RateCommand::List => show(&global.view()?.ask(&ListRates)?, out),
        RateCommand::Remove(RemoveRateArgs { currency, into, from }) => {
            change(RemoveRate { currency, into, from }, global, out)
        }
        RateCommand::Undo(UndoRateArgs { currency, into }) => {
            change(UndoRate { currency, into }, global, out)
        }
    }
}

fn change<A>(request: A, global: &Global, out: &mut Out) -> Result<(), AppError>
where
    A: CommandRequest<Answer = RateList>,
{
    show(&global.execute(request)?, out)
}

fn show(list: &RateList, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(list);
    }
    if list.rates.is_empty() {
        out.note("none; hearken customer rate set USD EUR 0.92 gives one");
    }
    for card in &list.rates {
        let holds = if card.holds { "" } else { ", which does not hold now" };
        let by = safe(&card.by.to_string());
        out.line(format!("{}  (by {by} on {}{holds})", card.rate, card.at.strftime("%Y-%m-%d")));
    }
    Ok(())
}
