//! Making themes part of another.

use hearken_domain::ThemeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rulings::{RulingCard, at_most, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Themes merged at once.
const MERGED_MAX: usize = 50;

/// Make themes part of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeThemes {
    /// The theme that lives on.
    pub into: ThemeId,
    /// Those that become part of it; one may stand without brackets.
    #[serde(deserialize_with = "crate::command_fields::one_or_many")]
    pub from: Vec<ThemeId>,
}

/// Makes themes part of another.
///
/// # Errors
/// None or too many are named, one is not there or lives no more, a ruling keeps them apart, or any failure of the store.
pub fn merge_themes(ctx: &Context, request: MergeThemes, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let MergeThemes { into, mut from } = request;
    from.sort_unstable();
    from.dedup();
    at_most(from.len(), MERGED_MAX, "themes")?;
    let ruling = ctx.app.store().merge_themes(into, from, &ctx.by()?)?;
    card(ctx, ruling)
}
