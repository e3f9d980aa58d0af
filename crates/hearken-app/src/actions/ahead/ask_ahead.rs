//! Asking ahead: before anything is built, whose words and needs a plan touches, with verbatims, sizes, and what is not known.

use hearken_analysis::plan::read_plan;
use hearken_domain::{DayCount, SignalFilter, SignalId, ThemeId, Verbatim};
use hearken_store::{Among, CountedFacets, Field};

use crate::actions::ahead::brief::brief;
use crate::actions::ahead::cards::{AskedAhead, PlanTouched, PlanVerbatim};
use crate::actions::ahead::find::{Ranked, find};
use crate::actions::ahead::unknown::unknown;
use crate::actions::ahead::words::{READ_MAX, Sought};
use crate::actions::ahead::{code, people, themes, under_way};
use crate::actions::cards::{Facet, Facets, ThemeCards, TrendCard, signal_cards};
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;

/// Characters of a plan.
pub const PLAN_MAX: usize = 2_000;
/// Verbatims at most.
pub const VERBATIMS_MAX: usize = 50;
/// Verbatims that are shown where nobody says how many.
pub const VERBATIMS: usize = 10;
/// Values of what signals say that are told.
const VALUES_MAX: usize = 20;

/// Asks whose words and needs a plan touches.
#[derive(Debug, Clone, PartialEq)]
pub struct AskAhead {
    /// The plan, in a sentence or two.
    pub plan: String,
    /// Only signals that this lets through.
    pub filter: SignalFilter,
    /// Verbatims at most.
    pub limit: usize,
}

/// Says whose words and needs a plan touches.
///
/// # Errors
/// The plan is empty or long, the filter names what is not there, or any failure of the store.
pub fn ask_ahead(view: &View, query: &AskAhead) -> Result<AskedAhead, AppError> {
    let typed = query.plan.trim();
    check_plan(typed)?;
    let now = view.as_of()?;
    let filter = view.up_to_then(&known_filter(view, &query.filter)?);
    let plan = read_plan(typed);
    let (signals, _) = view.store().signals().span(&filter, Among::Everything)?;
    let sought = Sought::read(view, &plan, &filter)?;
    let found = find(view, &plan, &sought, &filter, query.limit.min(VERBATIMS_MAX))?;
    let cards = ThemeCards::read(view, &filter, now)?;
    let having = sought.newest(READ_MAX);
    let counted = counted(view, &filter, &having)?;
    let of = |field| facets(&counted, field);
    let themes = themes::touched(view, &cards, &plan, &sought, &found, &filter)?;
    let ids: Vec<ThemeId> = themes.iter().map(|touched| touched.theme.id).collect();
    let whose = people::touched(view, &having)?;
    let mut touched = PlanTouched {
        now,
        plan: Verbatim::redacted(view.redact(typed)),
        words: sought.words(view),
        words_needed: sought.needed() as u64,
        having_words: sought.having.len() as u64,
        signals,
        verbatims: verbatims(view, found)?,
        says: of(Field::Says),
        sentiments: of(Field::Sentiment),
        severities: of(Field::Severity),
        trend: trend(view, &cards, &sought, &filter)?,
        worth: whose.worth,
        customers: whose.customers,
        segments: whose.segments,
        components: code::touched(view, &ids)?,
        goals: under_way::goals(view, &ids)?,
        opportunities: under_way::opportunities(view, &ids, &sought)?,
        decisions: under_way::decisions(view, &ids, &sought)?,
        talks: under_way::talks(view, &themes)?,
        themes,
        unknown: Vec::new(),
        facets: Facets::under(view, &query.filter, &Among::Everything, "")?,
    };
    touched.unknown = unknown(view, &touched, &sought, &filter, typed)?;
    let brief = brief(view, &touched, &query.filter)?;
    Ok(AskedAhead { touched, brief })
}

/// Refuses what is no plan.
///
/// # Errors
/// It is empty, or too long.
pub fn check_plan(plan: &str) -> Result<(), AppError> {
    if plan.trim().is_empty() {
        return Err(AppError::user("no plan is given")
            .suggest(NextStep::advice("say in a sentence what is planned: we plan to drop CSV export")));
    }
    if plan.chars().count() > PLAN_MAX {
        return Err(AppError::user(format!("the plan has more than {PLAN_MAX} characters"))
            .suggest(NextStep::advice("say in a sentence or two what is planned")));
    }
    Ok(())
}

/// What the signals that have the words say, in figures.
fn counted(
    view: &View,
    filter: &SignalFilter,
    having: &[SignalId],
) -> Result<Option<CountedFacets>, AppError> {
    if having.is_empty() {
        return Ok(None);
    }
    let rollup = view.store().rollup();
    Ok(Some(rollup.facets(filter, &Among::Everything, Some(having), (READ_MAX, VALUES_MAX))?))
}

fn facets(counted: &Option<CountedFacets>, field: Field) -> Vec<Facet> {
    let counts = counted.as_ref().and_then(|counted| counted.fields.get(&field)).into_iter().flatten();
    counts
        .map(|count| Facet { value: Verbatim::redacted(count.value.clone()), signals: count.signals })
        .collect()
}

/// How those that have the words move among all signals; all of them, for the newest alone would seem to rise.
fn trend(
    view: &View,
    cards: &ThemeCards,
    sought: &Sought,
    filter: &SignalFilter,
) -> Result<Option<TrendCard>, AppError> {
    if sought.having.is_empty() {
        return Ok(None);
    }
    let days = view.store().signals().days(&sought.newest(usize::MAX), filter)?;
    let days: Vec<DayCount> = days.into_values().flatten().collect();
    Ok(Some(cards.trend_of_days(&days, None)))
}

fn verbatims(view: &View, found: Vec<Ranked>) -> Result<Vec<PlanVerbatim>, AppError> {
    let (signals, passages): (Vec<_>, Vec<_>) =
        found.into_iter().map(|ranked| (ranked.signal, (ranked.passage, ranked.by))).unzip();
    let mut verbatims = Vec::new();
    for (signal, (passage, by)) in signal_cards(view, &signals)?.into_iter().zip(passages) {
        let read = view.store().readings().of(signal.id)?;
        verbatims.push(PlanVerbatim {
            passage,
            by,
            says: read.as_ref().map(|read| read.says),
            sentiment: read.as_ref().map(|read| read.sentiment),
            severity: read.as_ref().and_then(|read| read.severity),
            signal,
        });
    }
    Ok(verbatims)
}
