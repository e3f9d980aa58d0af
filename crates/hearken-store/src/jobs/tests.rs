use hearken_domain::Timestamp;

use super::*;
use crate::fixture::Fixture;

const KINDS: [&str; 2] = ["follow", "look"];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_704_110_400 + second).unwrap()
}

impl Fixture {
    fn schedule(&self, kind: &str, key: &str, second: i64) {
        self.store().schedule_job(kind, key, at(second)).unwrap();
    }

    fn claim(&self, second: i64) -> Option<(String, String)> {
        let claimed = self.store().claim_due_job(&KINDS, at(second)).unwrap();
        claimed.map(|job| (job.kind, job.key))
    }

    fn job(&self, kind: &str, key: &str) -> JobRecord {
        self.snapshot().jobs().get(kind, key).unwrap().unwrap()
    }

    fn finish(&self, kind: &str, key: &str, second: i64, next: Option<i64>) {
        self.store().finish_job(kind, key, at(second), next.map(at)).unwrap();
    }
}

fn named(kind: &str, key: &str) -> Option<(String, String)> {
    Some((kind.to_owned(), key.to_owned()))
}

#[test]
fn a_job_asked_for_twice_is_one_and_its_earliest_time_counts() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "", 20);
    fixture.schedule("follow", "", 10);
    fixture.schedule("follow", "", 30);
    fixture.schedule("follow", "other", 30);
    let jobs = fixture.snapshot().jobs().all().unwrap();
    let due: Vec<_> = jobs.iter().map(|job| (job.key.as_str(), job.due_at)).collect();
    assert_eq!(due, [("", Some(at(10))), ("other", Some(at(30)))]);
}

#[test]
fn what_is_scheduled_by_then_already_is_not_written_again() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "", 10);
    let before = fixture.store().writer_stats().commits;
    fixture.schedule("follow", "", 10);
    fixture.schedule("follow", "", 11);
    assert_eq!(fixture.store().writer_stats().commits, before);
}

#[test]
fn what_has_been_due_longest_is_claimed_first_and_nothing_before_its_time_or_of_another_kind() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "b", 20);
    fixture.schedule("look", "a", 10);
    fixture.schedule("follow", "a", 20);
    fixture.schedule("other", "", 0);
    assert_eq!(fixture.claim(9), None);
    for expected in [named("look", "a"), named("follow", "a"), named("follow", "b"), None] {
        let claimed = fixture.claim(20);
        assert_eq!(claimed, expected);
        if let Some((kind, key)) = claimed {
            assert_eq!(fixture.job(&kind, &key).state, JobState::Running);
            fixture.finish(&kind, &key, 20, None);
        }
    }
    assert_eq!(fixture.job("other", "").attempts, 0);
}

#[test]
fn a_job_that_is_asked_for_while_it_runs_runs_again() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "", 10);
    fixture.claim(10);
    fixture.schedule("follow", "", 11);
    assert_eq!(fixture.job("follow", "").state, JobState::Running);
    fixture.finish("follow", "", 12, Some(60));
    assert_eq!(fixture.job("follow", "").due_at, Some(at(11)));
    assert_eq!(fixture.claim(12), named("follow", ""));
}

#[test]
fn a_job_that_did_well_waits_for_its_next_time_or_for_whoever_asks() {
    let fixture = Fixture::new();
    fixture.schedule("look", "", 10);
    fixture.claim(10);
    fixture.finish("look", "", 11, Some(40));
    assert_eq!(fixture.job("look", "").due_at, Some(at(40)));
    fixture.claim(40);
    fixture.finish("look", "", 41, None);
    assert_eq!(fixture.job("look", "").due_at, None);
    assert_eq!(fixture.claim(1_000_000), None);
}

#[test]
fn attempts_are_counted_and_the_last_error_kept_until_it_does_well() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "", 10);
    for attempt in 1..=3 {
        fixture.claim(10);
        fixture.store().fail_job("follow", "", at(10), "the disk is full", at(10)).unwrap();
        let failed = fixture.job("follow", "");
        assert_eq!((failed.attempts, failed.last_error.as_deref()), (attempt, Some("the disk is full")));
    }
    fixture.claim(10);
    fixture.finish("follow", "", 11, None);
    let done = fixture.job("follow", "");
    assert_eq!((done.attempts, done.last_error, done.finished_at), (0, None, Some(at(11))));
}

#[test]
fn what_ran_when_its_process_ended_waits_again_and_its_attempt_counts() {
    let mut fixture = Fixture::new();
    fixture.schedule("follow", "", 10);
    fixture.claim(12);
    fixture.reopen();
    let job = fixture.job("follow", "");
    assert_eq!((job.state, job.due_at, job.attempts), (JobState::Waiting, Some(at(12)), 1));
    assert_eq!(fixture.claim(12), named("follow", ""));
    assert_eq!(fixture.job("follow", "").attempts, 2);
}

#[test]
fn one_whose_end_could_not_be_recorded_is_claimed_again_by_whoever_runs_its_kind() {
    let fixture = Fixture::new();
    fixture.schedule("follow", "", 10);
    fixture.claim(10);
    assert_eq!(fixture.store().claim_due_job(&["look"], at(99)).unwrap(), None, "others run it");
    assert_eq!(fixture.job("follow", "").state, JobState::Running);
    assert_eq!(fixture.claim(99), named("follow", ""));
}

#[test]
fn a_job_that_was_forgotten_while_it_ran_is_not_there_when_it_ends() {
    let fixture = Fixture::new();
    fixture.schedule("look", "shop", 10);
    fixture.claim(10);
    fixture.store().forget_job("look", "shop").unwrap();
    fixture.finish("look", "shop", 11, Some(20));
    assert_eq!(fixture.snapshot().jobs().all().unwrap(), []);
}
