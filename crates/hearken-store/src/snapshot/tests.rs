use hearken_domain::LogPosition;

use crate::fixture::{Fixture, review};

#[test]
fn a_snapshot_does_not_see_what_is_written_after_it_was_opened() {
    let fixture = Fixture::new();
    fixture.record([review("before")]);
    let before = fixture.snapshot();
    let later = fixture.record([review("after")]);
    assert_eq!(before.signals().texts().unwrap().len(), 1);
    assert_eq!(before.signals().get(later[0]).unwrap(), None);
    assert!(before.log().position().unwrap() < LogPosition(later[0].0));
    assert!(fixture.snapshot().signals().get(later[0]).unwrap().is_some());
}

#[test]
fn a_snapshot_keeps_its_generation_while_another_becomes_current() {
    let fixture = Fixture::new();
    let signals = fixture.record([review("one"), review("two")]);
    let (old, themes) = fixture.begin(&[None]);
    fixture.assign(old, &[(signals[0], Some(themes[0])), (signals[1], None)]);
    fixture.store().apply_clustering(old, &crate::fixture::by(5)).unwrap();
    let before = fixture.snapshot();
    let (new, _) = fixture.cluster(&[None]);
    assert_eq!((before.generation(), fixture.snapshot().generation()), (old, new));
    assert_eq!(before.clustering().current().unwrap().unwrap().generation, old);
    assert_eq!(before.themes().members(Some(themes[0])).unwrap(), [signals[0]]);
    assert_eq!(
        before.themes().assigned_count().unwrap(),
        2,
        "the old members are swept away only for later readers"
    );
    assert_eq!(fixture.snapshot().themes().assigned_count().unwrap(), 0);
}

#[test]
fn a_snapshot_shows_themes_as_they_stood_and_the_next_one_as_they_are() {
    let fixture = Fixture::new();
    fixture.record([review("one"), review("two")]);
    let (_, themes) = fixture.cluster(&[None]);
    let name = |snapshot: &crate::Snapshot| {
        snapshot.themes().living().unwrap().values().next().unwrap().name.as_str().to_owned()
    };
    let before = fixture.snapshot();
    assert_eq!(name(&before), "One");
    fixture.store().rename_theme(themes[0], "Given".to_owned(), &crate::fixture::by(6)).unwrap();
    let after = fixture.snapshot();
    assert_eq!((name(&after), name(&before), name(&after)), ("Given".into(), "One".into(), "Given".into()));
}

#[test]
fn a_snapshot_gives_its_connection_back() {
    let fixture = Fixture::new();
    let idle = || fixture.store().idle_readers();
    let (one, other) = (fixture.snapshot(), fixture.snapshot());
    assert_eq!(idle(), 0, "each has one of its own");
    drop((one, other));
    assert_eq!(idle(), 2);
    let again = fixture.snapshot();
    assert_eq!(idle(), 1);
    let failed = again.read(|c| Ok(c.execute_batch("SELECT no_such_column FROM signals")?));
    assert!(failed.is_err());
    drop(again);
    assert_eq!(idle(), 2, "a question that fails breaks no connection");
}

#[test]
fn a_connection_that_cannot_end_its_transaction_is_not_used_again() {
    let fixture = Fixture::new();
    let snapshot = fixture.snapshot();
    snapshot.read(|c| Ok(c.execute_batch("ROLLBACK")?)).unwrap();
    drop(snapshot);
    assert_eq!(fixture.store().idle_readers(), 0);
}
