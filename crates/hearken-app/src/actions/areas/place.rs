//! Having a theme lie in an area, wherever it is found to lie.

use hearken_domain::{AreaId, ThemeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::areas::find::check_area;
use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Move a theme into an area, or out of every one, to stay there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceTheme {
    /// Which theme.
    pub theme: ThemeId,
    /// Where it belongs; `null`, or the word `none`, is in no area.
    #[serde(deserialize_with = "crate::command_fields::id_or_none")]
    #[schema(required)]
    pub area: Option<AreaId>,
}

/// Moves a theme into an area, until that is undone.
///
/// # Errors
/// The theme or the area is not there or lives no more, or any failure of the store.
pub fn place_theme(ctx: &Context, request: PlaceTheme, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let PlaceTheme { theme, area } = request;
    if let Some(area) = area {
        check_area(&ctx.view()?, area)?;
    }
    let ruling = ctx.app.store().place_theme(theme, area, &ctx.by()?)?;
    card(ctx, ruling)
}
