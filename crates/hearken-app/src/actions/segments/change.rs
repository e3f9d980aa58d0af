//! Calling a segment by another name, changing its conditions, letting it go, and taking that back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::segments::cards::{SegmentCard, card};
use crate::actions::segments::members::Segments;
use crate::actions::themes::rename::clean_name;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Call a segment by another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameSegment {
    /// Its name.
    pub segment: String,
    /// What to call it.
    pub name: String,
}

/// Change the conditions of a segment. Its name stays, and whatever names it goes by the new ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSegment {
    /// Its name.
    pub segment: String,
    /// The conditions that hold from then on, as `add-segment` takes them.
    pub condition: String,
}

/// Let a segment go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveSegment {
    /// Its name.
    pub segment: String,
}

/// Take back what was last done to a segment: it has its former name or conditions, or is there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoSegment {
    /// Its name; where none of that name is there, the one that was last removed under it.
    pub segment: String,
}

/// Calls a segment by another name.
///
/// # Errors
/// The name is empty, too long or another segment's; the segment is not there; or any failure of the store.
pub fn rename_segment(
    ctx: &Context,
    request: RenameSegment,
    _: &mut Host<'_>,
) -> Result<SegmentCard, AppError> {
    let name = clean_name(ctx, "a segment", &request.name)?;
    let id = Segments::read(&ctx.view()?)?.named(&request.segment)?.id;
    let segment = ctx.app.store().rename_segment(id, name, &ctx.by()?)?;
    card(&mut Segments::read(&ctx.view()?)?, &segment)
}

/// Changes the conditions of a segment.
///
/// # Errors
/// The conditions cannot be read, or name the segment itself, be it by way of another, or one that is not there; the segment is
/// not there; or any failure of the store.
pub fn set_segment(ctx: &Context, request: SetSegment, _: &mut Host<'_>) -> Result<SegmentCard, AppError> {
    let view = ctx.view()?;
    let segments = Segments::read(&view)?;
    let id = segments.named(&request.segment)?.id;
    let condition = segments.parse(&request.condition, Some(&request.segment))?;
    segments.refuse_circle(&condition, id)?;
    drop(segments);
    drop(view);
    let segment = ctx.app.store().set_segment(id, condition.to_string(), &ctx.by()?)?;
    card(&mut Segments::read(&ctx.view()?)?, &segment)
}

/// Lets a segment go.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn remove_segment(
    ctx: &Context,
    request: RemoveSegment,
    _: &mut Host<'_>,
) -> Result<SegmentCard, AppError> {
    let id = Segments::read(&ctx.view()?)?.named(&request.segment)?.id;
    let segment = ctx.app.store().remove_segment(id, &ctx.by()?)?;
    card(&mut Segments::read(&ctx.view()?)?, &segment)
}

/// Takes back what was last done to a segment.
///
/// # Errors
/// It is not there, nothing was done to it since it was added, another has its name by now; or any failure of the store.
pub fn undo_segment(ctx: &Context, request: UndoSegment, _: &mut Host<'_>) -> Result<SegmentCard, AppError> {
    let view = ctx.view()?;
    let segments = Segments::read(&view)?;
    let found = segments.named(&request.segment);
    let id = found.or_else(|error| segments.removed(&request.segment).map_err(|_| error))?.id;
    drop(segments);
    drop(view);
    let segment = ctx.app.store().undo_segment(id, &ctx.by()?)?;
    card(&mut Segments::read(&ctx.view()?)?, &segment)
}
