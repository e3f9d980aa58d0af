//! Looks for new commits of registered repositories, and has them taken in.

use crate::actions::code::update::has_moved;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// Schedules [`Job::TakeInCommits`] for every repository that has moved. One that waits to be tried again is left to wait.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    let view = ctx.view()?;
    let mut moved = Vec::new();
    for known in view.store().repositories().all()? {
        let job = Job::TakeInCommits { repository: known.name };
        let waits = view.store().jobs().get(job.kind(), job.key())?.is_some_and(|row| row.due_at.is_some());
        if !waits && has_moved(&view, job.key())? {
            moved.push(job);
        }
    }
    drop(view);
    moved.iter().try_for_each(|job| Ok(ctx.app.store().schedule_job(job.kind(), job.key(), ctx.now)?))
}
