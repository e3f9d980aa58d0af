//! Follows the log: whenever it has grown, every view is brought up to it, within a second. Not more often than twice a
//! second: each time costs a few syncs, which whoever writes would pay for. And behind everyone who waits for an answer:
//! its threads have a low priority, where the system knows one for threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tracing::{debug, error};

use crate::actions::data::catch_up::catch_up;
use crate::app::App;

/// Least time from one catching up to the next.
const PACE: Duration = Duration::from_millis(500);
/// How often to look whether it should end.
const TICK: Duration = Duration::from_millis(250);

/// How long to wait before a failure is tried again, where no change comes first: a full disk may have been cleared.
const AGAIN: Duration = Duration::from_secs(2);

/// Runs until `stop` is set.
pub fn run(app: &App, stop: &AtomicBool) {
    crate::jobs::in_the_background("follow-log", || follow(app, stop));
}

fn follow(app: &App, stop: &AtomicBool) {
    let mut commits = 0;
    let mut caught_up_to = None;
    while !stop.load(Ordering::Relaxed) {
        // Read before catching up: what arrives meanwhile lies beyond it, and is a reason to go again.
        let started = Instant::now();
        let position = app.store().position().ok();
        if position == caught_up_to && !app.views_in_doubt() {
            commits = app.store().wait_for_commit(commits, TICK);
            continue;
        }
        if let Err(error) = catch_up(app, &|step, share| debug!(step, share, "catching up")) {
            error!(%error, "views could not be caught up; trying again after the next change, or soon");
            commits = app.store().wait_for_commit(commits, AGAIN);
            continue;
        }
        caught_up_to = position;
        crate::jobs::rest(PACE.saturating_sub(started.elapsed()), stop);
    }
}
