//! What people decided about themes, areas and links: the list of it, each ruling in a sentence.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use hearken_domain::{AreaId, Ruled, Ruling, SignalId, ThemeId, Verbatim};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::context::Context;
use crate::error::AppError;
use crate::view::View;
use crate::wording;
use crate::wording::ruling::Names;

/// A ruling with the names of its themes, as doors show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RulingCard {
    /// The ruling.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// What it says, in one sentence.
    pub says: Verbatim,
}

/// All rulings, the last first.
///
/// # Errors
/// Any failure of the store.
pub fn list_rulings(view: &View) -> Result<Vec<RulingCard>, AppError> {
    let rulings = view.store().rulings().all()?;
    let names = names(view, &rulings)?;
    Ok(rulings.into_iter().map(|ruling| ruling_card(ruling, &names)).collect())
}

/// What was decided about one theme and still stands, the last first.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn standing_rulings(view: &View, theme: ThemeId) -> Result<Vec<RulingCard>, AppError> {
    standing(view, |ruling| ruling.what.themes().contains(&theme))
}

/// What was decided about one area and still stands, the last first.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn rulings_of_area(view: &View, area: AreaId) -> Result<Vec<RulingCard>, AppError> {
    standing(view, |ruling| ruling.what.areas().contains(&area))
}

fn standing(view: &View, wanted: impl Fn(&Ruling) -> bool) -> Result<Vec<RulingCard>, AppError> {
    let mut rulings = view.store().rulings().all()?;
    rulings.retain(|ruling| ruling.undone_at.is_none() && wanted(ruling));
    let names = names(view, &rulings)?;
    Ok(rulings.into_iter().map(|ruling| ruling_card(ruling, &names)).collect())
}

/// The standing ruling that a signal is alike to no other.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn standing_not_alike(view: &View, id: SignalId) -> Result<Option<RulingCard>, AppError> {
    let mut rulings = view.store().rulings().all()?;
    rulings.retain(|ruling| {
        ruling.undone_at.is_none() && matches!(ruling.what, Ruled::NotAlike { signal } if signal == id)
    });
    let names = names(view, &rulings)?;
    Ok(rulings.into_iter().next().map(|ruling| ruling_card(ruling, &names)))
}

/// A ruling that was just made or undone, in a sentence.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn card(ctx: &Context, ruling: Ruling) -> Result<RulingCard, AppError> {
    let undone = ruling.undone_at.is_some();
    info!(ruling = %ruling.id, what = ruling.what.as_str(), undone, "ruled");
    let names = names(&ctx.view()?, std::slice::from_ref(&ruling))?;
    Ok(ruling_card(ruling, &names))
}

/// Refuses none, and more than are taken at once.
pub(crate) fn at_most(count: usize, most: usize, what: &str) -> Result<(), AppError> {
    match count {
        0 => Err(AppError::user(format!("say which {what}"))),
        count if count > most => {
            Err(AppError::user(format!("{count} {what} are more than the {most} taken at once")))
        }
        _ => Ok(()),
    }
}

/// The names of the themes and areas that rulings are about.
fn names(view: &View, rulings: &[Ruling]) -> Result<Names, AppError> {
    let mut names = BTreeMap::new();
    let mut areas = BTreeMap::new();
    if rulings.iter().any(|ruling| !ruling.what.areas().is_empty()) {
        areas = view.store().areas().all()?.into_iter().map(|area| (area.id, area.name)).collect();
    }
    for id in rulings.iter().flat_map(|ruling| ruling.what.themes()) {
        if let Entry::Vacant(entry) = names.entry(id)
            && let Some(theme) = view.store().themes().get(id)?
        {
            entry.insert(theme.name);
        }
    }
    Ok(Names { themes: names, areas })
}

fn ruling_card(ruling: Ruling, names: &Names) -> RulingCard {
    RulingCard { says: wording::ruling::says(&ruling.what, names), ruling }
}
