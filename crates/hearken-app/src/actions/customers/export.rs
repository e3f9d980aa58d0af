//! Everything that is held of one customer, as data: for who asks what is known of them.

use hearken_domain::{ContactId, CustomerId, Signal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::customers::cards::{JoinCard, PersonCard, join_cards, known_customer, person_card};
use crate::actions::customers::show::{CustomerPage, ShowCustomer, show_customer};
use crate::error::AppError;
use crate::view::View;

/// Everything that is held of one customer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerExport {
    /// What is known of them.
    pub page: CustomerPage,
    /// Everybody in them.
    pub contacts: Vec<PersonCard>,
    /// Everything they said, whole.
    pub signals: Vec<ExportedSignal>,
}

/// A signal, whole, with why it is the customer's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExportedSignal {
    /// The signal.
    pub signal: Signal,
    /// Why it is theirs.
    pub joins: Vec<JoinCard>,
}

/// Gathers everything that is held of one customer.
///
/// # Errors
/// There is no such customer, or any failure of the store.
pub fn export_customer(view: &View, id: CustomerId) -> Result<CustomerExport, AppError> {
    let reader = view.store().customers();
    let customer = known_customer(view, id)?;
    let sources = view.store().sources().names()?;
    let people = reader.contacts(customer.root, ContactId(0), usize::MAX)?;
    let ids = reader.signals(customer.root, 0, usize::MAX)?;
    let mut signals = Vec::new();
    for signal in view.store().signals().several(&ids)? {
        let joins = join_cards(reader.of_signal(signal.id)?);
        signals.push(ExportedSignal { signal, joins });
    }
    Ok(CustomerExport {
        page: show_customer(view, &ShowCustomer { id, offset: 0, limit: 0, people_after: None })?,
        contacts: people.into_iter().map(|person| person_card(person, &sources)).collect(),
        signals,
    })
}
