//! Customers: what sources and people say of them, as rows of the log, and reading what follows from it.

mod erase;
mod facts;
mod people;
mod read;
mod set;
mod sync;
mod undo;
mod whose;

pub(crate) use erase::{forget_contact, forget_import, forget_signal, forget_source};

pub use facts::{HeldFact, HeldIdentifier};
pub use people::CustomerContact;
pub use read::{Customer, HeldMerge};
pub use set::{DomainSaid, IdentifierSaid};
pub use sync::{
    FactChange, GivenRow, RowFate, SyncDisposition, SyncOrigin, SyncProblem, SyncReport, SyncScope, Vanished,
};
pub use whose::SignalJoin;

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
