//! One area: its weeks, its themes, and what became of it.

use std::collections::BTreeMap;

use hearken_domain::{
    AreaId, AreaLineageStep, Lineage, RulingId, SignalFilter, Theme, ThemeId, Timestamp, Verbatim,
};
use hearken_store::Among;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::areas::find::find_area;
use crate::actions::cards::{AreaCard, AreaLink, Facets, SPARK_WEEKS, ThemeCard, ThemeCards, ThemeLink};
use crate::actions::themes::pick::link;
use crate::actions::themes::rulings::{RulingCard, rulings_of_area};
use crate::error::AppError;
use crate::known::known_filter;
use crate::view::View;
use crate::wording;

/// Weeks on the chart, at most: two years.
const CHART_WEEKS_MAX: usize = 104;

/// What to show.
#[derive(Debug, Clone, PartialEq)]
pub struct ShowArea {
    /// Its id, or its name.
    pub area: String,
    /// Counting only signals that this lets through.
    pub filter: SignalFilter,
}

/// An area, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaPage {
    /// As of when.
    pub now: Timestamp,
    /// Its id.
    pub id: AreaId,
    /// Its name.
    pub name: Verbatim,
    /// Its figures, with all weeks of the chart.
    pub card: AreaCard,
    /// When it stopped being found, if it did.
    pub retired_at: Option<Timestamp>,
    /// Its themes, those with most signals first; those that people ignore are left out.
    pub themes: Vec<ThemeCard>,
    /// What became of it, the first first.
    pub lineage: Vec<AreaHistoryStep>,
    /// What people decided about it and still stands, the last first.
    pub rulings: Vec<RulingCard>,
    /// What can be filtered by.
    pub facets: Facets,
}

/// One thing that happened to an area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaHistoryStep {
    /// When it happened.
    pub at: Timestamp,
    /// What became of the area.
    pub what: Lineage,
    /// In one sentence.
    pub says: Verbatim,
    /// Signals it had then; of a theme that went, those that went with it.
    pub signals: u64,
    /// The other area in it.
    pub other: Option<AreaLink>,
    /// The theme that came or went.
    pub theme: Option<ThemeLink>,
    /// The ruling that did it; `None` is a clustering run.
    pub ruling: Option<RulingId>,
}

/// Shows one area; for one that became part of another, that one.
///
/// # Errors
/// There is no such area, the filter names what is not there, or any failure of the store.
pub fn show_area(view: &View, query: &ShowArea) -> Result<AreaPage, AppError> {
    let area = find_area(view, &query.area)?;
    let filter = known_filter(view, &query.filter)?;
    let now = view.as_of()?;
    let read = ThemeCards::read(view, &filter, now)?;
    let themes: BTreeMap<ThemeId, Theme> = view
        .store()
        .themes()
        .living()?
        .values()
        .filter(|theme| theme.area_id == Some(area.id) && !theme.ignored)
        .map(|theme| (theme.id, theme.clone()))
        .collect();
    let mut cards: Vec<ThemeCard> = themes.values().map(|theme| read.card(theme, SPARK_WEEKS)).collect();
    cards.sort_by_key(|card| (std::cmp::Reverse(card.signals), card.id));
    read.quote(view, &mut cards, &themes)?;
    let weeks = read.weeks_since_first(themes.keys().copied(), SPARK_WEEKS, CHART_WEEKS_MAX);
    let lineage = view.store().areas().lineage(area.id)?;
    let own = AreaLink { id: area.id, name: area.name.clone() };
    Ok(AreaPage {
        now,
        id: area.id,
        name: area.name,
        card: read.area(Some(own), cards.iter().map(|card| card.id).collect(), weeks),
        retired_at: area.retired_at,
        themes: cards,
        lineage: lineage.iter().map(|step| history_step(view, step)).collect::<Result<_, _>>()?,
        rulings: rulings_of_area(view, area.id)?,
        facets: Facets::under(view, &query.filter, &Among::Themes(area.themes), "")?,
    })
}

fn history_step(
    view: &View,
    AreaLineageStep { at, by, step, ruling }: &AreaLineageStep,
) -> Result<AreaHistoryStep, AppError> {
    let area =
        |id| Ok::<_, AppError>(view.store().areas().get(id)?.map(|area| AreaLink { id, name: area.name }));
    let other = step.other.map(area).transpose()?.flatten();
    let theme = step.theme.map(|theme| link(view, theme)).transpose()?.flatten();
    let by = ruling.map(|_| by);
    let says = wording::lineage::says_of_area(step, by, other.as_ref(), theme.as_ref());
    let (at, what, signals, ruling) = (*at, step.what, step.signals, *ruling);
    Ok(AreaHistoryStep { at, what, says, signals, other, theme, ruling })
}
