//! Newer rules of redaction over what is stored: after an update, with patterns of one's own, or where a source's policy
//! changed. Words that a rule now masks leave the log, its views and what people typed.

use hearken_analysis::redact::RULES_VERSION;
use hearken_domain::RedactionPolicy;
use hearken_store::{Redact, RedactionStep};

use crate::actions::data::leave_nothing::leave_nothing;
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;
use crate::redactor::Redactor;

/// Signals in one transaction, so that nobody waits long for the writer.
const BATCH: usize = 500;

/// Whether newer rules have not been over everything that is stored.
///
/// # Errors
/// Any failure of the store.
pub fn is_behind(app: &App) -> Result<bool, AppError> {
    Ok(app.store().snapshot()?.is_behind_rules(&app.rules().fingerprint())?)
}

/// Brings what is stored up to the rules. Does nothing, quickly, where all is. Gives how many signals changed.
///
/// # Errors
/// Any failure of the store or its views; what was gone over stays so, and the next run goes on there.
pub fn redact_again(ctx: &Context, progress: Progress<'_>) -> Result<u64, AppError> {
    let store = ctx.app.store();
    let rules = ctx.app.rules().fingerprint();
    let mut changed = 0;
    if !is_behind(&ctx.app)? {
        return Ok(0); // most often: nothing is written
    }
    while let Some(step) = store.redact_again(&rules, RULES_VERSION, BATCH, over(ctx)?)? {
        match step {
            RedactionStep::More(run) => {
                let end = store.snapshot()?.log().position()?.0.max(1);
                progress("redacting again", run.after.map_or(0, |id| id.0) as f32 / end as f32);
            }
            RedactionStep::Through(run) => {
                changed = run.changed;
                if run.left_remains() {
                    leave_nothing(ctx, &[])?;
                    tracing::info!(
                        signals = changed,
                        "newer rules of redaction masked something in stored signals"
                    );
                }
                store.finish_redaction(run, RULES_VERSION, &ctx.by()?)?;
            }
        }
    }
    Ok(changed)
}

/// What goes over texts that belong together.
fn over(ctx: &Context) -> Result<Redact, AppError> {
    let mask = ctx.app.redactor(RedactionPolicy::Mask)?;
    let hashes = ctx.app.store().snapshot()?.sources().all()?;
    let hash: Option<Redactor> = match hashes.iter().any(|source| source.redaction == RedactionPolicy::Hash) {
        true => Some(ctx.app.redactor(RedactionPolicy::Hash)?),
        false => None,
    };
    Ok(Box::new(move |policy, texts| match (policy, &hash) {
        (RedactionPolicy::Hash, Some(hash)) => hash.again(texts),
        _ => mask.again(texts),
    }))
}
