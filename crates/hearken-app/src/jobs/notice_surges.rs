//! Notices what many people say at once, as it comes.

use crate::actions::surges::notice::notice_surges;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// Notices.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    if notice_surges(ctx)?.is_sent {
        ctx.app.store().schedule_job(Job::SendAlerts.kind(), Job::SendAlerts.key(), ctx.later())?;
    }
    Ok(())
}
