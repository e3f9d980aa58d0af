//! `hearken theme rename|merge|split|move|pin|ignore|undo` and `hearken rulings`: what people decide.

use std::io::Read as _;

use clap::{ArgGroup, Args};
use hearken_app::actions::themes::merge::MergeThemes;
use hearken_app::actions::themes::move_signals::MoveSignals;
use hearken_app::actions::themes::rename::RenameTheme;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::actions::themes::split::SplitTheme;
use hearken_app::actions::themes::undo_ruling::UndoRuling;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::query::{ListRulings, ProposeSplit};
use hearken_domain::{IdError, RulingId, SignalId, ThemeId, counted};

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::cli::table::{flowing, left, table};

/// Bytes of ids from standard input: far more than are moved at once.
const STDIN_BYTES_MAX: u64 = 1 << 20;

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
    after_help = "Examples:\n  hearken theme move S-17 S-21 --to T-4\n  hearken theme move S-17 --nowhere\n  \
                  jq -r '.hits[].signal.id' found.json | hearken theme move - --to T-4\n\n\
                  All of them are one ruling, which one undo takes back.",
    group = ArgGroup::new("where").required(true).args(["to", "nowhere"])
)]
pub struct MoveArgs {
    /// Signals that belong elsewhere; - reads them from standard input, between blanks or line ends
    #[arg(required = true, value_name = "SIGNAL")]
    signals: Vec<String>,
    /// The theme that they belong to
    #[arg(long, value_name = "THEME")]
    to: Option<ThemeId>,
    /// They belong to no theme
    #[arg(long)]
    nowhere: bool,
}

#[derive(Debug, Args)]
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

impl MoveArgs {
    /// What is to be moved where.
    ///
    /// # Errors
    /// What is named is no signal's id, or standard input cannot be read.
    pub fn read(self) -> Result<MoveSignals, AppError> {
        let mut signals = Vec::new();
        for given in &self.signals {
            match given.as_str() {
                "-" => {
                    let mut piped = String::new();
                    let read = std::io::stdin().take(STDIN_BYTES_MAX).read_to_string(&mut piped);
                    read.map_err(|error| AppError::user(format!("cannot read standard input: {error}")))?;
                    for id in piped.split_whitespace() {
                        signals.push(signal(id)?);
                    }
                }
                id => signals.push(signal(id)?),
            }
        }
        Ok(MoveSignals { signals, to: self.to })
    }
}

fn signal(id: &str) -> Result<SignalId, AppError> {
    id.parse().map_err(|error: IdError| AppError::user(error.to_string()))
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
        out.line(format!("{}, {}{id}", words(&part.name), counted(part.signals, "signal")));
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
    table(out, &[left("ID"), left("MADE"), left("BY"), flowing("SAYS"), left("STATE")], &rows);
    Ok(())
}
