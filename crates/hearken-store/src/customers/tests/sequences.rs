//! Whatever people hold to be one, keep apart and give away, while lists come and go between, and in whatever order they take it
//! back: the store is then as if only the lists had come.

use hearken_domain::{Contact, CustomerId, Event, ImportId, LogPosition, SignalId, SourceId};
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;

use super::super::sync::{List, take_in};
use super::super::undo::{check_merge, say};
use super::super::{GivenRow, SyncOrigin};
use super::{Told, mail, told, whole};
use crate::erasures::key::Keys;
use crate::fixture::{Fixture, by};
use crate::views;
use crate::views::customers::change::{ChangeRow, What, select};
use crate::views::customers::{delete, rebuild};

const SEQUENCES: usize = 1_000;
const CUSTOMERS: u64 = 6;

/// One step of a sequence.
#[derive(Debug, Clone)]
enum Step {
    Merge(u64, u64),
    /// One identifier of a customer stays its own.
    Apart(usize),
    Give(usize, Option<u64>),
    /// Takes back one of those before that stand.
    Undo(usize),
    /// A list comes again that says other things.
    List(Variant),
    /// A list that came is taken back.
    TakeBack(usize),
}

/// How a list differs from the first: who is left out, who claims another's domain, whose address is another's, who is in
/// another customer.
#[derive(Debug, Clone, Copy)]
struct Variant {
    left_out: u64,
    claims: (u64, u64),
    swapped: Option<u64>,
    visits: u64,
    unverified: bool,
}

fn steps() -> impl Strategy<Value = (Vec<Step>, Vec<usize>)> {
    let customer = || 1..=CUSTOMERS;
    let list =
        (0..=CUSTOMERS, (customer(), customer()), prop::option::of(customer()), customer(), any::<bool>());
    let list = list.prop_map(|(left_out, claims, swapped, visits, unverified)| Variant {
        left_out,
        claims,
        swapped,
        visits,
        unverified,
    });
    let step = prop_oneof![
        8 => (customer(), customer()).prop_map(|(one, other)| Step::Merge(one, other)),
        3 => (0_usize..64).prop_map(Step::Apart),
        2 => (0_usize..64, prop::option::of(customer())).prop_map(|(signal, to)| Step::Give(signal, to)),
        4 => (0_usize..64).prop_map(Step::Undo),
        2 => list.prop_map(Step::List),
        1 => (0_usize..64).prop_map(Step::TakeBack),
    ];
    (prop::collection::vec(step, 1..14), prop::collection::vec(0_usize..64, 14))
}

/// The list as a variant has it; the first time it is as it comes.
fn list(variant: Option<Variant>) -> Vec<GivenRow> {
    let rows =
        (1..=CUSTOMERS).filter(|n| variant.is_none_or(|variant| variant.left_out != *n)).flat_map(|n| {
            let mut first = told(&n.to_string()).domain(&format!("d{}.example", n.min(CUSTOMERS - 1)));
            let holder = match variant.and_then(|variant| variant.swapped) {
                Some(swapped) if n == swapped => 1 + swapped % CUSTOMERS,
                Some(swapped) if n == 1 + swapped % CUSTOMERS => swapped,
                _ => n,
            };
            first = first.person(Some(&format!("p{n}")), &format!("p@e{holder}.example"));
            let mut rows = vec![first];
            if let Some(variant) = variant {
                if variant.claims.0 == n {
                    rows[0] = std::mem::replace(&mut rows[0], told(""))
                        .domain(&format!("d{}.example", variant.claims.1));
                }
                if let Some(contact) = rows[0].0.contact.as_mut().filter(|_| variant.visits == n) {
                    contact.unverified = variant.unverified;
                    let visited =
                        Told(hearken_domain::CustomerRow { contact: Some(contact.clone()), ..told("1").0 });
                    rows.extend((n != 1 && variant.left_out != 1).then_some(visited));
                }
            }
            rows
        });
    rows.map(|told| Ok(told.0)).collect()
}

/// All that follows from what was said, and what of it stands, without the numbers that only tell when it was said.
fn state(c: &Connection) -> Vec<String> {
    let mut rows = Vec::new();
    for sql in [
        "SELECT concat_ws(' ', id, root_id) FROM customers ORDER BY id",
        "SELECT concat_ws(' ', joined.contact_id, joined.customer_id, root_id, coalesce(known_id, '-'), reason, hex(key), \
         coalesce(joined.from_ms, '-'), coalesce(joined.to_ms, '-')) \
         FROM contact_joins AS joined JOIN customer_changes AS said ON said.id = change_id ORDER BY 1",
        "SELECT concat_ws(' ', theme_id, customer_id, signals) FROM theme_customers ORDER BY theme_id, customer_id",
        "SELECT concat_ws(' ', hex(key), what, coalesce(kind, '-'), coalesce(value, '-'), coalesce(verified, '-'), \
         coalesce(from_ms, '-'), coalesce(to_ms, '-'), coalesce(target, '-'), dropped) \
         FROM customer_changes WHERE standing ORDER BY 1",
    ] {
        let mut statement = c.prepare_cached(sql).unwrap();
        rows.extend(statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    rows
}

/// A store in which lists come and people rule.
struct World<'w> {
    c: &'w Connection,
    keys: Keys,
    source: SourceId,
    signals: &'w [SignalId],
    lists: Vec<ImportId>,
    day: i64,
    /// What people did that stands, by where in the log.
    acts: Vec<LogPosition>,
    acts_made: usize,
}

impl World<'_> {
    fn come(&mut self, step: &Step) {
        self.day += 1;
        match step {
            Step::List(variant) => {
                let rows = list(Some(*variant));
                let list = List {
                    source: self.source,
                    origin: &SyncOrigin::default(),
                    rows: &rows,
                    scope: &whole(),
                };
                let report = take_in(self.c, self.keys, &list, str::to_owned, &by(self.day)).unwrap();
                self.lists.extend(report.import);
            }
            Step::TakeBack(which) if !self.lists.is_empty() => {
                let import = self.lists.swap_remove(which % self.lists.len());
                delete(self.c, "import_id = ?1", import.0).unwrap();
            }
            _ => {}
        }
    }

    fn rule(&mut self, step: &Step) {
        let row = ChangeRow::new;
        let (row, event) = match *step {
            Step::Merge(customer, into) => {
                let (customer, into) = (CustomerId(customer), CustomerId(into));
                if check_merge(self.c, customer, into).is_err() {
                    return;
                }
                let merged =
                    ChangeRow { customer: Some(customer.0), target: Some(into.0), ..row(What::Merged) };
                (merged, Event::CustomersMerged { customer, into })
            }
            Step::Apart(which) => {
                let Some((said, customer)) = self.identifier(which) else { return };
                let customer_id = CustomerId(customer);
                (said.kept_apart(customer), Event::IdentifierKeptApart { customer: customer_id })
            }
            Step::Give(signal, customer) => {
                let signal = self.signals[signal % self.signals.len()];
                let (target, dropped) = (Some(signal.0), customer.is_none());
                let given = ChangeRow { customer, target, dropped, ..row(What::Given) };
                (given, Event::SignalGiven { signal, customer: customer.map(CustomerId) })
            }
            Step::Undo(which) => return self.undo(which),
            Step::List(_) | Step::TakeBack(_) => return,
        };
        self.acts.push(say(self.c, &by(self.day), &[row], event).unwrap());
        self.acts_made += 1;
    }

    /// A domain of a customer or an address of somebody in it, as it stands now.
    fn identifier(&self, which: usize) -> Option<(ChangeRow, u64)> {
        let said = "what = 'identifier' AND kind IN ('domain', 'email') AND standing AND NOT dropped";
        let said = select(self.c, said, []).unwrap();
        let (_, said) = said.get(which % said.len().max(1))?.clone();
        let member = "contact_id = ?1 AND what = 'member' AND standing AND NOT dropped";
        let customer = said.customer.or_else(|| {
            select(self.c, member, [said.contact]).unwrap().into_iter().find_map(|(_, row)| row.customer)
        });
        Some((said, customer?))
    }

    fn undo(&mut self, which: usize) {
        if !self.acts.is_empty() {
            let change = self.acts.swap_remove(which % self.acts.len());
            views::record(self.c, &by(self.day), Event::CustomerChangeUndone { change }).unwrap();
        }
    }
}

/// Does something that leaves no trace in the database.
fn tried<T>(c: &Connection, work: impl FnOnce() -> T) -> T {
    c.execute_batch("SAVEPOINT tried").unwrap();
    let done = work();
    c.execute_batch("ROLLBACK TO tried; RELEASE tried").unwrap();
    done
}

/// A store with six customers, two of which claim one domain, and one signal from each domain and each address.
fn begun() -> (Fixture, Vec<SignalId>) {
    let store = Fixture::new();
    store.sync_rows("crm", list(None), 0);
    let people: Vec<(String, Contact)> = (1..=CUSTOMERS)
        .flat_map(|n| ["x@d", "p@e"].map(|of| (format!("{of}{n}"), mail(&format!("{of}{n}.example")))))
        .collect();
    let people: Vec<(&str, Contact)> =
        people.iter().map(|(id, contact)| (id.as_str(), contact.clone())).collect();
    let signals = store.signals_from(&people);
    let (generation, themes) = store.cluster(&[None, None]);
    let memberships: Vec<_> =
        signals.iter().enumerate().map(|(n, signal)| (*signal, Some(themes[n % 2]))).collect();
    store.assign(generation, &memberships);
    (store, signals)
}

#[test]
fn whatever_was_ruled_and_taken_back_in_any_order_leaves_what_the_lists_say() {
    let (store, signals) = begun();
    let (keys, source) = (store.store().keys().unwrap(), store.source("crm"));
    let mut runner = TestRunner::deterministic();
    let sequences: Vec<(Vec<Step>, Vec<usize>)> =
        (0..SEQUENCES).map(|_| steps().new_tree(&mut runner).unwrap().current()).collect();
    let made = store.store().write(move |c| {
        let world = || World {
            c,
            keys,
            source,
            signals: &signals,
            lists: Vec::new(),
            day: 1,
            acts: Vec::new(),
            acts_made: 0,
        };
        let mut made = 0;
        for (nth, (steps, order)) in sequences.iter().enumerate() {
            let expected = tried(c, || {
                let mut world = world();
                steps.iter().for_each(|step| world.come(step));
                state(c)
            });
            tried(c, || {
                let mut world = world();
                for step in steps {
                    world.come(step);
                    world.rule(step);
                }
                made += world.acts_made;
                if nth % 4 == 0 {
                    let stood = state(c);
                    tried(c, || {
                        rebuild(c).unwrap();
                        assert_eq!(state(c), stood, "rebuilt after {steps:?}");
                    });
                }
                order.iter().for_each(|which| world.undo(*which));
                assert!(world.acts.is_empty());
                assert_eq!(state(c), expected, "{steps:?}, then undone as {order:?}");
            });
        }
        Ok(made)
    });
    let made = made.unwrap();
    assert!(made > 2 * SEQUENCES, "{made}");
}
