//! Keeping a page with its filter and order under a name.

use hearken_domain::{NewSavedView, SavedPage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rename::clean_name;
use crate::actions::views::list::{SavedViewCard, card};
use crate::actions::views::parameters;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Keep a page with its filter and order under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// What to call it; no other saved view may be called so.
    pub name: String,
    /// Which page.
    pub page: SavedPage,
    /// What is asked of the page, as its address has it, each as `name=value`: `label=ios`, `since=30d`, `sort=rising`. One
    /// may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub parameters: Vec<String>,
}

/// Keeps a page with its filter and order under a name.
///
/// # Errors
/// The name is empty, too long or another view's; a parameter is not one of the page or has no valid value; or any failure of
/// the store.
pub fn save_view(ctx: &Context, request: SaveView, _: &mut Host<'_>) -> Result<SavedViewCard, AppError> {
    let name = clean_name(ctx, "a saved view", &request.name)?;
    let view = ctx.view()?;
    let parameters = parameters::read(&view, request.page, &request.parameters)?;
    let saved = NewSavedView { name, page: request.page, parameters };
    drop(view);
    let saved = ctx.app.store().save_view(saved, &ctx.by()?)?;
    card(&ctx.view()?, saved)
}
