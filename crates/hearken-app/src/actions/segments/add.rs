//! Making a segment.

use hearken_domain::NewSegment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::segments::cards::{SegmentCard, card};
use crate::actions::segments::members::Segments;
use crate::actions::themes::rename::clean_name;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Keep conditions on customers under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddSegment {
    /// What to call it; no other segment may be called so.
    pub name: String,
    /// Conditions that all must hold, joined by *and*: `plan = Business and revenue >= 10000 EUR and country = DE or AT and
    /// renewal within 60 days`. Any fact can be compared: with `=` and `!=`, and where it is a sum, a number or a day with `>=`,
    /// `<=`, `>` and `<`. `revenue` is a year's. `segment = "Large"` asks for whoever is in another segment.
    pub condition: String,
}

/// Makes a segment.
///
/// # Errors
/// The name is empty, too long or another segment's; the conditions cannot be read, or name a segment that is not there; or any
/// failure of the store.
pub fn add_segment(ctx: &Context, request: AddSegment, _: &mut Host<'_>) -> Result<SegmentCard, AppError> {
    let name = clean_name(ctx, "a segment", &request.name)?;
    let condition = Segments::read(&ctx.view()?)?.parse(&request.condition, Some(&name))?.to_string();
    let segment = ctx.app.store().add_segment(NewSegment { name, condition }, &ctx.by()?)?;
    card(&mut Segments::read(&ctx.view()?)?, &segment)
}
