//! Notices what is news about themes, and sends what is due.

use crate::actions::alerts::send::{SendAlerts, send_alerts};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Notices, and sends.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    send_alerts(ctx, SendAlerts::default(), &mut Host::default()).map(drop)
}
