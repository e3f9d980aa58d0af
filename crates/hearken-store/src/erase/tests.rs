//! Who was erased is gone from the database, and does not come back.

use hearken_domain::{Disposition, NewSignal};

use super::*;
use crate::fixture::{Fixture, by, item, person, review};
use crate::{Arrived, RejectRecord};

fn told_by(name: &str, id: &str, text: &str) -> NewSignal {
    NewSignal { contact: person(name), ..item(id, text) }
}

fn erase(fixture: &Fixture, who: &str) -> Removed {
    let found: Vec<ContactId> =
        fixture.snapshot().contacts().find(who).unwrap().into_iter().map(|found| found.id).collect();
    fixture.store().erase_contacts(&found, &by(9)).unwrap()
}

/// Whether the bytes stand in any file of the data directory.
fn lies_on_disk(fixture: &Fixture, needle: &str) -> bool {
    let mut folders = vec![fixture.dir().path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if std::fs::read(entry.path())
                .unwrap()
                .windows(needle.len())
                .any(|w| w == needle.as_bytes())
            {
                return true;
            }
        }
    }
    false
}

#[test]
fn a_person_goes_with_all_they_said_and_ever_said_and_the_others_stay() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann Canary", "1", "firstcanary"), told_by("Bob", "2", "my card was declined")]);
    fixture.import([told_by("Ann Canary", "1", "secondcanary")]);
    assert!(lies_on_disk(&fixture, "canary"));
    assert_eq!(erase(&fixture, "Ann Canary"), Removed { contacts: 1, signals: 1, rejects: 0 });
    fixture.store().scrub().unwrap();
    assert!(!lies_on_disk(&fixture, "canary"), "while the store is open");
    fixture.reopen();
    assert!(!lies_on_disk(&fixture, "canary"));
    assert!(!lies_on_disk(&fixture, "Ann"));
    let left: Vec<String> =
        fixture.snapshot().signals().texts().unwrap().into_iter().map(|t| t.text).collect();
    assert_eq!(left, ["my card was declined"]);
}

#[test]
fn a_theme_named_by_someone_who_was_erased_takes_the_words_of_another() {
    let fixture = Fixture::new();
    fixture.record([told_by("Ann", "1", "pay slow"), told_by("Bob", "2", "slow payment"), review("other")]);
    let (_, themes) = fixture.cluster(&[None]);
    let name = || fixture.snapshot().themes().get(themes[0]).unwrap().unwrap().name.into_string();
    assert_eq!(name(), "Pay slow");
    erase(&fixture, "Ann");
    assert_eq!(name(), "Slow payment");
    erase(&fixture, "Bob");
    assert_eq!(name(), format!("Theme {}", themes[0].0));
}

#[test]
fn an_erased_person_and_their_items_are_not_taken_in_again() {
    let fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "one")]);
    erase(&fixture, "Ann");
    let (_, recorded) = fixture.import([
        told_by("Ann", "7", "new words"),
        item("1", "the same item without its author"),
        item("2", "x"),
    ]);
    let fates: Vec<&str> = recorded.iter().map(|disposition| disposition.fate().as_str()).collect();
    assert_eq!(fates, ["rejected", "rejected", "accepted"]);
    let Disposition::Rejected { reason, .. } = &recorded[0] else { unreachable!() };
    assert!(reason.contains("erased on 2024-01-10"), "{reason}");
}

#[test]
fn a_person_is_found_by_id_address_or_name_and_an_address_counts_in_every_source() {
    let fixture = Fixture::new();
    let contact = Contact {
        external_id: Some("u-1".into()),
        name: Some("Ann".into()),
        email: Some("Ann@Example.com".into()),
    };
    fixture.import([NewSignal { contact: contact.clone(), ..review("one") }]);
    for who in ["u-1", "ann@example.com", "Ann", " Ann "] {
        assert_eq!(fixture.snapshot().contacts().find(who).unwrap().len(), 1, "{who}");
    }
    assert!(fixture.snapshot().contacts().find("Bob").unwrap().is_empty());
    erase(&fixture, "u-1");
    let elsewhere = NewSignal {
        contact: Contact { email: contact.email, ..Contact::default() },
        ..review("from another place")
    };
    let (_, recorded) = fixture.import_into("web", vec![Arrived::Signal(Box::new(elsewhere))]);
    assert_eq!(recorded[0].fate().as_str(), "rejected");
    // A name alone is shared by many; hers was never all that was known.
    let (_, recorded) = fixture.import([told_by("Ann", "9", "another Ann")]);
    assert_eq!(recorded[0].fate().as_str(), "accepted");
}

#[test]
fn rejected_items_of_an_erased_person_are_purged_and_those_of_others_kept() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([told_by("Ann", "1", "one")]);
    let mut rejects = fixture.store().reject_writer(import);
    let record = |original| RejectRecord { place: "line 2".into(), reason: "no date".into(), original };
    rejects.add(&record(serde_json::json!({"author": "ann", "text": "canary"}))).unwrap();
    rejects.add(&record(serde_json::json!("3,\"Ann\",canary,too many"))).unwrap();
    rejects.add(&record(serde_json::json!({"author": "Bob", "text": "Ann is a name I use"}))).unwrap();
    rejects.finish().unwrap();
    assert_eq!(erase(&fixture, "Ann").rejects, 2);
    let (left, _) = fixture.store().rejects(import, 10, crate::fixture::day(9)).unwrap().unwrap();
    assert_eq!(left.len(), 1);
    assert!(!lies_on_disk(&fixture, "canary"));
    let original = serde_json::json!({"author": "Ann"});
    assert!(fixture.snapshot().erasures().names_someone("app", &original).unwrap());
    assert!(
        !fixture.snapshot().erasures().names_someone("app", &serde_json::json!({"author": "Bob"})).unwrap()
    );
}

#[test]
fn a_source_goes_with_its_people_imports_and_rejected_items() {
    let fixture = Fixture::new();
    let kept = fixture.record([told_by("Bob", "1", "stays")])[0];
    let canary = Arrived::Signal(Box::new(told_by("Canary", "5", "canary words")));
    let bad = Arrived::Rejected { place: "line 3".into(), reason: "canary".into() };
    let (import, _) = fixture.import_into("secret canary", vec![canary, bad]);
    let mut rejects = fixture.store().reject_writer(import);
    let original = serde_json::json!("canary");
    rejects.add(&RejectRecord { place: "line 3".into(), reason: "bad".into(), original }).unwrap();
    rejects.finish().unwrap();
    let source = fixture.source("secret canary");
    let removed = fixture.store().erase_source(source, &by(9)).unwrap();
    assert_eq!(removed, Removed { contacts: 1, signals: 1, rejects: 1 });
    fixture.store().scrub().unwrap();
    assert!(!lies_on_disk(&fixture, "canary"));
    assert_eq!(fixture.words_of(kept).as_deref(), Some("stays"));
    assert!(fixture.snapshot().erasures().source_erased("secret canary").unwrap().is_some());
    assert!(fixture.snapshot().erasures().source_erased("app").unwrap().is_none());
    fixture.store().check_integrity().unwrap();
}

#[test]
fn a_restored_backup_is_older_than_an_erasure_and_the_ledger_erases_again() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "canary"), told_by("Bob", "2", "stays")]);
    fixture.import_into("gone", vec![Arrived::Signal(Box::new(review("canary of a source")))]);
    let copy = fixture.folder.path().join("copy.db");
    fixture.store().backup(&copy).unwrap();
    erase(&fixture, "Ann");
    let source = fixture.source("gone");
    fixture.store().erase_source(source, &by(9)).unwrap();
    let ledger = Ledger::read(&fixture.dir().ledger()).unwrap().expect("a ledger lies beside the database");
    let text = std::fs::read_to_string(fixture.dir().ledger()).unwrap();
    assert!(!text.contains("Ann") && !text.contains("gone"), "the ledger names nobody: {text}");

    fixture.close();
    std::fs::remove_dir_all(fixture.dir().path()).unwrap();
    crate::restore(&copy, &fixture.dir()).unwrap();
    fixture.reopen();
    assert!(lies_on_disk(&fixture, "canary"));
    let replayed = fixture.store().replay(&ledger, &by(10)).unwrap();
    assert_eq!((replayed.removed.signals, &replayed.people), (2, &vec![person("Ann")]));
    assert_eq!(replayed.said, ["canary", "1", "canary of a source"]);
    fixture.store().scrub().unwrap();
    assert!(!lies_on_disk(&fixture, "canary"));
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 1);
    let again = fixture.store().replay(&ledger, &by(11)).unwrap();
    assert_eq!(again, Replayed::default(), "once is enough");
    let (_, recorded) = fixture.import([told_by("Ann", "3", "again")]);
    assert_eq!(recorded[0].fate().as_str(), "rejected");
}

#[test]
fn the_ledger_of_another_directory_is_refused() {
    let (one, other) = (Fixture::new(), Fixture::new());
    for fixture in [&one, &other] {
        fixture.import([told_by("Ann", "1", "one")]);
        erase(fixture, "Ann");
    }
    let ledger = Ledger::read(&one.dir().ledger()).unwrap().unwrap();
    let error = other.store().replay(&ledger, &by(9)).unwrap_err().to_string();
    assert!(error.contains("belongs to another data directory"), "{error}");
}

#[test]
fn a_theme_forgets_the_erased_while_the_rest_of_an_erasure_is_still_to_come() {
    let fixture = Fixture::new();
    let ids = fixture.record([told_by("Ann", "1", "pay slow"), review("other")]);
    let (_, themes) = fixture.cluster(&[None]);
    let name = || fixture.snapshot().themes().get(themes[0]).unwrap().unwrap().name.into_string();
    assert_eq!(name(), "Pay slow");
    fixture.store().write(move |c| remove(c, &[ids[0].0])).unwrap();
    assert_eq!(name(), "Other");
}
