use hearken_domain::{
    Actor, AlertAct, AlertId, AlertPace, AlertThemes, AlertTo, By, DeliveryState, DeliveryTrouble,
    LogPosition, NewAlert, NewsKind, ThemeId, Timestamp,
};

use crate::fixture::Fixture;
use crate::{News, Tried};

fn day(day: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + day * 86_400).unwrap()
}

fn by(at: Timestamp) -> By {
    By { actor: Actor::person("ann@example.com"), at, seen: LogPosition(0) }
}

fn alert(pace: AlertPace) -> NewAlert<String> {
    let to =
        AlertTo::Webhook { address: "https://hooks.example.com/T0/secret".to_owned(), allow_private: false };
    NewAlert { what: [NewsKind::Rises].into(), threshold: None, themes: AlertThemes::All, to, pace }
}

fn rises(theme: u64) -> News {
    let (what, theme) = (NewsKind::Rises, ThemeId(theme));
    News { theme, view: None, what, threshold: None, signals: 9, customers: None }
}

fn noticed(fixture: &Fixture, so: &[u64], on: i64) -> Vec<u64> {
    let so = so.iter().copied().map(rises).collect();
    let noticed =
        fixture.store().notice_news(so, vec![(None, None)], day(on), day(on - 28), |_| Vec::new()).unwrap();
    noticed.into_iter().map(|one| one.news.theme.0).collect()
}

#[test]
fn an_alert_is_changed_removed_and_brought_back_and_a_rebuild_changes_nothing() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let added = store.add_alert(alert(AlertPace::AtOnce), &by(day(0))).unwrap();
    assert_eq!((added.id, added.last, added.added_at), (AlertId(1), AlertAct::Added, day(0)));
    assert!(store.undo_alert(added.id, &by(day(1))).unwrap_err().to_string().contains("nothing was done"));
    let changed =
        store.change_alert(added.id, [NewsKind::New].into(), None, AlertPace::Weekly, &by(day(1))).unwrap();
    assert_eq!((changed.alert.pace, changed.added_at), (AlertPace::Weekly, day(0)));
    assert!(!store.end_alert(added.id, AlertAct::Removed, &by(day(2))).unwrap().stands());
    assert!(
        store
            .end_alert(added.id, AlertAct::Stopped, &by(day(2)))
            .unwrap_err()
            .to_string()
            .contains("removed")
    );
    assert_eq!(store.undo_alert(added.id, &by(day(3))).unwrap(), changed);
    assert_eq!(store.undo_alert(added.id, &by(day(3))).unwrap().alert.pace, AlertPace::AtOnce);
    let before = fixture.snapshot().alerts().all().unwrap();
    assert!(store.rebuild_views_of_events().unwrap().iter().all(|view| view.differences == 0));
    assert_eq!(fixture.snapshot().alerts().all().unwrap(), before);
}

#[test]
fn what_goes_on_is_no_news_again_and_what_comes_again_after_weeks_is() {
    let fixture = Fixture::new();
    assert_eq!(noticed(&fixture, &[1, 2], 0), [1, 2]);
    assert_eq!(noticed(&fixture, &[1, 2], 1), [] as [u64; 0]);
    assert_eq!(noticed(&fixture, &[2], 2), [] as [u64; 0]);
    assert_eq!(noticed(&fixture, &[1, 2, 3], 9), [3], "a week without is no end");
    assert_eq!(noticed(&fixture, &[3], 10), [] as [u64; 0]);
    assert_eq!(noticed(&fixture, &[1, 3], 10 + 29), [1]);
    assert_eq!(fixture.snapshot().alerts().news_since(day(9), None, 10).unwrap().len(), 2);
    // Where only another view was looked at, nothing of this is over.
    fixture
        .store()
        .notice_news(Vec::new(), vec![(Some(hearken_domain::ViewId(1)), None)], day(60), day(32), |_| {
            Vec::new()
        })
        .unwrap();
    assert_eq!(noticed(&fixture, &[1, 3], 100), [] as [u64; 0]);
}

#[test]
fn news_of_one_time_is_one_delivery_that_keeps_its_id_until_its_end() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let id = store.add_alert(alert(AlertPace::Daily), &by(day(0))).unwrap().id;
    let notice = |so: &[u64], on: i64, due: i64| {
        let so = so.iter().copied().map(rises).collect();
        let send = move |_: &News| vec![(id, day(due))];
        store.notice_news(so, vec![(None, None)], day(on), day(on - 28), send).unwrap();
    };
    notice(&[1, 2], 1, 2);
    notice(&[1, 2, 3], 1, 2);
    let all = || fixture.snapshot().alerts().deliveries(Some(id), None, 10).unwrap();
    let first = all().remove(0);
    assert_eq!((all().len(), first.attempts, first.state), (1, 0, DeliveryState::Waiting));
    assert_eq!(fixture.snapshot().alerts().news_of(first.id).unwrap().len(), 3);
    let due = |at| fixture.snapshot().alerts().due_deliveries(at).unwrap().len();
    assert_eq!((due(day(1)), due(day(2))), (0, 1));
    let tried = |state, due_at, trouble| {
        store.record_try(first.id, Tried { at: Some(day(2)), state, due_at, trouble }).unwrap();
    };
    tried(DeliveryState::Waiting, Some(day(3)), Some(DeliveryTrouble::Slow));
    assert_eq!(fixture.snapshot().alerts().next_delivery().unwrap(), Some(day(3)));
    let second = all().remove(0);
    assert_eq!((&second.message, second.attempts), (&first.message, 1));
    assert_eq!(second.trouble, Some(DeliveryTrouble::Slow));
    // What comes after a try goes into another.
    notice(&[1, 2, 3, 4], 2, 3);
    assert_eq!(all().len(), 2);
    assert_ne!(all()[0].message, first.message);
    store.end_alert(id, AlertAct::Removed, &by(day(3))).unwrap();
    tried(DeliveryState::Delivered, None, None);
    assert!(all().iter().all(|one| one.state == DeliveryState::Dropped && one.due_at.is_none()));
}

#[test]
fn a_secret_lies_in_a_file_of_its_owner_alone() {
    let fixture = Fixture::new();
    let store = fixture.store();
    assert_eq!(store.alert_secret(AlertId(1)).unwrap(), None);
    store.keep_alert_secret(AlertId(1), "whsec_abc").unwrap();
    assert_eq!(store.alert_secret(AlertId(1)).unwrap().as_deref(), Some("whsec_abc"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = fixture.dir().alert_secret_file(AlertId(1));
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
