//! One theme: its words, its weeks, its most representative verbatims, where it comes from, and every signal in it.

use hearken_domain::{Lineage, LineageStep, RulingId, SignalFilter, Theme, ThemeId, Timestamp, Verbatim};
use hearken_store::{Among, Field};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{
    Facet, Facets, InBursts, SPARK_WEEKS, SignalCard, ThemeCard, ThemeCards, ThemeLink, facet, signal_cards,
};
use crate::actions::customers::whose::{Whose, whose_it_is};
use crate::actions::decisions::cards::DecisionRow;
use crate::actions::decisions::read::resting_on;
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::goals::read::Goals;
use crate::actions::releases::near::{AfterRelease, after_release};
use crate::actions::signals::list::{cursor, parse_cursor};
use crate::actions::signals::one_row::page_in_rows;
use crate::actions::signals::words::said;
use crate::actions::themes::passages::{Besides, besides};
use crate::actions::themes::pick::link;
use crate::actions::themes::reads::{ThemeReads, reads};
use crate::actions::themes::rulings::{RulingCard, standing_rulings};
use crate::actions::themes::strength::{Strengths, strengths};
use crate::actions::themes::trend::{ThemeTrend, theme_trend};
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;
use crate::wording;

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
    /// Whether the list is cut by rows: what is of one burst is one, and comes with the newest of it.
    pub in_rows: bool,
    /// Signals, or rows, in the list, and signals in that of those that speak of it besides.
    pub limit: usize,
    /// Customers in the list of those whose its signals are.
    pub customers: usize,
}

/// A theme, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemePage {
    /// As of when.
    pub now: Timestamp,
    /// Its card, with all weeks of the chart.
    pub card: ThemeCard,
    /// Its days, when its share changed, and what may come.
    pub trend: ThemeTrend,
    /// When the first of its signals was said, whatever the filter.
    pub first_heard: Option<Timestamp>,
    /// The last release before that, where it is near; it says nothing of causes.
    pub after_release: Option<AfterRelease>,
    /// Whose its signals are: the customers, and what they are worth; `None` where no customer is known at
    /// all.
    pub whose: Option<Whose>,
    /// Phrases that set it apart.
    pub words: Vec<Verbatim>,
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
    /// The goals that people said it stands in the way of, the open ones first.
    pub goals: Vec<BlockedGoal>,
    /// Decisions that rest on it.
    pub decisions: Vec<DecisionRow>,
    /// How much customers need what it asks for.
    pub strengths: Strengths,
    /// Its most representative signals.
    pub exemplars: Vec<Exemplar>,
    /// Its signals by source.
    pub by_source: Vec<Facet>,
    /// Its signals by product.
    pub by_product: Vec<Facet>,
    /// Its signals by version.
    pub by_version: Vec<Facet>,
    /// Its signals by label; one counts once for each of its labels.
    pub by_label: Vec<Facet>,
    /// Its signals that are open, and closed, at sources that say so.
    pub by_state: Vec<Facet>,
    /// Its signals by their sources' own words for how far they are.
    pub by_status: Vec<Facet>,
    /// Its signals by rating.
    pub by_rating: Vec<Facet>,
    /// What its signals say, in which mood, and how bad its pain points are.
    pub reads: ThemeReads,
    /// How many of its signals under the filter are near-duplicate reports of each other.
    pub in_bursts: InBursts,
    /// Signals under the filter whose own theme is another, or none, and that speak of this one besides. No other count has
    /// them in it.
    pub besides: u64,
    /// The same in words, where there are some.
    pub besides_says: Option<String>,
    /// The newest of them, each with the passage that speaks of it.
    pub besides_signals: Vec<Besides>,
    /// Its signals, newest first.
    pub signals: Vec<SignalCard>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// What can be filtered by.
    pub facets: Facets,
}

/// One thing that happened to a theme.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Step {
    /// When it happened.
    pub at: Timestamp,
    /// What became of the theme.
    pub what: Lineage,
    /// In one sentence.
    pub says: Verbatim,
    /// Signals it had then; of a part, those that went with it.
    pub signals: u64,
    /// The other theme in it.
    pub other: Option<ThemeLink>,
    /// The ruling that did it; `None` is a clustering run.
    pub ruling: Option<RulingId>,
}

/// A representative signal with what its writer says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Exemplar {
    /// The signal.
    pub signal: SignalCard,
    /// Its words without boilerplate.
    pub text: Verbatim,
}

/// Shows one theme.
///
/// # Errors
/// There is no such theme, the filter names what is not there, the cursor is not one, or any failure of the store.
pub fn show_theme(view: &View, query: &ShowTheme) -> Result<ThemePage, AppError> {
    let theme = known_theme(view, query.id)?;
    let now = view.as_of()?;
    let filter = view.up_to_then(&known_filter(view, &query.filter)?);
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let of_theme = Some(Some(theme.id));
    let read = ThemeCards::read(view, &filter, now)?;
    let weeks = read.weeks_since_first([theme.id], SPARK_WEEKS, CHART_WEEKS_MAX);
    let page = match query.in_rows {
        true => page_in_rows(view, &filter, &Among::Theme(theme.id), after, query.limit)?,
        false => view.store().signals().page(&filter, of_theme, after, query.limit)?,
    };
    let mut representative = view.store().signals().several(&theme.exemplars)?;
    representative.retain(|signal| view.counts(signal));
    let templates = view.templates()?;
    let exemplars = signal_cards(view, &representative)?
        .into_iter()
        .zip(representative)
        .map(|(card, signal)| {
            let text = said(&signal, templates.of(signal.source.0));
            Exemplar { signal: card, text }
        })
        .collect();
    let bursts = view.store().bursts().in_theme(theme.id, &filter)?;
    let by = |field| facet(view, field, &filter, of_theme);
    let (besides, besides_signals) = besides(view, theme.id, &filter, query.limit)?;
    let everything = view.up_to_then(&SignalFilter::default());
    let (_, heard) = view.store().signals().span(&everything, of_theme)?;
    let first_heard = heard.map(|(first, _)| first);
    Ok(ThemePage {
        now,
        card: ThemeCard { besides, ..read.card(&theme, weeks) },
        trend: theme_trend(view, &read, &theme, weeks)?,
        first_heard,
        after_release: after_release(view, theme.id, first_heard)?,
        whose: whose_it_is(view, theme.id, &filter, read.signals_of(theme.id), query.customers)?,
        words: view.store().themes().distinctive_phrases(theme.id)?,
        retired_at: theme.retired_at,
        merged_into: theme.merged_into.map(|into| link(view, into)).transpose()?.flatten(),
        ignored: theme.ignored,
        lineage: view
            .store()
            .themes()
            .lineage(theme.id)?
            .iter()
            .map(|step| step_card(view, step))
            .collect::<Result<_, _>>()?,
        rulings: standing_rulings(view, theme.id)?,
        goals: Goals::read(view)?.of_theme(theme.id)?,
        decisions: resting_on(view, theme.id)?,
        strengths: strengths(view, theme.id)?,
        exemplars,
        by_source: by(Field::Source)?,
        by_product: by(Field::Product)?,
        by_version: by(Field::Version)?,
        by_label: by(Field::Label)?,
        by_state: by(Field::State)?,
        by_status: by(Field::Status)?,
        by_rating: by(Field::Rating)?,
        reads: reads(view, &filter, of_theme)?,
        in_bursts: InBursts { bursts: bursts.bursts, signals: bursts.signals },
        besides,
        besides_says: wording::besides::more(besides),
        besides_signals,
        signals: signal_cards(view, &page.signals)?,
        next: page.next.map(cursor),
        facets: Facets::under(view, &query.filter, &Among::Theme(theme.id), "")?,
    })
}

fn known_theme(view: &View, id: ThemeId) -> Result<Theme, AppError> {
    let missing = || AppError::not_found(format!("there is no theme {id}"), NextStep::ListThemes);
    view.store().themes().get(id)?.ok_or_else(missing)
}

fn step_card(view: &View, step: &LineageStep) -> Result<Step, AppError> {
    let other = step.other.map(|other| link(view, other)).transpose()?.flatten();
    let says = wording::lineage::says(step, other.as_ref());
    Ok(Step { at: step.at, what: step.what, says, signals: step.signals, other, ruling: step.ruling })
}
