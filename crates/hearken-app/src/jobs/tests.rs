//! Workers, a step at a time, at times that are given.

use std::time::Duration;

use hearken_analysis::readings::VERSION;
use hearken_domain::{Actor, LogPosition, Timestamp};
use hearken_store::{Access, DataDir, JobRecord, JobState, NewReading, ReadUpTo, ReadingRun};

use super::worker::backoff;
use super::*;
use crate::actions::data::redact_again::redact_again;
use crate::actions::sources::paste::PasteQuote;
use crate::app::App;
use crate::command::execute;
use crate::host::Host;

struct Fixture {
    folder: tempfile::TempDir,
    app: App,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(&DataDir::new(folder.path()), Access::Write).unwrap();
        redact_again(&Context::at(app.clone(), Actor::person("ann"), at(0)), &|_, _| {}).unwrap();
        Self { folder, app }
    }

    fn record(&self, text: &str) {
        let ctx = Context::at(self.app.clone(), Actor::person("ann"), at(0));
        let quote = PasteQuote { text: text.to_owned(), ..PasteQuote::default() };
        execute(&ctx, quote, &mut Host::default()).unwrap();
    }

    fn job(&self, job: &Job) -> JobRecord {
        self.app.store().snapshot().unwrap().jobs().get(job.kind(), job.key()).unwrap().unwrap()
    }

    fn commits(&self) -> u64 {
        self.app.store().writer_stats().commits
    }
}

/// So many milliseconds after a noon.
fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_704_110_400_000 + ms).unwrap()
}

fn commits_of(repository: &str) -> Job {
    Job::TakeInCommits { repository: repository.to_owned() }
}

#[test]
fn a_job_reads_back_from_its_row_and_every_kind_has_one_lane() {
    for job in [
        Job::FollowLog,
        Job::RedactAgain,
        Job::ReadAgain,
        Job::Anonymise,
        Job::LinkCode,
        Job::NoticeSurges,
        Job::FindBursts,
        Job::SendAlerts,
        Job::LookForCommits,
        commits_of("shop"),
        Job::TakeInTags { repository: "shop".to_owned() },
    ] {
        assert_eq!(Job::from_row(job.kind(), job.key()), Some(job.clone()));
        assert_eq!(Lane::ALL.iter().filter(|lane| lane.kinds().contains(&job.kind())).count(), 1);
    }
    assert_eq!(Job::from_row("dance", ""), None);
}

#[test]
fn the_log_is_followed_at_once_then_at_most_twice_a_second() {
    let fixture = Fixture::new();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Log);
    fixture.record("the card was declined");
    assert_eq!(worker.step(at(0)), Step::Ran(Job::FollowLog));
    assert_eq!(worker.step(at(0)), Step::Ran(Job::NoticeSurges), "what came may be a surge");
    fixture.record("the card was declined again");
    assert_eq!(worker.step(at(100)), Step::Idle(Some(at(500))));
    assert_eq!(worker.step(at(499)), Step::Idle(Some(at(500))));
    assert_eq!(worker.step(at(500)), Step::Ran(Job::FollowLog));
    let end = fixture.app.store().snapshot().unwrap().log().position().unwrap();
    assert_eq!(fixture.app.words().unwrap().position(), end);
    assert_eq!(fixture.job(&Job::FollowLog).state, JobState::Waiting);
}

#[test]
fn what_another_reader_read_is_read_again_in_the_background_and_then_no_more() {
    let fixture = Fixture::new();
    let store = fixture.app.store();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Log);
    fixture.record("the card was declined");
    assert_eq!(worker.step(at(0)), Step::Ran(Job::FollowLog));
    assert!(!read::is_behind(&fixture.app).unwrap(), "what arrived was read as it came");
    let version = |reading: hearken_store::StoredReading| reading.version;
    let first = || {
        let snapshot = store.snapshot().unwrap();
        let signals = snapshot.readings().to_read(None, 9).unwrap();
        (signals[0].clone(), snapshot.readings().of(signals[0].id).unwrap())
    };
    let (signal, read_first) = first();
    let older = ReadingRun { version: 0, learned: LogPosition(0), after: None };
    let again =
        NewReading { signal: signal.id, position: signal.position, reading: read_first.unwrap().read };
    store.keep_readings(vec![again], 0, ReadUpTo::All(older)).unwrap();
    assert_eq!(first().1.map(version), Some(0));

    let mut worker = Worker::new(fixture.app.clone(), Lane::Log);
    let ran: Vec<Step> = (1..4).map(|n| worker.step(at(n * 1000))).collect();
    assert!(ran.contains(&Step::Ran(Job::ReadAgain)), "{ran:?}");
    assert_eq!(first().1.map(version), Some(VERSION));
    assert!(!read::is_behind(&fixture.app).unwrap());
}

#[test]
fn where_nothing_is_said_nothing_is_written_whatever_else_is_committed() {
    let fixture = Fixture::new();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Log);
    fixture.record("the card was declined");
    assert_eq!(worker.step(at(0)), Step::Ran(Job::FollowLog));
    assert_eq!(worker.step(at(0)), Step::Ran(Job::NoticeSurges));
    fixture.app.store().schedule_job("look-for-commits", "", at(0)).unwrap();
    let (commits, position) =
        (fixture.commits(), fixture.app.store().snapshot().unwrap().log().position().unwrap());
    for tick in 1..100 {
        assert_eq!(worker.step(at(tick * 250)), Step::Idle(None));
    }
    assert_eq!(fixture.commits(), commits);
    assert_eq!(fixture.app.store().snapshot().unwrap().log().position().unwrap(), position);
}

#[test]
fn views_that_are_doubted_are_looked_at_again() {
    let fixture = Fixture::new();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Log);
    assert_eq!(worker.step(at(0)), Step::Ran(Job::FollowLog));
    assert_eq!(worker.step(at(0)), Step::Ran(Job::NoticeSurges));
    assert_eq!(worker.step(at(9000)), Step::Idle(None));
    fixture.app.doubt_views(true);
    assert_eq!(worker.step(at(9001)), Step::Ran(Job::FollowLog));
    assert!(!fixture.app.views_in_doubt());
}

#[test]
fn heads_are_looked_at_every_half_minute_and_nothing_is_linked_without_a_repository() {
    let fixture = Fixture::new();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Code);
    fixture.record("the card was declined");
    assert_eq!(worker.step(at(0)), Step::Ran(Job::LookForCommits));
    let due = fixture.job(&Job::LookForCommits).due_at.unwrap();
    assert!(due >= at(30_000) && due < at(60_000), "{due}");
    assert_eq!(worker.step(at(29_999)), Step::Idle(Some(due)));
    assert_eq!(worker.step(due), Step::Ran(Job::LookForCommits));
}

#[test]
fn a_failure_is_told_without_anybody_s_words_and_tried_again_later_each_time() {
    let fixture = Fixture::new();
    let mut worker = Worker::new(fixture.app.clone(), Lane::Code);
    assert_eq!(worker.step(at(0)), Step::Ran(Job::LookForCommits));
    let gone = commits_of("quokka");
    fixture.app.store().schedule_job(gone.kind(), gone.key(), at(1)).unwrap();
    let mut now = at(1);
    for (attempt, seconds) in [(1, 2), (2, 4), (3, 8)] {
        assert_eq!(worker.step(now), Step::Ran(gone.clone()));
        let row = fixture.job(&gone);
        assert_eq!((row.attempts, row.state), (attempt, JobState::Waiting));
        let error = row.last_error.unwrap();
        assert!(!error.contains("quokka") && error.contains("not there"), "{error}");
        let due = row.due_at.unwrap();
        assert!(due.duration_since(now).as_secs() >= seconds, "{attempt}");
        now = due;
    }
    assert_eq!([1, 2, 8, 9, 500].map(|attempts| backoff(attempts).as_secs()), [2, 4, 256, 300, 300]);
    assert_eq!(backoff(u64::MAX), Duration::from_secs(300));
}

#[test]
fn lanes_do_not_wait_for_each_other() {
    let fixture = Fixture::new();
    let mut log = Worker::new(fixture.app.clone(), Lane::Log);
    let claimed = fixture.app.store();
    claimed.schedule_job("link-code", "", at(0)).unwrap();
    assert!(claimed.claim_due_job(Lane::Code.kinds(), at(0)).unwrap().is_some(), "linking is at work");
    assert_eq!(log.step(at(1)), Step::Ran(Job::FollowLog));
    assert_eq!(fixture.job(&Job::LinkCode).state, JobState::Running);
}

#[test]
fn where_the_table_cannot_be_written_jobs_run_all_the_same() {
    let fixture = Fixture::new();
    let dir = DataDir::new(fixture.folder.path());
    let reader = App::open(&dir, Access::Read).unwrap();
    let mut worker = Worker::new(reader, Lane::Code);
    for second in 0..3 {
        assert_eq!(worker.step(at(second * 1000)), Step::Unrecorded(vec![Job::LookForCommits]));
    }
    assert_eq!(fixture.app.store().snapshot().unwrap().jobs().all().unwrap(), []);
}
