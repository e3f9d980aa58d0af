//! Customers, and what is held of them, as doors show it: everything with whose word it is.

use std::collections::BTreeMap;

use hearken_domain::{Actor, CustomerId, IdentifierKind, JoinReason, Money, SourceId, Timestamp, Unredacted};
use hearken_store::{Customer, CustomerContact, HeldFact, HeldIdentifier, HeldMerge, SignalJoin};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;
use crate::wording::join::says;

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomerCard {
    /// Its id.
    pub id: CustomerId,
    /// What it is called; `None` where nobody said.
    pub name: Option<Unredacted>,
    /// The customer that it is part of.
    pub part_of: Option<CustomerId>,
    /// Whether every source that told of it tells of it no more.
    pub gone: bool,
    /// Signals that are its own, or of what is part of it.
    pub signals: u64,
}

/// A fact, with whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactCard {
    /// What it is about.
    pub field: Unredacted,
    /// Its value.
    pub value: Unredacted,
    /// The sum, where it is one.
    pub money: Option<Money>,
    /// The day from which it is valid, where that was said.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// Of which customer, where several are one.
    pub customer: CustomerId,
    /// The source that says it; `None` is a person.
    pub source: Option<String>,
    /// Whether it is believed.
    pub holds: bool,
    /// Who said it, or brought it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// An identifier, with whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentifierCard {
    /// The customer that it names.
    pub customer: CustomerId,
    /// What sort.
    pub kind: IdentifierKind,
    /// Its value.
    pub value: Unredacted,
    /// Whether it may join signals.
    pub verified: bool,
    /// The source that says it; `None` is a person.
    pub source: Option<String>,
    /// Whether it is that customer's alone, though the customer is part of another.
    pub apart: bool,
    /// When it began to be theirs; `None` is always.
    pub from: Option<Timestamp>,
    /// When it ceased to be; `None` is never.
    pub to: Option<Timestamp>,
    /// Who said it, or brought it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A person in a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonCard {
    /// Their number, such as `P-17`.
    pub number: String,
    /// What they are called.
    pub name: Option<Unredacted>,
    /// Their addresses, former ones last.
    pub emails: Vec<Unredacted>,
    /// From when to when addresses of them are theirs, where that is not always.
    pub times: Vec<AddressTimes>,
    /// The ids by which sources know them.
    pub ids: Vec<SourcedId>,
    /// Every customer that they belong to.
    pub customers: Vec<CustomerId>,
    /// Whether every source that told of them tells of them no more.
    pub gone: bool,
    /// What they said under this name; what they said elsewhere counts to the customer.
    pub signals: u64,
}

/// From when to when an address is somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AddressTimes {
    /// The address.
    pub email: Unredacted,
    /// When it began to be theirs; `None` is always.
    pub from: Option<Timestamp>,
    /// When it ceased to be; `None` is never.
    pub to: Option<Timestamp>,
}

/// An id, and the source that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourcedId {
    /// Name of the source.
    pub source: String,
    /// The id.
    pub id: Unredacted,
}

/// A merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MergeCard {
    /// The customer that became part …
    pub customer: CustomerId,
    /// … of this one.
    pub into: CustomerId,
    /// Who held them to be one.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Who took that back.
    pub undone_by: Option<Actor>,
    /// When.
    pub undone_at: Option<Timestamp>,
}

/// Whose a signal is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JoinCard {
    /// What it counts to.
    pub customer: CustomerId,
    /// What that is called.
    pub name: Option<Unredacted>,
    /// The customer itself, where it is part of that one.
    pub of: CustomerId,
    /// By what.
    pub reason: JoinReason,
    /// The same in words.
    pub says: Unredacted,
}

pub(crate) fn customer_card(customer: Customer) -> CustomerCard {
    CustomerCard {
        id: customer.id,
        name: customer.name.map(Unredacted::new),
        part_of: Some(customer.root).filter(|root| *root != customer.id),
        gone: customer.gone,
        signals: customer.signals,
    }
}

pub(crate) fn fact_card(fact: HeldFact, sources: &BTreeMap<SourceId, String>) -> FactCard {
    FactCard {
        field: Unredacted::new(fact.field.to_string()),
        value: Unredacted::new(fact.value),
        money: fact.money,
        from: fact.from_day,
        customer: fact.customer,
        source: fact.source.and_then(|source| sources.get(&source).cloned()),
        holds: fact.holds,
        by: fact.by,
        at: fact.at,
    }
}

pub(crate) fn identifier_card(
    identifier: HeldIdentifier,
    sources: &BTreeMap<SourceId, String>,
) -> IdentifierCard {
    IdentifierCard {
        customer: identifier.customer,
        kind: identifier.kind,
        value: Unredacted::new(identifier.value),
        verified: identifier.verified,
        source: identifier.source.and_then(|source| sources.get(&source).cloned()),
        apart: identifier.apart,
        from: identifier.from,
        to: identifier.to,
        by: identifier.by,
        at: identifier.at,
    }
}

pub(crate) fn person_card(contact: CustomerContact, sources: &BTreeMap<SourceId, String>) -> PersonCard {
    let ids = contact.external_ids.into_iter().filter_map(|(source, id)| {
        Some(SourcedId { source: sources.get(&source)?.clone(), id: Unredacted::new(id) })
    });
    PersonCard {
        number: format!("P-{}", contact.id),
        name: contact.name.map(Unredacted::new),
        emails: contact.emails.into_iter().map(Unredacted::new).collect(),
        times: contact.times.into_iter().map(times).collect(),
        ids: ids.collect(),
        customers: contact.customers,
        gone: contact.gone,
        signals: contact.signals,
    }
}

fn times((email, from, to): (String, Option<Timestamp>, Option<Timestamp>)) -> AddressTimes {
    AddressTimes { email: Unredacted::new(email), from, to }
}

/// “from 2024-03-01 to 2024-05-01”; empty where it is always theirs.
pub fn from_to(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {}", day(from)),
        (None, Some(to)) => format!("until {}", day(to)),
        (Some(from), Some(to)) => format!("from {} to {}", day(from), day(to)),
    }
}

pub(crate) fn merge_card(merge: HeldMerge) -> MergeCard {
    let (undone_by, undone_at) = merge.undone.unzip();
    MergeCard { customer: merge.customer, into: merge.into, by: merge.by, at: merge.at, undone_by, undone_at }
}

/// Whose a signal is.
pub(crate) fn join_cards(joins: Vec<SignalJoin>) -> Vec<JoinCard> {
    let card = |join: SignalJoin| JoinCard {
        says: says(&join),
        customer: join.root,
        name: join.name.map(Unredacted::new),
        of: join.customer,
        reason: join.reason,
    };
    joins.into_iter().map(card).collect()
}

/// The error for a customer that is not there.
pub(crate) fn no_such_customer(id: CustomerId) -> AppError {
    AppError::not_found(format!("there is no customer {id}"), NextStep::ListCustomers)
}

/// A customer that is there. Of one that was erased it is said when, for good.
pub(crate) fn known_customer(view: &View, id: CustomerId) -> Result<Customer, AppError> {
    match view.store().customers().get(id)? {
        Some(customer) => Ok(customer),
        None => match view.store().erasures().customer_erased(id)? {
            Some(at) => Err(erased_customer(id, at)),
            None => Err(no_such_customer(id)),
        },
    }
}

/// The error for a customer that was erased.
fn erased_customer(id: CustomerId, at: Timestamp) -> AppError {
    let day = at.strftime("%Y-%m-%d");
    let message =
        format!("customer {id} was erased on {day} with all that was held of it; that cannot be taken back");
    AppError::not_found(message, NextStep::ListCustomers)
}
