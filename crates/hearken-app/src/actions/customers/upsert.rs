//! What a program tells of customers, by the ids by which its source knows them: each is added, or brought up to what it
//! says. What it does not name stays as it is.

use std::time::Instant;

use hearken_domain::identity::{address, id_form};
use hearken_domain::{
    Contact, ContactRow, CustomerRow, Fact, FactField, RefusedPerson, RefusedRow, registrable_domain,
};
use hearken_store::{GivenRow, SyncOrigin};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::import::{CustomersReport, of_named_alone, remembered, shown, take_in};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Customers of one command at most.
const CUSTOMERS_MAX: usize = 10_000;

/// Tell of customers, by the ids by which a source knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpsertCustomers {
    /// Name of the source.
    pub source: String,
    /// What it tells.
    pub customers: Vec<GivenCustomer>,
    /// Only say what it would do.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub dry_run: bool,
}

/// A customer as a program tells of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenCustomer {
    /// The id by which the source knows it.
    pub id: String,
    /// Facts, each as `field=value`: `name=Acme`, `plan=pro`, `arr=12000 EUR`, `renewal=2025-03-31`, `industry=steel`.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// People in it.
    #[serde(default)]
    pub contacts: Vec<GivenContact>,
}

/// A person as a program tells of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenContact {
    /// The id by which the source knows them.
    #[serde(default)]
    pub id: Option<String>,
    /// What they are called.
    #[serde(default)]
    pub name: Option<String>,
    /// Their address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the address is not sure to be theirs: then it joins nothing.
    #[serde(default)]
    pub unverified: bool,
}

/// Takes in what a program tells.
///
/// # Errors
/// The source's name is not valid or the source was erased, there are too many customers, or any failure of the store. What
/// cannot be used of single customers is told in the answer, and the others are taken in.
pub fn upsert_customers(
    ctx: &Context,
    request: UpsertCustomers,
    _: &mut Host<'_>,
) -> Result<CustomersReport, AppError> {
    let started = Instant::now();
    if request.customers.len() > CUSTOMERS_MAX {
        return Err(AppError::user(format!(
            "{} customers are more than the {CUSTOMERS_MAX} of one command",
            request.customers.len()
        )));
    }
    remembered(ctx, &request.source)?;
    let rows = (1..).zip(&request.customers).flat_map(|(number, given)| rows(number, given)).collect();
    let origin = SyncOrigin { file: String::new(), format: "json".to_owned(), ..SyncOrigin::default() };
    let report = take_in(ctx, &request.source, origin, rows, of_named_alone(), request.dry_run)?;
    let mut report = shown(report, request.dry_run);
    report.source = request.source;
    "json".clone_into(&mut report.format);
    report.took_s = started.elapsed().as_secs_f64();
    Ok(report)
}

/// A row for each person, and one where there is none.
fn rows(number: usize, given: &GivenCustomer) -> Vec<GivenRow> {
    let place = format!("customer {number}");
    let external_id = id_form(&given.id);
    let refuse = |reason: String| {
        let external_id = Some(external_id.clone()).filter(|id| !id.is_empty());
        vec![Err(RefusedRow { place: place.clone(), reason, external_id, person: RefusedPerson::Unread })]
    };
    if external_id.is_empty() {
        return refuse("there is no id of a customer in it".to_owned());
    }
    let facts: Result<Vec<Fact>, String> = given.facts.iter().map(|fact| read_fact(fact)).collect();
    let domains: Result<Vec<String>, String> =
        given.domains.iter().map(|domain| read_domain(domain)).collect();
    let (facts, domains) = match (facts, domains) {
        (Ok(facts), Ok(domains)) => (facts, domains),
        (Err(reason), _) | (_, Err(reason)) => return refuse(reason),
    };
    let row = |place: String, facts, domains, contact| CustomerRow {
        place,
        external_id: external_id.clone(),
        facts,
        domains,
        contact,
    };
    if given.contacts.is_empty() {
        return vec![Ok(row(place.clone(), facts, domains, None))];
    }
    // Said once, with the first person who can be used.
    let (mut facts, mut domains) = (Some(facts), Some(domains));
    let people = (1..).zip(&given.contacts).map(|(person, contact)| {
        let place = format!("{place}, contact {person}");
        match read_contact(contact) {
            Ok(contact) => Ok(row(
                place,
                facts.take().unwrap_or_default(),
                domains.take().unwrap_or_default(),
                Some(contact),
            )),
            Err(reason) => Err(RefusedRow {
                place,
                reason,
                external_id: Some(external_id.clone()),
                person: RefusedPerson::Unread,
            }),
        }
    });
    people.collect()
}

fn read_contact(given: &GivenContact) -> Result<ContactRow, String> {
    let filled = |text: &Option<String>| {
        let plain: Option<String> =
            text.as_deref().map(|text| text.trim().chars().filter(|c| !c.is_control()).take(200).collect());
        plain.filter(|text| !text.is_empty())
    };
    let contact = Contact {
        external_id: given.id.as_deref().map(id_form).filter(|id| !id.is_empty()),
        name: filled(&given.name),
        email: filled(&given.email),
    };
    if contact.external_id.is_none() && contact.email.is_none() {
        return Err("a contact needs an id or an address; a name identifies nobody".to_owned());
    }
    let address = match &contact.email {
        Some(email) => {
            Some(address(email).ok_or_else(|| format!("'{}' is not a valid address", plain(email)))?)
        }
        None => None,
    };
    Ok(ContactRow { contact, address, unverified: given.unverified })
}

/// Reads `field=value`.
pub(crate) fn read_fact(given: &str) -> Result<Fact, String> {
    let (field, value) = given
        .split_once('=')
        .ok_or_else(|| format!("'{}' is not a valid fact; write it like plan=pro", plain(given)))?;
    let field: FactField =
        field.parse().map_err(|error: hearken_domain::FactFieldError| error.to_string())?;
    Fact::read(field, value, None, None).map_err(|error| error.to_string())
}

/// Reads a domain.
pub(crate) fn read_domain(given: &str) -> Result<String, String> {
    registrable_domain(given)
        .ok_or_else(|| format!("'{}' is not a valid domain; write it like example.com", plain(given)))
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect()
}
