//! Putting signals into a theme, or into none.

use hearken_domain::{SignalId, ThemeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, at_most, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Signals moved at once.
const MOVED_MAX: usize = 1_000;

/// Put signals into a theme, or into none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveSignals {
    /// Which signals; one may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    #[schema(required)]
    pub signals: Vec<SignalId>,
    /// Where they belong; `null`, or the word `none`, is nowhere.
    #[serde(deserialize_with = "crate::command_fields::id_or_none")]
    #[schema(required)]
    pub to: Option<ThemeId>,
}

/// Puts signals into a theme, or into none.
///
/// # Errors
/// None or too many are named, one or the theme is not there, or any failure of the store.
pub fn move_signals(ctx: &Context, request: MoveSignals, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let MoveSignals { mut signals, to } = request;
    signals.sort_unstable();
    signals.dedup();
    at_most(signals.len(), MOVED_MAX, "signals")?;
    let ruling = ctx.app.store().move_signals(signals, to, &ctx.by()?)?;
    card(ctx, ruling)
}
