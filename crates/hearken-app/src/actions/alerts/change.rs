//! Letting an alert go, and taking back what was last done to one.

use hearken_domain::{AlertAct, AlertId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::alerts::cards::{AlertCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Let an alert go; what it was still to send is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAlert {
    /// Which alert.
    pub alert: AlertId,
}

/// Take back what was last done to an alert: it is as it was, or sends again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoAlert {
    /// Which alert.
    pub alert: AlertId,
}

/// Lets an alert go.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn remove_alert(ctx: &Context, request: RemoveAlert, _: &mut Host<'_>) -> Result<AlertCard, AppError> {
    Ok(card(ctx.app.store().end_alert(request.alert, AlertAct::Removed, &ctx.by()?)?))
}

/// Takes back what was last done to an alert.
///
/// # Errors
/// It is not there, nothing was done to it since it was added; or any failure of the store.
pub fn undo_alert(ctx: &Context, request: UndoAlert, _: &mut Host<'_>) -> Result<AlertCard, AppError> {
    Ok(card(ctx.app.store().undo_alert(request.alert, &ctx.by()?)?))
}
