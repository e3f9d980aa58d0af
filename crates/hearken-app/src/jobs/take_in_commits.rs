//! Takes in the new commits of one repository: its index, and the links into it.

use tracing::debug;

use crate::actions::code::update::update_code;
use crate::actions::opportunities::follow::follow_trackers;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;
use crate::jobs::link_code::AT_A_TIME;

/// Brings one repository up to its newest commit.
pub(super) fn run(ctx: &Context, repository: &str) -> Result<(), AppError> {
    update_code(ctx, repository, Some(AT_A_TIME), &|step, share| debug!(step, share, "indexing"))?;
    follow_trackers(ctx)?;
    // What was not located in that time is gone on with.
    Ok(ctx.app.store().schedule_job(Job::LinkCode.kind(), Job::LinkCode.key(), ctx.later())?)
}
