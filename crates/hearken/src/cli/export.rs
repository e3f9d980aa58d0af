//! `hearken export`.

use std::io::{self, BufWriter, Write as _};

use clap::{Args, Subcommand};
use hearken_app::actions::comments::thread::ShowThread;
use hearken_app::actions::customers::list::{CustomerQuery, CustomerSort};
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::actions::signals::list::SignalQuery;
use hearken_app::actions::signals::search::{SearchQuery, SearchSort};
use hearken_app::actions::themes::list::{ThemeQuery, ThemeSort};
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_app::query::{ListComponents, ListSegments};
use hearken_app::view::View;
use hearken_domain::{CustomerId, GoalState, ThemeId, ThemeKind, Topic, grouped};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::decisions::WhichDecisions;
use crate::cli::filter::FilterArgs;
use crate::cli::opportunities::WhichOpportunities;
use crate::cli::out::Out;
use crate::export::{Export, Format, Table, WriteError};

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// All themes
    Themes(ThemesArgs),
    /// All signals, newest first, with all their words
    Signals(SignalsArgs),
    /// What a search finds; at most 1,000
    Search(SearchArgs),
    /// All customers
    Customers(CustomersArgs),
    /// Goals: what customers try to get done, and the themes in the way
    Goals(GoalsArgs),
    /// Opportunities, the heaviest first, with everything that goes into their weight
    Opportunities(OpportunitiesArgs),
    /// Decisions, those to be looked at again first
    Decisions(DecisionsArgs),
    /// All segments, with how many customers are in each
    Segments(SegmentsArgs),
    /// All that was said about a theme, an opportunity or a decision, and through whose hands it went
    Comments(CommentsArgs),
    /// All components of the code
    Components(ComponentsArgs),
}

#[derive(Debug, Args)]
struct As {
    /// csv, markdown or jsonl
    #[arg(long, default_value_t = Format::Csv, value_name = "csv|markdown|jsonl")]
    format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken export themes --sort rising --format markdown")]
pub struct ThemesArgs {
    /// Order: signals, rising, newest, rating, name, area
    #[arg(long, default_value = "signals", value_name = "ORDER")]
    sort: ThemeSort,
    /// Only themes of this kind: pain-point, request, question, praise
    #[arg(long, value_name = "KIND")]
    kind: Option<ThemeKind>,
    /// Only what lies in this area: its id, such as A-3, or its name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    #[command(flatten)]
    form: As,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Examples:\n  hearken export signals --since 2024-01-01 > signals.csv\n  \
    hearken export signals --theme T-3 --format markdown")]
pub struct SignalsArgs {
    #[command(flatten)]
    among: Among,
    #[command(flatten)]
    form: As,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken export search 'refund never came' --rating-max 2 > refunds.csv")]
pub struct SearchArgs {
    /// What to look for, as hearken search takes it
    #[arg(required = true)]
    words: Vec<String>,
    /// Order: relevance; newest or oldest, of the signals that have the words, the undated last
    #[arg(long, default_value = "relevance", value_name = "ORDER")]
    sort: SearchSort,
    #[command(flatten)]
    among: Among,
    #[command(flatten)]
    form: As,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Args)]
struct Among {
    /// Only signals of this theme
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// Only what lies in this area: its id, such as A-3, or its name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only signals without a theme
    #[arg(long, conflicts_with_all = ["theme", "area"])]
    unsorted: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Example: hearken export customers --sort revenue > customers.csv")]
pub struct CustomersArgs {
    /// Only those in whose name, or in one of whose domains, this stands
    #[arg(long, value_name = "WORDS")]
    named: Option<String>,
    /// Order: added, name, signals, heard, revenue, renewal
    #[arg(long, default_value = "added", value_name = "ORDER")]
    sort: CustomerSort,
    #[command(flatten)]
    form: As,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Example: hearken export goals --state open > goals.csv")]
pub struct GoalsArgs {
    /// Only those that stand so: open, met or dropped
    #[arg(long, value_name = "STATE")]
    state: Option<GoalState>,
    /// Only those of this customer: its own, those of its segments, and everybody's
    #[arg(long, value_name = "C-N")]
    customer: Option<CustomerId>,
    /// Only those that this theme stands in the way of
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    #[command(flatten)]
    form: As,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Example: hearken export opportunities --method wsjf --format jsonl > opportunities.jsonl")]
pub struct OpportunitiesArgs {
    #[command(flatten)]
    which: WhichOpportunities,
    #[command(flatten)]
    form: As,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Example: hearken export decisions --state due > decisions.csv")]
pub struct DecisionsArgs {
    #[command(flatten)]
    which: WhichDecisions,
    #[command(flatten)]
    form: As,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken export segments --format markdown")]
pub struct SegmentsArgs {
    #[command(flatten)]
    form: As,
}

#[derive(Debug, Args)]
#[command(after_help = "What is written here is a copy, which a later hearken erase does not reach.\n\n\
    Example: hearken export comments T-3 > thread.csv")]
pub struct CommentsArgs {
    /// About what: a theme, an opportunity or a decision, such as T-3, O-1 or D-2
    #[arg(value_name = "T-N|O-N|D-N")]
    topic: Topic,
    #[command(flatten)]
    form: As,
    #[command(flatten)]
    as_of: AsOfArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken export components --format markdown")]
pub struct ComponentsArgs {
    /// Only those of this repository
    #[arg(long, value_name = "NAME")]
    repo: Option<String>,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    form: As,
}

pub fn run(command: ExportCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        let told = "an export is CSV, Markdown or JSON Lines, not JSON";
        return Err(AppError::user(told).suggest(NextStep::advice(
            "leave --json out, say --format jsonl, or use --json with hearken themes, search or code list",
        )));
    }
    let view = view_of(&command, global, out)?;
    let (table, format) = asked(command, &view)?;
    let export = Export::begin(&view, table)?;
    let cut_at = export.cut_at;
    let mut stdout = BufWriter::new(io::stdout().lock());
    let written = export.write(format, &mut stdout);
    let written = written.and_then(|_| stdout.flush().map_err(WriteError::Io));
    match written {
        Ok(()) => {}
        // A reader that went away (`| head`) is no failure.
        Err(WriteError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        Err(WriteError::Io(error)) => {
            return Err(AppError::user(format!("the export cannot be written: {error}")));
        }
        Err(WriteError::App(error)) => return Err(error),
    }
    if let Some(rows) = cut_at {
        out.note(format!(
            "cut off: only the first {} are written, a search shows no more; narrow it, or export signals",
            grouped(rows as u64)
        ));
    }
    Ok(())
}

/// What is looked at: what can look back does where that is asked for.
fn view_of(command: &ExportCommand, global: &Global, out: &mut Out) -> Result<View, AppError> {
    match command {
        ExportCommand::Themes(ThemesArgs { as_of, .. })
        | ExportCommand::Signals(SignalsArgs { as_of, .. })
        | ExportCommand::Search(SearchArgs { as_of, .. })
        | ExportCommand::Comments(CommentsArgs { as_of, .. })
        | ExportCommand::Components(ComponentsArgs { as_of, .. }) => as_of.view(global, out),
        ExportCommand::Customers(_)
        | ExportCommand::Goals(_)
        | ExportCommand::Opportunities(_)
        | ExportCommand::Decisions(_)
        | ExportCommand::Segments(_) => global.view(),
    }
}

/// What is to be written, and as what.
fn asked(command: ExportCommand, view: &View) -> Result<(Table, Format), AppError> {
    Ok(match command {
        ExportCommand::Themes(args) => {
            let filter = args.filter.read(view)?;
            let (kind, area, sort, limit) = (args.kind, args.area, args.sort, usize::MAX);
            let query = ThemeQuery { filter, kind, area, sort, limit };
            (Table::Themes(query), args.form.format)
        }
        ExportCommand::Signals(args) => {
            let filter = args.filter.read(view)?;
            let theme = if args.among.unsorted { Some(None) } else { args.among.theme.map(Some) };
            let query = SignalQuery { filter, theme, area: args.among.area, ..SignalQuery::default() };
            (Table::Signals(query), args.form.format)
        }
        ExportCommand::Search(args) => {
            let Among { theme, area, unsorted } = args.among;
            let (words, filter) = (args.words.join(" "), args.filter.read(view)?);
            let sort = args.sort;
            let query = SearchQuery { words, sort, filter, theme, area, unsorted, ..SearchQuery::default() };
            (Table::Search(query), args.form.format)
        }
        ExportCommand::Customers(CustomersArgs { named, sort, form }) => {
            let query = CustomerQuery { named, sort, after: None, limit: usize::MAX };
            (Table::Customers(query), form.format)
        }
        ExportCommand::Goals(GoalsArgs { state, customer, theme, form }) => {
            (Table::Goals(ListGoals { state, customer, theme }), form.format)
        }
        ExportCommand::Opportunities(OpportunitiesArgs { which, form }) => {
            (Table::Opportunities(which.query()), form.format)
        }
        ExportCommand::Decisions(DecisionsArgs { which, form }) => {
            (Table::Decisions(which.query()), form.format)
        }
        ExportCommand::Segments(args) => (Table::Segments(ListSegments), args.form.format),
        ExportCommand::Comments(CommentsArgs { topic, form, .. }) => {
            (Table::Comments(ShowThread { topic, last: usize::MAX }), form.format)
        }
        ExportCommand::Components(args) => {
            (Table::Components(ListComponents { repository: args.repo }), args.form.format)
        }
    })
}
