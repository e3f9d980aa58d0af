//! Notices what many people say at once, as it comes.

use crate::actions::alerts::send::next_sending;
use crate::actions::surges::notice::notice_surges;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// Notices, and has what is new sent at once.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    if notice_surges(ctx)? > 0 && next_sending(&ctx.app, ctx.now)?.is_some() {
        ctx.app.store().schedule_job(Job::SendAlerts.kind(), Job::SendAlerts.key(), ctx.later())?;
    }
    Ok(())
}
