//! Who was erased is gone from the database, and does not come back.

use hearken_domain::{Contact, Disposition, NewSignal};

use super::*;
use crate::fixture::{Fixture, by, item, person, review};
use crate::{Arrived, Ledger, RejectRecord};

fn told_by(name: &str, id: &str, text: &str) -> NewSignal {
    NewSignal { contact: person(name), ..item(id, text) }
}

fn erase(fixture: &Fixture, who: &str) -> Removed {
    erase_all(fixture, who, false)
}

fn erase_all(fixture: &Fixture, who: &str, with_tags: bool) -> Removed {
    let found = fixture.snapshot().contacts().find(who, with_tags).unwrap();
    let contacts = found.into_iter().map(|found| found.id).collect();
    fixture.erase(&Erasing { contacts, with_tags, ..Erasing::default() })
}

fn erase_source(fixture: &Fixture, name: &str) -> Removed {
    fixture.erase(&Erasing { sources: vec![fixture.source(name)], ..Erasing::default() })
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
        assert_eq!(fixture.snapshot().contacts().find(who, false).unwrap().len(), 1, "{who}");
    }
    assert!(fixture.snapshot().contacts().find("Bob", false).unwrap().is_empty());
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

/// Keeps these as what an import rejected.
fn reject(
    fixture: &Fixture,
    import: hearken_domain::ImportId,
    originals: Vec<serde_json::Value>,
) -> Vec<bool> {
    let record = |original| RejectRecord { place: "line 2".into(), reason: "no date".into(), original };
    let records: Vec<RejectRecord> = originals.into_iter().map(record).collect();
    let kept = fixture.store().keep_rejects("app", import, &records).unwrap();
    fixture.store().finish_rejects(import).unwrap();
    kept
}

#[test]
fn rejected_items_that_hold_an_erased_person_anywhere_go_and_are_not_written_again() {
    let fixture = Fixture::new();
    let ann = Contact {
        external_id: Some("7".into()),
        name: Some("Ann Lee".into()),
        email: Some("ann@example.com".into()),
    };
    let (import, _) = fixture.import([NewSignal { contact: ann, ..item("1", "one") }]);
    let hers = || {
        vec![
            serde_json::json!({"author": "ann lee", "text": "canary"}),
            serde_json::json!("3,\"ANN LEE\",canary,too many"),
            serde_json::json!({"author": "Bob", "text": "canary: ask Ann  Lee, she knows"}),
            serde_json::json!({"author": "Bob", "text": "canary to mailto:Ann%40example.com?subject=x"}),
            serde_json::json!({"first": "Ann", "last": "Lee", "text": "canary"}),
            serde_json::json!({"author_id": 7, "text": "canary"}),
        ]
    };
    let others = || {
        vec![
            serde_json::json!({"author": "Hannah Leer", "text": "77 reasons, annlee@example.org"}),
            serde_json::json!("8,Annual report,2024"),
        ]
    };
    assert_eq!(reject(&fixture, import, [hers(), others()].concat()), [true; 8]);
    assert_eq!(erase(&fixture, "7").rejects, 6);
    let (left, _) = fixture.store().rejects(import, 10, crate::fixture::day(9)).unwrap().unwrap();
    assert_eq!(left.into_iter().map(|record| record.original).collect::<Vec<_>>(), others());
    assert!(!lies_on_disk(&fixture, "canary"));
    assert_eq!(fixture.store().rejects_of_the_erased().unwrap(), 0);
    assert_eq!(reject(&fixture, import, hers()), [false; 6]);
    assert_eq!(reject(&fixture, import, others()), [true; 2]);
    assert!(!lies_on_disk(&fixture, "canary"));
}

#[test]
fn every_form_of_an_address_and_of_a_name_is_the_person_who_was_erased() {
    let fixture = Fixture::new();
    let mailing = |from: &str| Contact { name: Some(from.into()), ..Contact::default() };
    let told = |contact, id: &str| NewSignal { contact, ..item(id, id) };
    fixture.import([told(mailing("Ann Lee <ann@example.com>"), "1"), told(mailing("José Núñez"), "2")]);
    assert_eq!(erase(&fixture, "mailto:ANN@example.com").signals, 1);
    assert_eq!(erase(&fixture, "jose\u{301} nu\u{301}n\u{303}ez").signals, 1);
    let (_, recorded) = fixture.import([
        told(mailing("\"Lee, Ann\" <ann@exam\u{AD}ple.com>"), "3"),
        told(Contact { email: Some("ａｎｎ@example.com".into()), ..Contact::default() }, "4"),
        told(mailing("JOSE\u{301} NÚÑEZ"), "5"),
        told(Contact { email: Some("ann+shop@example.com".into()), ..Contact::default() }, "6"),
        told(mailing("Ann Lee"), "7"),
    ]);
    let fates: Vec<&str> = recorded.iter().map(|disposition| disposition.fate().as_str()).collect();
    assert_eq!(fates, ["rejected", "rejected", "rejected", "accepted", "accepted"]);
}

#[test]
fn with_tags_an_address_stands_for_all_its_tags() {
    let fixture = Fixture::new();
    let mail = |email: &str, id: &str| NewSignal {
        contact: Contact { email: Some(email.into()), ..Contact::default() },
        ..item(id, id)
    };
    fixture.import([
        mail("ann+shop@example.com", "1"),
        mail("ann@example.com", "2"),
        mail("anna@example.com", "3"),
    ]);
    assert_eq!(erase_all(&fixture, "Ann <ann+news@example.com>", true).contacts, 2);
    let (_, recorded) = fixture.import([mail("ann+new@example.com", "4"), mail("anna+x@example.com", "5")]);
    let fates: Vec<&str> = recorded.iter().map(|disposition| disposition.fate().as_str()).collect();
    assert_eq!(fates, ["rejected", "accepted"]);
}

#[test]
fn a_source_goes_with_its_people_imports_and_rejected_items() {
    let fixture = Fixture::new();
    let kept = fixture.record([told_by("Bob", "1", "stays")])[0];
    let canary = Arrived::Signal(Box::new(told_by("Canary", "5", "canary words")));
    let bad = Arrived::Rejected { place: "line 3".into(), reason: "canary".into() };
    let (import, _) = fixture.import_into("secret canary", vec![canary, bad]);
    reject(&fixture, import, vec![serde_json::json!("canary")]);
    assert_eq!(erase_source(&fixture, "secret canary"), Removed { contacts: 1, signals: 1, rejects: 1 });
    fixture.store().scrub().unwrap();
    assert!(!lies_on_disk(&fixture, "canary"));
    assert_eq!(fixture.words_of(kept).as_deref(), Some("stays"));
    assert!(fixture.snapshot().erasures().source_erased("secret canary").unwrap().is_some());
    assert!(fixture.snapshot().erasures().source_erased("app").unwrap().is_none());
    fixture.store().check_integrity().unwrap();
}

#[test]
fn a_database_that_is_older_than_its_ledger_holds_who_came_back_until_they_are_erased_again() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "canary"), told_by("Bob", "2", "stays")]);
    fixture.import_into("gone", vec![Arrived::Signal(Box::new(review("canary of a source")))]);
    let copy = fixture.folder.path().join("copy.db");
    fixture.store().backup(&copy).unwrap();
    erase(&fixture, "Ann");
    erase_source(&fixture, "gone");
    let text = std::fs::read_to_string(fixture.dir().ledger()).unwrap();
    assert!(!text.contains("Ann") && !text.contains("gone"), "the ledger names nobody: {text}");
    let ledger = Ledger::read(&fixture.dir().ledger()).unwrap();

    fixture.close();
    std::fs::copy(&copy, fixture.dir().database()).unwrap();
    fixture.reopen();
    assert!(lies_on_disk(&fixture, "canary"));
    assert!(fixture.store().is_older_than_ledger().unwrap());
    let back = fixture.store().came_back().unwrap().unwrap();
    assert_eq!((back.contacts.len(), back.sources.len(), back.items.len()), (1, 1, 0));
    assert_eq!(fixture.erase(&back).signals, 2);
    fixture.store().adopt_ledger().unwrap();
    fixture.store().scrub().unwrap();
    assert!(!lies_on_disk(&fixture, "canary"));
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 1);
    assert!(!fixture.store().is_older_than_ledger().unwrap());
    assert_eq!(fixture.store().came_back().unwrap(), None, "once is enough");
    let now = Ledger::read(&fixture.dir().ledger()).unwrap().unwrap();
    assert!(ledger.unwrap().erasures.iter().all(|erasure| now.erasures.contains(erasure)), "nothing is lost");
    let (_, recorded) = fixture.import([told_by("Ann", "3", "again")]);
    assert_eq!(recorded[0].fate().as_str(), "rejected");
}

#[test]
fn the_ledger_alone_confirms_nobody_and_the_key_lies_apart() {
    let fixture = Fixture::new();
    let email = Contact { email: Some("ann@example.com".into()), ..Contact::default() };
    fixture.import([NewSignal { contact: email, ..review("one") }]);
    erase(&fixture, "ann@example.com");
    let key = std::fs::read_to_string(fixture.dir().erasure_key()).unwrap();
    for file in [fixture.dir().ledger(), fixture.dir().database()] {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(64).any(|window| window == key.trim().as_bytes()), "{}", file.display());
    }
    assert!(fixture.snapshot().erasures().person_erased(" Ann@Example.com").unwrap().is_some());
    assert!(fixture.snapshot().erasures().person_erased("bob@example.com").unwrap().is_none());
}

#[test]
fn nothing_is_written_where_the_key_is_gone_or_another() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "one")]);
    erase(&fixture, "Ann");
    fixture.close();
    let (key, ledger) = (fixture.dir().erasure_key(), std::fs::read(fixture.dir().ledger()).unwrap());
    let own = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let open = || Store::open(&fixture.dir(), crate::Access::Write);
    assert!(matches!(open(), Err(StoreError::KeyGone { .. })));
    std::fs::write(&key, "ab".repeat(32)).unwrap();
    assert!(matches!(open(), Err(StoreError::OtherKey { .. })));
    assert_eq!(std::fs::read(fixture.dir().ledger()).unwrap(), ledger);
    // Nor where the database was begun anew beside a ledger of before.
    std::fs::remove_file(fixture.dir().database()).unwrap();
    assert!(matches!(open(), Err(StoreError::OtherKey { .. })));
    assert_eq!(std::fs::read(fixture.dir().ledger()).unwrap(), ledger);
    std::fs::write(&key, own).unwrap();
    let store = open().unwrap();
    assert!(store.is_older_than_ledger().unwrap(), "it is heeded by a database that is begun anew");
}

#[test]
fn a_key_that_lay_in_the_database_and_the_ledger_moves_out_of_both() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "one")]);
    erase(&fixture, "Ann");
    let key = std::fs::read_to_string(fixture.dir().erasure_key()).unwrap().trim().to_owned();
    let within = key.clone();
    let as_before = move |c: &Connection| {
        c.execute("DELETE FROM meta WHERE key IN ('erasure_key_id', 'ledger_heeded')", [])?;
        c.execute("INSERT INTO meta (key, value) VALUES ('erasure_key', ?1)", [within])?;
        Ok(())
    };
    fixture.store().write(as_before).unwrap();
    fixture.close();
    std::fs::remove_file(fixture.dir().erasure_key()).unwrap();
    let ledger: serde_json::Value =
        serde_json::from_slice(&std::fs::read(fixture.dir().ledger()).unwrap()).unwrap();
    let before = serde_json::json!({"key": key, "erasures": ledger["erasures"]});
    std::fs::write(fixture.dir().ledger(), before.to_string()).unwrap();
    assert!(lies_on_disk(&fixture, &key));

    fixture.reopen();
    assert_eq!(std::fs::read_to_string(fixture.dir().erasure_key()).unwrap().trim(), key);
    std::fs::remove_file(fixture.dir().erasure_key()).unwrap();
    assert!(!lies_on_disk(&fixture, &key), "nowhere else");
    assert!(!fixture.store().is_older_than_ledger().unwrap());
    let (_, recorded) = fixture.import([told_by("Ann", "3", "again")]);
    assert_eq!(recorded[0].fate().as_str(), "rejected");
}

#[test]
fn an_erasure_that_is_decided_is_carried_out_once_however_often_it_is_gone_on_with() {
    let mut fixture = Fixture::new();
    fixture.import([told_by("Ann", "1", "one"), told_by("Bob", "2", "two")]);
    let ann = fixture.snapshot().contacts().find("Ann", false).unwrap()[0].id;
    let what = Erasing { contacts: vec![ann], ..Erasing::default() };
    fixture.store().decide_erasure(&what, Vec::new(), &by(9)).unwrap();
    let text = std::fs::read_to_string(fixture.dir().pending_erasure()).unwrap();
    assert!(!text.contains("Ann\"") && !text.contains("one"), "it names nobody: {text}");
    for round in 0..3 {
        fixture.reopen();
        let pending = PendingErasure::read(&fixture.dir()).unwrap().unwrap();
        let removed = fixture.store().carry_out(&pending, &|_| {}).unwrap();
        assert_eq!(removed.contacts, u64::from(round == 0));
    }
    fixture.store().end_erasure().unwrap();
    assert_eq!(PendingErasure::read(&fixture.dir()).unwrap(), None);
    let count = |sql: &'static str| {
        fixture.store().read(move |c| Ok(c.query_row(sql, [], |row| row.get::<_, u64>(0))?)).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM erasures"), 1);
    assert_eq!(count("SELECT count(*) FROM events WHERE body LIKE '%erasure%'"), 1);
    assert_eq!(count("SELECT count(*) FROM contacts"), 1);
}

#[test]
fn a_number_that_stands_for_somebody_else_by_now_is_not_erased() {
    let (one, other) = (Fixture::new(), Fixture::new());
    for (fixture, name) in [(&one, "Ann"), (&other, "Bob")] {
        fixture.import([told_by(name, "1", "words")]);
    }
    let ann = one.snapshot().contacts().find("Ann", false).unwrap()[0].id;
    let what = Erasing { contacts: vec![ann], ..Erasing::default() };
    let pending = one.store().decide_erasure(&what, Vec::new(), &by(9)).unwrap();
    assert_eq!(other.store().carry_out(&pending, &|_| {}).unwrap(), Removed::default());
    assert_eq!(other.snapshot().contacts().find("Bob", false).unwrap().len(), 1);
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
