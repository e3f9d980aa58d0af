//! `hearken theme rename|merge|split|move|pin|ignore|undo` and `hearken rulings`: what people decide.

use clap::Args;
use hearken_app::actions::themes::merge::MergeThemes;
use hearken_app::actions::themes::move_signals::MoveSignals;
use hearken_app::actions::themes::rename::RenameTheme;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::actions::themes::split::SplitTheme;
use hearken_app::actions::themes::undo_ruling::UndoRuling;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::{ListRulings, ProposeSplit};
use hearken_domain::{RulingId, SignalId, ThemeId};

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, table};

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme rename T-3 'Refund never came'")]
pub struct RenameArgs {
    /// Which theme, such as T-3
    theme: ThemeId,
    /// What to call it
    name: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme merge T-5 T-9 --into T-3")]
pub struct MergeArgs {
    /// Themes that become part of the other
    #[arg(required = true, value_name = "THEME")]
    from: Vec<ThemeId>,
    /// The theme that lives on
    #[arg(long, value_name = "THEME")]
    into: ThemeId,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme split T-3 --dry-run")]
pub struct SplitArgs {
    /// Which theme; its largest part keeps its id
    theme: ThemeId,
    /// Only show the parts
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken theme move S-17 S-21 --to T-4\n  hearken theme move S-17 --nowhere"
)]
pub struct MoveArgs {
    /// Signals that belong elsewhere
    #[arg(required = true, value_name = "SIGNAL")]
    signals: Vec<SignalId>,
    /// The theme that they belong to
    #[arg(long, value_name = "THEME", required_unless_present = "nowhere", conflicts_with = "nowhere")]
    to: Option<ThemeId>,
    /// They belong to no theme
    #[arg(long)]
    nowhere: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme pin T-3")]
pub struct ThemeArg {
    /// Which theme, such as T-3
    pub theme: ThemeId,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme undo R-5")]
pub struct UndoArgs {
    /// Which ruling, such as R-5; hearken rulings lists them
    ruling: RulingId,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken rulings")]
pub struct RulingsArgs {}

impl From<RenameArgs> for RenameTheme {
    fn from(args: RenameArgs) -> Self {
        Self { theme: args.theme, name: args.name }
    }
}

impl From<MergeArgs> for MergeThemes {
    fn from(args: MergeArgs) -> Self {
        Self { into: args.into, from: args.from }
    }
}

impl From<MoveArgs> for MoveSignals {
    fn from(args: MoveArgs) -> Self {
        Self { signals: args.signals, to: args.to }
    }
}

impl From<UndoArgs> for UndoRuling {
    fn from(args: UndoArgs) -> Self {
        Self { ruling: args.ruling }
    }
}

/// Makes or undoes a ruling, and says what was decided.
pub fn rule(
    request: impl CommandRequest<Answer = RulingCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    show_ruling(&global.execute(request)?, out)
}

fn show_ruling(card: &RulingCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    let says = words(&card.says);
    match card.ruling.undone_at {
        None => {
            out.line(format!("{}: {says}", card.ruling.id));
            out.note(format!(
                "it binds what is computed from now on; take it back with hearken theme undo {}",
                card.ruling.id
            ));
        }
        Some(_) => out.line(format!("{} undone: {says}", card.ruling.id)),
    }
    Ok(())
}

/// `hearken theme split`
pub fn split(args: &SplitArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    if !args.dry_run {
        return rule(SplitTheme { theme: args.theme }, global, out);
    }
    let parts = global.view()?.ask(&ProposeSplit(args.theme))?;
    if out.json() {
        return out.data(&parts);
    }
    if parts.len() < 2 {
        out.line(format!("{} is of one piece", args.theme));
        return Ok(());
    }
    for part in &parts {
        let id = if part.keeps_id { format!(" (keeps {})", args.theme) } else { String::new() };
        out.line(format!("{}, {} signals{id}", words(&part.name), part.signals));
        for quote in &part.quotes {
            out.verbatim(quote, 2);
        }
        out.line("");
    }
    Ok(())
}

/// `hearken rulings`
pub fn list(_: &RulingsArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let rulings = global.view()?.ask(&ListRulings)?;
    if out.json() {
        return out.data(&rulings);
    }
    if rulings.is_empty() {
        out.note("nobody ruled about a theme yet; hearken theme --help says how");
        return Ok(());
    }
    let row = |card: &RulingCard| {
        let day = |at: hearken_domain::Timestamp| at.strftime("%Y-%m-%d").to_string();
        let state =
            card.ruling.undone_at.map_or_else(|| "stands".to_owned(), |at| format!("undone {}", day(at)));
        vec![
            card.ruling.id.to_string(),
            day(card.ruling.at),
            card.ruling.by.to_string(),
            words(&card.says),
            state,
        ]
    };
    let rows: Vec<Vec<String>> = rulings.iter().map(row).collect();
    table(out, &[left("ID"), left("MADE"), left("BY"), flexible("SAYS"), left("STATE")], &rows);
    Ok(())
}
