//! Undoing a ruling.

use hearken_domain::RulingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Undo a ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRuling {
    /// Which ruling.
    pub ruling: RulingId,
}

/// Undoes a ruling.
///
/// # Errors
/// It is not there, was undone already, a later one rests on it, or any failure of the store.
pub fn undo_ruling(ctx: &Context, request: UndoRuling, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let ruling = ctx.app.store().undo_ruling(request.ruling, &ctx.by()?)?;
    card(ctx, ruling)
}
