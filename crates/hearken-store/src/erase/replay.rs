//! Erasing again: a database that is older than its ledger holds who was erased since.

use std::collections::BTreeSet;

use hearken_domain::{Contact, ContactId, CustomerId, SignalId, SourceId};
use rusqlite::Connection;

use crate::contacts::{contact_from, known_addresses};
use crate::erase::Erasing;
use crate::erasures::key::{Key, Keys};
use crate::erasures::{Ledger, all_hashes, beyond, remember};
use crate::{Store, StoreError, customers};

impl Store {
    /// What the database holds of those whom its ledger remembers, in the database or beside it; `None` where that is
    /// nothing.
    ///
    /// # Errors
    /// The ledger cannot be read, or any failure of the database.
    pub fn came_back(&self) -> Result<Option<Erasing>, StoreError> {
        let Some(keys) = self.keys() else { return Ok(None) };
        let ledger = Ledger::read(&self.dir().ledger())?.unwrap_or_default();
        let found = self.read(|c| {
            let mut known = all_hashes(c)?;
            for erasure in &ledger.erasures {
                known.extend(erasure.hashes()?);
            }
            if known.is_empty() {
                return Ok(Erasing::default());
            }
            let (sources, contacts) = named_again(c, keys, &known)?;
            let items = items_again(c, keys, &known, &contacts, &sources)?;
            let customers = customers_again(c, keys, &known)?;
            Ok(Erasing { contacts, sources, customers, items, again: true, ..Erasing::default() })
        })?;
        let Erasing { contacts, sources, customers, items, .. } = &found;
        let nothing = contacts.is_empty() && sources.is_empty() && customers.is_empty() && items.is_empty();
        Ok((!nothing).then_some(found))
    }

    /// Takes over what the ledger beside the database remembers, once the database holds nothing of it any more.
    ///
    /// # Errors
    /// The ledger cannot be read or written, or any failure of the database.
    pub fn adopt_ledger(&self) -> Result<(), StoreError> {
        if let Some(ledger) = Ledger::read(&self.dir().ledger())? {
            self.write(move |c| {
                for erasure in beyond(c, &ledger)? {
                    remember(c, &erasure, None, [])?;
                }
                Ok(())
            })?;
        }
        self.write_ledger()
    }
}

/// Sources and people of this database that are remembered as erased.
fn named_again(
    c: &Connection,
    keys: Keys,
    known: &BTreeSet<Key>,
) -> Result<(Vec<SourceId>, Vec<ContactId>), StoreError> {
    let mut sources = Vec::new();
    let mut statement = c.prepare("SELECT id, name FROM sources")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if known.contains(&keys.source(&row.get::<_, String>(1)?)) {
            sources.push(SourceId(row.get(0)?));
        }
    }
    let (mut contacts, addresses) = (Vec::new(), known_addresses(c)?);
    let sql = "SELECT contacts.id, sources.name, external_id, contacts.name, email \
               FROM contacts JOIN sources ON sources.id = source_id";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        let source: String = row.get(1)?;
        let mut asked = keys.asked(&source, &contact_from(row, 2)?);
        for address in addresses.get(&id).into_iter().flatten() {
            let known = Contact { email: Some(address.clone()), ..Contact::default() };
            asked.extend(keys.asked(&source, &known));
        }
        if asked.iter().any(|key| known.contains(key)) {
            contacts.push(ContactId(id));
        }
    }
    Ok((sources, contacts))
}

/// Customers that are remembered as erased.
fn customers_again(c: &Connection, keys: Keys, known: &BTreeSet<Key>) -> Result<Vec<CustomerId>, StoreError> {
    let mut again = BTreeSet::new();
    customers::each_by_its_keys(c, keys, None, |customer, key| {
        if known.contains(&key) {
            again.insert(customer);
        }
    })?;
    Ok(again.into_iter().collect())
}

/// Signals that are remembered as erased, and go with none of these people and sources.
fn items_again(
    c: &Connection,
    keys: Keys,
    known: &BTreeSet<Key>,
    contacts: &[ContactId],
    sources: &[SourceId],
) -> Result<Vec<SignalId>, StoreError> {
    let sql = "SELECT signals.id, sources.name, identity, contact_id, source_id \
               FROM signals JOIN sources ON sources.id = source_id";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (contacts, sources): (BTreeSet<_>, BTreeSet<_>) =
        (contacts.iter().collect(), sources.iter().collect());
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let contact = row.get::<_, Option<u64>>(3)?.map(ContactId);
        let goes_anyhow = contact.is_some_and(|contact| contacts.contains(&contact))
            || sources.contains(&SourceId(row.get(4)?));
        if !goes_anyhow && known.contains(&keys.item(&row.get::<_, String>(1)?, &row.get(2)?)) {
            items.push(SignalId(row.get(0)?));
        }
    }
    Ok(items)
}
