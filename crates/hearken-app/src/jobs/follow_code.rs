//! Follows the code: new commits of registered repositories are indexed, and links are made whenever a commit, a learning,
//! a ruling or an arrival asks for it. Behind everyone who waits for an answer, as the job that follows the log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tracing::{debug, error, warn};

use crate::actions::code::link::link_code;
use crate::actions::code::update::{has_moved, update_code};
use crate::app::{App, AppError};

/// How often heads are looked at.
const HEADS: Duration = Duration::from_secs(30);
/// Least time from one linking to the next: each reads all rulings.
const PACE: Duration = Duration::from_secs(2);
/// How often to look whether it should end.
const TICK: Duration = Duration::from_millis(250);

/// Runs until `stop` is set.
pub fn run(app: &App, stop: &AtomicBool) {
    crate::jobs::in_the_background("follow-code", || follow(app, stop));
}

fn follow(app: &App, stop: &AtomicBool) {
    let (mut commits, mut linked_up_to, mut looked) = (0, None, None::<Instant>);
    while !stop.load(Ordering::Relaxed) {
        if looked.is_none_or(|at| at.elapsed() >= HEADS) {
            looked = Some(Instant::now());
            if let Err(error) = take_in_commits(app, stop) {
                error!(%error, "repositories could not be looked at");
            }
        }
        let position = app.store().position().ok();
        if position != linked_up_to {
            let started = Instant::now();
            match link_code(app, &|step, share| debug!(step, share, "linking")) {
                Ok(()) => linked_up_to = position,
                Err(error) => error!(%error, "links could not be made; trying again soon"),
            }
            crate::jobs::rest(PACE.saturating_sub(started.elapsed()), stop);
        }
        commits = app.store().wait_for_commit(commits, TICK);
    }
}

fn take_in_commits(app: &App, stop: &AtomicBool) -> Result<(), AppError> {
    for known in app.store().repositories()? {
        if stop.load(Ordering::Relaxed) || !has_moved(app, &known.name)? {
            continue;
        }
        if let Err(error) = update_code(app, &known.name, &|step, share| debug!(step, share, "indexing")) {
            warn!(%error, repository = known.name, "new commits could not be taken in");
        }
    }
    Ok(())
}
