//! `hearken customer`: who the customers are, and which signals are theirs.

mod change;
mod import;
mod merge;
mod name;
mod rates;
pub mod show;

pub use name::name;

use clap::Subcommand;
use hearken_app::error::AppError;

use crate::cli::Global;
use crate::cli::out::Out;

#[derive(Debug, Subcommand)]
pub enum CustomerCommand {
    /// Take in a list of customers and the people in them; again, it is a sync
    Import(import::ImportArgs),
    /// List customers
    List(show::ListArgs),
    /// Show a customer: what is known and by whose word, who is in it, everything they said and why it is theirs
    Show(show::ShowArgs),
    /// Say by hand what is so of a customer; it holds against every source
    Set(change::SetArgs),
    /// Make a customer that no source knows
    Add(change::AddArgs),
    /// Take back what was said last of a customer by hand
    Undo(change::UndoArgs),
    /// Hold two customers to be one, or say what that would move
    Merge(merge::MergeArgs),
    /// Take a merge back, whole or by one identifier
    Unmerge(merge::UnmergeArgs),
    /// Give a signal to a customer, or to nobody
    Give(change::GiveArgs),
    /// Say what a domain is: ours, one at which anybody can have an address, a company's
    Domain(change::DomainArgs),
    /// Say which source is believed about a field
    Prefer(change::PreferArgs),
    /// Say what sums of one currency are counted as in another
    #[command(subcommand, after_help = "Example: hearken customer rate set USD EUR 0.92 --from 2026-01-01")]
    Rate(rates::RateCommand),
    /// Write everything that is held of one customer as JSON
    Export(show::ExportArgs),
}

pub fn run(command: CustomerCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        CustomerCommand::Import(args) => import::run(args, global, out),
        CustomerCommand::List(args) => show::list(args, global, out),
        CustomerCommand::Show(args) => show::one(&args, global, out),
        CustomerCommand::Set(args) => change::set(args.into(), global, out),
        CustomerCommand::Add(args) => change::set(args.into(), global, out),
        CustomerCommand::Undo(args) => change::undo(&args, global, out),
        CustomerCommand::Merge(args) => merge::merge(&args, global, out),
        CustomerCommand::Unmerge(args) => merge::unmerge(args, global, out),
        CustomerCommand::Give(args) => change::give(&args, global, out),
        CustomerCommand::Domain(args) => change::domain(args, global, out),
        CustomerCommand::Prefer(args) => change::prefer(args, global, out),
        CustomerCommand::Rate(command) => rates::run(&command, global, out),
        CustomerCommand::Export(args) => show::export(&args, global, out),
    }
}
