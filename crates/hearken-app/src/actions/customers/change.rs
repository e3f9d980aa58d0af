//! Saying by hand what is so of a customer: it holds against every source until it is taken back.

use hearken_domain::{CustomerId, FactField, IdentifierKind};
use hearken_store::IdentifierSaid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::cards::{CustomerCard, customer_card, known_customer};
use crate::actions::customers::upsert::{read_domain, read_fact};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::no_such_source;

/// Say by hand what is so of a customer, or make one that no source knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCustomer {
    /// Which; a new one where it is left out.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Facts, each as `field=value`: `name=Acme`, `plan=pro`, `arr=12000 EUR`, `renewal=2025-03-31`. One may stand without
    /// brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub facts: Vec<String>,
    /// Fields of which nothing is to hold that a person said.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub forget: Vec<String>,
    /// Domains that are theirs.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub domains: Vec<String>,
    /// Domains, said by hand, that are theirs no more.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub no_domains: Vec<String>,
}

/// Take back what a person said last of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoCustomer {
    /// Which customer.
    pub customer: CustomerId,
}

/// Say which source is believed about a field where several tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferSource {
    /// The field.
    pub field: String,
    /// Name of the source; without one, none is preferred any more.
    #[serde(default)]
    pub source: Option<String>,
}

/// Which source is believed about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Preference {
    /// The field.
    pub field: String,
    /// Name of the source; `None` where none is preferred.
    pub source: Option<String>,
}

/// Says by hand what is so of a customer.
///
/// # Errors
/// There is no such customer, something given is no fact or no domain, a domain is another's, nothing is given, what is to go was
/// said by no person; or any failure of the store.
pub fn set_customer(ctx: &Context, request: SetCustomer, _: &mut Host<'_>) -> Result<CustomerCard, AppError> {
    let wrong = |reason: String| AppError::user(reason);
    let facts: Vec<_> =
        request.facts.iter().map(|fact| read_fact(fact).map_err(wrong)).collect::<Result<_, _>>()?;
    let fields = request.forget.iter().map(|field| field.parse::<FactField>());
    let forgotten: Vec<FactField> =
        fields.collect::<Result<_, _>>().map_err(|error| AppError::user(error.to_string()))?;
    let mut identifiers = Vec::new();
    for (domains, dropped) in [(&request.domains, false), (&request.no_domains, true)] {
        for domain in domains {
            let value = read_domain(domain).map_err(wrong)?;
            if !dropped {
                check_links(ctx, &value)?;
            }
            identifiers.push(IdentifierSaid { kind: IdentifierKind::Domain, value, dropped });
        }
    }
    let (store, by) = (ctx.app.store(), ctx.by()?);
    let customer = match request.customer {
        Some(customer) => {
            known_customer(&ctx.view()?, customer)?;
            if facts.is_empty() && forgotten.is_empty() && identifiers.is_empty() {
                return Err(AppError::user("nothing is said of the customer; write it like plan=pro"));
            }
            store.set_customer(customer, facts, forgotten, identifiers, &by)?;
            customer
        }
        None => {
            if !facts.iter().any(|fact| fact.field == FactField::Name) {
                return Err(AppError::user("a new customer needs a name; write it like name=Acme"));
            }
            store.add_customer(facts, identifiers, &by)?
        }
    };
    card(ctx, customer)
}

fn check_links(ctx: &Context, domain: &str) -> Result<(), AppError> {
    let sort = ctx.app.store().snapshot()?.customers().sort_of_domain(domain)?;
    match sort.identifies() {
        true => Ok(()),
        false => Err(AppError::user(format!(
            "the domain '{domain}' is {sort}, and links nobody; say first that it is a company's"
        ))),
    }
}

/// Takes back what a person said last of a customer.
///
/// # Errors
/// There is no such customer, nothing said by hand stands, or any failure of the store.
pub fn undo_customer(
    ctx: &Context,
    request: UndoCustomer,
    _: &mut Host<'_>,
) -> Result<CustomerCard, AppError> {
    known_customer(&ctx.view()?, request.customer)?;
    ctx.app.store().undo_customer(request.customer, &ctx.by()?)?;
    let view = ctx.view()?;
    match view.store().customers().get(request.customer)? {
        Some(customer) => Ok(customer_card(customer)),
        // What was taken back was that there is such a customer.
        None => Ok(CustomerCard { id: request.customer, name: None, part_of: None, gone: true, signals: 0 }),
    }
}

/// Says which source is believed about a field.
///
/// # Errors
/// It is no field, there is no such source, or any failure of the store.
pub fn prefer_source(ctx: &Context, request: PreferSource, _: &mut Host<'_>) -> Result<Preference, AppError> {
    let field: FactField = request
        .field
        .parse()
        .map_err(|error: hearken_domain::FactFieldError| AppError::user(error.to_string()))?;
    let source = match &request.source {
        Some(name) => {
            let id = ctx.app.store().snapshot()?.sources().id(name)?;
            Some(id.ok_or_else(|| no_such_source(name))?)
        }
        None => None,
    };
    ctx.app.store().prefer_source(&field, source, &ctx.by()?)?;
    Ok(Preference { field: field.to_string(), source: request.source })
}

pub(crate) fn card(ctx: &Context, customer: CustomerId) -> Result<CustomerCard, AppError> {
    Ok(customer_card(known_customer(&ctx.view()?, customer)?))
}
