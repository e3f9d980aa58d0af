//! Giving a signal to a customer by hand, or to nobody; and taking that back.

use hearken_domain::{CustomerId, SignalId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::cards::{JoinCard, join_cards, known_customer};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Give a signal to a customer, or to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveSignal {
    /// Which signal.
    pub signal: SignalId,
    /// To whom; to nobody where it is left out.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

/// Take back what a person said last of whose a signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoGive {
    /// Which signal.
    pub signal: SignalId,
}

/// Whose a signal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignalJoins {
    /// Which signal.
    pub signal: SignalId,
    /// Whose it is, and why; empty where it is nobody's that is known.
    pub joins: Vec<JoinCard>,
}

/// Gives a signal to a customer, or to nobody.
///
/// # Errors
/// Either is not there, or any failure of the store.
pub fn give_signal(ctx: &Context, request: GiveSignal, _: &mut Host<'_>) -> Result<SignalJoins, AppError> {
    if let Some(customer) = request.customer {
        known_customer(&ctx.view()?, customer)?;
    }
    ctx.app.store().give_signal(request.signal, request.customer, &ctx.by()?)?;
    joins(ctx, request.signal)
}

/// Takes back what a person said last of whose a signal is.
///
/// # Errors
/// Nobody said anything of it, or any failure of the store.
pub fn undo_give(ctx: &Context, request: UndoGive, _: &mut Host<'_>) -> Result<SignalJoins, AppError> {
    ctx.app.store().undo_given(request.signal, &ctx.by()?)?;
    joins(ctx, request.signal)
}

fn joins(ctx: &Context, signal: SignalId) -> Result<SignalJoins, AppError> {
    let view = ctx.view()?;
    let joins = view.store().customers().of_signal(signal)?;
    Ok(SignalJoins { signal, joins: join_cards(joins) })
}
