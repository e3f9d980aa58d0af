//! Telling of one release by hand.

use hearken_domain::{Dated, NewRelease};
use hearken_ingest::readable_time;
use hearken_store::{ReleaseFate, RemovedReleases};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::releases::card::{Names, ReleaseCard, day, other_date};
use crate::actions::releases::list::show_release;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Tell of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRelease {
    /// What was released: a product, or a repository.
    pub product: String,
    /// Which version of it.
    pub version: String,
    /// When it came out, in any shape that an import takes.
    pub date: String,
}

/// Tells of a release.
///
/// # Errors
/// The product or the version is empty or too long, the date is none or lies ahead, the version is known already; or any
/// failure of the store.
pub fn add_release(ctx: &Context, request: AddRelease, _: &mut Host<'_>) -> Result<ReleaseCard, AppError> {
    let at = readable_time(&request.date, ctx.now).map_err(AppError::user)?;
    let mut names = Names::new(ctx);
    let product = names.product(&request.product)?;
    let version = names.version(&request.version, &product)?;
    let told = NewRelease { product, version, at, dated: Dated::Told };
    let fates = ctx.app.store().add_releases(vec![told.clone()], RemovedReleases::ComeBack, &ctx.by()?)?;
    match fates.first().copied() {
        Some(ReleaseFate::Added(id)) => show_release(&ctx.view()?, id),
        Some(fate @ ReleaseFate::Known(id, at)) => {
            let same =
                || format!("{} {} is known already, as {id} of {}", told.product, told.version, day(at));
            let message = other_date(&told, fate).unwrap_or_else(same);
            Err(AppError::Conflict { message, next_step: None })
        }
        Some(ReleaseFate::Removed(_)) | None => {
            Err(AppError::Internal(anyhow::anyhow!("a release had no fate")))
        }
    }
}
