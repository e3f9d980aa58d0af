//! Brings what is stored up to the rules of redaction.

use tracing::debug;

use crate::actions::data::redact_again::redact_again;
use crate::context::Context;
use crate::error::AppError;

/// Goes over what newer rules have not seen.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    redact_again(ctx, &|step, share| debug!(step, share, "redacting again")).map(drop)
}
