//! What customers pay on a day, of several words the one that is believed; and counts of customers that hold in every filter.

use hearken_domain::{Date, FilterField};

use super::*;
use crate::fixture::filter;

fn pays(id: &str, arr: &str, from: Option<&str>) -> Told {
    let mut told = told(id);
    let from = from.map(|day| day.parse::<Date>().unwrap());
    told.0.facts.push(Fact::read(FactField::Arr, arr, None, from).unwrap());
    told
}

impl Fixture {
    fn revenue(&self, day: &str) -> String {
        let worth = self.snapshot().customers().worth_on(day.parse().unwrap()).unwrap();
        let of = worth.get(&CustomerId(1)).and_then(|worth| worth.revenue.clone());
        of.map_or_else(String::new, |held| held.yearly().to_string())
    }
}

#[test]
fn of_what_a_source_said_that_holds_which_began_last() {
    let store = Fixture::new();
    store.sync("crm", [pays("1", "100 EUR", Some("2024-01-01"))]);
    store.sync("crm", [pays("1", "200 EUR", Some("2024-06-01"))]);
    store.sync("crm", [pays("1", "110 EUR", Some("2024-01-01"))]);
    assert_eq!(store.revenue("2023-12-31"), "");
    assert_eq!(store.revenue("2024-05-31"), "110 EUR", "of one day, what was said last");
    assert_eq!(store.revenue("2024-06-01"), "200 EUR", "though the correction was said later");
    store.sync("crm", [pays("1", "300 EUR", None)]);
    assert_eq!(store.revenue("2024-01-01"), "300 EUR", "without a day it takes the place of all before it");
    store.sync("crm", [pays("1", "400 EUR", Some("2025-01-01"))]);
    assert_eq!(store.revenue("2024-12-31"), "300 EUR");
    assert_eq!(store.revenue("2025-01-01"), "400 EUR");
}

#[test]
fn of_several_sources_the_preferred_is_believed_and_a_person_before_all() {
    let store = Fixture::new();
    store.sync("crm", [pays("1", "100 EUR", None)]);
    store.sync("billing", [pays("1", "999 EUR", None)]);
    store.store().merge_customers(CustomerId(2), CustomerId(1), &by(1)).unwrap();
    assert_eq!(store.revenue("2024-01-01"), "100 EUR", "what is said of the customer itself");
    let mrr = Fact::read(FactField::Mrr, "5 EUR", None, None).unwrap();
    store.store().set_customer(CustomerId(1), vec![mrr], vec![], vec![], &by(1)).unwrap();
    assert_eq!(store.revenue("2024-01-01"), "60 EUR");
    store.store().undo_customer(CustomerId(1), &by(1)).unwrap();
    assert_eq!(store.revenue("2024-01-01"), "100 EUR");
    store.rebuilt_the_same();
}

#[test]
fn the_roll_up_and_the_signals_under_a_filter_count_alike() {
    let store = Fixture::new();
    store.sync("crm", [told("1").domain("acme.example"), told("2").domain("bolt.example")]);
    let people = [("a", mail("a@acme.example")), ("b", mail("b@bolt.example")), ("c", named("Cy"))];
    let signals = store.signals_from(&people);
    let (generation, themes) = store.cluster(&[None]);
    let theme = themes[0];
    let memberships: Vec<_> = signals.iter().map(|signal| (*signal, Some(theme))).collect();
    store.assign(generation, &memberships);
    store.store().give_signal(signals[2], Some(CustomerId(1)), &by(1)).unwrap();
    let snapshot = store.snapshot();
    let everything = filter(&[(FilterField::Source, "desk")]);
    let rolled_up = snapshot.customers().of_theme(theme, &hearken_domain::SignalFilter::default()).unwrap();
    assert_eq!((rolled_up.known, rolled_up.customers.len()), (3, 2), "{rolled_up:?}");
    assert_eq!(snapshot.customers().of_theme(theme, &everything).unwrap(), rolled_up);
    assert_eq!(*snapshot.customers().of_themes(&everything).unwrap()[&Some(theme)], rolled_up);
    let whose = snapshot.customers().of_signals(&signals).unwrap();
    assert_eq!(whose[&signals[2]], [CustomerId(1)]);
    drop(snapshot);
    store.rebuilt_the_same();
}
