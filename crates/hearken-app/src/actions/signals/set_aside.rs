//! Saying that signals are spam or part of a campaign, or that they are neither and count.

use std::collections::BTreeSet;

use hearken_domain::{Aside, SignalId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, at_most, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Signals of one ruling, at most.
const SIGNALS_MAX: usize = 100;
/// So many copies of a signal are named with it, so that what was said of all of them outlives any one.
const COPIES_NAMED: usize = 20;

/// Say that signals are spam or part of a campaign, which count nowhere, or that they count. The last that was said holds, whatever is found
/// later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Which signals.
    #[serde(deserialize_with = "crate::command_fields::one_or_many")]
    pub signals: Vec<SignalId>,
    /// What they are.
    #[serde(rename = "as")]
    pub holds: Aside,
    /// Whether that holds of all that are copies of them, too, whenever they come.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub alike: bool,
}

/// Sets signals aside, or has them count.
///
/// # Errors
/// A signal is not there, there are too many, or any failure of the store.
pub fn set_aside(ctx: &Context, request: SetAside, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let SetAside { signals, holds, alike } = request;
    at_most(signals.len(), SIGNALS_MAX, "signals")?;
    let mut named: BTreeSet<SignalId> = signals.iter().copied().collect();
    if alike {
        let snapshot = ctx.app.store().snapshot()?;
        for signal in &signals {
            named.extend(snapshot.asides().group(*signal, COPIES_NAMED)?);
        }
    }
    let ruling = ctx.app.store().rule_aside(named.into_iter().collect(), holds, alike, &ctx.by()?)?;
    card(ctx, ruling)
}
