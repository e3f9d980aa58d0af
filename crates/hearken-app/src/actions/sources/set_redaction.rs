//! Choosing what is done with personal data in what a source brings.

use hearken_domain::RedactionPolicy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::sources::import::erased_source;
use crate::actions::sources::name::check_source_name;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::jobs::Job;

/// Choose what is done with personal data in what a source brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRedaction {
    /// Name of the source; it is made where it is new, so that its first import passes the policy.
    pub source: String,
    /// What is done from then on.
    pub policy: RedactionPolicy,
}

/// The policy that a source has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RedactionChosen {
    /// Name of the source.
    pub source: String,
    /// What is done from now on.
    pub policy: RedactionPolicy,
    /// What was done before.
    pub before: RedactionPolicy,
}

/// Sets the policy of a source. What is stored without redaction passes it with the next work in the background; what was
/// masked stays so, whatever the policy.
///
/// # Errors
/// The source's name is not valid, or any failure of the store.
pub fn set_redaction(
    ctx: &Context,
    request: SetRedaction,
    _: &mut Host<'_>,
) -> Result<RedactionChosen, AppError> {
    let SetRedaction { source, policy } = request;
    check_source_name(&source)?;
    let store = ctx.app.store();
    if let Some(at) = store.snapshot()?.erasures().source_erased(&source)? {
        return Err(erased_source(&source, at));
    }
    let before = store.snapshot()?.sources().get(&source)?.map(|source| source.redaction).unwrap_or_default();
    if policy == RedactionPolicy::Hash {
        ctx.app.redactor(policy)?; // the key is there, or can be made
    }
    let id = store.ensure_source(&source, ctx.now)?;
    store.set_redaction(id, policy, &ctx.by()?)?;
    let job = Job::RedactAgain;
    store.schedule_job(job.kind(), job.key(), ctx.now)?;
    Ok(RedactionChosen { source, policy, before })
}
