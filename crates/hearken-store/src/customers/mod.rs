//! Customers: what sources and people say of them, as rows of the log, and reading what follows from it.

mod belief;
mod counted;
mod erase;
mod everything;
mod facts;
mod heard;
mod held;
mod people;
mod rates;
mod read;
mod record;
mod revenue;
mod set;
mod summary;
mod sync;
mod unclaimed;
mod undo;
mod whose;

pub(crate) use facts::word;

pub use erase::CustomerErasure;
pub(crate) use erase::{
    each_by_its_keys, forget_contact, forget_customer, forget_import, forget_signal, forget_source,
    remembered,
};

pub use counted::{CustomersOfThemes, ThemeCustomers};
pub use everything::EverSaid;
pub use facts::{HeldFact, HeldIdentifier};
pub use held::{CustomersState, Held};
pub use people::CustomerContact;
pub use rates::HeldRate;
pub use read::{Customer, HeldMerge};
pub use record::{Happening, RecordLine, Said, TimelineItem};
pub use revenue::{CustomerWorth, HeldRevenue};
pub use set::{DomainSaid, IdentifierSaid};
pub use summary::{CustomerSummary, Summaries};
pub use sync::{
    FactChange, GivenRow, RowFate, SyncDisposition, SyncOrigin, SyncProblem, SyncReport, SyncScope, Vanished,
};
pub use unclaimed::UnclaimedDomain;
pub use whose::SignalJoin;
pub(crate) use whose::{EACH_OF_CUSTOMER, EACH_OF_CUSTOMERS, OF_CUSTOMER, OF_NOBODY};

use crate::snapshot::Snapshot;

/// Reads customers.
#[derive(Debug, Clone, Copy)]
pub struct CustomerReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of customers in this snapshot.
    pub fn customers(&self) -> CustomerReader<'_> {
        CustomerReader(self)
    }
}

#[cfg(test)]
mod tests;
