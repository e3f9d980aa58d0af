//! Themes to choose from: what can be merged or moved to.

use hearken_domain::ThemeId;

use crate::actions::cards::ThemeLink;
use crate::error::AppError;
use crate::view::View;

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

/// The living themes, by name: what can be merged or moved to.
///
/// # Errors
/// Any failure of the store.
pub fn themes(view: &View) -> Result<Vec<ThemeLink>, AppError> {
    let themes = view.store().themes().living()?.into_iter();
    let mut links: Vec<ThemeLink> =
        themes.map(|theme| ThemeLink { id: theme.id, name: theme.name }).collect();
    links.sort_by_cached_key(|link| link.name.as_str().to_lowercase());
    Ok(links)
}
