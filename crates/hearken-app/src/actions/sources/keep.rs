//! Choosing how long what a source brings is kept as it came, and taking that back. Once it is over, who said it is removed,
//! which nothing takes back.

use hearken_domain::{Kind, Retention};
use hearken_store::KeptFor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::sources::kept::changes;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::jobs::Job;
use crate::known::no_such_source;
use crate::near::shown;

/// Choose how long what a source brings is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRetention {
    /// Name of the source.
    pub source: String,
    /// Only signals of this kind; by default all that have no choice of their own.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// For how long, and what goes then; left out, for ever.
    #[serde(default)]
    pub keep: Option<Retention>,
    /// Only say how many signals are over already.
    #[serde(default)]
    pub dry_run: bool,
}

/// Take back what was last chosen of how long what a source brings is kept; taken back again, it is chosen again. What was
/// anonymised stays so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRetention {
    /// Name of the source.
    pub source: String,
    /// What was chosen of this kind; by default what was chosen of all that have no choice of their own.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Only say what would hold then.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub dry_run: bool,
}

/// How long signals of a source are kept now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RetentionChosen {
    /// Name of the source.
    pub source: String,
    /// Only those of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// For how long; `None` is for ever.
    pub keep: Option<Retention>,
    /// Signals that are kept longer than that already: the next run removes who said them.
    pub over: u64,
    /// Whether nothing was chosen.
    pub dry_run: bool,
}

/// Sets how long signals are kept. A server removes who said them once a day from then on; it cannot be taken back.
///
/// # Errors
/// There is no such source, the time is none; or any failure of the store.
pub fn set_retention(
    ctx: &Context,
    request: SetRetention,
    _: &mut Host<'_>,
) -> Result<RetentionChosen, AppError> {
    choose(ctx, request)
}

/// Takes back what was last chosen.
///
/// # Errors
/// There is no such source, nothing was chosen of it; or any failure of the store.
pub fn undo_retention(
    ctx: &Context,
    request: UndoRetention,
    _: &mut Host<'_>,
) -> Result<RetentionChosen, AppError> {
    let UndoRetention { source, kind, dry_run } = request;
    let snapshot = ctx.app.store().snapshot()?;
    let id = snapshot.sources().id(&source)?.ok_or_else(|| no_such_source(&source))?;
    let changes = changes(&snapshot, id)?;
    drop(snapshot);
    let Some(last) = changes.iter().find(|change| change.kind == kind) else {
        return Err(AppError::user(format!("nothing was chosen of how long '{}' is kept", shown(&source))));
    };
    choose(ctx, SetRetention { source, kind, keep: last.before, dry_run })
}

fn choose(ctx: &Context, request: SetRetention) -> Result<RetentionChosen, AppError> {
    let SetRetention { source, kind, keep, dry_run } = request;
    if keep.is_some_and(|keep| keep.days == 0 || keep.days > 36_500) {
        return Err(AppError::user("a time of keeping has 1 to 36,500 days"));
    }
    let store = ctx.app.store();
    let snapshot = store.snapshot()?;
    let id = snapshot.sources().id(&source)?.ok_or_else(|| no_such_source(&source))?;
    let over = match keep {
        Some(keep) => snapshot.retention().count_over(&KeptFor { source: id, kind, keep }, ctx.now)?,
        None => 0,
    };
    drop(snapshot);
    if !dry_run {
        store.set_retention(id, kind, keep, &ctx.by()?)?;
        let job = Job::Anonymise;
        store.schedule_job(job.kind(), job.key(), ctx.now)?;
    }
    Ok(RetentionChosen { source, kind, keep, over, dry_run })
}
