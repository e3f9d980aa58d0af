//! Holding two customers to be one, after looking at what that would move; and taking it back, whole or by one identifier.

use hearken_domain::{CustomerId, IdentifierKind, Unredacted};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::cards::{
    CustomerCard, IdentifierCard, customer_card, identifier_card, known_customer,
};
use crate::actions::customers::change::card;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::view::View;

/// Hold a customer to be part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCustomers {
    /// The customer that becomes part …
    pub customer: CustomerId,
    /// … of this one.
    pub into: CustomerId,
    /// Only say what it would move.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub dry_run: bool,
}

/// Take a merge back, whole or by one identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeCustomer {
    /// The customer that is part of another.
    pub customer: CustomerId,
    /// Only this domain of theirs, or this id or address: what is joined by it is theirs alone from then on.
    #[serde(default)]
    pub identifier: Option<String>,
}

/// What a merge moved, or would move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MergeReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// The customer that becomes part …
    pub customer: CustomerCard,
    /// … of this one, as it is afterwards, or now where nothing was done.
    pub into: CustomerCard,
    /// Signals that count to the other from then on.
    pub signals: u64,
    /// People who belong to it from then on.
    pub contacts: u64,
    /// What identifies the customer that becomes part.
    pub identifiers: Vec<IdentifierCard>,
    /// Facts of which both say something else.
    pub differing: Vec<DifferingFact>,
}

/// A fact of which two customers say something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DifferingFact {
    /// What about.
    pub field: Unredacted,
    /// What holds from then on: what the other customer says, unless a person, or the source that is preferred, says it of
    /// the one that becomes part.
    pub holds: Unredacted,
    /// What does not.
    pub given_up: Unredacted,
}

/// Holds a customer to be part of another, or says what that would move.
///
/// # Errors
/// One is not there, they are one already, the first is part of another; or any failure of the store.
pub fn merge_customers(
    ctx: &Context,
    request: MergeCustomers,
    _: &mut Host<'_>,
) -> Result<MergeReport, AppError> {
    let mut report = preview(&ctx.view()?, &request)?;
    if !request.dry_run {
        ctx.app.store().merge_customers(request.customer, request.into, &ctx.by()?)?;
        report.customer = card(ctx, request.customer)?;
        report.into = card(ctx, request.into)?;
    }
    Ok(report)
}

fn preview(view: &View, request: &MergeCustomers) -> Result<MergeReport, AppError> {
    let reader = view.store().customers();
    let (customer, into) = (known_customer(view, request.customer)?, known_customer(view, request.into)?);
    reader.check_merge(request.customer, request.into)?;
    let sources = view.store().sources().names()?;
    let theirs = reader.facts(into.root)?;
    let differing = reader.facts(customer.id)?.into_iter().filter(|fact| fact.holds).filter_map(|fact| {
        let other = theirs.iter().find(|other| other.holds && other.field == fact.field)?;
        let (holds, given_up) = match fact.outweighs(other, into.root) {
            true => (&fact, other),
            false => (other, &fact),
        };
        (holds.value != given_up.value).then(|| DifferingFact {
            field: Unredacted::new(fact.field.to_string()),
            holds: Unredacted::new(holds.value.clone()),
            given_up: Unredacted::new(given_up.value.clone()),
        })
    });
    let differing = differing.collect();
    let identifiers = reader.identifiers(customer.id)?;
    Ok(MergeReport {
        dry_run: request.dry_run,
        signals: customer.signals,
        contacts: reader.contacts_count(customer.id)?,
        identifiers: identifiers.into_iter().map(|one| identifier_card(one, &sources)).collect(),
        differing,
        customer: customer_card(customer),
        into: customer_card(into),
    })
}

/// Takes a merge back, whole or by one identifier.
///
/// # Errors
/// There is no such customer, it is part of no other, it has no such identifier; or any failure of the store.
pub fn unmerge_customer(
    ctx: &Context,
    request: UnmergeCustomer,
    _: &mut Host<'_>,
) -> Result<CustomerCard, AppError> {
    known_customer(&ctx.view()?, request.customer)?;
    let store = ctx.app.store();
    match &request.identifier {
        None => store.unmerge_customer(request.customer, &ctx.by()?)?,
        Some(value) => {
            let snapshot = store.snapshot()?;
            let normal: Vec<String> =
                IdentifierKind::ALL.into_iter().filter_map(|kind| kind.normal(value)).collect();
            let found = snapshot.customers().identifier_of(request.customer, &normal)?;
            drop(snapshot);
            let shown: String =
                value.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
            let found = found.ok_or_else(|| {
                AppError::user(format!(
                    "there is no identifier '{shown}' of {} by which signals are joined",
                    request.customer
                ))
            })?;
            store.keep_apart(request.customer, found, &ctx.by()?)?
        }
    };
    card(ctx, request.customer)
}
