//! Takes in the new commits of one repository: its index, and the links into it.

use tracing::debug;

use crate::actions::code::update::update_code;
use crate::context::Context;
use crate::error::AppError;

/// Brings one repository up to its newest commit.
pub(super) fn run(ctx: &Context, repository: &str) -> Result<(), AppError> {
    update_code(ctx, repository, &|step, share| debug!(step, share, "indexing")).map(drop)
}
