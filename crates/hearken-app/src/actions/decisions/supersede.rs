//! Putting another decision into the place of one.

use hearken_domain::{DecisionAct, DecisionId, LogPosition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::change;
use crate::actions::decisions::read::stands;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that another decision takes the place of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupersedeDecision {
    /// Which decision.
    pub decision: DecisionId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// Which takes its place.
    pub by: DecisionId,
}

/// Puts another decision into the place of one.
///
/// # Errors
/// Either is not there, they would take each other's place, or somebody else changed it meanwhile; or any failure of the store.
pub fn supersede_decision(
    ctx: &Context,
    request: SupersedeDecision,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    let SupersedeDecision { decision, version, by } = request;
    let view = ctx.view()?;
    stands(&view, decision)?;
    let mut next = Some(by);
    while let Some(id) = next {
        if id == decision {
            return Err(AppError::user(format!(
                "{by} cannot take the place of {decision}: that took its own"
            )));
        }
        let other = stands(&view, id)?;
        if id == by && other.last == DecisionAct::Removed {
            return Err(AppError::user(format!("{by} was removed")));
        }
        next = other.held.superseded_by;
    }
    drop(view);
    change(ctx, decision, version.map(LogPosition), DecisionAct::Superseded, |after, _| {
        if after.superseded_by == Some(by) {
            return Err(AppError::user(format!("{by} took the place of {decision} already")));
        }
        after.superseded_by = Some(by);
        Ok(())
    })
}
