//! What people decided about themes and links: the list of it, each ruling in a sentence.

use std::collections::BTreeMap;

use hearken_domain::{Ruling, ThemeId, Verbatim};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::context::Context;
use crate::error::AppError;
use crate::view::View;
use crate::wording;

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
    let names = names(view)?;
    Ok(view.store().rulings().all()?.into_iter().map(|ruling| told(ruling, &names)).collect())
}

/// A ruling that was just made or undone, in a sentence.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn card(ctx: &Context, ruling: Ruling) -> Result<RulingCard, AppError> {
    let undone = ruling.undone_at.is_some();
    info!(ruling = %ruling.id, what = ruling.what.as_str(), undone, "ruled");
    Ok(told(ruling, &names(&ctx.view()?)?))
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

fn names(view: &View) -> Result<BTreeMap<ThemeId, Verbatim>, AppError> {
    Ok(view.store().themes().all()?.into_iter().map(|theme| (theme.id, theme.name)).collect())
}

fn told(ruling: Ruling, names: &BTreeMap<ThemeId, Verbatim>) -> RulingCard {
    RulingCard { says: wording::ruling::says(&ruling.what, names), ruling }
}
