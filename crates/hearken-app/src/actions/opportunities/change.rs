//! Letting an opportunity go, and taking back what was last done to one.

use hearken_domain::{LogPosition, OpportunityId};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::{Opportunities, stands};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Let an opportunity go: one that was opened by mistake. What is not to be solved is dismissed, with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveOpportunity {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
}

/// Take back what was last done to an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoOpportunity {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
}

/// Lets an opportunity go.
///
/// # Errors
/// It is not there or somebody else changed it meanwhile; or any failure of the store.
pub fn remove_opportunity(
    ctx: &Context,
    request: RemoveOpportunity,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let stands = stands(&ctx.view()?, request.opportunity)?;
    let Ok(held) = stands.held.try_map(|held| Ok::<_, std::convert::Infallible>(Typed::from(held)));
    let held = hearken_domain::NewOpportunity { told: None, ..held };
    let act = hearken_domain::OpportunityAct::Removed;
    let read = request.version.map_or(stands.version, LogPosition);
    ctx.app.store().change_opportunity(request.opportunity, read, act, held, &ctx.by()?)?;
    Opportunities::read(&ctx.view()?)?.card(request.opportunity)
}

/// Takes back what was last done to an opportunity.
///
/// # Errors
/// It is not there, nothing was done to it since it was opened, or somebody else changed it meanwhile; or any failure of the
/// store.
pub fn undo_opportunity(
    ctx: &Context,
    request: UndoOpportunity,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let read = request.version.map(LogPosition);
    ctx.app.store().undo_opportunity(request.opportunity, read, &ctx.by()?)?;
    Opportunities::read(&ctx.view()?)?.card(request.opportunity)
}
