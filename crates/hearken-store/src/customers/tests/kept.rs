//! What is kept of counts and of customers from one snapshot to the next, and read again only where something touched it, beside
//! what a reader finds who keeps nothing, and what is counted one by one.

use std::collections::BTreeMap;

use hearken_domain::{ContactId, Date, FilterField, Generation, SignalFilter};
use proptest::prelude::{Strategy, any, prop};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::heard::SIGNALS;
use super::*;
use crate::{Access, Erasing, Snapshot, Store};

/// Everything of these that readers keep.
fn kept(snapshot: &Snapshot) -> String {
    let everything = SignalFilter::default();
    let theirs = crate::fixture::filter(&[(FilterField::Customer, "C-1"), (FilterField::Customer, "nobody")]);
    let customers = snapshot.customers();
    let day: Date = "2024-06-01".parse().unwrap();
    let fields = [FactField::Plan, FactField::Arr].map(|field| customers.held(&field).unwrap());
    format!(
        "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{fields:#?}",
        snapshot.rollup().by_theme(&theirs).unwrap(),
        customers.of_themes(&theirs).unwrap(),
        snapshot.themes().passing(&theirs).unwrap(),
        snapshot.rollup().by_theme(&everything).unwrap(),
        customers.of_themes(&everything).unwrap(),
        customers.summaries().unwrap(),
        customers.worth_on(day).unwrap(),
    )
}

/// Signals of each customer, and when they were last heard, one by one.
fn counted(store: &Store) -> BTreeMap<CustomerId, (u64, Option<i64>)> {
    let sql = format!(
        "SELECT id, (SELECT count(*) FROM ({})), (SELECT max(said_order) FROM ({})) FROM customers WHERE id = root_id",
        SIGNALS.replace("?1", "customers.id"),
        SIGNALS.replace("?1", "customers.id")
    );
    store
        .read(|c| {
            let mut statement = c.prepare(&sql)?;
            let rows =
                statement.query_map([], |row| Ok((CustomerId(row.get(0)?), (row.get(1)?, row.get(2)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .unwrap()
}

impl Fixture {
    /// One act of many, drawn by its number; what is refused changes nothing.
    fn act(&self, run: &(Generation, Vec<ThemeId>), number: u32, at: i64) {
        let customer = |number: u32| CustomerId(u64::from(1 + number % 4));
        let (a, b) = (customer(number / 16), customer(number / 64));
        let store = self.store();
        let signals: Vec<SignalId> =
            self.snapshot().signals().texts().unwrap().into_iter().map(|text| text.id).collect();
        let signal = signals.get(number as usize / 16 % signals.len().max(1)).copied();
        let plan = |value: &str| Fact::read(FactField::Plan, value, None, None).unwrap();
        let arr = |value: &str| Fact::read(FactField::Arr, value, None, None).unwrap();
        match number % 16 {
            0..=3 => {
                let id = format!("{at}");
                let from = format!("p{}@c{}.example", number / 16 % 3, number / 64 % 5);
                let said = NewSignal { contact: mail(&from), ..item(&id, &format!("words of {id}")) };
                self.import_into("desk", vec![Arrived::Signal(Box::new(said))]); // of whoever was erased it is rejected
            }
            4..=6 => {
                let theme = run.1.get(number as usize / 16 % 3).copied();
                self.assign(run.0, &signal.map(|signal| (signal, theme)).into_iter().collect::<Vec<_>>());
            }
            7 => drop(store.set_customer(
                a,
                vec![plan("Pro"), arr(&format!("{at} EUR"))],
                vec![],
                vec![],
                &by(at),
            )),
            8 => drop(store.undo_customer(a, &by(at))),
            9 => drop(store.merge_customers(a, b, &by(at))),
            10 => drop(store.unmerge_customer(a, &by(at))),
            11 => drop(signal.map(|signal| store.give_signal(signal, Some(a), &by(at)))),
            12 => {
                let rows =
                    [told("1").fact("arr", "7 EUR"), told("2").fact("plan", "Team").domain("c3.example")];
                self.sync("billing", rows);
            }
            13 => {
                let billing = self.source("billing");
                drop(store.prefer_source(
                    &FactField::Arr,
                    Some(billing).filter(|_| number & 16 > 0),
                    &by(at),
                ));
            }
            14 => {
                let whole: Vec<_> = signals.iter().map(|one| (*one, run.1.first().copied())).collect();
                self.assign(run.0, &whole);
            }
            _ => {
                let texts = self.snapshot().signals().texts().unwrap();
                let contacts: Vec<ContactId> = texts
                    .into_iter()
                    .filter(|text| Some(text.id) == signal)
                    .filter_map(|text| text.contact)
                    .collect();
                if !contacts.is_empty() {
                    self.erase(&Erasing { contacts, ..Erasing::default() });
                }
            }
        }
    }
}

#[test]
fn what_is_kept_is_what_is_there_whatever_was_done() {
    let mut runner = TestRunner::deterministic();
    let acts = prop::collection::vec(any::<u32>(), 24);
    for _ in 0..24 {
        let store = Fixture::new();
        let rows = ["1", "2", "3", "4"]
            .map(|id| told(id).fact("name", &format!("Customer {id}")).domain(&format!("c{id}.example")));
        store.sync("crm", rows);
        let first = store.signals_from(&[("first", mail("p1@c1.example"))]);
        let run = store.cluster(&[None, None]);
        store.assign(run.0, &[(first[0], None)]); // a run places everything that was there
        for (at, number) in acts.new_tree(&mut runner).unwrap().current().into_iter().enumerate() {
            store.act(&run, number, at as i64 + 1);
            let fresh = Store::open(&store.dir(), Access::Read).unwrap();
            assert_eq!(
                kept(&store.snapshot()),
                kept(&fresh.snapshot().unwrap()),
                "after {} of {number}",
                number % 16
            );
            let counted = counted(store.store());
            let summaries = store.snapshot().customers().summaries().unwrap();
            for (id, (signals, last)) in &counted {
                let summary = &summaries[id].1;
                let heard = last.and_then(crate::said::dated);
                assert_eq!(
                    (summary.signals, summary.last_heard),
                    (*signals, heard),
                    "{id} after {}",
                    number % 16
                );
                assert_eq!(store.snapshot().customers().summary(*id).unwrap(), *summary);
                let newest = store.snapshot().customers().signals(*id, 0, 100).unwrap();
                assert_eq!(newest.len() as u64, *signals);
            }
            assert_eq!(summaries.len(), counted.len());
        }
    }
}
