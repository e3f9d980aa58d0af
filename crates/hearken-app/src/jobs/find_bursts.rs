//! Finds bursts in what came, changed or went.

use tracing::debug;

use crate::actions::signals::find_bursts::find_bursts;
use crate::context::Context;
use crate::error::AppError;

/// Brings bursts up to the signals.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    find_bursts(ctx, &|step, share| debug!(step, share, "finding bursts"))
}
