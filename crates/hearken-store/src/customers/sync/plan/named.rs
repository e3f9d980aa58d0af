//! Whom an input names, whether its records can be used or not: whoever is named is not gone.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::identity::address;
use hearken_domain::{Contact, RefusedPerson, RefusedRow};
use rusqlite::{OptionalExtension, params};

use super::super::GivenRow;
use super::Planner;
use crate::{StoreError, contacts};

/// Whom an input names.
#[derive(Default)]
pub(super) struct NamedAnyhow {
    /// The addresses that it gives people whom the source told of before.
    pub(super) addresses: BTreeMap<u64, BTreeSet<String>>,
    /// People in records that cannot be used.
    pub(super) refused: BTreeSet<u64>,
    /// Ids of customers in such records.
    pub(super) refused_ids: BTreeSet<String>,
    /// Whether there are records that may name anybody, of an input that tells the whole.
    pub(super) unread: bool,
}

impl Planner<'_> {
    /// Looks through the records before any is planned: to whom an address belongs depends on those behind, too.
    pub(super) fn look_through(&mut self, rows: &[GivenRow]) -> Result<(), StoreError> {
        let whole = self.scope.customers || self.scope.contacts;
        for row in rows {
            let (contact, address_told) = match row {
                Ok(row) => match &row.contact {
                    Some(contact) => (&contact.contact, contact.address.clone()),
                    None => continue,
                },
                Err(RefusedRow { external_id, person, .. }) => {
                    let is_unread = external_id.is_none()
                        || (self.scope.contacts && matches!(person, RefusedPerson::Unread));
                    self.plan.report.unread += u64::from(whole && is_unread);
                    self.named.refused_ids.extend(external_id.clone());
                    let RefusedPerson::Known(contact) = person else { continue };
                    self.refuse_person(contact)?;
                    (contact.as_ref(), contact.email.as_deref().and_then(address))
                }
            };
            if let Some(number) = self.number_of(contact)? {
                self.named.addresses.entry(number).or_default().extend(address_told);
            }
        }
        self.named.unread = self.plan.report.unread > 0;
        Ok(())
    }

    /// Remembers that a record that cannot be used names a person.
    pub(super) fn refuse_person(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let number = self.number_of(contact)?;
        self.named.refused.extend(number);
        Ok(())
    }

    /// The number of a person whom this input named before, or the source in another.
    pub(super) fn number_of(&mut self, contact: &Contact) -> Result<Option<u64>, StoreError> {
        let Some(key) = contacts::key_of(contact) else { return Ok(None) };
        if let Some(person) = self.people.get(&key) {
            return Ok(Some(person.number));
        }
        if let Some(number) = self.numbers.get(&key) {
            return Ok(*number);
        }
        let sql = "SELECT id FROM contacts WHERE source_id = ?1 AND key = ?2";
        let number =
            self.c.prepare_cached(sql)?.query_row(params![self.source, key], |row| row.get(0)).optional()?;
        self.numbers.insert(key, number);
        Ok(number)
    }
}
