//! Calling a theme by a name.

use hearken_domain::ThemeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Characters of a name.
const NAME_CHARS_MAX: usize = 80;

/// Call a theme so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameTheme {
    /// Which theme.
    pub theme: ThemeId,
    /// What to call it.
    pub name: String,
}

/// Calls a theme so, until that is undone.
///
/// # Errors
/// The name is empty or too long, the theme is not there or lives no more, or any failure of the store.
pub fn rename_theme(ctx: &Context, request: RenameTheme, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let name = clean_name(ctx, "a theme", &request.name)?;
    let ruling = ctx.app.store().rename_theme(request.theme, name, &ctx.by()?)?;
    card(ctx, ruling)
}

/// What a person typed, redacted like everything that is kept.
pub(crate) fn clean_name(ctx: &Context, of: &str, typed: &str) -> Result<String, AppError> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let name = typed.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = ctx.app.redact(&name);
    match name.chars().count() {
        0 => Err(AppError::user(format!("{of} needs a name of at least one letter"))),
        1..=NAME_CHARS_MAX => Ok(name),
        long => Err(AppError::user(format!(
            "the name is {long} characters long; at most {NAME_CHARS_MAX} are taken"
        ))),
    }
}
