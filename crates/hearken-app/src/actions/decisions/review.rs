//! Looking at a decision again and finding that it holds.

use hearken_domain::{Date, DecisionAct, DecisionId, LogPosition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::change;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that a decision was looked at again, and holds. Where it does not, another takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDecision {
    /// Which decision.
    pub decision: DecisionId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// When to look at it next; left out, never.
    #[serde(default)]
    pub review: Option<Date>,
}

/// Says that a decision was looked at again, and holds.
///
/// # Errors
/// It is not there, was superseded, somebody else changed it meanwhile, or the next day is not to come; or any failure of the store.
pub fn review_decision(
    ctx: &Context,
    request: ReviewDecision,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    let today = ctx.view()?.day_of_facts()?;
    if let Some(next) = request.review.filter(|next| *next <= today) {
        return Err(AppError::user(format!("{next} is not to come; say a day after {today}")));
    }
    let expected = request.version.map(LogPosition);
    change(ctx, request.decision, expected, DecisionAct::Reviewed, |after, _| {
        if let Some(other) = after.superseded_by {
            return Err(AppError::user(format!("{other} took its place; look at that one")));
        }
        after.review = request.review;
        Ok(())
    })
}
