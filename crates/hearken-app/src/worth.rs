//! What customers are worth, as cards tell it and as it is kept from one answer to the next; it is counted by
//! `actions/customers/worth.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{CurrencyRate, CustomerId, CustomerState, Date, LogPosition, Money, ThemeId};
use hearken_store::{CustomerWorth, ThemeCustomers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kept::Kept;

/// How many customers some signals are of, and what these are worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WorthCard {
    /// The customers, each once: one that is part of another counts there.
    pub customers: u64,
    /// The signals that are of no customer that is known.
    pub signals_of_nobody: u64,
    /// `signals_of_nobody` over the signals, 0 to 1.
    pub share_of_nobody: f64,
    /// What the customers pay a year, a sum for each currency that no rate turns into another; the largest number first.
    pub revenue: Vec<Money>,
    /// Customers whose revenue is in these sums.
    pub with_revenue: u64,
    /// Customers of whom no revenue is known.
    pub without_revenue: u64,
    /// Former customers, whose revenue is in no sum.
    pub former: u64,
    /// Prospects, whose revenue is in no sum.
    pub prospects: u64,
    /// The rates that were used.
    pub rates: Vec<CurrencyRate>,
    /// All of it in words.
    pub says: String,
}

/// Whose the signals of each theme are; `None` is *unsorted*.
#[derive(Debug, Default)]
pub struct CountedCustomers(pub(crate) BTreeMap<Option<ThemeId>, ThemeCustomers>);

/// Whose signals are, by the position of the log.
pub(crate) type CountedCache = Kept<LogPosition, Arc<CountedCustomers>>;

/// What is known of what customers pay on a day.
#[derive(Debug, Default)]
pub struct FactsOfDay {
    pub(crate) worth: BTreeMap<CustomerId, CustomerWorth>,
    /// The same by number, for adding up many.
    pub(crate) by_number: Vec<Option<(CustomerState, Option<Money>)>>,
}

/// What is known of what customers pay, by how often something was said and the day.
pub(crate) type FactsCache = Kept<(u64, Date), Arc<FactsOfDay>>;
