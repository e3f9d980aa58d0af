//! The words in which these tests are written.

mod erased;
mod gone;
mod joins;
mod kept;
mod lists;
mod merges;
mod sequences;
mod worth;

use std::collections::BTreeSet;

use hearken_domain::{
    Contact, ContactRow, CustomerId, CustomerRow, Fact, FactField, NewSignal, RefusedPerson, RefusedRow,
    SignalId, ThemeId,
};

use super::*;
use crate::Arrived;
use crate::fixture::{Fixture, by, day, item};

/// A record of a list of customers.
struct Told(CustomerRow);

fn told(id: &str) -> Told {
    Told(CustomerRow {
        place: format!("line of {id}"),
        external_id: id.to_owned(),
        facts: Vec::new(),
        domains: Vec::new(),
        contact: None,
    })
}

impl Told {
    fn fact(mut self, field: &str, value: &str) -> Self {
        self.0.facts.push(Fact::read(field.parse().unwrap(), value, None, None).unwrap());
        self
    }

    fn domain(mut self, domain: &str) -> Self {
        self.0.domains.push(domain.to_owned());
        self
    }

    fn person(mut self, id: Option<&str>, email: &str) -> Self {
        let contact = Contact {
            external_id: id.map(str::to_owned),
            name: Some(format!("Name of {email}")),
            email: Some(email.to_owned()),
        };
        self.0.contact = Some(ContactRow { contact, address: Some(email.to_owned()), unverified: false });
        self
    }
}

/// A record that cannot be used.
fn refused(external_id: Option<&str>, person: RefusedPerson) -> GivenRow {
    let (place, reason) = ("line 7".to_owned(), "it is broken".to_owned());
    Err(RefusedRow { place, reason, external_id: external_id.map(str::to_owned), person })
}

fn whole() -> SyncScope {
    let fields = BTreeSet::from([FactField::Name, FactField::Plan]);
    SyncScope { customers: true, contacts: true, may_add: true, fields, domains: true }
}

impl Fixture {
    fn sync(&self, source: &str, rows: impl IntoIterator<Item = Told>) -> SyncReport {
        self.sync_on(source, rows, 0)
    }

    fn sync_on(&self, source: &str, rows: impl IntoIterator<Item = Told>, on: i64) -> SyncReport {
        self.sync_rows(source, rows.into_iter().map(|told| Ok(told.0)).collect(), on)
    }

    fn sync_rows(&self, source: &str, rows: Vec<GivenRow>, on: i64) -> SyncReport {
        let planned = self.snapshot().customers().plan(
            self.snapshot().sources().id(source).unwrap(),
            &rows,
            &whole(),
            day(on).as_millisecond(),
        );
        let source = self.source(source);
        let logged = |reason: &str| reason.to_owned();
        let done = self
            .store()
            .sync_customers(source, SyncOrigin::default(), rows, whole(), logged, &by(on))
            .unwrap();
        let planned = planned.unwrap();
        assert_eq!(SyncReport { import: done.import, ..planned }, done, "what was planned is what was done");
        done
    }

    fn customer(&self, source: &str, id: &str) -> CustomerId {
        self.snapshot().customers().known_as(self.source(source), id).unwrap().unwrap()
    }

    /// Whose a signal is, as `C-1 email`.
    fn whose(&self, signal: SignalId) -> Vec<String> {
        let joins = self.snapshot().customers().of_signal(signal).unwrap();
        joins.iter().map(|join| format!("{} {}", join.root, join.reason)).collect()
    }

    fn signals_from(&self, people: &[(&str, Contact)]) -> Vec<SignalId> {
        let items = people.iter().map(|(id, contact)| {
            Arrived::Signal(Box::new(NewSignal {
                contact: contact.clone(),
                ..item(id, &format!("words of {id}"))
            }))
        });
        let (_, recorded) = self.import_into("desk", items.collect());
        recorded
            .into_iter()
            .map(|disposition| match disposition {
                hearken_domain::Disposition::Accepted { signal } => signal,
                other => panic!("{other:?} is not a new signal"),
            })
            .collect()
    }

    fn rebuilt_the_same(&self) {
        for view in self.store().rebuild_views_of_events().unwrap() {
            assert_eq!(view.differences, 0, "{}", view.name);
        }
        assert_eq!(self.snapshot().rollup().differences().unwrap(), 0, "counts by theme");
    }
}

fn mail(email: &str) -> Contact {
    Contact { email: Some(email.to_owned()), ..Contact::default() }
}

fn known_as(id: &str) -> Contact {
    Contact { external_id: Some(id.to_owned()), ..Contact::default() }
}

fn named(name: &str) -> Contact {
    Contact { name: Some(name.to_owned()), ..Contact::default() }
}

impl Fixture {
    fn customers_in(&self, theme: ThemeId) -> Vec<(CustomerId, u64)> {
        let sql = "SELECT customer_id, signals FROM theme_customers WHERE theme_id = ?1 AND customer_id > 0 ORDER BY customer_id";
        self.store()
            .read(|c| {
                let mut statement = c.prepare(sql)?;
                let rows =
                    statement.query_map([theme.0], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap()
    }
}
