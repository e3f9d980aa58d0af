use hearken_domain::{Actor, ActorKind, Fate};

use super::*;
use crate::fixture::{Fixture, by, day, item, review};

fn post(fixture: &Fixture, key: Option<&str>, words: &str, now: Timestamp) -> RecordOutcome {
    let key = key.map(|key| IdempotencyKey {
        key: key.to_owned(),
        body: crate::hash::short_hash(|h| {
            h.update(words.as_bytes());
        }),
    });
    let items = vec![Arrived::Signal(Box::new(item(words, words)))];
    fixture.store().post("api".to_owned(), items, key, By { at: now, ..by(0) }).unwrap().wait().unwrap()
}

fn fates(outcome: &RecordOutcome) -> Vec<Fate> {
    match outcome {
        RecordOutcome::Recorded(recorded) | RecordOutcome::Replayed(recorded) => {
            recorded.iter().map(hearken_domain::Disposition::fate).collect()
        }
        RecordOutcome::KeyTaken | RecordOutcome::SourceErased(_) => Vec::new(),
    }
}

#[test]
fn the_posts_of_a_day_are_one_import_and_the_next_day_has_its_own() {
    let fixture = Fixture::new();
    for (words, at) in [("one", day(1)), ("two", day(1)), ("three", day(2))] {
        assert_eq!(fates(&post(&fixture, None, words, at)), [Fate::Accepted]);
    }
    let source = fixture.source("api");
    let counts: Vec<u64> = fixture
        .snapshot()
        .imports()
        .of_source(source, 9)
        .unwrap()
        .iter()
        .map(|import| import.counts.accepted)
        .collect();
    assert_eq!(counts, [1, 2]);
}

#[test]
fn a_post_sent_again_with_its_key_is_answered_as_before_and_recorded_once() {
    let fixture = Fixture::new();
    let first = post(&fixture, Some("k1"), "one", day(1));
    let RecordOutcome::Recorded(recorded) = first else { panic!("{first:?}") };
    assert_eq!(post(&fixture, Some("k1"), "one", day(1)), RecordOutcome::Replayed(recorded));
    assert_eq!(post(&fixture, Some("k1"), "other words", day(1)), RecordOutcome::KeyTaken);
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 1);
    let counts = fixture.snapshot().sources().get("api").unwrap().unwrap().counts;
    assert_eq!(counts.total(), 1, "a replay is no arrival");
}

#[test]
fn a_key_is_forgotten_after_a_day() {
    let fixture = Fixture::new();
    post(&fixture, Some("k1"), "one", day(1));
    assert_eq!(fates(&post(&fixture, Some("k1"), "one", day(3))), [Fate::Duplicate]);
}

#[test]
fn a_day_s_posts_can_be_taken_back_and_posting_goes_on() {
    let fixture = Fixture::new();
    fixture.import([review("from a file")]);
    post(&fixture, None, "one", day(1));
    let source = fixture.source("api");
    let import = fixture.snapshot().imports().of_source(source, 1).unwrap()[0].id;
    assert_eq!(fixture.store().undo_import(source, import, &crate::fixture::by(1)).unwrap().removed, 1);
    assert_eq!(fates(&post(&fixture, None, "one", day(1))), [Fate::Accepted]);
}

#[test]
fn the_writer_counts_what_it_does() {
    let fixture = Fixture::new();
    let before = fixture.store().writer_stats();
    post(&fixture, None, "one", day(1));
    let after = fixture.store().writer_stats();
    assert!(after.commits > before.commits && after.tasks > before.tasks);
    assert_eq!(after.by_seconds.iter().sum::<u64>(), after.commits);
    assert_eq!(after.queued, 0);
}

#[test]
fn an_import_names_who_began_it_and_each_actor_posts_into_one_of_their_own() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([review("from a file")]);
    assert_eq!(fixture.snapshot().imports().get(import).unwrap().unwrap().by, Some(by(0).actor));
    for (name, words) in [("importer", "one"), ("widget", "two"), ("importer", "three")] {
        let by =
            By { actor: Actor { kind: ActorKind::Token, name: name.to_owned(), behalf_of: None }, ..by(1) };
        let items = vec![Arrived::Signal(Box::new(item(words, words)))];
        fixture.store().post("api".to_owned(), items, None, by).unwrap().wait().unwrap();
    }
    let posted: Vec<(String, u64)> = fixture
        .snapshot()
        .imports()
        .of_source(fixture.source("api"), 9)
        .unwrap()
        .into_iter()
        .map(|import| (import.by.unwrap().name, import.counts.accepted))
        .collect();
    assert_eq!(posted, [("widget".to_owned(), 1), ("importer".to_owned(), 2)]);
}
