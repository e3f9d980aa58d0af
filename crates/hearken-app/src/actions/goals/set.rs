//! Saying something else of a goal: its words, whose it is, how it stands.

use hearken_domain::{CustomerId, GoalId, GoalOf, GoalState};
use hearken_store::GoalChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::add::{clean_words, owner};
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say something else of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGoal {
    /// Which goal.
    pub goal: GoalId,
    /// What they try to get done.
    #[serde(default)]
    pub words: Option<String>,
    /// How it stands.
    #[serde(default)]
    pub state: Option<GoalState>,
    /// The customer whose it is.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Name of the segment whose it is.
    #[serde(default)]
    pub segment: Option<String>,
    /// Whether it is everybody's.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub everybody: bool,
}

/// Says something else of a goal.
///
/// # Errors
/// Nothing is given, it is given to several, it or whose it is to be is not there; or any failure of the store.
pub fn set_goal(ctx: &Context, request: SetGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let words = request.words.as_deref().map(|words| clean_words(ctx, words)).transpose()?;
    let of = match (owner(&ctx.view()?, request.customer, request.segment.as_deref())?, request.everybody) {
        (Some(_), true) => {
            return Err(AppError::user(
                "a goal is one customer's, a segment's or everybody's; give one of them",
            ));
        }
        (None, true) => Some(GoalOf::Everybody),
        (of, false) => of,
    };
    let change = GoalChange { words, of, state: request.state };
    if change == GoalChange::default() {
        return Err(AppError::user("nothing is said of the goal; give its words, its state or whose it is"));
    }
    let goal = ctx.app.store().set_goal(request.goal, change, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}
