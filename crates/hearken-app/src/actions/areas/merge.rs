//! Making areas part of another.

use hearken_domain::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::areas::find::check_area;
use crate::actions::themes::rulings::{RulingCard, at_most, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Areas merged at once.
const MERGED_MAX: usize = 50;

/// Make areas part of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeAreas {
    /// The area that lives on.
    pub into: AreaId,
    /// Those that become part of it; one may stand without brackets.
    #[serde(deserialize_with = "crate::command_fields::one_or_many")]
    pub from: Vec<AreaId>,
}

/// Makes areas part of another.
///
/// # Errors
/// None or too many are named, one is not there or lives no more, or any failure of the store.
pub fn merge_areas(ctx: &Context, request: MergeAreas, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let MergeAreas { into, mut from } = request;
    from.sort_unstable();
    from.dedup();
    at_most(from.len(), MERGED_MAX, "areas")?;
    let view = ctx.view()?;
    std::iter::once(&into).chain(&from).try_for_each(|area| check_area(&view, *area))?;
    drop(view);
    let ruling = ctx.app.store().merge_areas(into, from, &ctx.by()?)?;
    card(ctx, ruling)
}
