//! Holding two opportunities to be the same.

use hearken_domain::{OpportunityAct, OpportunityId};
use hearken_store::Opportunity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::stands;
use crate::actions::opportunities::turned::Turned;
use crate::context::Context;
use crate::error::{AppError, WrongField};
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

impl MergeOpportunities {
    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        self.turned(ctx).map(drop)
    }

    fn turned(&self, ctx: &Context) -> Result<Turned, WrongField> {
        let into = self.check_into(ctx).map_err(WrongField::at("into"))?;
        Turned::of(ctx, self.opportunity, |one| {
            one.into = Some(into);
            Ok(())
        })
    }

    /// The other, where nothing stands against it.
    fn check_into(&self, ctx: &Context) -> Result<OpportunityId, AppError> {
        let Self { opportunity, into, .. } = *self;
        if opportunity == into {
            return Err(AppError::user(format!("{opportunity} is itself already; name two")));
        }
        let view = ctx.view()?;
        let conflict = |message: String| AppError::Conflict { message, next_step: None };
        let all = view.store().opportunities().all()?;
        let is_part =
            |one: &&Opportunity| one.last != OpportunityAct::Removed && one.held.into == Some(opportunity);
        if let Some(first) = all.iter().find(is_part) {
            let first = first.id;
            return Err(conflict(format!("{first} is part of {opportunity}: merge that into {into} first")));
        }
        if let Some(end) = stands(&view, into)?.held.into {
            return Err(conflict(format!("{into} is part of {end}: merge into that")));
        }
        Ok(into)
    }
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
    request.turned(ctx)?.write(ctx, request.version, OpportunityAct::Merged)
}
