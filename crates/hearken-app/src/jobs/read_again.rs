//! Reads what signals say once more, after an update of the reader or when people said enough against it.

use std::time::Duration;

use tracing::debug;

use crate::actions::signals::read::read_again;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::Job;

/// After so long what follows the log and the end of the process get their turn.
const AT_A_TIME: Duration = Duration::from_secs(5);

/// Reads on where it was left.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    if read_again(ctx, Some(AT_A_TIME), &|step, share| debug!(step, share, "reading again"))? {
        ctx.app.store().schedule_job(Job::ReadAgain.kind(), Job::ReadAgain.key(), ctx.later())?;
    }
    Ok(())
}
