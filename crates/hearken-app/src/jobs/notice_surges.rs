//! Notices what many people say at once, as it comes.

use crate::actions::surges::notice::notice_surges;
use crate::context::Context;
use crate::error::AppError;

/// Notices.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    notice_surges(ctx).map(drop)
}
