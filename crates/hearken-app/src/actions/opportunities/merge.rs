//! Holding two opportunities to be the same.

use hearken_domain::{LogPosition, OpportunityAct, OpportunityId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::Opportunities;
use crate::actions::opportunities::set::change;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Hold an opportunity to be the same as another: its themes count there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeOpportunities {
    /// Which becomes part …
    pub opportunity: OpportunityId,
    /// … of which.
    pub into: OpportunityId,
    /// The version of the first that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
}

/// Holds two opportunities to be the same.
///
/// # Errors
/// Either is not there, they are the same, the first has parts or is part of one already; or any failure of the store.
pub fn merge_opportunities(
    ctx: &Context,
    request: MergeOpportunities,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let MergeOpportunities { opportunity, into, version } = request;
    if opportunity == into {
        return Err(AppError::user(format!("{opportunity} is itself already; name two")));
    }
    let view = ctx.view()?;
    let read = Opportunities::read(&view)?;
    let parts = read.card(opportunity)?.parts;
    let stands = &read.get(into)?.held.into;
    let conflict = |message: String| AppError::Conflict { message, next_step: None };
    if let Some(first) = parts.first() {
        return Err(conflict(format!("{first} is part of {opportunity}: merge that into {into} first")));
    }
    if let Some(end) = stands {
        return Err(conflict(format!("{into} is part of {end}: merge into that")));
    }
    drop(view);
    change(ctx, opportunity, version.map(LogPosition), OpportunityAct::Merged, |one| {
        one.into = Some(into);
        Ok(())
    })
}
