//! Clustering because somebody asked for it, or to see what it would change.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::data::catch_up::catch_up;
use crate::actions::themes::cluster::cluster;
use crate::actions::themes::report::ClusteringReport;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Find themes again, whether or not that is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterThemes {
    /// Only tell what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// Brings every view up to the log, and finds themes again.
///
/// # Errors
/// As [`cluster`], or any failure of a view.
pub fn cluster_now(
    ctx: &Context,
    request: ClusterThemes,
    host: &mut Host<'_>,
) -> Result<ClusteringReport, AppError> {
    if request.dry_run {
        return cluster(ctx, true, host.progress);
    }
    catch_up(ctx, host.progress)?;
    let report = ctx.app.while_catching_up(|| cluster(ctx, false, host.progress))?;
    catch_up(ctx, host.progress)?;
    Ok(report)
}
