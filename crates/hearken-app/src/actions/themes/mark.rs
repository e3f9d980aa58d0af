//! Pinning a theme, so that it stays, and ignoring one, so that nobody is shown it.

use hearken_domain::ThemeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Keep a theme, however small it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinTheme {
    /// Which theme.
    pub theme: ThemeId,
}

/// Leave a theme out of every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreTheme {
    /// Which theme.
    pub theme: ThemeId,
}

/// Pins a theme.
///
/// # Errors
/// It is not there or lives no more, it is marked already, or any failure of the store.
pub fn pin_theme(ctx: &Context, request: PinTheme, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let ruling = ctx.app.store().pin_theme(request.theme, &ctx.by()?)?;
    card(ctx, ruling)
}

/// Ignores a theme.
///
/// # Errors
/// As [`pin_theme`].
pub fn ignore_theme(ctx: &Context, request: IgnoreTheme, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let ruling = ctx.app.store().ignore_theme(request.theme, &ctx.by()?)?;
    card(ctx, ruling)
}
