//! Whose a signal is, and why.

use hearken_domain::{CustomerId, DomainSort, NewSignal, SignalId};

use super::super::heard::SIGNALS;
use super::super::whose::OF_SIGNAL;
use super::{known_as, mail, named, told};
use crate::fixture::{Fixture, by, day, item};
use crate::views::customers::ROOTS_OF_SIGNAL;
use crate::{Arrived, DomainSaid};

#[test]
fn signals_that_are_there_join_when_customers_come_and_say_why() {
    let store = Fixture::new();
    let signals = store.signals_from(&[
        ("1", known_as("u-1")),
        ("2", mail("Ann <ANN@acme.example>")),
        ("3", mail("someone@mail.acme.example")),
        ("4", mail("someone@gmail.com")),
        ("5", named("Ann Lee")),
        ("6", mail("no-reply@acme.example")),
    ]);
    store.sync(
        "desk",
        [told("a").fact("name", "Acme").domain("acme.example").person(Some("u-1"), "ann@acme.example")],
    );
    let acme = store.customer("desk", "a");
    let whose: Vec<Vec<String>> = signals.iter().map(|signal| store.whose(*signal)).collect();
    let by = |reason: &str| vec![format!("{acme} {reason}")];
    let nobody = Vec::new();
    assert_eq!(whose, [by("external-id"), by("email"), by("domain"), nobody.clone(), nobody, by("domain")]);
    let join = &store.snapshot().customers().of_signal(signals[1]).unwrap()[0];
    assert_eq!((join.value.as_deref(), join.contact.is_some()), (Some("ann@acme.example"), true));
    assert_eq!(store.snapshot().customers().signals_of_nobody().unwrap(), 2);
    assert_eq!(store.snapshot().customers().get(acme).unwrap().unwrap().signals, 4);
    store.rebuilt_the_same();
}

#[test]
fn whose_a_signal_is_is_one_question_that_reads_no_table_whole() {
    let store = Fixture::new();
    store
        .store()
        .read(|c| {
            for asked in [OF_SIGNAL, ROOTS_OF_SIGNAL, SIGNALS] {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {asked}"))?;
                let steps = statement.query_map([1], |row| row.get::<_, String>(3))?;
                for step in steps.collect::<Result<Vec<_>, _>>()? {
                    let whole = ["signals", "contact_joins", "given", "customers", "said"]
                        .iter()
                        .any(|table| step.split(" USING").next() == Some(format!("SCAN {table}").as_str()));
                    assert!(!whole, "{asked}: {step}");
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn signals_that_come_later_join_as_they_come() {
    let store = Fixture::new();
    store.sync("crm", [told("a").domain("acme.example").person(None, "ann@gmail.com")]);
    let signals = store.signals_from(&[("1", mail("ann@gmail.com")), ("2", mail("x@acme.example"))]);
    let acme = store.customer("crm", "a");
    assert_eq!(
        store.whose(signals[0]),
        [format!("{acme} email")],
        "an exact address is a person's, wherever it is"
    );
    assert_eq!(store.whose(signals[1]), [format!("{acme} domain")]);
    store.rebuilt_the_same();
}

#[test]
fn who_goes_to_another_customer_with_one_of_two_addresses_goes_with_all_that_they_said() {
    let store = Fixture::new();
    let moved = |from: &str| told(from).person(Some("p"), "one@p.example");
    store.sync("crm", [moved("a"), told("a").person(Some("p"), "two@p.example"), told("b")]);
    let signal = store.signals_from(&[("1", mail("two@p.example"))])[0];
    assert_eq!(store.whose(signal), [format!("{} email", store.customer("crm", "a"))]);
    store.sync("crm", [told("a"), moved("b")]);
    let before = store.whose(signal);
    store.rebuilt_the_same();
    assert_eq!(store.whose(signal), before, "a rebuild finds the same");
}

#[test]
fn a_domain_that_two_customers_claim_joins_nobody() {
    let store = Fixture::new();
    let report = store.sync("crm", [told("a").domain("shared.example"), told("b").domain("shared.example")]);
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert!(report.problems[0].reason.contains("the customer of line of a"), "{:?}", report.problems);
    let signal = store.signals_from(&[("1", mail("x@shared.example"))])[0];
    assert_eq!(store.whose(signal), [] as [String; 0]);
    store.sync("crm", [told("a").domain("shared.example"), told("b")]);
    assert_eq!(store.whose(signal), [format!("{} domain", store.customer("crm", "a"))]);
    store.rebuilt_the_same();
}

#[test]
fn a_domain_of_two_joins_once_they_are_one() {
    let store = Fixture::new();
    store.sync("crm", [told("a").domain("shared.example"), told("b").domain("shared.example")]);
    let signal = store.signals_from(&[("1", mail("x@shared.example"))])[0];
    let (a, b) = (store.customer("crm", "a"), store.customer("crm", "b"));
    store.store().merge_customers(b, a, &by(1)).unwrap();
    assert_eq!(store.whose(signal), [format!("{a} domain")]);
    let again = store.sync(
        "crm",
        [told("a").domain("shared.example"), told("b").domain("shared.example").domain("new.example")],
    );
    assert!(again.problems.is_empty(), "two that are one do not quarrel: {:?}", again.problems);
    store.rebuilt_the_same();
    store.store().unmerge_customer(b, &by(2)).unwrap();
    assert_eq!(store.whose(signal), [] as [String; 0]);
    store.rebuilt_the_same();
}

#[test]
fn free_mail_own_domains_and_desks_identify_nobody_and_a_person_can_say_otherwise() {
    let store = Fixture::new();
    let report = store.sync(
        "crm",
        [told("a").domain("gmail.com"), told("b").domain("ours.example").person(None, "support@b.example")],
    );
    let reasons: Vec<&str> = report.problems.iter().map(|problem| problem.reason.as_str()).collect();
    assert!(
        reasons[0].contains("anybody can have an address") && reasons[1].contains("a desk's"),
        "{reasons:?}"
    );
    let signals = store.signals_from(&[("1", mail("x@gmail.com")), ("2", mail("y@ours.example"))]);
    let theirs = [format!("{} domain", store.customer("crm", "b"))];
    assert_eq!((store.whose(signals[0]), store.whose(signals[1])), (Vec::new(), theirs.to_vec()));
    let said = DomainSaid { domain: "ours.example".to_owned(), sort: DomainSort::Own };
    store.store().sort_domain(said, &by(1)).unwrap();
    assert_eq!(store.whose(signals[1]), [] as [String; 0]);
    store.rebuilt_the_same();
}

#[test]
fn a_person_of_two_customers_speaks_for_the_one_whose_domain_they_write_from() {
    let store = Fixture::new();
    store.sync(
        "crm",
        [
            told("a").domain("acme.example").person(Some("p"), "ann@acme.example"),
            told("b").person(Some("p"), "ann@acme.example"),
        ],
    );
    let signal = store.signals_from(&[("1", mail("ann@acme.example"))])[0];
    assert_eq!(store.whose(signal), [format!("{} email", store.customer("crm", "a"))]);
    store.sync(
        "crm",
        [told("a").person(Some("p"), "ann@free.example"), told("b").person(Some("p"), "ann@free.example")],
    );
    let signal = store.signals_from(&[("2", mail("ann@free.example"))])[0];
    assert_eq!(store.whose(signal).len(), 2, "where nothing tells, they speak for both");
    store.rebuilt_the_same();
}

#[test]
fn an_address_that_was_given_up_joins_what_was_said_before() {
    let store = Fixture::new();
    store.sync("crm", [told("a").person(Some("p"), "ann@old.example")]);
    store.sync_on("crm", [told("a").person(Some("p"), "ann@new.example")], 5);
    // Both were said on the first day of the year.
    let signals = store.signals_from(&[("1", mail("ann@old.example")), ("2", mail("ann@new.example"))]);
    let theirs = vec![format!("{} email", store.customer("crm", "a"))];
    assert_eq!((store.whose(signals[0]), store.whose(signals[1])), (theirs.clone(), theirs));
    let late = said_on(&store, "ann@old.example", 9);
    assert_eq!(store.whose(late), [] as [String; 0]);
    store.rebuilt_the_same();
}

/// Somebody says something from an address on a day.
fn said_on(store: &Fixture, email: &str, on: i64) -> SignalId {
    let said = NewSignal {
        contact: mail(email),
        at: Some(day(on)),
        ..item(&format!("{email} {on}"), &format!("said on day {on}"))
    };
    let (_, recorded) = store.import_into("desk", vec![Arrived::Signal(Box::new(said))]);
    match recorded[0] {
        hearken_domain::Disposition::Accepted { signal } => signal,
        _ => panic!("{recorded:?}"),
    }
}

#[test]
fn an_address_that_went_from_one_person_to_another_is_each_ones_in_their_time() {
    let store = Fixture::new();
    let has = |p: &str, q: &str| {
        [
            told("a").person(Some("p"), &format!("{p}@x.example")),
            told("b").person(Some("q"), &format!("{q}@x.example")),
        ]
    };
    store.sync_on("crm", has("kim", "bob"), 1);
    store.sync_on("crm", has("ann", "kim"), 5);
    let (a, b) = (store.customer("crm", "a"), store.customer("crm", "b"));
    let signals = [0, 3, 6].map(|on| said_on(&store, "kim@x.example", on));
    let whose = |store: &Fixture, signals: &[SignalId]| -> Vec<String> {
        signals.iter().map(|signal| store.whose(*signal).join(" and ")).collect()
    };
    let by = |customer: CustomerId| format!("{customer} email");
    assert_eq!(whose(&store, &signals), [by(a), by(a), by(b)]);
    // It goes back: each time stays whose it was.
    store.sync_on("crm", has("kim", "bob"), 8);
    let later = said_on(&store, "kim@x.example", 9);
    assert_eq!(whose(&store, &[signals[1], signals[2], later]), [by(a), by(b), by(a)]);
    store.rebuilt_the_same();
}

#[test]
fn an_address_that_a_list_left_out_for_a_while_is_theirs_throughout() {
    let store = Fixture::new();
    let has = |email: &str| [told("a").person(Some("p"), email)];
    store.sync_on("crm", has("ann@x.example"), 1);
    store.sync_on("crm", has("other@x.example"), 3);
    store.sync_on("crm", has("ann@x.example"), 5);
    let a = store.customer("crm", "a");
    for on in [0, 4, 6] {
        let signal = said_on(&store, "ann@x.example", on);
        assert_eq!(store.whose(signal), [format!("{a} email")], "day {on}");
    }
    store.rebuilt_the_same();
}

#[test]
fn people_whom_a_source_gives_new_ids_keep_their_addresses() {
    let store = Fixture::new();
    let list = |letter: &str| -> Vec<_> {
        let person = |n: u64| told("a").person(Some(&format!("{letter}-{n}")), &format!("p{n}@x.example"));
        (1..4).map(person).collect()
    };
    store.sync_on("crm", list("old"), 1);
    let report = store.sync_on("crm", list("new"), 5);
    assert_eq!((report.counts().rejected, report.contacts_added, report.contacts_vanished), (0, 3, 3));
    let a = store.customer("crm", "a");
    for on in [2, 7] {
        let signal = said_on(&store, "p2@x.example", on);
        assert_eq!(store.whose(signal), [format!("{a} email")], "day {on}");
    }
    store.rebuilt_the_same();
    let both = [told("a").person(Some("new-1"), "p1@x.example"), told("a").person(Some("x"), "p1@x.example")];
    assert_eq!(
        store.sync_on("crm", both, 8).counts().rejected,
        1,
        "of two in one list it is the first one's"
    );
}

#[test]
fn an_id_of_another_source_names_somebody_else() {
    let store = Fixture::new();
    store.sync("crm", [told("a").person(Some("u-9"), "z@z.example")]);
    let signal = store.signals_from(&[("1", known_as("u-9"))])[0];
    assert_eq!(store.whose(signal), [] as [String; 0]);
    store.sync("desk", [told("x").person(Some("u-9"), "y@y.example")]);
    assert_eq!(store.whose(signal), [format!("{} external-id", store.customer("desk", "x"))]);
}
