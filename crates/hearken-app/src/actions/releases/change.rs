//! Saying that a release is none, and taking back what was last done.

use hearken_domain::ReleaseId;
use hearken_store::ReleasesUndone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that a release is none: it goes from lists and charts, and tags and lists do not bring it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveRelease {
    /// Which release.
    pub release: ReleaseId,
}

/// Take back what was last done to a release: its removal, or else the adding of all that came with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRelease {
    /// Which release.
    pub release: ReleaseId,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseChanged {
    /// The release that was named.
    pub id: ReleaseId,
    /// Releases that are gone by it.
    pub gone: u64,
    /// Whether it is there again.
    pub back: bool,
}

/// Says that a release is none.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn remove_release(
    ctx: &Context,
    request: RemoveRelease,
    _: &mut Host<'_>,
) -> Result<ReleaseChanged, AppError> {
    ctx.app.store().remove_release(request.release, &ctx.by()?)?;
    Ok(ReleaseChanged { id: request.release, gone: 1, back: false })
}

/// Takes back what was last done to a release.
///
/// # Errors
/// It is not there, its adding was taken back already, another has its version by now; or any failure of the store.
pub fn undo_release(
    ctx: &Context,
    request: UndoRelease,
    _: &mut Host<'_>,
) -> Result<ReleaseChanged, AppError> {
    let undone = ctx.app.store().undo_release(request.release, &ctx.by()?)?;
    let (gone, back) = match undone {
        ReleasesUndone::Removal => (0, true),
        ReleasesUndone::Adding(gone) => (gone, false),
    };
    Ok(ReleaseChanged { id: request.release, gone, back })
}
