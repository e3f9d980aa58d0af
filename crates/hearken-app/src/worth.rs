//! What customers are worth, as cards tell it and as it is kept from one answer to the next; it is counted by
//! `actions/customers/worth.rs`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{CurrencyRate, CustomerId, CustomerState, Money};
use hearken_store::{CustomerWorth, HeldRevenue};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// What is known of them, by customer.
pub(crate) type WorthOfDay = Arc<BTreeMap<CustomerId, Arc<CustomerWorth>>>;

/// What is known of what customers pay on a day.
#[derive(Debug)]
pub struct FactsOfDay {
    pub(crate) worth: WorthOfDay,
    /// The same by number, for adding up many.
    pub(crate) by_number: Vec<Option<(CustomerState, Option<Money>)>>,
}

impl FactsOfDay {
    fn new(worth: WorthOfDay) -> Self {
        let last = worth.keys().last().map_or(0, |last| last.0 as usize);
        let mut by_number = vec![None; last + 1];
        for (customer, worth) in &*worth {
            by_number[customer.0 as usize] =
                Some((worth.state, worth.revenue.as_ref().map(HeldRevenue::yearly)));
        }
        Self { worth, by_number }
    }
}

/// What is known of what customers pay, as it was last put in order.
#[derive(Debug, Default)]
pub(crate) struct FactsCache(Mutex<Option<Arc<FactsOfDay>>>);

impl FactsCache {
    /// The same by number, put in order again only where it is another.
    pub(crate) fn of(&self, worth: WorthOfDay) -> Arc<FactsOfDay> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| Arc::ptr_eq(&kept.worth, &worth)) {
            return kept;
        }
        let facts = Arc::new(FactsOfDay::new(worth));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&facts));
        facts
    }
}
