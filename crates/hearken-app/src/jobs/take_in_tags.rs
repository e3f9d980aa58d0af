//! Takes in the tags of one repository that are versions: what shipped when.

use crate::actions::releases::sync::take_in_tags;
use crate::context::Context;
use crate::error::AppError;

/// Brings releases up to the tags of one repository.
pub(super) fn run(ctx: &Context, repository: &str) -> Result<(), AppError> {
    take_in_tags(ctx, repository)
}
