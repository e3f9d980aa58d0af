//! `hearken theme`.

use std::num::NonZeroUsize;

use clap::{Args, Subcommand};
use hearken_domain::{CustomerState, SignalState, ThemeId, Verbatim, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::customers::name;
use crate::cli::filter::FilterArgs;
use crate::cli::goals::show_blocked;
use crate::cli::out::{Out, safe, words};
use crate::cli::themes::list::trend;
use crate::cli::themes::rulings::{
    MergeArgs, MoveArgs, RenameArgs, SplitArgs, ThemeArg, UndoArgs, rule, split,
};
use crate::cli::themes::strength::{StrengthArgs, judge, show_strengths};
use hearken_app::actions::cards::{Facet, InBursts, Row, SignalCard, rows, shown_as_one};
use hearken_app::actions::customers::whose::Whose;
use hearken_app::actions::themes::mark::{IgnoreTheme, PinTheme};
use hearken_app::actions::themes::merge::MergeThemes;
use hearken_app::actions::themes::reads::ThemeReads;
use hearken_app::actions::themes::rename::RenameTheme;
use hearken_app::actions::themes::show::{ShowTheme, ThemePage};
use hearken_app::actions::themes::undo_ruling::UndoRuling;
use hearken_app::error::AppError;
use hearken_app::view::View;

/// What is said beside versions.
const COUNTS: &str = " (counts, not rates: how many use each version is not known)";

#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// Show a theme: its words, trend, most representative verbatims and newest signals
    Show(ShowArgs),
    /// Call a theme by another name
    Rename(RenameArgs),
    /// Make themes part of another
    Merge(MergeArgs),
    /// Make the parts of a theme themes of their own
    Split(SplitArgs),
    /// Put signals into another theme, or into none
    Move(MoveArgs),
    /// Keep a theme, however small it becomes
    #[command(after_help = "Example: hearken theme pin T-3")]
    Pin(ThemeArg),
    /// Leave a theme out of every list
    #[command(after_help = "Example: hearken theme ignore T-3")]
    Ignore(ThemeArg),
    /// Say how much a customer needs what a theme asks for
    Strength(StrengthArgs),
    /// Undo a ruling
    Undo(UndoArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken theme show T-42 --since 2024-01-01")]
pub struct ShowArgs {
    /// Which theme, such as T-42
    theme: ThemeId,
    /// Newest signals to list
    #[arg(long, default_value = "10", value_name = "N")]
    limit: NonZeroUsize,
    /// Customers to list, those with most signals in it
    #[arg(long, default_value = "10", value_name = "N")]
    customers: usize,
    /// Where the list goes on, as an earlier answer gave it
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(command: ThemeCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let args = match command {
        ThemeCommand::Show(args) => args,
        ThemeCommand::Rename(args) => return rule(RenameTheme::from(args), global, out),
        ThemeCommand::Merge(args) => return rule(MergeThemes::from(args), global, out),
        ThemeCommand::Split(args) => return split(&args, global, out),
        ThemeCommand::Move(args) => return rule(args.read()?, global, out),
        ThemeCommand::Pin(args) => return rule(PinTheme { theme: args.theme }, global, out),
        ThemeCommand::Ignore(args) => return rule(IgnoreTheme { theme: args.theme }, global, out),
        ThemeCommand::Strength(args) => return judge(&args, global, out),
        ThemeCommand::Undo(args) => return rule(UndoRuling::from(args), global, out),
    };
    let view = args.as_of.view(global, out)?;
    let filter = args.filter.read(&view)?;
    let query = ShowTheme {
        id: args.theme,
        filter,
        cursor: args.cursor,
        in_rows: false,
        limit: args.limit.get(),
        customers: args.customers,
    };
    answer(&view, &query, out)
}

/// Shows a theme.
pub fn answer(view: &View, query: &ShowTheme, out: &mut Out) -> Result<(), AppError> {
    // Programs get signals, people rows.
    let page = view.ask(&ShowTheme { in_rows: !out.json(), ..query.clone() })?;
    if out.json() {
        return out.data(&page);
    }
    show(&page, out);
    Ok(())
}

fn show(page: &ThemePage, out: &mut Out) {
    let card = &page.card;
    out.line(console::style(format!("{}  {}", card.id, words(&card.name))).bold().to_string());
    let rating =
        card.rating_mean.map_or_else(String::new, |rating| format!(", rated {rating:.1} on average"));
    let signals = format!("{}{}", counted(card.signals, "signal"), bursts(page.in_bursts));
    let besides = page.besides_says.as_ref().map_or_else(String::new, |more| format!(" and {more}"));
    out.line(format!("{}, {signals}{besides}{rating}  {}", card.kind.label(), trend(&card.trend)));
    page.not_counted.says().into_iter().for_each(|says| out.line(says));
    if let Some(at) = page.first_heard {
        out.line(format!("first heard {}", at.strftime("%Y-%m-%d")));
    }
    if let Some(after) = &page.after_release {
        out.line(format!("{} ({})", words(&after.says), after.release.id));
    }
    if let Some(description) = &card.description {
        out.line(format!("“{}”", words(description)));
    }
    if let Some(into) = &page.merged_into {
        out.line(format!("part of {} now: {}", into.id, words(&into.name)));
    } else if let Some(at) = page.retired_at {
        out.line(format!("no longer found since {}", at.strftime("%Y-%m-%d")));
    }
    for (is, what) in [(card.pinned, "pinned"), (page.ignored, "ignored: in no list")] {
        if is {
            out.line(what);
        }
    }
    if let Some(area) = &card.area {
        let id = card.area_id.map_or_else(String::new, |id| format!("{id}, "));
        out.line(format!("area: {id}{}", words(area)));
    }
    if let Some(whose) = &page.whose {
        show_whose(whose, out);
    }
    show_blocked(&page.goals, out);
    show_strengths(&page.strengths, out);
    show_reads(&page.reads, out);
    show_trend(page, out);
    out.line(format!("words: {}", page.words.iter().map(words).collect::<Vec<_>>().join(" · ")));
    let from = [
        ("source", &page.by_source),
        ("product", &page.by_product),
        ("version", &page.by_version),
        ("label", &page.by_label),
        ("state", &page.by_state),
        ("status", &page.by_status),
    ];
    for (name, facets) in from.into_iter().filter(|(_, facets)| !facets.is_empty()) {
        let note = if name == "version" { COUNTS } else { "" };
        out.line(format!("{name}: {}{note}", safe(&counts(facets))));
    }
    if !page.lineage.is_empty() {
        out.line("history:");
    }
    for step in &page.lineage {
        out.line(format!("  {}  {}", step.at.strftime("%Y-%m-%d"), words(&step.says)));
    }
    out.line("");
    out.line(console::style("Most representative").bold().to_string());
    for exemplar in &page.exemplars {
        out.line("");
        title(&exemplar.signal, out);
        out.verbatim(&exemplar.text.excerpt(600), 2);
        out.line(format!("  {}", console::style(origin(&exemplar.signal)).dim()));
    }
    show_besides(page, out);
    show_newest(page, out);
}

/// How it moves, when its share changed, what came with releases, and what may come.
fn show_trend(page: &ThemePage, out: &mut Out) {
    let (card, trend) = (&page.card, &page.trend);
    out.line(format!("trend: {}: {}", card.trend.direction.label(), card.trend.why));
    if trend.undated > 0 {
        out.line(format!("undated, no part of the trend: {}", counted(trend.undated, "signal")));
    }
    for change in &trend.changes {
        out.line(format!("share changed: {}  {}", change.day, change.says));
    }
    match &trend.forecast {
        Some(forecast) => out.line(format!("forecast: {}", forecast.says)),
        None => out.line("forecast: none, it takes eight weeks since it was first heard"),
    }
    if !trend.releases.is_empty() {
        out.line("after the last releases (after is not because):");
    }
    for one in &trend.releases {
        let day = one.release.at.strftime("%Y-%m-%d");
        out.line(format!("  {day}  {}: {}", words(&one.release.name), one.says));
    }
}

/// What its signals say, in which mood, and how bad its pain points are.
fn show_reads(reads: &ThemeReads, out: &mut Out) {
    let Some(told) = &reads.told else { return };
    out.line(format!("says: {told}"));
    let shares = |shares: Vec<(&str, u64, f64)>| {
        let each =
            shares.iter().map(|(label, signals, share)| format!("{label} {signals} ({:.0}%)", share * 100.0));
        each.collect::<Vec<_>>().join(", ")
    };
    let sentiment = reads.sentiment.iter().map(|one| (one.value.label(), one.signals, one.share));
    out.line(format!("sentiment: {}", shares(sentiment.collect())));
    if !reads.severity.is_empty() {
        let severity = reads.severity.iter().map(|one| (one.value.label(), one.signals, one.share));
        out.line(format!("severity of its pain points: {}", shares(severity.collect())));
    }
}

/// Whose its signals are, and how the sum of their revenue came about.
fn show_whose(whose: &Whose, out: &mut Out) {
    out.line(format!("whose: {}", safe(&whose.worth.says)));
    for customer in &whose.customers {
        let revenue = match (&customer.revenue, customer.state) {
            (Some(revenue), CustomerState::Customer) => safe(&revenue.says),
            (Some(revenue), state) => format!("{state}, not counted: {}", safe(&revenue.says)),
            (None, CustomerState::Customer) => "no revenue known".to_owned(),
            (None, state) => state.to_string(),
        };
        let named = name(customer.name.as_ref());
        out.line(format!("  {} {named}: {}, {revenue}", customer.id, counted(customer.signals, "signal")));
    }
    if whose.more > 0 {
        let sums: Vec<String> = whose.revenue_of_more.iter().map(ToString::to_string).collect();
        let sums = if sums.is_empty() { String::new() } else { format!(", {} a year", sums.join(" and ")) };
        out.line(format!("  and {} more{sums}", counted(whose.more, "customer")));
    }
}

/// Its newest signals.
fn show_newest(page: &ThemePage, out: &mut Out) {
    out.line("");
    out.line(console::style("Newest").bold().to_string());
    let rows = rows(page.signals.clone(), |signal| signal);
    for row in &rows {
        out.line("");
        title(&row.item, out);
        out.verbatim(&row.item.excerpt, 2);
        out.line(format!("  {}", console::style(origin(&row.item)).dim()));
        alike(row, |signal| signal, out);
    }
    if let Some(says) = shown_as_one(&rows) {
        out.line("");
        out.line(says);
    }
    if let Some(next) = &page.next {
        out.line("");
        out.line(format!("more: hearken theme show {} --cursor {next}", page.card.id));
    }
}

/// What signals of other themes say of it.
fn show_besides(page: &ThemePage, out: &mut Out) {
    if page.besides_signals.is_empty() {
        return;
    }
    out.line("");
    out.line(console::style("Speak of it besides, counted in their own theme").bold().to_string());
    for one in &page.besides_signals {
        out.line("");
        title(&one.signal, out);
        out.verbatim(&one.passage.excerpt(600), 2);
        let own = one.signal.theme.as_ref();
        let own = own.map_or_else(
            || "in no theme".to_owned(),
            |theme| format!("of theme {} {}", theme.id, words(&theme.name)),
        );
        out.line(format!("  {}", console::style(format!("{}, {own}", origin(&one.signal))).dim()));
    }
}

/// A signal's title, above what it says.
pub fn title(signal: &hearken_app::actions::cards::SignalCard, out: &mut Out) {
    if let Some(title) = &signal.title {
        out.line(format!("  {}", console::style(words(title)).bold()));
    }
}

/// Where a signal comes from, on one line.
pub fn origin(signal: &hearken_app::actions::cards::SignalCard) -> String {
    let rating = signal.rating.map_or_else(String::new, |rating| format!(", rated {rating}"));
    let product = signal.product.as_ref().map_or_else(String::new, |product| format!(", {}", words(product)));
    let state =
        state(signal.state, signal.status.as_ref()).map_or_else(String::new, |state| format!(", {state}"));
    let reads = signal
        .reading
        .as_ref()
        .map_or_else(String::new, |reading| format!(", {}", reading.words().join(", ")));
    let labels: String = signal.labels.iter().map(|label| format!(" [{}]", words(label))).collect();
    let undated = if signal.undated { "undated, came " } else { "" };
    let day = signal.at.strftime("%Y-%m-%d");
    safe(&format!("{}, {undated}{day}, {}{product}{rating}{reads}{state}{labels}", signal.id, signal.source))
}

/// Whether it is open at its source, with the source's own word where that says more.
pub fn state(state: Option<SignalState>, status: Option<&Verbatim>) -> Option<String> {
    match (state, status.map(words)) {
        (Some(state), Some(status)) => Some(format!("{state}: {status}")),
        (Some(state), None) => Some(state.to_string()),
        (None, status) => status,
    }
}

fn counts(facets: &[Facet]) -> String {
    let shown: Vec<String> =
        facets.iter().take(6).map(|facet| format!("{} {}", words(&facet.value), facet.signals)).collect();
    shown.join(" · ")
}

/// How many of some signals are in bursts, behind their number.
fn bursts(found: InBursts) -> String {
    match found.bursts {
        0 => String::new(),
        bursts => format!(" ({} of them in {})", found.signals, counted(bursts, "burst")),
    }
}

/// The others of a burst, below the row that stands for it.
pub fn alike<T>(row: &Row<T>, card: impl Fn(&T) -> &SignalCard, out: &mut Out) {
    let Some(burst) = row.burst else { return };
    let others: Vec<String> = row.others.iter().take(10).map(|other| card(other).id.to_string()).collect();
    let here = if others.is_empty() { String::new() } else { format!(", with {}", others.join(", ")) };
    let says = format!(
        "{} alike{here}; hearken signal show {} has them",
        counted(burst.signals, "report"),
        card(&row.item).id
    );
    out.line(format!("  {says}"));
}
