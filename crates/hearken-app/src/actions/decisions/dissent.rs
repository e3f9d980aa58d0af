//! Saying who disagrees with a decision, and why.

use hearken_domain::{DecisionAct, DecisionId, LogPosition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::change;
use crate::actions::decisions::draft::{self, DISSENT_MAX, DraftDissent};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say who disagrees with a decision, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayDissent {
    /// Which decision.
    pub decision: DecisionId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// Whose word it is in place of, counted from 1; left out, it is added.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub number: Option<u64>,
    /// Who.
    #[serde(default)]
    pub who: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// That they disagree no more.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub remove: bool,
}

/// Says who disagrees with a decision.
///
/// # Errors
/// It is not there or somebody else changed it meanwhile, a name or a reason is missing, or there is none of that number; or any
/// failure of the store.
pub fn say_dissent(ctx: &Context, request: SayDissent, _: &mut Host<'_>) -> Result<DecisionCard, AppError> {
    let expected = request.version.map(LogPosition);
    change(ctx, request.decision, expected, DecisionAct::Set, |after, stands| {
        let place = match request.number {
            None if request.remove => return Err(AppError::user("say by number who disagrees no more")),
            None => None,
            Some(number) => {
                let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
                let place = place.filter(|place| *place < after.dissent.len());
                let missing = || AppError::user(format!("nobody's dissent has the number {number}"));
                Some(place.ok_or_else(missing)?)
            }
        };
        if let (Some(place), true) = (place, request.remove) {
            after.dissent.remove(place);
            return Ok(());
        }
        let typed = DraftDissent { who: request.who, why: request.why };
        let held = place.and_then(|place| stands.held.dissent.get(place));
        let said = draft::dissenter(ctx, &typed, held)?;
        match place {
            Some(place) => after.dissent[place] = said,
            None if after.dissent.len() < DISSENT_MAX => after.dissent.push(said),
            None => {
                let told = format!("a decision names {DISSENT_MAX} who disagree at most");
                return Err(AppError::user(told));
            }
        }
        Ok(())
    })
}
