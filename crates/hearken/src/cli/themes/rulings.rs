//! `hearken theme rename|merge|split|move|pin|ignore|undo`, `hearken rulings` and `hearken learn`: what people decide.

use clap::Args;
use hearken_domain::{RulingId, SignalId, ThemeId};
use hearken_store::Access;

use crate::cli::out::{Out, safe, share_bar};
use crate::cli::table::{flexible, left, table};
use crate::cli::{Global, handover};
use hearken_app::actions::code::link::link_code;
use hearken_app::actions::data::catch_up::{Progress, catch_up};
use hearken_app::actions::themes::learn::{LearnReport, ThemeChange, learn, learn_now};
use hearken_app::actions::themes::rule::{
    RuleRequest, RulingCard, list_rulings, propose_split, rule, undo_ruling,
};
use hearken_app::app::{App, AppError, Clock};

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
    theme: ThemeId,
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

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken learn --dry-run")]
pub struct LearnArgs {
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
}

impl From<RenameArgs> for RuleRequest {
    fn from(args: RenameArgs) -> Self {
        Self::Renamed { theme: args.theme, name: args.name }
    }
}

impl From<MergeArgs> for RuleRequest {
    fn from(args: MergeArgs) -> Self {
        Self::Merged { into: args.into, from: args.from }
    }
}

impl From<MoveArgs> for RuleRequest {
    fn from(args: MoveArgs) -> Self {
        Self::Moved { signals: args.signals, to: args.to }
    }
}

impl ThemeArg {
    pub fn pin(self) -> RuleRequest {
        RuleRequest::Pinned { theme: self.theme }
    }

    pub fn ignore(self) -> RuleRequest {
        RuleRequest::Ignored { theme: self.theme }
    }
}

/// Runs what takes its time under a bar.
fn with_bar<T>(work: impl FnOnce(Progress<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
    let bar = share_bar();
    let result = work(&|step, share| {
        bar.set_message(step.to_owned());
        bar.set_position((share * 1000.0) as u64);
    });
    bar.finish_and_clear();
    result
}

/// Makes a ruling, here or in the server that holds the data directory.
pub fn make(request: RuleRequest, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let made = match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
        Ok(app) => {
            let made = rule(&app, request)?;
            with_bar(|progress| catch_up(&app, progress).and_then(|()| link_code(&app, progress)))?;
            made
        }
        Err(AppError::Held(held)) => handover::Server::find(&global.dir()?, &held)?.rule(&request)?,
        Err(error) => return Err(error),
    };
    told(&made, out)
}

/// `hearken theme undo`
pub fn undo(args: &UndoArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let undone = match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
        Ok(app) => {
            let undone = undo_ruling(&app, args.ruling)?;
            with_bar(|progress| catch_up(&app, progress).and_then(|()| link_code(&app, progress)))?;
            undone
        }
        Err(AppError::Held(held)) => {
            handover::Server::find(&global.dir()?, &held)?.undo_ruling(args.ruling)?
        }
        Err(error) => return Err(error),
    };
    told(&undone, out)
}

fn told(card: &RulingCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    let says = safe(&card.says);
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
        return make(RuleRequest::Split { theme: args.theme }, global, out);
    }
    let parts = propose_split(&global.read()?, args.theme)?;
    if out.json() {
        return out.data(&parts);
    }
    if parts.len() < 2 {
        out.line(format!("{} is of one piece", args.theme));
        return Ok(());
    }
    for part in &parts {
        let id = if part.keeps_id { format!(" (keeps {})", args.theme) } else { String::new() };
        out.line(format!("{}, {} signals{id}", safe(&part.name), part.signals));
        for quote in &part.quotes {
            out.paragraph(quote, 2);
        }
        out.line("");
    }
    Ok(())
}

/// `hearken rulings`
pub fn list(_: &RulingsArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let rulings = list_rulings(&global.read()?)?;
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
        vec![card.ruling.id.to_string(), day(card.ruling.at), card.says.clone(), state]
    };
    let rows: Vec<Vec<String>> = rulings.iter().map(row).collect();
    table(out, &[left("ID"), left("MADE"), flexible("SAYS"), left("STATE")], &rows);
    Ok(())
}

/// `hearken learn`
pub fn learn_themes(args: &LearnArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let report = if args.dry_run {
        let app = global.read()?;
        with_bar(|progress| learn(&app, true, progress))?
    } else {
        match App::open(&global.dir()?, Access::Write, Clock::Real, None) {
            Ok(app) => with_bar(|progress| {
                let report = learn_now(&app, progress)?;
                link_code(&app, progress)?;
                Ok(report)
            })?,
            Err(AppError::Held(held)) => handover::Server::find(&global.dir()?, &held)?.learn()?,
            Err(error) => return Err(error),
        }
    };
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &LearnReport, out: &mut Out) {
    let (would, found) = if report.applied { ("", "stand") } else { ("would be ", "would stand") };
    let themes = report.kept.len() + report.born.len();
    out.line(format!(
        "{themes} themes {found} over {} signals, {} unsorted; {} signals {would}in another theme than before",
        report.signals, report.unsorted, report.moved
    ));
    let lists = [("born", &report.born), ("retired", &report.retired)];
    for (what, changes) in lists.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        out.line("");
        out.line(format!("{would}{what}:"));
        changes.iter().for_each(|change| out.line(line(change)));
    }
    let much = |change: &&ThemeChange| change.before.abs_diff(change.after) * 5 > change.before;
    let changed: Vec<&ThemeChange> = report.kept.iter().filter(much).collect();
    if !changed.is_empty() {
        out.line("");
        out.line("changed by more than a fifth:");
        changed.into_iter().for_each(|change| out.line(line(change)));
    }
    if !report.applied {
        out.note("nothing was changed; hearken learn applies it");
    }
}

fn line(change: &ThemeChange) -> String {
    let id = change.id.map_or_else(|| "T-?".to_owned(), |id| id.to_string());
    format!("  {id:<7} {}  {} → {}", safe(&change.name), change.before, change.after)
}
