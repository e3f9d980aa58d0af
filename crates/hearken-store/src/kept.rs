//! What readers keep from one snapshot to the next, each kind by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{CustomerId, FactField, HeldValue, ThemeId};

use crate::kept_under::KeptUnder;
use crate::passing::Passing;
use crate::readings::KeptColumn;
use crate::rows::{CustomerSummary, CustomerWorth, ThemeCustomers, ThemeSum};
use crate::touches::KeptRows;

/// Fields of facts that are kept; of more, none is kept any more.
const FIELDS_MAX: usize = 16;

/// What is held of one field, by customer.
pub(crate) type HeldOfField = KeptRows<CustomerId, HeldValue>;

/// All that is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Signals of themes by day; `None` is *unsorted*.
    pub(crate) days: KeptRows<Option<ThemeId>, ThemeSum>,
    /// Signals of themes by customer.
    pub(crate) theme_customers: KeptRows<Option<ThemeId>, ThemeCustomers>,
    /// What a list shows of customers, by those that are part of no other, with what they are called.
    pub(crate) summaries: KeptRows<CustomerId, (Option<String>, CustomerSummary)>,
    /// What holds of each signal, as it was read or a person said.
    pub(crate) readings: KeptColumn,
    /// What customers are worth on a day.
    pub(crate) worth: KeptRows<CustomerId, CustomerWorth>,
    /// Signals of themes by day, under filters.
    pub(crate) days_under: KeptUnder<BTreeMap<Option<ThemeId>, Arc<ThemeSum>>>,
    /// Whose the signals of themes are, under filters.
    pub(crate) theme_customers_under: KeptUnder<BTreeMap<Option<ThemeId>, Arc<ThemeCustomers>>>,
    /// The members of themes that filters let through.
    pub(crate) passing: KeptUnder<Passing>,
    held: Mutex<HashMap<FactField, Arc<HeldOfField>>>,
}

impl Kept {
    /// What is kept of one field of facts.
    pub(crate) fn held(&self, field: &FactField) -> Arc<HeldOfField> {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= FIELDS_MAX && !all.contains_key(field) {
            all.clear();
        }
        Arc::clone(all.entry(field.clone()).or_default())
    }
}
