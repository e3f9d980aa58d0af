//! Themes to choose from: what can be merged or moved to.

use std::cmp::Reverse;

use hearken_domain::{SignalFilter, Theme, ThemeId};

use crate::actions::cards::ThemeLink;
use crate::error::AppError;
use crate::view::View;

/// More themes than this are not offered: nobody reads on, and ten thousand make a page of a megabyte.
const OFFERED_MAX: usize = 200;

/// Themes to choose from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfferedThemes {
    /// By name.
    pub themes: Vec<ThemeLink>,
    /// Whether there are others, which can be named by their ids.
    pub more: bool,
}

impl OfferedThemes {
    /// Those without some, which cannot be chosen.
    pub fn without(mut self, left_out: impl Fn(ThemeId) -> bool) -> Self {
        self.themes.retain(|theme| !left_out(theme.id));
        self
    }
}

/// A theme's name and id, if it is there.
///
/// # Errors
/// Any failure of the store.
pub fn link(view: &View, id: ThemeId) -> Result<Option<ThemeLink>, AppError> {
    Ok(view.store().themes().get(id)?.map(|theme| ThemeLink { id, name: theme.name }))
}

/// How many themes live.
///
/// # Errors
/// Any failure of the store.
pub fn count(view: &View) -> Result<u64, AppError> {
    Ok(view.store().themes().totals()?.themes)
}

/// The living themes, by name: what can be merged or moved to. Of more than two hundred those of the same area as `near`, and
/// the largest.
///
/// # Errors
/// Any failure of the store.
pub fn themes(view: &View, near: Option<ThemeId>) -> Result<OfferedThemes, AppError> {
    let living = view.store().themes().living()?;
    let mut themes: Vec<&Theme> = living.values().collect();
    let more = themes.len() > OFFERED_MAX;
    if more {
        let area = near.and_then(|near| living.get(&near)).and_then(|theme| theme.area_id);
        let sums = view.store().rollup().by_theme(&SignalFilter::default())?;
        let signals = |theme: &Theme| sums.get(&Some(theme.id)).map_or(0, |sum| sum.signals);
        let beside = |theme: &Theme| area.is_some() && theme.area_id == area;
        themes.sort_by_cached_key(|theme| (Reverse(beside(theme)), Reverse(signals(theme)), theme.id));
        themes.truncate(OFFERED_MAX);
    }
    themes.sort_by_cached_key(|theme| theme.name.as_str().to_lowercase());
    let link = |theme: &Theme| ThemeLink { id: theme.id, name: theme.name.clone() };
    Ok(OfferedThemes { themes: themes.into_iter().map(link).collect(), more })
}
