//! Makes links into the code whenever a commit, a clustering run, a ruling or an arrival asks for it.

use std::time::Duration;

use tracing::debug;

use crate::actions::code::link::link_code;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// After so long a new commit and the end of the process get their turn.
pub(super) const AT_A_TIME: Duration = Duration::from_secs(5);

/// Brings the links of every repository up to the log.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    let linked = link_code(ctx, Some(AT_A_TIME), &|step, share| debug!(step, share, "linking"))?;
    if linked.left {
        ctx.app.store().schedule_job(Job::LinkCode.kind(), Job::LinkCode.key(), ctx.later())?;
    }
    Ok(())
}
