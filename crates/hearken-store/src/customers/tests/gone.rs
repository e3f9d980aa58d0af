//! What cannot be used, what is taken back, and who is erased.

use hearken_domain::{ContactId, CustomerId};

use super::{mail, told};
use crate::fixture::{Fixture, by};
use crate::{CustomerContact, Erasing};

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
