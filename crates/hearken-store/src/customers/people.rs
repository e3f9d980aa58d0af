//! The people in a customer, by all that identifies them.

use hearken_domain::{ContactId, CustomerId, SourceId, Timestamp};
use rusqlite::Connection;

use crate::StoreError;
use crate::customers::facts::since;
use crate::views::customers::change::select;

/// A person in a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerContact {
    /// Their number.
    pub id: ContactId,
    /// What they are called.
    pub name: Option<String>,
    /// Their addresses, those that are theirs no more behind the others.
    pub emails: Vec<String>,
    /// From when to when each of them is theirs, where that is not always.
    pub times: Vec<(String, Option<Timestamp>, Option<Timestamp>)>,
    /// The ids by which sources know them.
    pub external_ids: Vec<(SourceId, String)>,
    /// Every customer that they belong to.
    pub customers: Vec<CustomerId>,
    /// Whether every source that told of them tells of them no more.
    pub gone: bool,
    /// What they said.
    pub signals: u64,
}

/// How many belong to a customer, or to one that is part of it.
pub(super) fn how_many(c: &Connection, root: CustomerId) -> Result<u64, StoreError> {
    let sql = "SELECT count(DISTINCT contact_id) FROM customers CROSS JOIN customer_changes \
               ON customers.id = customer_id AND what = 'member' AND standing AND NOT dropped WHERE root_id = ?1";
    Ok(c.prepare_cached(sql)?.query_row([root.0], |row| row.get(0))?)
}

/// Those who belong to a customer, or to one that is part of it; from `after` on.
pub(super) fn of_customer(
    c: &Connection,
    root: CustomerId,
    after: ContactId,
    limit: usize,
) -> Result<Vec<CustomerContact>, StoreError> {
    let sql = "SELECT DISTINCT contact_id FROM customer_changes JOIN customers ON customers.id = customer_id \
               WHERE root_id = ?1 AND what = 'member' AND standing AND NOT dropped AND contact_id > ?2 \
               ORDER BY contact_id LIMIT ?3";
    let mut statement = c.prepare_cached(sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let ids = statement.query_map(rusqlite::params![root.0, after.0, limit], |row| row.get(0))?;
    let ids: Vec<u64> = ids.collect::<Result<_, _>>()?;
    ids.into_iter().map(|id| one(c, id)).collect()
}

/// A person, by all that identifies them.
pub(super) fn one(c: &Connection, id: u64) -> Result<CustomerContact, StoreError> {
    let sql = "SELECT name, (SELECT count(*) FROM signals WHERE contact_id = contacts.id) FROM contacts WHERE id = ?1";
    let (name, signals) = c.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut contact = CustomerContact {
        id: ContactId(id),
        name,
        emails: Vec::new(),
        times: Vec::new(),
        external_ids: Vec::new(),
        customers: Vec::new(),
        gone: false,
        signals,
    };
    let (mut told, mut dropped, mut former) = (0, 0, Vec::new());
    for (_, row) in select(c, "contact_id = ?1 AND standing", [id])? {
        if let ("identifier", Some("email"), Some(email)) =
            (row.what.as_str(), row.kind.as_deref(), &row.value)
            && (row.from_ms.is_some() || row.to_ms.is_some())
        {
            contact.times.push((email.clone(), since(row.from_ms), since(row.to_ms)));
        }
        match (row.what.as_str(), row.kind.as_deref(), row.value) {
            ("told", ..) => {
                told += 1;
                dropped += usize::from(row.dropped);
            }
            ("member", ..) if !row.dropped => contact.customers.extend(row.customer.map(CustomerId)),
            ("identifier", Some("email"), Some(email)) if row.dropped || row.to_ms.is_some() => {
                former.push(email);
            }
            ("identifier", Some("email"), Some(email)) => contact.emails.push(email),
            ("identifier", Some("external-id"), Some(value)) if !row.dropped => {
                contact.external_ids.extend(row.source.map(|source| (SourceId(source), value)));
            }
            _ => {}
        }
    }
    contact.gone = told > 0 && told == dropped;
    contact.emails.extend(former);
    let is_there = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)";
    let mut is_there = c.prepare_cached(is_there)?;
    let mut customers = Vec::new();
    for customer in contact.customers {
        if is_there.query_row([customer.0], |row| row.get(0))? {
            customers.push(customer);
        }
    }
    contact.customers = customers;
    contact.customers.sort();
    contact.customers.dedup();
    Ok(contact)
}
