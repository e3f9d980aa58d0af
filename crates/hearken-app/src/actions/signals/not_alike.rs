//! Taking a signal out of the burst that it was found in.

use hearken_domain::SignalId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that a signal is no report of the same incident as those it was found alike to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleNotAlike {
    /// Which signal.
    pub signal: SignalId,
}

/// Takes a signal out of its burst, and out of every burst that is found later.
///
/// # Errors
/// It is not there, that was said already, or any failure of the store.
pub fn rule_not_alike(
    ctx: &Context,
    request: RuleNotAlike,
    _: &mut Host<'_>,
) -> Result<RulingCard, AppError> {
    let ruling = ctx.app.store().rule_not_alike(request.signal, &ctx.by()?)?;
    card(ctx, ruling)
}
