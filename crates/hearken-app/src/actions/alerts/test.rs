//! Trying whether what an alert sends arrives.

use hearken_domain::{AlertId, DeliveryTrouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::alerts::message::trial;
use crate::actions::alerts::send::{recipient, wrapped};
use crate::context::Context;
use crate::courier::Handed;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Send a message by an alert now that only tries whether it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestAlert {
    /// Which alert.
    pub alert: AlertId,
}

/// Whether it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertTested {
    /// Which alert.
    pub alert: AlertId,
    /// Whether the receiver took it.
    pub delivered: bool,
    /// Why not.
    pub trouble: Option<DeliveryTrouble>,
}

/// Sends it once.
///
/// # Errors
/// The alert is not there, or goes to nobody; or any failure of the store.
pub fn test_alert(ctx: &Context, request: TestAlert, _: &mut Host<'_>) -> Result<AlertTested, AppError> {
    let id = request.alert;
    let missing = || AppError::not_found(format!("{id}: there is no such alert"), NextStep::ListAlerts);
    let alert = ctx.view()?.store().alerts().get(id)?.ok_or_else(missing)?;
    let to = recipient(ctx, &alert)?
        .ok_or_else(|| AppError::user(format!("{id} goes to nobody: it has no address")))?;
    let courier = ctx.app.courier().ok_or_else(|| AppError::user("nothing is sent from here"))?;
    let said = trial(id, &courier.address, ctx.now);
    let message = format!("msg_test_{}_{}", id.0, ctx.now.as_millisecond());
    let handed = match to {
        Ok(to) => (courier.hand_over)(&wrapped(message, to, said, ctx.now)),
        Err(trouble) => Handed::Failed(trouble),
    };
    let trouble = match handed {
        Handed::Taken => None,
        Handed::Gone => Some(DeliveryTrouble::Gone),
        Handed::Failed(trouble) => Some(trouble),
    };
    Ok(AlertTested { alert: id, delivered: trouble.is_none(), trouble })
}
