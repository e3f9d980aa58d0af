//! `hearken area`: areas, and what people decide about them.

mod list;
mod rulings;
mod show;

use clap::Subcommand;
use hearken_app::actions::themes::undo_ruling::UndoRuling;
use hearken_app::error::AppError;

use crate::cli::Global;
use crate::cli::out::Out;
use crate::cli::themes::rulings::{UndoArgs, rule};

#[derive(Debug, Subcommand)]
pub enum AreaCommand {
    /// List areas: themes that lie near each other
    List(list::ListArgs),
    /// Show an area: its trend, its themes and what became of it
    Show(show::ShowArgs),
    /// Call an area by another name
    Rename(rulings::RenameArgs),
    /// Move a theme into an area, to stay there, or out of every area
    Move(rulings::MoveArgs),
    /// Make areas part of another
    Merge(rulings::MergeArgs),
    /// Undo one of these
    #[command(after_help = "Example: hearken area undo R-5")]
    Undo(UndoArgs),
}

pub fn run(command: AreaCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        AreaCommand::List(args) => list::run(&args, global, out),
        AreaCommand::Show(args) => show::run(args, global, out),
        AreaCommand::Rename(args) => rule(args.read(global)?, global, out),
        AreaCommand::Move(args) => rule(args.read(global)?, global, out),
        AreaCommand::Merge(args) => rule(args.read(global)?, global, out),
        AreaCommand::Undo(args) => rule(UndoRuling::from(args), global, out),
    }
}
