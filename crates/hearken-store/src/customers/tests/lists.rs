//! Lists of customers, taken in and taken in again; and what people said.

use hearken_domain::{ContactId, Fact, FactField};

use super::told;
use crate::StoreError;
use crate::fixture::{Fixture, by};

#[test]
fn a_list_taken_in_again_tells_what_is_new_changed_and_gone_and_marks_rather_than_deletes() {
    let store = Fixture::new();
    let first = store.sync(
        "crm",
        [
            told("a").fact("name", "Acme").fact("plan", "free"),
            told("b").fact("name", "Bolt").person(Some("p"), "p@bolt.example"),
        ],
    );
    assert_eq!((first.customers_added, first.contacts_added, first.counts().accepted), (2, 1, 2));
    let again = store
        .sync("crm", [told("a").fact("name", "Acme").fact("plan", "pro"), told("c").fact("name", "Core")]);
    let counts = again.counts();
    assert_eq!((counts.accepted, counts.updated), (1, 1));
    assert_eq!(again.changed.len(), 1);
    assert_eq!(
        (again.changed[0].before.as_deref(), again.changed[0].now.as_deref()),
        (Some("free"), Some("pro"))
    );
    assert_eq!((again.vanished.len(), again.contacts_vanished), (1, 1));
    assert_eq!(again.vanished[0].external_id, "b");
    let bolt = store.customer("crm", "b");
    assert!(store.snapshot().customers().get(bolt).unwrap().unwrap().gone);
    let back = store.sync(
        "crm",
        [told("a").fact("name", "Acme"), told("b").fact("name", "Bolt"), told("c").fact("name", "Core")],
    );
    assert_eq!((back.returned, back.counts().duplicate), (1, 1), "{back:?}");
    assert_eq!(back.changed[0].now, None, "what a field of the list leaves empty is known no more");
    assert!(!store.snapshot().customers().get(bolt).unwrap().unwrap().gone);
    store.rebuilt_the_same();
}

#[test]
fn what_any_record_of_a_customer_says_is_said_and_nothing_of_it_is_forgotten_when_the_list_comes_again() {
    let store = Fixture::new();
    let list = || {
        [
            told("a").fact("name", "Acme").domain("acme.example").person(Some("p"), "p@acme.example"),
            told("a").fact("plan", "pro").domain("acme.test").person(Some("q"), "q@acme.example"),
        ]
    };
    let first = store.sync("crm", list());
    assert!(first.changed.is_empty(), "nothing was known before: {:?}", first.changed);
    let held = |store: &Fixture| {
        let (acme, snapshot) = (store.customer("crm", "a"), store.snapshot());
        let customers = snapshot.customers();
        (customers.facts(acme).unwrap().len(), customers.identifiers(acme).unwrap().len())
    };
    let before = held(&store);
    assert_eq!(before, (2, 3), "name and plan; the id and both domains");
    for _ in 0..2 {
        let again = store.sync("crm", list());
        assert_eq!((again.counts().duplicate, again.changed.len()), (2, 0), "{again:?}");
        assert_eq!(held(&store), before);
    }
    let [mut one, mut other] = list();
    one.0.domains.clear();
    other.0.facts.clear();
    let less = store.sync("crm", [one, other]);
    assert_eq!((less.counts().updated, less.counts().duplicate, less.changed.len()), (1, 1, 1), "{less:?}");
    store.rebuilt_the_same();
}

#[test]
fn of_several_people_the_one_whom_a_list_names_no_more_is_marked() {
    let store = Fixture::new();
    let person = |n: u64| told("a").person(Some(&format!("p-{n}")), &format!("p{n}@a.example"));
    let gone = |store: &Fixture| -> Vec<bool> {
        let people =
            store.snapshot().customers().contacts(store.customer("crm", "a"), ContactId(0), 9).unwrap();
        people.into_iter().map(|person| person.gone).collect()
    };
    store.sync("crm", (1..4).map(person));
    assert_eq!(gone(&store), [false, false, false]);
    let report = store.sync("crm", [person(1), person(3)]);
    assert_eq!((report.contacts_vanished, report.counts().duplicate), (1, 2));
    assert_eq!(gone(&store), [false, true, false]);
    let report = store.sync("crm", (1..4).map(person));
    assert_eq!((report.returned, report.contacts_vanished), (1, 0));
    assert_eq!(gone(&store), [false, false, false]);
    store.rebuilt_the_same();
}

#[test]
fn what_a_person_said_holds_against_every_source_until_it_is_taken_back() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("plan", "free")]);
    let acme = store.customer("crm", "a");
    let pro = Fact::read(FactField::Plan, "pro", None, None).unwrap();
    store.store().set_customer(acme, vec![pro], Vec::new(), Vec::new(), &by(1)).unwrap();
    let report = store.sync("crm", [told("a").fact("plan", "team")]);
    assert_eq!(report.changed[0].by_hand.as_deref(), Some("pro"));
    let plan = |store: &Fixture| {
        let facts = store.snapshot().customers().facts(acme).unwrap();
        facts.into_iter().find(|fact| fact.holds && fact.field == FactField::Plan).map(|fact| fact.value)
    };
    assert_eq!(plan(&store).as_deref(), Some("pro"));
    store.store().undo_customer(acme, &by(2)).unwrap();
    assert_eq!(plan(&store).as_deref(), Some("team"));
    store.sync("billing", [told("x").fact("plan", "other")]);
    assert!(matches!(
        store.store().undo_customer(acme, &by(2)),
        Err(StoreError::Customer { missing: false, .. })
    ));
    store.rebuilt_the_same();
}

#[test]
fn of_two_sources_the_preferred_one_is_believed_else_the_one_that_told_last() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("plan", "free")]);
    let acme = store.customer("crm", "a");
    // Billing knows the same customer, for a person says so.
    store.sync("billing", [told("x").fact("plan", "pro")]);
    let billed = store.customer("billing", "x");
    store.store().merge_customers(billed, acme, &by(1)).unwrap();
    store.store().prefer_source(&FactField::Plan, Some(store.source("crm")), &by(1)).unwrap();
    let facts = store.snapshot().customers().facts(acme).unwrap();
    assert_eq!(
        facts.iter().filter(|fact| fact.holds).map(|fact| fact.value.as_str()).collect::<Vec<_>>(),
        ["free"]
    );
    store.rebuilt_the_same();
}
