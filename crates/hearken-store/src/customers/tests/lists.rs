//! Lists of customers, taken in and taken in again; and what people said.

use hearken_domain::{ContactId, CustomerId, Fact, FactField, IdentifierKind};

use super::{mail, told};
use crate::fixture::{Fixture, by};
use crate::{IdentifierSaid, StoreError};

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

/// What is believed of a field of a customer.
fn believed(store: &Fixture, customer: CustomerId, field: &str) -> Vec<String> {
    let facts = store.snapshot().customers().facts(customer).unwrap();
    let holds = facts.into_iter().filter(|fact| fact.holds && fact.field.as_str() == field);
    holds.map(|fact| fact.value).collect()
}

#[test]
fn of_the_accounts_of_two_sources_that_are_one_the_preferred_source_is_believed_while_it_is_preferred() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("name", "Acme").fact("plan", "free")]);
    store.sync("billing", [told("x").fact("name", "ACME GmbH").fact("plan", "pro")]);
    let (acme, billed) = (store.customer("crm", "a"), store.customer("billing", "x"));
    store.store().merge_customers(billed, acme, &by(1)).unwrap();
    let shown = |store: &Fixture| {
        let named = store.snapshot().customers().get(acme).unwrap().unwrap().name;
        let (snapshot, plan) = (store.snapshot(), believed(store, acme, "plan"));
        let customers = snapshot.customers();
        let listed = customers.summaries().unwrap()[&acme].1.clone();
        let held = customers.held(&FactField::Plan).unwrap()[&acme].clone();
        for (told, by) in [
            (customers.summary(acme).unwrap().plan, "its line"),
            (listed.plan, "the list"),
            (Some(held.value.clone()), "a segment"),
        ] {
            assert_eq!(told.as_ref(), plan.first(), "{by} tells what its page tells");
        }
        (named, plan)
    };
    let as_told_by = |name: &str, plan: &str| (Some(name.to_owned()), vec![plan.to_owned()]);
    assert_eq!(shown(&store), as_told_by("Acme", "free"), "what is said of the customer itself");
    for field in [FactField::Name, FactField::Plan] {
        store.store().prefer_source(&field, Some(store.source("billing")), &by(1)).unwrap();
    }
    assert_eq!(shown(&store), as_told_by("ACME GmbH", "pro"));
    store.rebuilt_the_same();
    store.sync("crm", [told("a").fact("name", "Acme 2").fact("plan", "team")]);
    assert_eq!(shown(&store), as_told_by("ACME GmbH", "pro"), "whoever told last");
    let by_hand = Fact::read(FactField::Plan, "custom", None, None).unwrap();
    store.store().set_customer(billed, vec![by_hand], Vec::new(), Vec::new(), &by(1)).unwrap();
    assert_eq!(believed(&store, acme, "plan"), ["custom"], "a person said it of the one that is part");
    store.store().undo_customer(billed, &by(1)).unwrap();
    for field in [FactField::Name, FactField::Plan] {
        store.store().prefer_source(&field, None, &by(1)).unwrap();
    }
    assert_eq!(shown(&store), as_told_by("Acme 2", "team"));
    store.store().prefer_source(&FactField::Name, Some(store.source("billing")), &by(1)).unwrap();
    store.store().unmerge_customer(billed, &by(1)).unwrap();
    assert_eq!(shown(&store), as_told_by("Acme 2", "team"), "apart, each is what is said of it");
    assert_eq!(believed(&store, billed, "plan"), ["pro"]);
    store.rebuilt_the_same();
}

#[test]
fn what_no_person_said_cannot_be_taken_away_and_the_error_says_what_was() {
    let store = Fixture::new();
    store.sync("crm", [told("a").fact("plan", "free").domain("acme.example")]);
    let acme = store.customer("crm", "a");
    let forget = |fields: &[FactField], domains: &[&str]| {
        let said = |domain: &&str| IdentifierSaid {
            kind: IdentifierKind::Domain,
            value: (*domain).to_owned(),
            dropped: true,
        };
        let domains = domains.iter().map(said).collect();
        store.store().set_customer(acme, Vec::new(), fields.to_vec(), domains, &by(1))
    };
    let error = forget(&[FactField::Plan], &[]).unwrap_err().to_string();
    assert!(
        error.contains("no person said anything about 'plan'; there is nothing that a person said"),
        "{error}"
    );
    let size = Fact::read(FactField::Size, "9", None, None).unwrap();
    store.store().set_customer(acme, vec![size], Vec::new(), Vec::new(), &by(1)).unwrap();
    let error = forget(&[FactField::Plan], &[]).unwrap_err().to_string();
    assert!(error.contains("a person said size"), "{error}");
    let error = forget(&[], &["acme.example"]).unwrap_err().to_string();
    assert!(error.contains("there is no domain that a person said"), "{error}");
    forget(&[FactField::Size], &[]).unwrap();
    assert_eq!(believed(&store, acme, "size"), [] as [String; 0]);
    store.rebuilt_the_same();
}

#[test]
fn a_customer_that_a_person_makes_is_one_act_and_giving_it_a_signal_is_another() {
    let store = Fixture::new();
    let domain =
        |dropped| IdentifierSaid { kind: IdentifierKind::Domain, value: "acme.example".to_owned(), dropped };
    let name = Fact::read(FactField::Name, "Acme", None, None).unwrap();
    let before = store.snapshot().log().position().unwrap().0;
    let acme = store.store().add_customer(vec![name.clone()], vec![domain(false)], &by(1)).unwrap();
    assert_eq!(store.snapshot().log().position().unwrap().0, before + 1);
    let taken = store.store().add_customer(vec![name], vec![domain(false)], &by(1)).unwrap_err();
    assert!(taken.to_string().contains(&format!("this domain is {acme}'s already")), "{taken}");
    let signals = store.signals_from(&[("1", mail("x@acme.example")), ("2", mail("x@free.example"))]);
    store.store().give_signal(signals[1], Some(acme), &by(1)).unwrap();
    store.store().undo_customer(acme, &by(1)).unwrap();
    assert_eq!(
        store.snapshot().customers().count().unwrap(),
        0,
        "the customer was taken back, not the signal"
    );
    assert_eq!(store.snapshot().customers().signals_of_nobody().unwrap(), 2);
    store.store().undo_given(signals[1], &by(1)).unwrap();
    store.rebuilt_the_same();
}
