//! Calling an area by a name.

use hearken_domain::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::areas::find::check_area;
use crate::actions::themes::rename::clean_name;
use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Call an area so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameArea {
    /// Which area.
    pub area: AreaId,
    /// What to call it.
    pub name: String,
}

/// Calls an area so, until that is undone.
///
/// # Errors
/// The name is empty or too long, the area is not there or lives no more, or any failure of the store.
pub fn rename_area(ctx: &Context, request: RenameArea, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let name = clean_name(ctx, "an area", &request.name)?;
    check_area(&ctx.view()?, request.area)?;
    let ruling = ctx.app.store().rename_area(request.area, name, &ctx.by()?)?;
    card(ctx, ruling)
}
