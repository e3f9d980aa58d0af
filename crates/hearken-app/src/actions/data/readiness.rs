//! Whether the server does all that it is there for: the log can be read, its views follow it, and there is room for more.
//! Said in fixed sentences, since whoever asks has shown no key.

use std::time::Duration;

use hearken_store::Change;

use crate::error::AppError;
use crate::view::View;

/// How long what was recorded may wait to be found: catching up after a large import takes a while.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// What is in the way, a sentence each; none where all is well.
///
/// # Errors
/// The log cannot be read.
pub fn check_readiness(view: &View) -> Result<Vec<&'static str>, AppError> {
    let mut faults = Vec::new();
    if !view.views_stand() {
        faults.push("files of the views are gone, and are made again");
    }
    if is_behind(view)? {
        faults.push("the views do not follow the log");
    }
    if !view.has_disk_room() {
        faults.push("the disk is full");
    }
    Ok(faults)
}

/// Whether something that was recorded waits for a view, and has waited too long or for one that failed.
fn is_behind(view: &View) -> Result<bool, AppError> {
    let words = view.words().map(|words| words.position());
    let vectors = view.vectors().map(|vectors| vectors.position());
    let reached = words.min(vectors).unwrap_or_default();
    let waiting = view.store().log().entries_after(reached, 1)?;
    let Some(first) = waiting.first() else { return Ok(false) };
    let job = view.store().jobs().get("follow-log", "")?;
    let failed = job.is_some_and(|job| job.last_error.is_some());
    Ok(failed
        || match &first.change {
            Change::Revised(signal) => {
                let waited = view.now().duration_since(signal.received_at);
                Duration::try_from(waited).is_ok_and(|waited| waited > WAIT_MAX)
            }
            Change::Removed(_) => false,
        })
}
