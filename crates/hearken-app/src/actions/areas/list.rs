//! All areas under a filter, the largest first.

use std::cmp::Reverse;

use hearken_domain::{SignalFilter, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{AreaCard, AreaLink, SPARK_WEEKS, ThemeCards};
use crate::error::AppError;
use crate::known::known_filter;
use crate::view::View;

/// What to list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AreaQuery {
    /// Counting only signals that this lets through.
    pub filter: SignalFilter,
}

/// Areas, and what they were counted among.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaList {
    /// As of when.
    pub now: Timestamp,
    /// The areas that live, those with most signals first; themes that people ignore are left out of them.
    pub areas: Vec<AreaCard>,
    /// Signals under the filter.
    pub signals: u64,
}

/// Lists areas.
///
/// # Errors
/// The filter names what is not there, or any failure of the store.
pub fn list_areas(view: &View, query: &AreaQuery) -> Result<AreaList, AppError> {
    let filter = known_filter(view, &query.filter)?;
    let now = view.as_of()?;
    let read = ThemeCards::read(view, &filter, now)?;
    let themes = view.store().themes().living()?;
    let mut areas = Vec::new();
    for area in view.store().areas().all()?.into_iter().filter(|area| area.retired_at.is_none()) {
        let shown = |theme: &&hearken_domain::Theme| theme.area_id == Some(area.id) && !theme.ignored;
        let mut of_area: Vec<_> = themes.values().filter(shown).map(|theme| theme.id).collect();
        of_area.sort_by_key(|theme| (Reverse(read.signals_of(*theme)), *theme));
        areas.push(read.area(Some(AreaLink { id: area.id, name: area.name }), of_area, SPARK_WEEKS));
    }
    areas.sort_by_key(|card| (Reverse(card.signals), card.id));
    Ok(AreaList { now, areas, signals: read.signals() })
}

/// The areas to choose from, by name.
///
/// # Errors
/// Any failure of the store.
pub fn pick_areas(view: &View) -> Result<Vec<AreaLink>, AppError> {
    let areas = view.store().areas().all()?.into_iter().filter(|area| area.retired_at.is_none());
    let mut links: Vec<AreaLink> = areas.map(|area| AreaLink { id: area.id, name: area.name }).collect();
    links.sort_by_cached_key(|link| link.name.as_str().to_lowercase());
    Ok(links)
}
