//! Removes who said what was kept as long as its source says.

use crate::actions::data::anonymise::{Anonymise, anonymise};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Anonymises what is over by now.
pub(super) fn run(ctx: &Context) -> Result<(), AppError> {
    anonymise(ctx, Anonymise::default(), &mut Host::default()).map(drop)
}
