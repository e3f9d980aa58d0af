use hearken_domain::{Actor, AlertId, By, LogPosition, SignalId, SurgeId, SurgeKind, ThemeId, Timestamp};

use crate::fixture::{Fixture, item};
use crate::{FoundSurge, StoreError};

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + hour * 3_600).unwrap()
}

fn by() -> By {
    By { actor: Actor::person("ann@example.com"), at: at(0), seen: LogPosition(0) }
}

fn found(signals: &[SignalId]) -> FoundSurge {
    let sent_by = vec![(AlertId(1), at(0))];
    FoundSurge { kind: SurgeKind::Surge, theme: None, usual: 0.3, signals: signals.to_vec(), sent_by }
}

fn notice(fixture: &Fixture, surge: FoundSurge, hour: i64) -> Vec<SurgeId> {
    fixture.store().notice_surges(vec![surge], at(hour), at(hour - 6)).unwrap()
}

fn three() -> (Fixture, Vec<SignalId>) {
    let fixture = Fixture::new();
    let signals = fixture.record(["a", "b", "c"].map(|id| item(id, &format!("login {id}"))));
    (fixture, signals)
}

#[test]
fn a_surge_that_goes_on_grows_and_is_asked_for_to_be_sent_once() {
    let (fixture, signals) = three();
    assert_eq!(notice(&fixture, found(&signals[..2]), 0), [SurgeId(1)]);
    assert_eq!(notice(&fixture, found(&signals[..2]), 0), [], "it is known");
    assert_eq!(notice(&fixture, found(&signals[1..]), 1), [], "it goes on");
    let snapshot = fixture.snapshot();
    let surge = snapshot.surges().get(SurgeId(1)).unwrap().unwrap();
    assert_eq!(surge.signals.iter().map(|signal| signal.id).collect::<Vec<_>>(), signals);
    let deliveries = snapshot.alerts().deliveries(None, None, 9).unwrap();
    assert_eq!(deliveries.len(), 1);
    assert_eq!(snapshot.surges().of_delivery(deliveries[0].id).unwrap(), [surge]);
}

#[test]
fn one_theme_has_one_surge_until_it_is_quiet() {
    let (fixture, signals) = three();
    let of_theme = |signal: SignalId| FoundSurge { theme: Some(ThemeId(4)), ..found(&[signal]) };
    // The signals of the fixture came long before.
    let ever = Timestamp::UNIX_EPOCH;
    let notice = |signal, ended| fixture.store().notice_surges(vec![of_theme(signal)], at(0), ended).unwrap();
    assert_eq!(notice(signals[0], ever), [SurgeId(1)]);
    assert_eq!(notice(signals[1], ever), [], "the last of it came after that");
    assert_eq!(notice(signals[2], at(0)), [SurgeId(2)], "it was quiet meanwhile");
}

#[test]
fn what_is_dismissed_can_be_taken_back_and_a_rebuild_changes_nothing() {
    let (fixture, signals) = three();
    notice(&fixture, found(&signals), 0);
    let store = fixture.store();
    store.dismiss_surge(SurgeId(1), &by()).unwrap();
    let dismissed = || fixture.snapshot().surges().get(SurgeId(1)).unwrap().unwrap().dismissed;
    assert_eq!(dismissed().unwrap().by, by().actor);
    let twice = store.dismiss_surge(SurgeId(1), &by()).unwrap_err();
    assert!(matches!(twice, StoreError::Surge { missing: false, .. }), "{twice}");
    store.undo_surge_dismissal(SurgeId(1), &by()).unwrap();
    assert_eq!(dismissed(), None);
    assert!(store.undo_surge_dismissal(SurgeId(1), &by()).is_err());
    let missing = store.dismiss_surge(SurgeId(7), &by()).unwrap_err();
    assert!(matches!(missing, StoreError::Surge { missing: true, .. }), "{missing}");
    let rebuilt = store.rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
}

#[test]
fn nothing_is_left_of_what_is_taken_back() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import(["a", "b"].map(|id| item(id, &format!("login {id}"))));
    let signals: Vec<SignalId> =
        fixture.snapshot().signals().texts().unwrap().iter().map(|text| text.id).collect();
    notice(&fixture, found(&signals), 0);
    fixture.undo(import);
    assert_eq!(fixture.snapshot().surges().get(SurgeId(1)).unwrap().unwrap().signals, []);
    // What is found a moment later of signals that went meanwhile keeps none of them.
    notice(&fixture, found(&signals), 1);
    assert_eq!(
        fixture.snapshot().surges().since(at(0), 9).unwrap().iter().map(|s| s.signals.len()).sum::<usize>(),
        0
    );
}
