//! Calling a saved view by another name, letting it go, and taking that back.

use hearken_domain::ViewId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rename::clean_name;
use crate::actions::views::list::{SavedViewCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Call a saved view by another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameView {
    /// Which view.
    pub view: ViewId,
    /// What to call it.
    pub name: String,
}

/// Let a saved view go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteView {
    /// Which view.
    pub view: ViewId,
}

/// Take back what was last done to a saved view: it has its former name, or is there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoView {
    /// Which view.
    pub view: ViewId,
}

/// Calls a saved view by another name.
///
/// # Errors
/// The name is empty, too long or another view's; the view is not there; or any failure of the store.
pub fn rename_view(ctx: &Context, request: RenameView, _: &mut Host<'_>) -> Result<SavedViewCard, AppError> {
    let name = clean_name(ctx, "a saved view", &request.name)?;
    let view = ctx.app.store().rename_view(request.view, name, &ctx.by()?)?;
    card(&ctx.view()?, view)
}

/// Lets a saved view go.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn delete_view(ctx: &Context, request: DeleteView, _: &mut Host<'_>) -> Result<SavedViewCard, AppError> {
    let view = ctx.app.store().delete_view(request.view, &ctx.by()?)?;
    card(&ctx.view()?, view)
}

/// Takes back what was last done to a saved view.
///
/// # Errors
/// It is not there, nothing was done to it since it was saved, another has its name by now; or any failure of the store.
pub fn undo_view(ctx: &Context, request: UndoView, _: &mut Host<'_>) -> Result<SavedViewCard, AppError> {
    let view = ctx.app.store().undo_view_change(request.view, &ctx.by()?)?;
    card(&ctx.view()?, view)
}
