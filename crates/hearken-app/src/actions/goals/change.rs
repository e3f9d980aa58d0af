//! Letting a goal go, and taking back what was last done to one.

use hearken_domain::GoalId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Let a goal go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveGoal {
    /// Which goal.
    pub goal: GoalId,
}

/// Take back what was last done to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoGoal {
    /// Which goal.
    pub goal: GoalId,
}

/// Lets a goal go.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn remove_goal(ctx: &Context, request: RemoveGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let goal = ctx.app.store().remove_goal(request.goal, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}

/// Takes back what was last done to a goal.
///
/// # Errors
/// It is not there, nothing was done to it since it was added; or any failure of the store.
pub fn undo_goal(ctx: &Context, request: UndoGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let goal = ctx.app.store().undo_goal(request.goal, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}
