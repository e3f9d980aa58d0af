//! How an opportunity would stand after a change, worked out before anything is written: so a form is told which of its fields
//! cannot be taken.

use hearken_domain::{LogPosition, NewOpportunity, OpportunityAct, OpportunityId};
use hearken_store::Typed;

use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::{Opportunities, stands};
use crate::context::Context;
use crate::error::{AppError, WrongField};

/// The name of what is to blame where no field is.
pub(crate) const WHOLE: &str = "opportunity";

/// An opportunity as it would stand.
pub(crate) struct Turned {
    id: OpportunityId,
    /// The version that it is turned from.
    read: LogPosition,
    after: NewOpportunity<Typed>,
}

impl Turned {
    /// Turns an opportunity from how it stands.
    pub(crate) fn of(
        ctx: &Context,
        id: OpportunityId,
        turn: impl FnOnce(&mut NewOpportunity<Typed>) -> Result<(), WrongField>,
    ) -> Result<Self, WrongField> {
        let view = ctx.view().map_err(WrongField::at(WHOLE))?;
        let stands = stands(&view, id).map_err(WrongField::at(WHOLE))?;
        drop(view);
        let Ok(before) = stands.held.try_map(|held| Ok::<_, std::convert::Infallible>(Typed::from(held)));
        // What a person does now was told by nobody else.
        let before = NewOpportunity { told: None, ..before };
        let mut after = before.clone();
        turn(&mut after)?;
        if after == before {
            let error = AppError::user(format!("nothing about {id} is to change; say what"));
            return Err(WrongField { field: WHOLE, error });
        }
        Ok(Self { id, read: stands.version, after })
    }

    /// Writes it, if nobody else changed the opportunity since the version that was read; by default, the one that it is turned from.
    pub(crate) fn write(
        self,
        ctx: &Context,
        version: Option<u64>,
        act: OpportunityAct,
    ) -> Result<OpportunityCard, AppError> {
        let read = version.map_or(self.read, LogPosition);
        ctx.app.store().change_opportunity(self.id, read, act, self.after, &ctx.by()?)?;
        Opportunities::read(&ctx.view()?)?.card(self.id)
    }
}

/// What was typed; where that is what stands already, that.
pub(crate) fn kept_or_new(ctx: &Context, stands: Option<&Typed>, said: String) -> Result<Typed, AppError> {
    match stands {
        Some(Typed::Held(id))
            if ctx.view()?.store().typed_texts().get(*id)?.as_deref() == Some(said.as_str()) =>
        {
            Ok(Typed::Held(*id))
        }
        _ => Ok(Typed::New(said)),
    }
}
