//! Customers, and how much of what was said is known to be of one.

use hearken_domain::CustomerId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::customers::cards::{CustomerCard, customer_card};
use crate::error::AppError;
use crate::view::View;

/// Which customers to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerQuery {
    /// Only those in whose name this stands, whatever its case.
    pub named: Option<String>,
    /// Where the list goes on: behind this customer.
    pub after: Option<CustomerId>,
    /// How many at most.
    pub limit: usize,
}

/// Customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerList {
    /// In the order of their ids; each that is part of another counts there.
    pub customers: Vec<CustomerCard>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<CustomerId>,
    /// How many there are in all, each once.
    pub total: u64,
    /// How many signals are no customer's, as far as is known.
    pub signals_of_nobody: u64,
}

/// Lists customers.
///
/// # Errors
/// Any failure of the store.
pub fn list_customers(view: &View, query: &CustomerQuery) -> Result<CustomerList, AppError> {
    let reader = view.store().customers();
    let after = query.after.unwrap_or(CustomerId(0));
    let mut found = reader.list(query.named.as_deref(), after, query.limit.saturating_add(1))?;
    let more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().map(|customer| customer.id).filter(|_| more);
    Ok(CustomerList {
        customers: found.into_iter().map(customer_card).collect(),
        next,
        total: reader.count()?,
        signals_of_nobody: reader.signals_of_nobody()?,
    })
}
