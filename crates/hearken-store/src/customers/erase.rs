//! Erasing from what was said of customers: whoever goes, goes from here with all that tells of them.

mod alone;
mod whole;

use hearken_domain::CustomerId;
use hearken_domain::identity::{Identities, addresses_in, runs};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::contacts::{addresses_of, contact_from};
use crate::views::customers::delete;

pub use alone::CustomerErasure;
pub(crate) use whole::{each_by_its_keys, forget_customer, remembered};

/// Deletes all that was said of a contact, before the contact goes.
pub(crate) fn forget_contact(c: &Connection, contact: u64) -> Result<(), StoreError> {
    for fact in facts_naming(c, contact)? {
        delete(c, "id = ?1", fact)?;
    }
    delete(c, "contact_id = ?1", contact)?;
    c.prepare_cached("DELETE FROM contact_joins WHERE contact_id = ?1")?.execute([contact])?;
    Ok(())
}

/// Deletes all that a source said; the customers that it told of.
pub(crate) fn forget_source(c: &Connection, source: u64) -> Result<Vec<CustomerId>, StoreError> {
    let told = "SELECT DISTINCT customer_id FROM customer_changes WHERE source_id = ?1 AND what = 'told' \
                AND customer_id IS NOT NULL";
    let told: Vec<u64> =
        c.prepare_cached(told)?.query_map([source], |row| row.get(0))?.collect::<Result<_, _>>()?;
    delete(c, "source_id = ?1", source)?;
    // What a person said of those whom nobody knows any more goes with them.
    let left = "SELECT EXISTS (SELECT 1 FROM customer_changes WHERE customer_id = ?1 AND source_id IS NULL) \
                AND NOT EXISTS (SELECT 1 FROM customers WHERE id = ?1)";
    for customer in &told {
        if c.prepare_cached(left)?.query_row([customer], |row| row.get(0))? {
            delete(c, "customer_id = ?1 AND source_id IS NULL", *customer)?;
        }
    }
    // Contacts of the source go, too; others may have said of them whose they are.
    let contacts = "SELECT DISTINCT contact_id FROM customer_changes WHERE contact_id IN \
                    (SELECT id FROM contacts WHERE source_id = ?1)";
    let contacts: Vec<u64> =
        c.prepare_cached(contacts)?.query_map([source], |row| row.get(0))?.collect::<Result<_, _>>()?;
    contacts.into_iter().try_for_each(|contact| forget_contact(c, contact))?;
    let sql = "DELETE FROM contact_joins WHERE contact_id IN (SELECT id FROM contacts WHERE source_id = ?1)";
    c.prepare_cached(sql)?.execute([source])?;
    Ok(told.into_iter().map(CustomerId).collect())
}

/// Deletes what people said of whose a signal is, before the signal goes.
pub(crate) fn forget_signal(c: &Connection, signal: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_changes WHERE what = 'given' AND target = ?1";
    c.prepare_cached(sql)?.execute([signal])?;
    Ok(())
}

/// Deletes all that an import brought.
pub(crate) fn forget_import(c: &Connection, import: u64) -> Result<(), StoreError> {
    delete(c, "import_id = ?1", import)
}

/// Facts about the customers of a contact, and their ids and domains, that name the contact: where people buy for themselves, customer and contact are
/// one.
fn facts_naming(c: &Connection, contact: u64) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT external_id, name, email FROM contacts WHERE id = ?1";
    let person = c.prepare_cached(sql)?.query_row([contact], |row| contact_from(row, 0)).optional()?;
    let Some(person) = person else { return Ok(Vec::new()) };
    let mut known = Identities::of(&person);
    known.addresses.extend(addresses_of(c, contact)?);
    let named = known.runs();
    let sql = "SELECT id, value FROM customer_changes WHERE what IN ('fact', 'identifier', 'apart') AND contact_id IS NULL \
               AND value IS NOT NULL AND customer_id IN \
               (SELECT customer_id FROM customer_changes WHERE contact_id = ?1 AND what = 'member')";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([contact])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let value: String = row.get(1)?;
        if !runs(&value).is_disjoint(&named) || !addresses_in(&value).is_disjoint(&known.addresses) {
            facts.push(row.get(0)?);
        }
    }
    Ok(facts)
}
