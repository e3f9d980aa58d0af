//! Customers that are one, until that is taken back.

use hearken_domain::CustomerId;

use super::{mail, told};
use crate::fixture::{Fixture, by};

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
