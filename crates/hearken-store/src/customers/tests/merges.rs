//! Customers that are one, until that is taken back.

use hearken_domain::{Contact, CustomerId, Event, SignalId};
use proptest::prelude::{Strategy, prop, prop_oneof};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;

use super::super::undo::{check_merge, say};
use super::{mail, told};
use crate::fixture::{Fixture, by};
use crate::views;
use crate::views::customers::change::{ChangeRow, What, select};

#[test]
fn a_merged_customer_counts_once_and_binds_what_comes_later() {
    let store = Fixture::new();
    store.sync("crm", [told("a").domain("a.example"), told("b").domain("b.example")]);
    let (a, b) = (store.customer("crm", "a"), store.customer("crm", "b"));
    let signals = store.signals_from(&[("1", mail("x@a.example")), ("2", mail("x@b.example"))]);
    let (generation, themes) = store.cluster(&[None]);
    store.assign(generation, &[(signals[0], Some(themes[0])), (signals[1], Some(themes[0]))]);
    assert_eq!(store.customers_in(themes[0]), [(a, 1), (b, 1)]);
    store.store().merge_customers(b, a, &by(1)).unwrap();
    assert_eq!(store.customers_in(themes[0]), [(a, 2)]);
    store.sync("crm", [told("a").domain("a.example"), told("b").domain("b.example").domain("more.example")]);
    let later = store.signals_from(&[("3", mail("x@more.example"))]);
    assert_eq!(store.whose(later[0]), [format!("{a} domain")]);
    assert_eq!(store.snapshot().customers().count().unwrap(), 1);
    store.rebuilt_the_same();
    store.store().unmerge_customer(b, &by(2)).unwrap();
    assert_eq!(store.customers_in(themes[0]), [(a, 1), (b, 1)]);
    assert_eq!(store.whose(later[0]), [format!("{b} domain")]);
    let merges = store.snapshot().customers().merges(a).unwrap();
    assert_eq!((merges.len(), merges[0].undone.is_some()), (1, true));
    store.rebuilt_the_same();
}

#[test]
fn what_cannot_be_one_is_refused() {
    let store = Fixture::new();
    store.sync("crm", [told("a"), told("b"), told("c")]);
    let [a, b, c] = ["a", "b", "c"].map(|id| store.customer("crm", id));
    let merge = |customer, into| {
        store.store().merge_customers(customer, into, &by(1)).map_err(|error| error.to_string())
    };
    assert!(merge(a, a).unwrap_err().contains("cannot be merged into itself"));
    merge(a, b).unwrap();
    assert!(merge(a, b).unwrap_err().contains("is one with"));
    assert!(merge(b, a).unwrap_err().contains("is one with"));
    assert!(merge(a, c).unwrap_err().contains("is part of"));
    merge(b, c).unwrap();
    assert!(merge(c, a).unwrap_err().contains("is one with"));
    assert!(merge(a, CustomerId(99)).unwrap_err().contains("no such customer"));
    assert!(store.store().unmerge_customer(c, &by(1)).unwrap_err().to_string().contains("part of no other"));
    store.rebuilt_the_same();
}

#[test]
fn one_identifier_of_a_merged_customer_can_be_kept_apart_and_one_signal_given() {
    let store = Fixture::new();
    store.sync("crm", [told("a"), told("b").domain("b.example").domain("c.example")]);
    let (a, b) = (store.customer("crm", "a"), store.customer("crm", "b"));
    let signals = store.signals_from(&[("1", mail("x@b.example")), ("2", mail("x@c.example"))]);
    store.store().merge_customers(b, a, &by(1)).unwrap();
    let identifier =
        store.snapshot().customers().identifier_of(b, &["c.example".to_owned()]).unwrap().unwrap();
    store.store().keep_apart(b, identifier, &by(1)).unwrap();
    assert_eq!(store.whose(signals[0]), [format!("{a} domain")]);
    assert_eq!(store.whose(signals[1]), [format!("{b} domain")]);
    store.store().undo_customer(b, &by(1)).unwrap();
    assert_eq!(store.whose(signals[1]), [format!("{a} domain")]);
    store.store().give_signal(signals[0], None, &by(1)).unwrap();
    assert_eq!(store.whose(signals[0]), [] as [String; 0]);
    store.store().give_signal(signals[0], Some(b), &by(1)).unwrap();
    assert_eq!(
        store.whose(signals[0]),
        [format!("{a} by-hand")],
        "it counts to what the customer is part of"
    );
    store.store().undo_given(signals[0], &by(1)).unwrap();
    assert_eq!(store.whose(signals[0]), [] as [String; 0], "what was said before stands again");
    store.rebuilt_the_same();
}

#[test]
fn what_is_kept_apart_stays_so_when_its_source_says_it_anew() {
    let store = Fixture::new();
    let list = |verified: bool| {
        let mut b = told("b").domain("b.example").person(Some("p"), "p@free.example");
        b.0.contact.as_mut().unwrap().unverified = !verified;
        [told("a"), b]
    };
    store.sync("crm", list(true));
    let (a, b) = (store.customer("crm", "a"), store.customer("crm", "b"));
    let signals = store.signals_from(&[("1", mail("x@b.example")), ("2", mail("p@free.example"))]);
    store.store().merge_customers(b, a, &by(1)).unwrap();
    for value in ["b.example", "p@free.example"] {
        let found = store.snapshot().customers().identifier_of(b, &[value.to_owned()]).unwrap().unwrap();
        store.store().keep_apart(b, found, &by(1)).unwrap();
    }
    let apart = [vec![format!("{b} domain")], vec![format!("{b} email")]];
    assert_eq!([store.whose(signals[0]), store.whose(signals[1])], apart);
    // The domain goes and comes back, the address is doubted and is theirs again: each is a new row.
    store.sync("crm", [told("a"), told("b").person(Some("p"), "other@free.example")]);
    store.sync("crm", list(false));
    store.sync("crm", list(true));
    assert_eq!([store.whose(signals[0]), store.whose(signals[1])], apart);
    store.rebuilt_the_same();
}

/// Something that a person does, and takes back.
#[derive(Debug, Clone)]
enum Act {
    Merge(u64, u64),
    Apart(usize),
    Give(usize, Option<u64>),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (1_u64..7, 1_u64..7).prop_map(|(one, other)| Act::Merge(one, other)),
        1 => (0_usize..12).prop_map(Act::Apart),
        1 => (0_usize..12, prop::option::of(1_u64..7)).prop_map(|(signal, to)| Act::Give(signal, to)),
    ];
    prop::collection::vec(act, 1..8)
}

/// All that follows from what was said.
fn state(c: &Connection) -> Vec<String> {
    let mut rows = Vec::new();
    for sql in [
        "SELECT id || ' ' || root_id FROM customers ORDER BY id",
        "SELECT contact_id || ' ' || customer_id || ' ' || root_id || ' ' || reason FROM contact_joins \
         ORDER BY contact_id, customer_id, change_id",
        "SELECT theme_id || ' ' || customer_id || ' ' || signals FROM theme_customers ORDER BY theme_id, customer_id",
        "SELECT id || ' ' || standing FROM customer_changes WHERE undone_position IS NULL ORDER BY id",
    ] {
        let mut statement = c.prepare(sql).unwrap();
        rows.extend(statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    rows
}

/// Does an act where it can be done; where in the log.
fn done(c: &Connection, act: &Act, signals: &[SignalId]) -> Option<hearken_domain::LogPosition> {
    let row = ChangeRow::new;
    match *act {
        Act::Merge(customer, into) => {
            let (customer, into) = (CustomerId(customer), CustomerId(into));
            check_merge(c, customer, into).ok()?;
            let merged = ChangeRow { customer: Some(customer.0), target: Some(into.0), ..row(What::Merged) };
            Some(say(c, &by(1), &[merged], Event::CustomersMerged { customer, into }).unwrap())
        }
        Act::Apart(identifier) => {
            let condition = "what = 'identifier' AND kind = 'domain'";
            let (_, said) = select(c, condition, []).unwrap().swap_remove(identifier % 6);
            let customer = said.customer.unwrap();
            let apart = said.kept_apart(customer);
            let event = Event::IdentifierKeptApart { customer: CustomerId(customer) };
            Some(say(c, &by(1), &[apart], event).unwrap())
        }
        Act::Give(signal, customer) => {
            let signal = signals[signal % signals.len()];
            let given = ChangeRow {
                customer,
                target: Some(signal.0),
                dropped: customer.is_none(),
                ..row(What::Given)
            };
            let event = Event::SignalGiven { signal, customer: customer.map(CustomerId) };
            Some(say(c, &by(1), &[given], event).unwrap())
        }
    }
}

#[test]
fn merging_and_taking_it_back_gives_back_the_store_as_it_was() {
    const SEQUENCES: usize = 1_000;
    let store = Fixture::new();
    let customers = (1..7).map(|n| {
        told(&n.to_string())
            .domain(&format!("d{}.example", n.min(5)))
            .person(None, &format!("p@e{n}.example"))
    });
    store.sync("crm", customers);
    let people: Vec<(String, Contact)> = (1..7)
        .flat_map(|n| {
            [
                (format!("d{n}"), mail(&format!("x@d{n}.example"))),
                (format!("e{n}"), mail(&format!("p@e{n}.example"))),
            ]
        })
        .collect();
    let people: Vec<(&str, Contact)> =
        people.iter().map(|(id, contact)| (id.as_str(), contact.clone())).collect();
    let signals = store.signals_from(&people);
    let (generation, themes) = store.cluster(&[None, None]);
    let memberships: Vec<_> =
        signals.iter().enumerate().map(|(n, signal)| (*signal, Some(themes[n % 2]))).collect();
    store.assign(generation, &memberships);
    let mut runner = TestRunner::deterministic();
    let sequences: Vec<Vec<Act>> =
        (0..SEQUENCES).map(|_| acts().new_tree(&mut runner).unwrap().current()).collect();
    let merged = store
        .store()
        .write(move |c| {
            let (before, mut merged) = (state(c), 0);
            for acts in &sequences {
                let positions: Vec<_> = acts.iter().filter_map(|act| done(c, act, &signals)).collect();
                merged += positions.len();
                // Taken back in whatever order they were not made in.
                for change in positions.iter().rev() {
                    views::record(c, &by(2), Event::CustomerChangeUndone { change: *change })?;
                }
                assert_eq!(state(c), before, "{acts:?}");
            }
            Ok(merged)
        })
        .unwrap();
    assert!(merged > SEQUENCES, "{merged}");
    store.rebuilt_the_same();
}
