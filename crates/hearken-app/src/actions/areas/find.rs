//! The area that somebody means: by its id, or by its name.

use hearken_domain::{Area, AreaId, ThemeId};
use hearken_store::Among;

use crate::error::AppError;
use crate::known::check_theme;
use crate::near::{near, quoted, shown};
use crate::next_step::NextStep;
use crate::view::View;

/// Areas named where one is not there and none is like it.
const NAMED: usize = 3;

/// The area of that id or name; for one that became part of another, that one.
///
/// # Errors
/// There is none, or several have the name; or any failure of the store.
pub(crate) fn find_area(view: &View, typed: &str) -> Result<Area, AppError> {
    let areas = view.store().areas().all()?;
    if let Ok(id) = typed.parse::<AreaId>() {
        return lives_on(&areas, id).cloned().ok_or_else(|| unknown(&id.to_string(), &areas));
    }
    let wanted = typed.trim().to_lowercase();
    let called = |area: &&Area| area.retired_at.is_none() && area.name.as_str().to_lowercase() == wanted;
    let mut called = areas.iter().filter(called);
    match (called.next(), called.next()) {
        (None, _) => Err(unknown(&format!("'{}'", shown(typed)), &areas)),
        (Some(area), None) => Ok(area.clone()),
        (Some(one), Some(other)) => {
            Err(AppError::user(format!("several areas are called '{}'", shown(typed)))
                .suggest(NextStep::advice(format!("name it by its id: {} or {}", one.id, other.id))))
        }
    }
}

/// Refuses an area that is not there.
pub(crate) fn check_area(view: &View, id: AreaId) -> Result<(), AppError> {
    let areas = view.store().areas().all()?;
    match areas.iter().any(|area| area.id == id) {
        true => Ok(()),
        false => Err(unknown(&id.to_string(), &areas)),
    }
}

/// Whose signals are meant: of a theme (`Some(None)` is *unsorted*), of an area, of both, or of all.
pub(crate) fn among(
    view: &View,
    theme: Option<Option<ThemeId>>,
    area: Option<&str>,
) -> Result<Among, AppError> {
    check_theme(view, theme.flatten())?;
    let themes = match area.map(|typed| find_area(view, typed)).transpose() {
        Ok(None) => return Ok(theme.into()),
        Ok(Some(area)) => area.themes,
        Err(AppError::NotFound { .. }) if view.opens_saved() => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(match theme {
        None => Among::Themes(themes),
        Some(Some(theme)) if themes.contains(&theme) => Among::Theme(theme),
        Some(_) => Among::Themes(Vec::new()),
    })
}

fn lives_on(areas: &[Area], mut id: AreaId) -> Option<&Area> {
    for _ in areas {
        let area = areas.iter().find(|area| area.id == id)?;
        match area.merged_into {
            Some(into) => id = into,
            None => return Some(area),
        }
    }
    None
}

fn unknown(which: &str, areas: &[Area]) -> AppError {
    let mut living: Vec<&Area> = areas.iter().filter(|area| area.retired_at.is_none()).collect();
    living.sort_by_key(|area| std::cmp::Reverse(area.themes.len()));
    let names: Vec<String> = living.iter().map(|area| area.name.as_str().to_owned()).collect();
    let like = near(which.trim_matches('\''), &names);
    let step = match living.len() {
        0 => NextStep::advice("there are no areas yet: they are found once there are themes enough"),
        _ if !like.is_empty() => NextStep::advice(format!("near it: {}", like.join(", "))),
        count if count <= NAMED => NextStep::advice(format!("there are {}", quoted(&names))),
        count => NextStep::advice(format!("there are {count}, the largest {}", quoted(&names[..NAMED]))),
    };
    AppError::not_found(format!("there is no area {which}"), step)
}
