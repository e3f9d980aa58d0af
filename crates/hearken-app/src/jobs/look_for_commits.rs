//! Looks for new commits and tags of registered repositories, and has them taken in.

use crate::actions::code::update::has_moved;
use crate::actions::releases::sync::has_other_tags;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// Schedules [`Job::TakeInCommits`] for every repository that has moved, and [`Job::TakeInTags`] for every one whose tags are
/// others. What waits to be tried again is left to wait.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    let view = ctx.view()?;
    let mut wanted = Vec::new();
    for known in view.store().repositories().all()? {
        let waits = |job: &Job| -> Result<bool, AppError> {
            Ok(view.store().jobs().get(job.kind(), job.key())?.is_some_and(|row| row.due_at.is_some()))
        };
        let (tags, commits) = (
            Job::TakeInTags { repository: known.name.clone() },
            Job::TakeInCommits { repository: known.name.clone() },
        );
        if !waits(&tags)? && has_other_tags(ctx, &known.name, &known.path) {
            wanted.push(tags);
        }
        if !waits(&commits)? && has_moved(&view, &known.name)? {
            wanted.push(commits);
        }
    }
    drop(view);
    wanted.iter().try_for_each(|job| Ok(ctx.app.store().schedule_job(job.kind(), job.key(), ctx.now)?))
}
