//! What cannot be used, what is taken back, and who is erased.

use hearken_domain::{Contact, ContactId, CustomerId, IdentifierKind, RefusedPerson, SignalId};

use super::{mail, refused, told};
use crate::fixture::{Fixture, by};
use crate::{CustomerContact, Erasing, IdentifierSaid};

#[test]
fn bad_records_cost_themselves_alone() {
    let store = Fixture::new();
    let report = store.sync(
        "crm",
        [
            told("a").fact("plan", "pro"),
            told("a").fact("plan", "free"),
            told("b").person(Some("p"), "ann@x.example"),
            told("c").person(Some("q"), "ann@x.example"),
            told("d"),
        ],
    );
    let reasons: Vec<String> = report.dispositions.iter().filter_map(|one| one.reason.clone()).collect();
    assert!(reasons[0].contains("stands in line of a already"), "{reasons:?}");
    assert!(reasons[1].contains("is somebody else's, by line of b"), "{reasons:?}");
    assert_eq!((report.counts().accepted, report.counts().rejected), (3, 2));
    let again = store.sync("crm", [told("a").fact("plan", "pro"), told("d")]);
    assert_eq!(again.vanished.len(), 1, "b");
}

#[test]
fn an_import_that_is_taken_back_leaves_nothing() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("plan", "free")]);
    let signal = store.signals_from(&[("1", mail("p@bolt.example"))])[0];
    let report =
        store.sync("crm", [told("a").fact("plan", "pro"), told("b").person(Some("p"), "p@bolt.example")]);
    assert_eq!(store.whose(signal).len(), 1);
    store.store().undo_import(store.source("crm"), report.import.unwrap(), &by(3)).unwrap();
    assert_eq!(store.whose(signal), [] as [String; 0]);
    assert_eq!(store.snapshot().customers().count().unwrap(), 1);
    let facts = store.snapshot().customers().facts(store.customer("crm", "a")).unwrap();
    assert_eq!(facts[0].value, "free");
    store.rebuilt_the_same();
}

#[test]
fn who_is_erased_goes_with_all_their_addresses_and_is_not_taken_in_again() {
    let store = Fixture::new();
    store.sync("crm", [told("a").person(Some("p"), "ann@old.example")]);
    store.sync_on("crm", [told("a").person(Some("p"), "ann@new.example")], 5);
    let found = store.snapshot().contacts().find("ann@old.example", false).unwrap();
    assert_eq!(found.len(), 1, "a former address still finds them");
    let contacts = found.iter().map(|found| found.id).collect();
    store.erase(&Erasing { contacts, ..Erasing::default() });
    let left: u64 = store
        .store()
        .read(|c| {
            Ok(c.query_row(
                "SELECT count(*) FROM customer_changes WHERE contact_id IS NOT NULL",
                [],
                |row| row.get(0),
            )?)
        })
        .unwrap();
    assert_eq!(left, 0);
    let report = store.sync("crm", [told("a").person(Some("q"), "ann@old.example"), told("b")]);
    assert!(report.dispositions[0].reason.as_ref().unwrap().contains("was erased"), "{report:?}");
    assert!(report.vanished.is_empty(), "the customer itself is still named");
    store.rebuilt_the_same();
}

#[test]
fn a_customer_that_is_a_person_keeps_no_name_of_theirs() {
    let store = Fixture::new();
    store.sync(
        "shop",
        [told("a")
            .fact("name", "Name of ann@x.example")
            .fact("plan", "pro")
            .person(Some("p"), "ann@x.example")],
    );
    let contacts = store.snapshot().contacts().find("ann@x.example", false).unwrap();
    let contacts = contacts.into_iter().map(|found| found.id).collect();
    store.erase(&Erasing { contacts, ..Erasing::default() });
    let facts = store.snapshot().customers().facts(store.customer("shop", "a")).unwrap();
    assert_eq!(facts.iter().map(|fact| fact.value.as_str()).collect::<Vec<_>>(), ["pro"]);
    assert_eq!(store.snapshot().customers().get(store.customer("shop", "a")).unwrap().unwrap().name, None);
    store.rebuilt_the_same();
}

#[test]
fn what_an_erased_source_told_of_customers_goes() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("name", "Acme").person(Some("p"), "p@acme.example")]);
    store.sync("billing", [told("x").fact("name", "Other")]);
    let sources = vec![store.source("crm")];
    store.erase(&Erasing { sources, ..Erasing::default() });
    assert_eq!(store.snapshot().customers().count().unwrap(), 1);
    let left: Vec<CustomerContact> =
        store.snapshot().customers().contacts(CustomerId(1), ContactId(0), 9).unwrap();
    assert!(left.is_empty());
    store.rebuilt_the_same();
}

#[test]
fn whom_a_record_names_that_cannot_be_used_is_not_gone_and_stays_where_they_are() {
    let store = Fixture::new();
    let person = |id: &str| told(id).person(Some("p"), "p@a.example");
    store.sync(
        "crm",
        [person("a").fact("plan", "pro"), person("b"), told("c").person(Some("q"), "q@c.example")],
    );
    let known = |id: &str| {
        let contact = Contact { external_id: Some(id.to_owned()), ..Contact::default() };
        RefusedPerson::Known(Box::new(contact))
    };
    let rows = vec![Ok(person("b").0), refused(Some("a"), known("p")), refused(Some("c"), known("q"))];
    let report = store.sync_rows("crm", rows, 3);
    assert_eq!((report.vanished.len(), report.contacts_vanished, report.unread), (0, 0, 0));
    assert!(
        report.changed.is_empty(),
        "what the bad record says of the plan is not known: {:?}",
        report.changed
    );
    let people = |id: &str| store.snapshot().customers().contacts(store.customer("crm", id), ContactId(0), 9);
    let of = |id: &str| {
        people(id).unwrap().into_iter().map(|one| (one.gone, one.customers.len())).collect::<Vec<_>>()
    };
    assert_eq!((of("a"), of("c")), (vec![(false, 2)], vec![(false, 1)]));
    store.rebuilt_the_same();
}

#[test]
fn while_it_cannot_be_read_whom_a_record_names_nobody_is_taken_for_gone() {
    let store = Fixture::new();
    store.sync(
        "crm",
        [told("a").fact("plan", "pro").domain("a.example").person(Some("p"), "p@a.example"), told("b")],
    );
    for unread in [refused(None, RefusedPerson::Nobody), refused(Some("b"), RefusedPerson::Unread)] {
        let report = store.sync_rows("crm", vec![Ok(told("b").0), unread], 3);
        assert_eq!((report.vanished.len(), report.contacts_vanished, report.unread), (0, 0, 1));
    }
    let a = store.customer("crm", "a");
    assert!(!store.snapshot().customers().get(a).unwrap().unwrap().gone);
    let report = store.sync("crm", [told("b")]);
    assert_eq!((report.vanished.len(), report.contacts_vanished, report.unread), (1, 1, 0));
    store.rebuilt_the_same();
}

/// A customer whom nobody knows any more, though a person said more of it and held others to be part of it.
fn with_a_ghost(gone: impl FnOnce(&Fixture)) -> (Fixture, [CustomerId; 2], Vec<SignalId>) {
    let store = Fixture::new();
    store.sync("crm", [told("a")]);
    store.sync("billing", [told("x").person(Some("p"), "p@x.example")]);
    let (ghost, other) = (store.customer("crm", "a"), store.customer("billing", "x"));
    let said =
        IdentifierSaid { kind: IdentifierKind::Domain, value: "acme.example".to_owned(), dropped: false };
    store.store().set_customer(ghost, Vec::new(), Vec::new(), vec![said], &by(1)).unwrap();
    store.store().merge_customers(other, ghost, &by(1)).unwrap();
    let signals = store.signals_from(&[("1", mail("x@acme.example")), ("2", mail("p@x.example"))]);
    store.store().give_signal(signals[0], Some(ghost), &by(1)).unwrap();
    gone(&store);
    (store, [ghost, other], signals)
}

#[test]
fn whom_nobody_knows_any_more_claims_nothing_and_what_was_part_of_it_stands_for_itself() {
    let (store, [ghost, other], signals) = with_a_ghost(|store| {
        let import = store.snapshot().imports().of_source(store.source("crm"), 1).unwrap().remove(0).id;
        store.store().undo_import(store.source("crm"), import, &by(3)).unwrap();
    });
    assert!(store.snapshot().customers().get(ghost).unwrap().is_none());
    assert_eq!(store.snapshot().customers().get(other).unwrap().unwrap().root, other);
    assert_eq!(store.whose(signals[1]), [format!("{other} email")]);
    assert_eq!(store.whose(signals[0]), [] as [String; 0]);
    store.rebuilt_the_same();
    let report = store.sync("billing", [told("x").domain("acme.example").person(Some("p"), "p@x.example")]);
    assert!(report.problems.is_empty(), "the domain is free: {:?}", report.problems);
    let said = |value: &str| IdentifierSaid {
        kind: IdentifierKind::Domain,
        value: value.to_owned(),
        dropped: false,
    };
    store.store().set_customer(other, Vec::new(), Vec::new(), vec![said("acme.example")], &by(3)).unwrap();
    store.store().undo_given(signals[0], &by(3)).unwrap();
    assert_eq!(store.whose(signals[0]), [format!("{other} domain")]);
    store.rebuilt_the_same();
}

#[test]
fn what_a_person_said_of_customers_of_an_erased_source_goes_with_them() {
    let (store, [ghost, other], signals) = with_a_ghost(|store| {
        store.erase(&Erasing { sources: vec![store.source("crm")], ..Erasing::default() });
    });
    let left = format!("SELECT count(*) FROM customer_changes WHERE customer_id = {}", ghost.0);
    let left: u64 = store.store().read(|c| Ok(c.query_row(&left, [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0);
    assert_eq!(store.whose(signals[1]), [format!("{other} email")]);
    store.rebuilt_the_same();
}
