//! One file per background job. All stand back behind everyone who waits for an answer: their threads have a low priority,
//! where the system knows one for threads.

pub mod follow_code;
pub mod follow_log;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tracing::error;

/// As `nice` counts: 0 is usual, 19 the least.
#[cfg(target_os = "linux")]
const LOW_PRIORITY: i32 = 10;
/// How often to look whether a job should end.
const TICK: Duration = Duration::from_millis(250);

/// Runs a job in a pool of its own that stands back.
fn in_the_background(name: &'static str, job: impl FnOnce() + Send) {
    let pool = rayon::ThreadPoolBuilder::new()
        .thread_name(move |index| format!("{name}-{index}"))
        .start_handler(|_| stand_back())
        .build();
    match pool {
        Ok(pool) => pool.install(job),
        Err(error) => {
            error!(%error, job = name, "no threads of its own for a job");
            job();
        }
    }
}

/// Threads that this one starts stand back with it.
fn stand_back() {
    #[cfg(target_os = "linux")] // elsewhere it would be the whole process
    if let Err(error) = rustix::process::setpriority_process(None, LOW_PRIORITY) {
        tracing::debug!(%error, "the priority could not be lowered");
    }
}

/// Lets `time` pass, unless it should end.
#[expect(clippy::disallowed_methods, reason = "it waits for time itself")]
fn rest(time: Duration, stop: &AtomicBool) {
    let until = Instant::now() + time;
    while let Some(left) = until.checked_duration_since(Instant::now())
        && !left.is_zero()
        && !stop.load(Ordering::Relaxed)
    {
        std::thread::sleep(left.min(TICK));
    }
}
