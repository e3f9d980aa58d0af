//! A worker runs the jobs of one lane, behind everyone who waits for an answer: its threads have a low priority, where the
//! system knows one for threads. What is due is claimed in the store and its end recorded there; where that cannot be
//! written, on a full disk say, jobs run all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hearken_domain::{Actor, LogPosition, Timestamp};
use hearken_store::{Alert, JobRecord, JobState};
use tracing::{error, warn};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::jobs::{Job, Lane};

/// As `nice` counts: 0 is usual, 19 the least.
#[cfg(target_os = "linux")]
const LOW_PRIORITY: i32 = 10;
/// How often to look whether it should end.
const TICK: Duration = Duration::from_millis(250);
/// How long after a first failure a job is tried again, and how long at most; each failure doubles it.
const BACKOFF: Duration = Duration::from_secs(2);
const BACKOFF_MAX: Duration = Duration::from_secs(5 * 60);
/// How long to wait before the table is tried again: a full disk may have been cleared.
const AGAIN: Duration = Duration::from_secs(2);

/// Runs the jobs of one lane, one after the other.
pub struct Worker {
    app: App,
    lane: Lane,
    /// The log as it stood when its follower was last asked for.
    asked: Option<LogPosition>,
    /// Whether the follower's last attempt failed.
    failing: bool,
    /// Whether the jobs that ask for themselves were asked for once.
    started: bool,
}

/// What a worker did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It ran a job, well or not, and recorded that.
    Ran(Job),
    /// Nothing is due before then, unless something asks for it.
    Idle(Option<Timestamp>),
    /// The table could not be written; these ran all the same.
    Unrecorded(Vec<Job>),
}

impl Worker {
    /// A worker of the only process that writes, for a lane that has no other.
    pub fn new(app: App, lane: Lane) -> Self {
        Self { app, lane, asked: None, failing: false, started: false }
    }

    /// Works until `stop` is set.
    pub fn run(mut self, stop: &AtomicBool) {
        in_the_background(self.lane.name(), || {
            let mut commits = 0;
            while !stop.load(Ordering::Relaxed) {
                let now = Timestamp::now();
                match self.step(now) {
                    Step::Ran(_) => {}
                    Step::Idle(until) => {
                        let wait = until.and_then(|until| until.duration_since(now).try_into().ok());
                        commits = self
                            .app
                            .store()
                            .wait_for_commit(commits, wait.map_or(TICK, |wait| TICK.min(wait)));
                    }
                    Step::Unrecorded(_) => rest(AGAIN, stop),
                }
            }
        });
    }

    /// Asks for what follows the log where that has grown, and runs the job that has been due longest.
    pub fn step(&mut self, now: Timestamp) -> Step {
        self.run_due(now).unwrap_or_else(|error| {
            warn!(%error, lane = self.lane.name(), "jobs cannot be recorded; what is due runs all the same");
            let due = self.due_unrecorded(now);
            for job in &due {
                let _ = self.attempt(job, now); // it was logged; more can be done about it only once it is recorded
            }
            Step::Unrecorded(due)
        })
    }

    fn run_due(&mut self, now: Timestamp) -> Result<Step, AppError> {
        self.ask(now)?;
        let rows = self.rows()?;
        if !rows.iter().any(|row| is_due(row, now)) {
            return Ok(Step::Idle(rows.iter().filter_map(|row| row.due_at).min()));
        }
        let claimed = self.app.store().claim_due_job(self.lane.kinds(), now)?;
        let Some((row, job)) =
            claimed.and_then(|row| Job::from_row(&row.kind, &row.key).map(|job| (row, job)))
        else {
            return Ok(Step::Idle(None));
        };
        let (ended, result) = self.attempt(&job, now);
        let store = self.app.store();
        let recorded = match &result {
            Ok(()) => store.finish_job(job.kind(), job.key(), ended, job.again(&self.app, ended)?),
            Err(error) => {
                let retry = ended + backoff(row.attempts);
                store.fail_job(job.kind(), job.key(), ended, error.class(), retry)
            }
        };
        Ok(match recorded {
            Ok(()) => Step::Ran(job),
            Err(error) => {
                error!(%error, job = job.kind(), "the end of a job could not be recorded; it runs again");
                Step::Unrecorded(vec![job])
            }
        })
    }

    /// Asks for what should run, each in its time.
    fn ask(&mut self, now: Timestamp) -> Result<(), AppError> {
        let store = self.app.store();
        if !self.started {
            for job in self.lane.at_start() {
                if job.is_wanted(&self.app)? {
                    store.schedule_job(job.kind(), job.key(), now)?;
                }
            }
            self.started = true;
        }
        // What arrives after this lies beyond it, and is a reason to ask again. A commit alone is none.
        let Some(position) = self.unfollowed()? else { return Ok(()) };
        let (job, pace) = self.lane.follower();
        let last = store.snapshot()?.jobs().get(job.kind(), job.key())?.and_then(|row| row.started_at);
        let due = last.map_or(now, |last| (last + pace).clamp(now, now + pace));
        store.schedule_job(job.kind(), job.key(), due)?;
        self.asked = Some(position);
        Ok(())
    }

    /// Where the log stands, if its follower is to be asked for.
    fn unfollowed(&self) -> Result<Option<LogPosition>, AppError> {
        let snapshot = self.app.store().snapshot()?;
        let position = snapshot.log().position()?;
        let wanted = match self.lane {
            Lane::Log => {
                if !self.failing && !self.app.views_in_doubt() && !self.app.views_stand() {
                    warn!("files of the views are gone; they are made again from the log");
                    self.app.doubt_views(true);
                }
                // Views in doubt after a failure wait for its next attempt.
                self.asked != Some(position) || (self.app.views_in_doubt() && !self.failing)
            }
            Lane::Bursts => self.asked != Some(position),
            Lane::Alerts => {
                self.asked != Some(position) && snapshot.alerts().all()?.iter().any(Alert::stands)
            }
            Lane::Code => self.asked != Some(position) && !snapshot.repositories().all()?.is_empty(),
        };
        Ok(wanted.then_some(position))
    }

    /// The jobs of the lane.
    fn rows(&self) -> Result<Vec<JobRecord>, AppError> {
        let mut rows = self.app.store().snapshot()?.jobs().all()?;
        rows.retain(|row| self.lane.kinds().contains(&row.kind.as_str()));
        Ok(rows)
    }

    /// What would be due if the table could be written.
    fn due_unrecorded(&self, now: Timestamp) -> Vec<Job> {
        let mut due = if self.started { Vec::new() } else { self.lane.at_start() };
        if self.unfollowed().is_ok_and(|position| position.is_some()) {
            due.push(self.lane.follower().0);
        }
        let rows = self.rows().unwrap_or_default().into_iter().filter(|row| is_due(row, now));
        for job in rows.filter_map(|row| Job::from_row(&row.kind, &row.key)) {
            if !due.contains(&job) {
                due.push(job);
            }
        }
        due
    }

    /// Runs a job; when it ended, and how. One that panics has failed like any other.
    fn attempt(&mut self, job: &Job, now: Timestamp) -> (Timestamp, Result<(), AppError>) {
        let ctx = Context::at(self.app.clone(), Actor::machine(job.kind()), now);
        let result = catch_unwind(AssertUnwindSafe(|| job.run(&ctx)))
            .unwrap_or_else(|_| Err(AppError::Internal(anyhow::anyhow!("it panicked"))));
        if let Err(error) = &result {
            error!(%error, job = job.kind(), key = job.key(), "a job failed; it is tried again");
        }
        if *job == self.lane.follower().0 {
            self.failing = result.is_err();
        }
        (ctx.later(), result)
    }
}

/// Whether a row of a lane whose worker is idle is to run. One that is said to run had an end that could not be recorded.
fn is_due(row: &JobRecord, now: Timestamp) -> bool {
    row.state == JobState::Running || row.due_at.is_some_and(|due| due <= now)
}

/// How long after so many attempts in a row the next one comes.
pub(super) fn backoff(attempts: u64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    (BACKOFF * 2_u32.pow(doublings)).min(BACKOFF_MAX)
}

/// Works in a pool of its own that stands back.
fn in_the_background(name: &'static str, work: impl FnOnce() + Send) {
    let pool = rayon::ThreadPoolBuilder::new()
        .thread_name(move |index| format!("{name}-{index}"))
        .start_handler(|_| stand_back())
        .build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(error) => {
            error!(%error, lane = name, "no threads of its own for a worker");
            work();
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
