//! One theme: its words, its weeks, its most telling verbatims, where it comes from, and every signal in it.

use hearken_domain::{Ancestor, Lineage, RulingId, SignalFilter, SignalId, ThemeId, Timestamp};
use hearken_store::Field;
use serde::Serialize;

use crate::actions::cards::{
    Facet, Facets, SignalCard, ThemeCard, ThemeCards, ThemeLink, facet, signal_cards,
};
use crate::actions::themes::rule::{RulingCard, link, list_rulings};
use crate::actions::themes::today::SPARK_WEEKS;
use crate::app::{App, AppError};

/// Weeks on the chart, at most: two years.
const CHART_WEEKS_MAX: usize = 104;

/// What to show.
#[derive(Debug, Clone, PartialEq)]
pub struct ShowTheme {
    /// The theme.
    pub id: ThemeId,
    /// Counting and listing only signals that this lets through.
    pub filter: SignalFilter,
    /// Where the list of signals goes on, as [`ThemePage::next`] gave it.
    pub cursor: Option<String>,
    /// Signals in the list.
    pub limit: usize,
}

/// A theme, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThemePage {
    /// As of when.
    pub now: Timestamp,
    /// Its card, with all weeks of the chart.
    pub card: ThemeCard,
    /// Phrases that set it apart.
    pub words: Vec<String>,
    /// When it stopped being found, if it did.
    pub retired_at: Option<Timestamp>,
    /// The theme that its signals went to, if it is part of another now.
    pub merged_into: Option<ThemeLink>,
    /// A person does not want to see it in lists.
    pub ignored: bool,
    /// What became of it, the first first.
    pub lineage: Vec<Step>,
    /// What people decided about it and still stands, the last first.
    pub rulings: Vec<RulingCard>,
    /// Its most telling signals.
    pub exemplars: Vec<Exemplar>,
    /// Its signals by source.
    pub by_source: Vec<Facet>,
    /// Its signals by product.
    pub by_product: Vec<Facet>,
    /// Its signals by version.
    pub by_version: Vec<Facet>,
    /// Its signals by segment.
    pub by_segment: Vec<Facet>,
    /// Its signals by rating.
    pub by_rating: Vec<Facet>,
    /// Its signals, newest first.
    pub signals: Vec<SignalCard>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// What can be filtered by.
    pub facets: Facets,
}

/// One thing that happened to a theme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Lineage,
    /// In one sentence.
    pub says: String,
    /// Signals it had then; of a part, those that went with it.
    pub signals: u64,
    /// The other theme in it.
    pub other: Option<ThemeLink>,
    /// The ruling that did it; `None` is a learning.
    pub ruling: Option<RulingId>,
}

/// A telling signal with all its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exemplar {
    /// The signal.
    pub signal: SignalCard,
    /// All its words.
    pub text: String,
}

/// Shows one theme.
///
/// # Errors
/// There is no such theme, the cursor is not one, or any failure of the store.
pub fn show_theme(app: &App, query: &ShowTheme) -> Result<ThemePage, AppError> {
    let theme = app.store().theme(query.id)?.ok_or_else(|| {
        AppError::not_found(format!("there is no theme {}", query.id), "hearken themes lists those there are")
    })?;
    let now = app.as_of()?;
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let of_theme = Some(Some(theme.id));
    let read = ThemeCards::read(app, &query.filter, now)?;
    let weeks = read.weeks_since_first(theme.id, SPARK_WEEKS, CHART_WEEKS_MAX);
    let page = app.store().page(&query.filter, of_theme, after, query.limit)?;
    let telling = app.store().signals(&theme.exemplars)?;
    let exemplars = signal_cards(app, &telling)?
        .into_iter()
        .zip(telling)
        .map(|(card, signal)| Exemplar { signal: card, text: signal.verbatim.into_string() })
        .collect();
    let by = |field| facet(app, field, &query.filter, of_theme);
    Ok(ThemePage {
        now,
        card: read.card(&theme, weeks),
        words: theme.words,
        retired_at: theme.retired_at,
        merged_into: theme.merged_into.map(|into| link(app, into)).transpose()?.flatten(),
        ignored: theme.ignored,
        lineage: app
            .store()
            .lineage(theme.id)?
            .iter()
            .map(|step| told(app, step))
            .collect::<Result<_, _>>()?,
        rulings: list_rulings(app)?
            .into_iter()
            .filter(|card| card.ruling.undone_at.is_none() && card.ruling.what.themes().contains(&theme.id))
            .collect(),
        exemplars,
        by_source: by(Field::Source)?,
        by_product: by(Field::Product)?,
        by_version: by(Field::Version)?,
        by_segment: by(Field::Segment)?,
        by_rating: by(Field::Rating)?,
        signals: signal_cards(app, &page.signals)?,
        next: page.next.map(cursor),
        facets: Facets::of_everything(app)?,
    })
}

fn told(app: &App, step: &Ancestor) -> Result<Step, AppError> {
    let other = step.other.map(|other| link(app, other)).transpose()?.flatten();
    let name = other.as_ref().map_or_else(String::new, |other| format!("{} ({})", other.id, other.name));
    let by = if step.ruling.is_some() { "by a person" } else { "by a learning" };
    let count = step.signals;
    let says = match (step.what, &other) {
        (Lineage::Born, Some(_)) => format!("born out of {name} {by}, with {count} signals"),
        (Lineage::Born, None) => format!("born {by}, with {count} signals"),
        (Lineage::Grew, Some(_)) => format!("took in {name} {by}: {count} signals"),
        (Lineage::Grew, None) => format!("{count} signals {by}"),
        (Lineage::Merged, _) => format!("became part of {name} {by}, with {count} signals"),
        (Lineage::Split, _) => format!("gave {count} signals to {name} {by}"),
        (Lineage::Retired, _) => format!("no longer found {by}; it had {count} signals"),
        (Lineage::Returned, _) => format!("returned {by}, with {count} signals"),
    };
    Ok(Step { at: step.at, what: step.what, says, signals: count, other, ruling: step.ruling })
}

/// The time and number of the last signal shown, as text that goes into a link.
pub fn cursor((at, id): (Timestamp, SignalId)) -> String {
    format!("{}.{}", at.as_millisecond(), id.0)
}

/// Reads what [`cursor`] wrote.
///
/// # Errors
/// It is not one.
pub fn parse_cursor(text: &str) -> Result<(Timestamp, SignalId), AppError> {
    let parse = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, SignalId(id.parse().ok()?)))
    };
    parse().ok_or_else(|| {
        AppError::user("the cursor is not one that a page gave").hint("start again without a cursor")
    })
}
