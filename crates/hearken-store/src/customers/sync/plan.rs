//! What an input would do, record by record.

mod domains;
mod facts;
mod gone;
mod named;
mod person;

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{CustomerRow, Fact, ImportId, RefusedRow};
use rusqlite::{Connection, params};

use super::{GivenRow, RowFate, SyncDisposition, SyncProblem, SyncReport, SyncScope};
use crate::erasures::guard::Guard;
use crate::erasures::key::Keys;
use crate::views::customers::change::{ChangeRow, What, append, select};
use crate::{StoreError, meta};
use named::NamedAnyhow;

/// Numbers from here on stand for people who get their own when they are written.
const NEW_CONTACTS: u64 = 1 << 60;

/// What was planned, or written.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) report: SyncReport,
    /// How many rows say something new.
    pub(super) changes: u64,
    /// How many customers are new.
    pub(super) customers: u64,
}

/// Where what is planned is written at once, so that a long list is not held twice. What is written at a position stands
/// only once its event is: planning does not see it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) position: u64,
    pub(super) import: ImportId,
}

pub(super) struct Planner<'p> {
    c: &'p Connection,
    source: u64,
    scope: &'p SyncScope,
    at_ms: i64,
    erased: Option<Guard<'p>>,
    writing: Option<Writing>,
    first_customer: u64,
    plan: Plan,
    /// Customers by the source's id.
    customers: BTreeMap<String, Named>,
    /// People by their key.
    people: BTreeMap<[u8; 16], Person>,
    /// Who has an address: the number, and where it stands.
    addresses: BTreeMap<String, (u64, String)>,
    /// Which customer has a domain, and where it stands.
    domains: BTreeMap<String, (u64, String)>,
    /// Whom the input names, in whatever record.
    named: NamedAnyhow,
    /// Numbers of people by their key, as they were looked up.
    numbers: BTreeMap<[u8; 16], Option<u64>>,
    /// Addresses that are another's now, with whose they were.
    ended: BTreeSet<(u64, String)>,
}

/// A customer that the input names.
struct Named {
    id: u64,
    is_new: bool,
    /// Which record named it first, and where that stands.
    record: usize,
    place: String,
    /// What all its records say.
    facts: Vec<Fact>,
    domains: BTreeSet<String>,
}

/// A person whom the input names.
struct Person {
    number: u64,
    is_new: bool,
    addresses: BTreeSet<String>,
    customers: BTreeSet<u64>,
}

/// Why a record cannot be used.
type Refusal = String;

impl<'p> Planner<'p> {
    pub(super) fn new(
        c: &'p Connection,
        keys: Option<Keys>,
        source: u64,
        scope: &'p SyncScope,
        at_ms: i64,
        writing: Option<Writing>,
    ) -> Result<Self, StoreError> {
        let known = c
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM sources WHERE id = ?1)")?
            .query_row([source], |row| row.get::<_, bool>(0))?;
        let erased = keys.filter(|_| known).map(|keys| Guard::new(c, keys, source)).transpose()?;
        let last = meta::get_number(c, "last_customer")?;
        Ok(Self {
            c,
            source,
            scope,
            at_ms,
            erased,
            writing,
            first_customer: last + 1,
            plan: Plan::default(),
            customers: BTreeMap::new(),
            people: BTreeMap::new(),
            addresses: BTreeMap::new(),
            domains: BTreeMap::new(),
            named: NamedAnyhow::default(),
            numbers: BTreeMap::new(),
            ended: BTreeSet::new(),
        })
    }

    pub(super) fn all(mut self, rows: &[GivenRow]) -> Result<Plan, StoreError> {
        self.look_through(rows)?;
        for row in rows {
            let disposition = match row {
                Err(RefusedRow { place, reason, .. }) => rejected(place, reason.clone()),
                Ok(row) => match self.row(row)? {
                    Ok(fate) => SyncDisposition { fate, place: row.place.clone(), reason: None },
                    Err(reason) => {
                        self.named.refused_ids.insert(row.external_id.clone());
                        if let Some(contact) = &row.contact {
                            self.refuse_person(&contact.contact)?;
                        }
                        rejected(&row.place, reason)
                    }
                },
            };
            self.plan.report.dispositions.push(disposition);
        }
        self.end_customers()?;
        self.end_addresses()?;
        self.mark_vanished()?;
        Ok(self.plan)
    }

    fn row(&mut self, row: &CustomerRow) -> Result<Result<RowFate, Refusal>, StoreError> {
        if let Some(guard) = &self.erased
            && let Some(at) = guard.customer_erased(&row.external_id)?
        {
            let day = at.strftime("%Y-%m-%d");
            return Ok(Err(format!("refused: erased on {day}, and not taken in again")));
        }
        let known = self.customers.contains_key(&row.external_id);
        if known && let Some(refusal) = self.contradicts(row) {
            return Ok(Err(refusal));
        }
        if let Some(contact) = &row.contact
            && let Some(refusal) = self.cannot_be(contact)?
        {
            return Ok(Err(refusal));
        }
        let planned = self.plan.changes;
        let mut added = false;
        if !known {
            match self.customer(row)? {
                Some(is_new) => added |= is_new,
                None => {
                    return Ok(Err(format!(
                        "no customer has the id '{}' in this source; import the customers before the people in them",
                        row.external_id
                    )));
                }
            }
        }
        if known {
            self.more_facts(row)?;
            self.domains(row)?;
        }
        if let Some(contact) = &row.contact {
            added |= self.contact(row, contact)?;
        }
        Ok(Ok(match (added, self.plan.changes > planned) {
            (true, _) => RowFate::Added,
            (false, true) => RowFate::Updated,
            (false, false) => RowFate::Unchanged,
        }))
    }

    /// Why a further record of a customer cannot be used.
    fn contradicts(&self, row: &CustomerRow) -> Option<Refusal> {
        let first = self.customers.get(&row.external_id)?;
        let place = &first.place;
        if row.contact.is_none() {
            return Some(format!("the id '{}' stands in {place} already", row.external_id));
        }
        let other = row
            .facts
            .iter()
            .find(|fact| first.facts.iter().any(|told| told.field == fact.field && told.value != fact.value));
        other.map(|fact| {
            format!("{} says another {} of the customer '{}'", place, fact.field, row.external_id)
        })
    }

    /// Plans what a record says of a customer that no record before it named. Whether it is new; `None` where it may not be.
    fn customer(&mut self, row: &CustomerRow) -> Result<Option<bool>, StoreError> {
        let known = select(
            self.c,
            "value = ?1 AND kind = 'external-id' AND what = 'identifier' AND standing AND +source_id = ?2 \
             AND customer_id IS NOT NULL LIMIT 1",
            params![row.external_id, self.source],
        )?;
        let known = known.into_iter().find_map(|(_, row)| row.customer);
        // Whom nobody knows any more is known again where customers may be made.
        let exists = known.map(|id| self.exists(id)).transpose()?.unwrap_or_default();
        if !exists && !self.scope.may_add {
            return Ok(None);
        }
        let id = known.unwrap_or(self.first_customer + self.plan.customers);
        let is_new = known.is_none();
        if is_new {
            self.plan.customers += 1;
            self.plan.report.customers_added += 1;
        }
        self.customers.insert(
            row.external_id.clone(),
            Named {
                id,
                is_new,
                record: self.plan.report.dispositions.len(),
                place: row.place.clone(),
                facts: row.facts.clone(),
                domains: BTreeSet::new(),
            },
        );
        if self.scope.may_add {
            let told = ChangeRow { customer: Some(id), ..self.said(What::Told) };
            let standing = if is_new { None } else { self.standing(&told)? };
            self.plan.report.returned += u64::from(standing.as_ref().is_some_and(|told| told.dropped));
            self.put(told, standing)?;
        }
        let named = ChangeRow {
            customer: Some(id),
            kind: Some("external-id".to_owned()),
            value: Some(row.external_id.clone()),
            verified: Some(true),
            ..self.said(What::Identifier)
        };
        self.say(named, is_new)?;
        for fact in &row.facts {
            self.fact(row, id, is_new, fact)?;
        }
        self.domains(row)?;
        Ok(Some(is_new))
    }

    /// Plans that what none of a known customer's records says any more is known no more, where all of them can be used.
    fn end_customers(&mut self) -> Result<(), StoreError> {
        if self.named.unread {
            return Ok(());
        }
        let customers = std::mem::take(&mut self.customers);
        for (external_id, named) in customers.iter().filter(|(_, named)| !named.is_new) {
            if self.named.refused_ids.contains(external_id) {
                continue;
            }
            let planned = self.plan.changes;
            self.forget_facts(external_id, named)?;
            if self.scope.domains {
                self.forget_domains(named)?;
            }
            let fate = &mut self.plan.report.dispositions[named.record].fate;
            if self.plan.changes > planned && *fate == RowFate::Unchanged {
                *fate = RowFate::Updated;
            }
        }
        self.customers = customers;
        Ok(())
    }

    fn exists(&self, id: u64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)";
        Ok(self.c.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
    }

    fn said(&self, what: What) -> ChangeRow {
        ChangeRow { source: Some(self.source), ..ChangeRow::new(what) }
    }

    /// What stands of the same now.
    fn standing(&self, row: &ChangeRow) -> Result<Option<ChangeRow>, StoreError> {
        Ok(select(self.c, "key = ?1 AND standing", [row.key()])?.into_iter().next().map(|(_, row)| row))
    }

    fn say(&mut self, row: ChangeRow, is_new: bool) -> Result<(), StoreError> {
        let standing = if is_new { None } else { self.standing(&row)? };
        self.put(row, standing)
    }

    /// Plans a row, unless it says what stands.
    fn put(&mut self, row: ChangeRow, standing: Option<ChangeRow>) -> Result<(), StoreError> {
        if standing.is_some_and(|standing| standing.says_the_same(&row)) {
            return Ok(());
        }
        self.plan.changes += 1;
        match self.writing {
            Some(Writing { position, import }) => {
                append(self.c, position, &[ChangeRow { import: Some(import.0), ..row }])
            }
            None => Ok(()),
        }
    }

    fn problem(&mut self, row: &CustomerRow, reason: String) {
        self.plan.report.problems.push(SyncProblem { place: row.place.clone(), reason });
    }
}

fn rejected(place: &str, reason: String) -> SyncDisposition {
    SyncDisposition { fate: RowFate::Rejected, place: place.to_owned(), reason: Some(reason) }
}
