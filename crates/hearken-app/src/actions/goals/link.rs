//! Saying that a theme stands in the way of a goal, or that it does no more.

use hearken_domain::{GoalId, ThemeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::{Goals, lives_on};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;

/// Say that a theme stands in the way of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkGoal {
    /// Which goal.
    pub goal: GoalId,
    /// Which theme.
    pub theme: ThemeId,
}

/// Say that a theme stands in the way of a goal no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkGoal {
    /// Which goal.
    pub goal: GoalId,
    /// Which theme; one that others became part of goes with all of these.
    pub theme: ThemeId,
}

/// Says that a theme stands in the way of a goal.
///
/// # Errors
/// Either is not there, it stands in its way already; or any failure of the store.
pub fn link_goal(ctx: &Context, request: LinkGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let view = ctx.view()?;
    check_theme(&view, Some(request.theme))?;
    let theme = lives_on(&view, request.theme)?;
    drop(view);
    let goal = ctx.app.store().link_goal(request.goal, vec![theme], true, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}

/// Says that a theme stands in the way of a goal no more.
///
/// # Errors
/// Either is not there, it stands not in its way; or any failure of the store.
pub fn unlink_goal(ctx: &Context, request: UnlinkGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let view = ctx.view()?;
    check_theme(&view, Some(request.theme))?;
    let theme = lives_on(&view, request.theme)?;
    let mut meant = vec![request.theme];
    for linked in view.store().goals().get(request.goal)?.into_iter().flat_map(|goal| goal.themes) {
        if lives_on(&view, linked)? == theme {
            meant.push(linked);
        }
    }
    drop(view);
    let goal = ctx.app.store().link_goal(request.goal, meant, false, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}
