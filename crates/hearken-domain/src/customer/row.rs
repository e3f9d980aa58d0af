//! What one record of a source says of a customer, and of a person in it, in whatever format it was written.

use super::Fact;
use crate::Contact;

/// What one record says of a customer, and of a person in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// Where it stands in the input, in words: `line 17`.
    pub place: String,
    /// The id by which the source knows the customer, in one form.
    pub external_id: String,
    /// What it says.
    pub facts: Vec<Fact>,
    /// Domains that it says are theirs, as they were registered.
    pub domains: Vec<String>,
    /// A person in it.
    pub contact: Option<ContactRow>,
}

/// What a record says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactRow {
    /// The source's id, name and address, as the source writes them.
    pub contact: Contact,
    /// The address in one form.
    pub address: Option<String>,
    /// Whether the source says that the address is not sure to be theirs.
    pub unverified: bool,
}

/// A record that cannot be used. Whom it names is named all the same, and not gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Where it stands in the input.
    pub place: String,
    /// Why it cannot be used, and what would fix it.
    pub reason: String,
    /// The customer's id, where at least that could be read.
    pub external_id: Option<String>,
    /// The person whom it names.
    pub person: RefusedPerson,
}

/// The person whom a record names that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RefusedPerson {
    /// It may be anybody: that could not be read.
    #[default]
    Unread,
    /// It names none.
    Nobody,
    /// Whoever that is.
    Known(Box<Contact>),
}
