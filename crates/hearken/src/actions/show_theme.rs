//! One theme: its words, its weeks, its most telling verbatims, where it comes from, and every signal in it.

use hearken_domain::{SignalFilter, SignalId, ThemeId, Timestamp};
use hearken_store::Field;
use serde::Serialize;

use super::cards::{Facet, Facets, SignalCard, ThemeCard, ThemeCards, facet, signal_cards};
use super::today::SPARK_WEEKS;
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
