//! Every item meets one fate, and what is recorded is what was said.

use super::*;
use crate::fixture::{Fixture, day, item, person, review};

fn fates(recorded: &[Disposition]) -> Vec<&'static str> {
    recorded.iter().map(|disposition| disposition.fate().as_str()).collect()
}

#[test]
fn every_item_meets_exactly_one_fate_in_the_order_of_arrival() {
    let fixture = Fixture::new();
    fixture.import([item("a", "slow"), item("b", "crash")]);
    let rejected = Arrived::Rejected { place: "line 3".into(), reason: "no text".into() };
    let signal = |signal| Arrived::Signal(Box::new(signal));
    let items = vec![
        signal(item("a", "slow")),
        signal(item("b", "crash again")),
        rejected,
        signal(item("c", "late fee")),
    ];
    let (import, recorded) = fixture.import_into("app", items);
    assert_eq!(fates(&recorded), ["duplicate", "updated", "rejected", "accepted"]);
    let kept: Vec<_> =
        (1..=5).map(|ordinal| fixture.snapshot().imports().disposition(import, ordinal).unwrap()).collect();
    assert_eq!(kept, [recorded.into_iter().map(Some).collect(), vec![None]].concat());
    let counts = fixture.snapshot().imports().get(import).unwrap().unwrap().counts;
    assert_eq!((counts.accepted, counts.updated, counts.duplicate, counts.rejected), (1, 1, 1, 1));
    let rejected = fixture.snapshot().imports().rejected(fixture.source("app"), 9).unwrap();
    assert_eq!((rejected.len(), rejected[0].place.as_str()), (1, "line 3"));
}

#[test]
fn importing_again_changes_nothing() {
    let fixture = Fixture::new();
    let items = || [item("a", "slow"), review("crash"), review("crash ")];
    fixture.import(items());
    let before =
        (fixture.snapshot().log().position().unwrap(), fixture.snapshot().signals().texts().unwrap());
    let (_, recorded) = fixture.import(items());
    assert_eq!(fates(&recorded), ["duplicate"; 3]);
    assert_eq!(
        (fixture.snapshot().log().position().unwrap(), fixture.snapshot().signals().texts().unwrap()),
        before
    );
}

#[test]
fn without_an_id_the_content_is_the_identity_and_each_source_has_its_own() {
    let fixture = Fixture::new();
    let (_, recorded) = fixture.import([review("crash"), review("crash"), item("crash", "crash")]);
    assert_eq!(fates(&recorded), ["accepted", "duplicate", "accepted"]);
    let (_, recorded) = fixture.import_into("web", vec![Arrived::Signal(Box::new(review("crash")))]);
    assert_eq!(fates(&recorded), ["accepted"]);
}

#[test]
fn a_change_in_any_field_is_an_update() {
    let text = |text: &str| Some(text.to_owned());
    let base = || NewSignal { product: text("app"), ..item("a", "slow") };
    let changed = [
        NewSignal { verbatim: hearken_domain::Verbatim::redacted("slower".into()), ..base() },
        NewSignal { title: Some(hearken_domain::Verbatim::redacted("t".into())), ..base() },
        NewSignal { kind: hearken_domain::Kind::Ticket, ..base() },
        NewSignal { at: Some(day(2)), ..base() },
        NewSignal { rating: Some(1.0), ..base() },
        NewSignal { url: text("u"), ..base() },
        NewSignal { product: None, version: text("app"), ..base() }, // the same value in the next field
        NewSignal { version: text("2"), ..base() },
        NewSignal { language: text("en"), ..base() },
        NewSignal { labels: vec!["pro".to_owned()], ..base() },
        NewSignal { labels: vec!["a".to_owned(), "b".to_owned()], ..base() },
        NewSignal { state: Some(hearken_domain::SignalState::Closed), ..base() },
        NewSignal { status: text("not_planned"), ..base() },
        NewSignal { contact: person("Ada"), ..base() },
        NewSignal { extra: [("tag".to_owned(), "x".to_owned())].into(), ..base() },
    ];
    for changed in changed {
        let fixture = Fixture::new();
        let id = fixture.record([base()])[0];
        let (_, recorded) = fixture.import([changed.clone()]);
        assert_eq!(recorded, [Disposition::Updated { signal: id }], "{changed:?}");
        assert_eq!(fates(&fixture.import([changed]).1), ["duplicate"]);
    }
}

#[test]
fn an_update_keeps_what_was_said_before() {
    let fixture = Fixture::new();
    let id = fixture.record([item("a", "slow")])[0];
    fixture.import([item("a", "slower")]);
    fixture.import([NewSignal { at: None, ..item("a", "slowest") }]);
    let signal = fixture.snapshot().signals().get(id).unwrap().unwrap();
    assert_eq!((signal.revision, signal.verbatim.as_str()), (3, "slowest"));
    assert_eq!(signal.at, day(1), "a source that no longer says when leaves the time as it was");
    let past = fixture.snapshot().signals().revisions(id).unwrap();
    let past: Vec<_> = past.iter().map(|past| (past.revision, past.verbatim.as_str())).collect();
    assert_eq!(past, [(1, "slow"), (2, "slower")]);
}

#[test]
fn what_was_said_is_stored_as_it_was_whatever_it_holds() {
    let fixture = Fixture::new();
    let text = "NUL \0 here, \u{202e}right to left, 👩‍👩‍👧 and '); DROP TABLE signals; --";
    let recorded = NewSignal {
        title: Some(hearken_domain::Verbatim::redacted("<b>".into())),
        rating: Some(-0.5),
        at: Some(Timestamp::from_second(-1).unwrap()),
        contact: person("Ada"),
        extra: [("a \"b\"".to_owned(), "\0".to_owned())].into(),
        ..review(text)
    };
    let id = fixture.record([recorded.clone()])[0];
    let signal = fixture.snapshot().signals().get(id).unwrap().unwrap();
    assert_eq!((signal.title, signal.verbatim), (recorded.title, recorded.verbatim));
    let extra = signal.extra.into_iter().map(|(name, value)| (name, value.into_string()));
    assert_eq!((signal.rating, Some(signal.at)), (recorded.rating, recorded.at));
    assert_eq!(extra.collect::<std::collections::BTreeMap<_, _>>(), recorded.extra);
    assert_eq!(fixture.snapshot().contacts().get(signal.contact.unwrap()).unwrap(), Some(person("Ada")));
}

#[test]
fn a_batch_that_fails_halfway_records_nothing() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([review("one")]);
    let before = fixture.snapshot().log().position().unwrap();
    let items = ["two", "three"].map(|text| Arrived::Signal(Box::new(review(text))));
    let source = fixture.source("app");
    let pending = fixture.store().record(source, import, 0, items.to_vec(), day(0)).unwrap(); // 1 is taken
    assert!(pending.wait().is_err());
    assert_eq!(fixture.snapshot().log().position().unwrap(), before);
    assert_eq!(fixture.snapshot().imports().disposition(import, 0).unwrap(), None);
    assert_eq!(fixture.snapshot().imports().get(import).unwrap().unwrap().counts.total(), 1);
}

#[test]
fn a_person_is_known_again_by_id_and_learned_more_of() {
    let fixture = Fixture::new();
    let with = |name: Option<&str>, text: &str| NewSignal {
        contact: hearken_domain::Contact {
            external_id: Some("7".into()),
            name: name.map(str::to_owned),
            email: None,
        },
        ..review(text)
    };
    let ids = fixture.record([with(None, "one"), with(Some("Ada"), "two"), with(None, "three")]);
    let contacts: Vec<_> = fixture
        .snapshot()
        .signals()
        .several(&ids)
        .unwrap()
        .into_iter()
        .map(|signal| signal.contact.unwrap())
        .collect();
    assert_eq!(contacts, [contacts[0]; 3]);
    assert_eq!(fixture.snapshot().contacts().get(contacts[0]).unwrap().unwrap().name.as_deref(), Some("Ada"));
}

#[test]
fn what_its_source_does_not_date_stands_at_its_arrival_and_says_so_until_the_source_dates_it() {
    let fixture = Fixture::new();
    let undated = |id: &str, text: &str| NewSignal { at: None, ..item(id, text) };
    let (import, _) = fixture.import([undated("a", "slow"), item("b", "crash")]);
    let of = |import| fixture.snapshot().imports().get(import).unwrap().unwrap().undated;
    let signal = |id| fixture.snapshot().signals().get(SignalId(id)).unwrap().unwrap();
    assert_eq!((of(import), signal(1).undated, signal(2).undated), (1, true, false));
    assert_eq!(signal(1).at, signal(1).received_at);

    let (later, _) = fixture.import([undated("a", "slower"), undated("b", "crash again")]);
    assert_eq!((of(later), signal(1).undated, signal(2).undated), (1, true, false), "a date once told stays");

    let (last, _) = fixture.import([item("a", "slowest")]);
    assert_eq!((of(last), of(later), signal(1).undated), (0, 0, false));
    fixture.undo(last);
    assert!(signal(1).undated, "taken back, it is undated again");
}

#[test]
fn nothing_makes_a_journal_grow_with_each_signal_that_is_recorded() {
    let fixture = Fixture::new();
    let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'signals' AND sql LIKE '%AFTER INSERT%'";
    let triggers = fixture.store().write(move |c| Ok(c.query_row(sql, [], |row| row.get::<_, u64>(0))?));
    assert_eq!(
        triggers.unwrap(),
        0,
        "SQLite would keep one for every row, and look through all of it each time"
    );
}
