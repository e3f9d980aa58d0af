//! Erasing a customer from what was said of customers, and by what it is known again: by the ids of its sources, or by when a
//! person told of it.

use hearken_domain::{Contact, CustomerId};
use rusqlite::{Connection, params_from_iter};

use super::super::CustomerReader;
use crate::StoreError;
use crate::erasures::key::{Key, Keys};
use crate::views::customers::delete;

/// What was said of these customers that names them, and no customer who stays. A domain stands as an address does.
const NAMING: &str = "SELECT DISTINCT kind, value FROM customer_changes AS said \
     WHERE customer_id IN (SELECT value FROM json_each(?1)) AND contact_id IS NULL AND value IS NOT NULL \
     AND (what = 'identifier' OR (what = 'fact' AND kind = 'name')) \
     AND NOT EXISTS (SELECT 1 FROM customer_changes AS other WHERE other.what = said.what AND other.kind = said.kind \
                     AND other.value = said.value AND other.standing AND other.customer_id IS NOT NULL \
                     AND other.customer_id NOT IN (SELECT value FROM json_each(?1)))";

impl CustomerReader<'_> {
    /// By what customers are named: what they are called, their ids, and their domains as addresses.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn named_by(&self, customers: &[CustomerId]) -> Result<Vec<Contact>, StoreError> {
        self.0.read(|c| naming(c, customers))
    }
}

fn naming(c: &Connection, customers: &[CustomerId]) -> Result<Vec<Contact>, StoreError> {
    let mut statement = c.prepare_cached(NAMING)?;
    let rows = statement.query_map([numbers(customers)?], |row| {
        let (kind, value): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(match kind.as_str() {
            "name" => Contact { name: Some(value), ..Contact::default() },
            "domain" => Contact { email: Some(value), ..Contact::default() },
            _ => Contact { external_id: Some(value), ..Contact::default() },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Numbers of customers as one value of a statement.
pub(super) fn numbers(customers: &[CustomerId]) -> Result<String, StoreError> {
    let numbers: Vec<u64> = customers.iter().map(|customer| customer.0).collect();
    serde_json::to_string(&numbers).map_err(crate::error::unreadable("ids"))
}

/// Hands on every key by which a customer is known again, or all customers are: one for each id that a source ever knew it by, and
/// for each time that a person told of it.
pub(crate) fn each_by_its_keys(
    c: &Connection,
    keys: Keys,
    one: Option<CustomerId>,
    mut with: impl FnMut(CustomerId, Key),
) -> Result<(), StoreError> {
    let whom = if one.is_some() { "customer_id = ?1" } else { "customer_id IS NOT NULL" };
    let known = format!(
        "SELECT customer_id, sources.name, value FROM customer_changes JOIN sources ON sources.id = source_id \
         WHERE {whom} AND what = 'identifier' AND kind = 'external-id' AND value IS NOT NULL"
    );
    let mut statement = c.prepare(&known)?;
    let mut rows = statement.query(params_from_iter(one.map(|one| one.0)))?;
    while let Some(row) = rows.next()? {
        let (source, id): (String, String) = (row.get(1)?, row.get(2)?);
        with(CustomerId(row.get(0)?), keys.customer(&source, &id));
    }
    let told = format!(
        "SELECT customer_id, at_ms FROM customer_changes JOIN events USING (position) \
         WHERE {whom} AND what = 'told' AND source_id IS NULL"
    );
    let mut statement = c.prepare(&told)?;
    let mut rows = statement.query(params_from_iter(one.map(|one| one.0)))?;
    while let Some(row) = rows.next()? {
        let customer: u64 = row.get(0)?;
        with(CustomerId(customer), keys.customer_by_hand(customer, row.get(1)?));
    }
    Ok(())
}

/// What the ledger remembers of a customer that goes, with others.
pub(crate) fn remembered(
    c: &Connection,
    keys: Keys,
    customer: CustomerId,
    going: &[CustomerId],
) -> Result<Vec<Key>, StoreError> {
    let mut all = vec![keys.customer_number(customer)];
    each_by_its_keys(c, keys, Some(customer), |_, key| all.push(key))?;
    all.extend(naming(c, going)?.iter().flat_map(|named| keys.naming(named)));
    Ok(all)
}

/// Deletes all that was said of a customer, what is part of it among that, and what a domain of theirs alone was said to be. What
/// was judged of it, and its goals, go with the event.
pub(crate) fn forget_customer(c: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    let sorted = "SELECT id FROM customer_changes AS said WHERE what = 'domain' AND kind = 'company' \
                  AND value IN (SELECT value FROM customer_changes WHERE customer_id = ?1 AND what = 'identifier' \
                                AND kind = 'domain') \
                  AND NOT EXISTS (SELECT 1 FROM customer_changes AS other WHERE other.value = said.value \
                                  AND other.what = 'identifier' AND other.kind = 'domain' AND other.standing \
                                  AND other.customer_id <> ?1)";
    let sorted: Vec<u64> =
        c.prepare_cached(sorted)?.query_map([customer.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for change in sorted {
        delete(c, "id = ?1", change)?;
    }
    delete(c, "customer_id = ?1", customer.0)?;
    delete(c, "what = 'merged' AND target = ?1", customer.0)
}
