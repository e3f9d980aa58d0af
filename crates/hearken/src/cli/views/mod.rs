//! `hearken view`: pages with their filter and order, under names.

use clap::{Args, Subcommand};
use hearken_app::actions::views::change::{DeleteView, RenameView, UndoView};
use hearken_app::actions::views::list::{SavedViewCard, SavedViewList, ViewChange};
use hearken_app::actions::views::parameters::ViewQuery;
use hearken_app::actions::views::save::SaveView;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_app::query::ListViews;
use hearken_app::view::View;
use hearken_domain::{SavedPage, ThemeId, ThemeKind, ViewId};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, table};
use crate::cli::{signals, themes};

#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// List saved views
    List(ListArgs),
    /// Open a saved view: list or show what it does, as of now
    Show(ShowArgs),
    /// Keep a page with its filter and order under a name
    Save(SaveArgs),
    /// Call a saved view by another name
    Rename(RenameArgs),
    /// Let a saved view go
    #[command(after_help = "Example: hearken view delete 'Open crashes'")]
    Delete(ViewArg),
    /// Take back what was last done to a saved view: its renaming, or its deletion
    #[command(after_help = "Example: hearken view undo V-3")]
    Undo(ViewArg),
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken view list")]
pub struct ListArgs {
    /// List those that were deleted, which hearken view undo brings back
    #[arg(long)]
    deleted: bool,
}

#[derive(Debug, Args)]
pub struct ViewArg {
    /// Its name, or its id such as V-3
    view: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken view show 'Open crashes'\n  hearken view show V-3 --as-of 2024-03-31"
)]
pub struct ShowArgs {
    /// Its name, or its id such as V-3
    view: String,
    #[command(flatten)]
    as_of: AsOfArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken view save 'Rising on iOS' --sort rising --label ios --since 30d
  hearken view save 'Open refunds' --page search --words refund --state open
  hearken view save 'This year in T-4' --page theme --theme T-4 --since this-year

A time such as 30d is counted from the moment at which the view is opened.")]
pub struct SaveArgs {
    /// What to call it
    name: String,
    /// Which page: themes, theme or search
    #[arg(long, default_value = "themes", value_name = "PAGE")]
    page: SavedPage,
    /// Order, as hearken themes or hearken search take it
    #[arg(long, value_name = "ORDER")]
    sort: Option<String>,
    /// Only themes of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<ThemeKind>,
    /// What to search for
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// The theme; of a search, only signals of it
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// Only what lies in this area: its id, such as A-3, or its name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only signals without a theme
    #[arg(long, conflicts_with_all = ["theme", "area"])]
    unsorted: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken view rename 'Open crashes' 'Crashes, open'")]
pub struct RenameArgs {
    /// Its name, or its id such as V-3
    view: String,
    /// What to call it
    name: String,
}

pub fn run(command: ViewCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        ViewCommand::List(args) => list(&args, global, out),
        ViewCommand::Show(args) => show(&args, global, out),
        ViewCommand::Save(args) => change(SaveView::from(args), global, out),
        ViewCommand::Rename(args) => {
            let view = one(&views(global)?.views, &args.view)?.id;
            change(RenameView { view, name: args.name }, global, out)
        }
        ViewCommand::Delete(args) => {
            let view = one(&views(global)?.views, &args.view)?.id;
            change(DeleteView { view }, global, out)
        }
        ViewCommand::Undo(args) => {
            let SavedViewList { views, deleted } = views(global)?;
            // One that was deleted may have the name that another has by now.
            let view =
                one(&views, &args.view).or_else(|error| one(&deleted, &args.view).map_err(|_| error))?.id;
            change(UndoView { view }, global, out)
        }
    }
}

impl From<SaveArgs> for SaveView {
    fn from(args: SaveArgs) -> Self {
        let mut parameters: Vec<String> =
            args.filter.typed().map(|(field, value)| format!("{}={value}", field.name())).collect();
        parameters.extend(args.sort.map(|sort| format!("sort={sort}")));
        parameters.extend(args.kind.map(|kind| format!("kind={}", kind.as_str())));
        parameters.extend(args.words.map(|words| format!("q={words}")));
        parameters.extend(args.theme.map(|theme| format!("theme={theme}")));
        parameters.extend(args.area.map(|area| format!("area={area}")));
        parameters.extend(args.unsorted.then(|| "unsorted=1".to_owned()));
        Self { name: args.name, page: args.page, parameters }
    }
}

fn views(global: &Global) -> Result<SavedViewList, AppError> {
    global.view()?.ask(&ListViews)
}

/// The view that is meant by an id, or by a name whatever its case.
fn one<'v>(views: &'v [SavedViewCard], given: &str) -> Result<&'v SavedViewCard, AppError> {
    let id = given.parse::<ViewId>().ok().filter(|_| given.starts_with(['V', 'v']));
    let is_meant = |card: &&SavedViewCard| {
        Some(card.id) == id
            || card.name.as_ref().is_some_and(|name| name.as_str().to_lowercase() == given.to_lowercase())
    };
    views.iter().find(is_meant).ok_or_else(|| {
        let shown: String = given.chars().take(80).collect();
        AppError::not_found(format!("there is no saved view '{shown}'"), NextStep::ListViews)
    })
}

fn list(args: &ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = views(global)?;
    if out.json() {
        return out.data(&list);
    }
    let cards = if args.deleted { &list.deleted } else { &list.views };
    if cards.is_empty() {
        out.note("none; hearken view save NAME keeps a page with its filter and order");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            let day = card.at.strftime("%Y-%m-%d").to_string();
            vec![card.id.to_string(), words(&card.title()), words(&card.says), day]
        })
        .collect();
    table(out, &[left("ID"), left("NAME"), flexible("SHOWS"), left("SAVED")], &rows);
    Ok(())
}

fn show(args: &ShowArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view: View = args.as_of.view(global, out)?.opening_saved(true);
    let list = view.ask(&ListViews)?;
    let card = one(&list.views, &args.view)?;
    for gone in &card.gone {
        out.note(words(gone));
    }
    match card.query(&view)? {
        ViewQuery::Themes(query) => themes::list::answer(&view, &query, out),
        ViewQuery::Theme(query) => themes::show::answer(&view, &query, out),
        ViewQuery::Search(query) => signals::search::answer(&view, &query, out),
    }
}

fn change(
    request: impl CommandRequest<Answer = SavedViewCard>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let card = global.execute(request)?;
    if out.json() {
        return out.data(&card);
    }
    let (id, name) = (card.id, words(&card.title()));
    match card.last {
        ViewChange::Deleted => {
            out.line(format!("{id} deleted: {name}"));
            out.note(format!("bring it back with hearken view undo {id}"));
        }
        ViewChange::Saved | ViewChange::Renamed => {
            out.line(format!("{id} {name}: {}", words(&card.says)));
        }
    }
    for gone in &card.gone {
        out.note(words(gone));
    }
    Ok(())
}
