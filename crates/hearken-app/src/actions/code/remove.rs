//! Forgetting a repository, with its index and links. What people answered to its links stays in the log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::code::no_such_repository;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::jobs::Job;

/// Forget a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveRepository {
    /// Its name.
    pub name: String,
}

/// What was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CodeRemoved {
    /// The repository.
    pub name: String,
}

/// Forgets a repository; its files are not touched.
///
/// # Errors
/// There is none of that name, or any failure of the store.
pub fn remove_repository(
    ctx: &Context,
    request: RemoveRepository,
    _: &mut Host<'_>,
) -> Result<CodeRemoved, AppError> {
    let (name, by) = (request.name, ctx.by()?);
    let store = ctx.app.store();
    if !ctx.app.while_linking(|| store.remove_repository(&name, &by))? {
        return Err(no_such_repository(&name));
    }
    for job in [Job::TakeInCommits { repository: name.clone() }, Job::TakeInTags { repository: name.clone() }]
    {
        store.forget_job(job.kind(), job.key())?;
    }
    Ok(CodeRemoved { name })
}
