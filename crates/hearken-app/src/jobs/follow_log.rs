//! Follows the log: every view is brought up to it.

use tracing::debug;

use crate::actions::data::catch_up::catch_up;
use crate::actions::data::redact_again::redact_again;
use crate::actions::opportunities::follow::follow_trackers;
use crate::actions::signals::read::is_behind;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// Brings every view up to the log.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    let progress = |step: &str, share| debug!(step, share, "catching up");
    redact_again(ctx, &progress)?;
    catch_up(ctx, &progress)?;
    follow_trackers(ctx)?;
    if is_behind(&ctx.app)? {
        ctx.app.store().schedule_job(Job::ReadAgain.kind(), Job::ReadAgain.key(), ctx.later())?;
    }
    Ok(())
}
