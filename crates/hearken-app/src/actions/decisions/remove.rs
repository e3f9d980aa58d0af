//! Letting a decision go, and taking back what was last done to one.

use hearken_domain::{DecisionAct, DecisionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::change;
use crate::actions::decisions::read::Decisions;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Let a decision go: one that was written down by mistake. What holds no more is superseded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveDecision {
    /// Which decision.
    pub decision: DecisionId,
}

/// Take back what was last done to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoDecision {
    /// Which decision.
    pub decision: DecisionId,
}

/// Lets a decision go.
///
/// # Errors
/// It is not there or was removed, or any failure of the store.
pub fn remove_decision(
    ctx: &Context,
    request: RemoveDecision,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    change(ctx, request.decision, None, DecisionAct::Removed, |_, _| Ok(()))
}

/// Takes back what was last done to a decision.
///
/// # Errors
/// It is not there, nothing was done to it since it was written down; or any failure of the store.
pub fn undo_decision(
    ctx: &Context,
    request: UndoDecision,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    ctx.app.store().undo_decision(request.decision, &ctx.by()?)?;
    Decisions::read(&ctx.view()?)?.card(request.decision)
}
