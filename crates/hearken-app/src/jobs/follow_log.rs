//! Follows the log: every view is brought up to it.

use std::time::Duration;

use tracing::debug;

use crate::actions::data::catch_up::catch_up;
use crate::actions::data::redact_again::redact_again;
use crate::actions::opportunities::follow::follow_trackers;
use crate::actions::signals::read::is_behind;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// How long at least from one look for surges to the next: it reads what came in the past weeks.
const SURGES_EVERY: Duration = Duration::from_secs(5);

/// Brings every view up to the log, and has it looked whether what came is a surge.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    let progress = |step: &str, share| debug!(step, share, "catching up");
    redact_again(ctx, &progress)?;
    catch_up(ctx, &progress)?;
    follow_trackers(ctx)?;
    if is_behind(&ctx.app)? {
        ctx.app.store().schedule_job(Job::ReadAgain.kind(), Job::ReadAgain.key(), ctx.later())?;
    }
    let last = ctx.app.store().snapshot()?.jobs().get(Job::NoticeSurges.kind(), Job::NoticeSurges.key())?;
    let next = last.and_then(|row| row.started_at).map_or(ctx.now, |last| last + SURGES_EVERY);
    let due = next.clamp(ctx.now, ctx.now + SURGES_EVERY);
    ctx.app.store().schedule_job(Job::NoticeSurges.kind(), Job::NoticeSurges.key(), due)?;
    Ok(())
}
