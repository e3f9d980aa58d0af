//! Choosing one of the options of a decision, or opening it again.

use hearken_domain::{DecisionAct, DecisionId, LogPosition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::change;
use crate::actions::decisions::draft;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Choose one of the options of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseOption {
    /// Which decision.
    pub decision: DecisionId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// Which option, counted from 1; 0 or nothing opens the decision again.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub choice: Option<u64>,
    /// Why.
    #[serde(default)]
    pub because: Option<String>,
}

/// Chooses one of the options of a decision.
///
/// # Errors
/// It is not there or somebody else changed it meanwhile, or there is no such option; or any failure of the store.
pub fn choose_option(
    ctx: &Context,
    request: ChooseOption,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    let expected = request.version.map(LogPosition);
    change(ctx, request.decision, expected, DecisionAct::Set, |after, stands| {
        after.choice = draft::choice(request.choice.unwrap_or(0), after.options.len())?;
        if request.because.is_some() {
            let held = stands.held.because.as_ref();
            after.because = draft::text(ctx, "reason of the choice", request.because.as_deref(), held)?;
        }
        Ok(())
    })
}
