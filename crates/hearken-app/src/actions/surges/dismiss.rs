//! Saying that a surge is nothing to hear of, and taking that back.

use hearken_domain::SurgeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::surges::cards::SurgeCard;
use crate::actions::surges::list::show_surge;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that a surge is nothing to hear of: it is told of no more, and what was still to be sent of it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissSurge {
    /// Which surge.
    pub surge: SurgeId,
}

/// Take back that a surge is nothing to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoSurgeDismissal {
    /// Which surge.
    pub surge: SurgeId,
}

/// Dismisses a surge.
///
/// # Errors
/// It is not there, or was dismissed already; or any failure of the store.
pub fn dismiss_surge(ctx: &Context, request: DismissSurge, _: &mut Host<'_>) -> Result<SurgeCard, AppError> {
    show_surge(&ctx.view()?, request.surge)?;
    ctx.app.store().dismiss_surge(request.surge, &ctx.by()?)?;
    Ok(show_surge(&ctx.view()?, request.surge)?.surge)
}

/// Takes that back.
///
/// # Errors
/// Nobody dismissed it; or any failure of the store.
pub fn undo_surge_dismissal(
    ctx: &Context,
    request: UndoSurgeDismissal,
    _: &mut Host<'_>,
) -> Result<SurgeCard, AppError> {
    ctx.app.store().undo_surge_dismissal(request.surge, &ctx.by()?)?;
    Ok(show_surge(&ctx.view()?, request.surge)?.surge)
}
