//! Makes links into the code whenever a commit, a clustering run, a ruling or an arrival asks for it.

use tracing::debug;

use crate::actions::code::link::link_code;
use crate::context::Context;
use crate::error::AppError;

/// Brings the links of every repository up to the log.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    link_code(ctx, &|step, share| debug!(step, share, "linking"))
}
