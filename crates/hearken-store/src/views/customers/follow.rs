//! What follows from what was said: which rows stand, who there is, what is part of what, and whose the speakers are.

use std::collections::BTreeSet;

use hearken_domain::LogPosition;
use rusqlite::{Connection, OptionalExtension, params};

use super::change::{ChangeRow, What, each, select};
use super::join::{count, count_all, recounting_given, resettle, settle};
use crate::StoreError;

/// Has the rows of an event stand, and what follows from them.
pub(crate) fn stand(c: &Connection, position: LogPosition) -> Result<(), StoreError> {
    let affected = Affected::of(c, "position = ?1", position.0)?;
    affected.count_given(c, -1)?;
    c.prepare_cached("UPDATE customer_changes SET standing = 1 WHERE position = ?1")?
        .execute([position.0])?;
    let sql = "UPDATE customer_changes SET standing = 0 WHERE standing AND id IN \
               (SELECT old.id FROM customer_changes AS new CROSS JOIN customer_changes AS old \
                INDEXED BY customer_changes_key \
                ON old.key = new.key AND old.id < new.id WHERE new.position = ?1)";
    c.prepare_cached(sql)?.execute([position.0])?;
    affected.follow(c)
}

/// Takes back the rows of an event, which are marked so already: what was said before them stands again.
pub(crate) fn take_back(c: &Connection, position: LogPosition) -> Result<(), StoreError> {
    let affected = Affected::of(c, "position = ?1", position.0)?;
    affected.count_given(c, -1)?;
    c.prepare_cached("UPDATE customer_changes SET standing = 0 WHERE position = ?1")?
        .execute([position.0])?;
    stand_again(c, &keys(c, "position = ?1", position.0)?)?;
    affected.follow(c)
}

/// Deletes rows for good; what was said before them stands again.
pub(crate) fn delete(c: &Connection, condition: &str, value: u64) -> Result<(), StoreError> {
    let affected = Affected::of(c, condition, value)?;
    affected.count_given(c, -1)?;
    let keys = keys(c, condition, value)?;
    c.prepare_cached(&format!("DELETE FROM customer_changes WHERE {condition}"))?.execute([value])?;
    stand_again(c, &keys)?;
    affected.follow(c)
}

fn keys(c: &Connection, condition: &str, value: u64) -> Result<Vec<[u8; 16]>, StoreError> {
    let sql = format!("SELECT DISTINCT key FROM customer_changes WHERE {condition}");
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map([value], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn stand_again(c: &Connection, keys: &[[u8; 16]]) -> Result<(), StoreError> {
    let sql = "UPDATE customer_changes SET standing = 1 WHERE id = \
               (SELECT max(id) FROM customer_changes WHERE key = ?1 AND undone_position IS NULL)";
    let mut again = c.prepare_cached(sql)?;
    for key in keys {
        again.execute([key])?;
    }
    Ok(())
}

/// Whom and what rows are about that come, go or stand again.
#[derive(Default)]
struct Affected {
    customers: BTreeSet<u64>,
    merged: BTreeSet<u64>,
    speakers: BTreeSet<u64>,
    /// Signals that are given to somebody: they are counted out, and in again once it is known to whom.
    given: BTreeSet<u64>,
    /// Whether another source may be believed about what everybody is called.
    names: bool,
}

impl Affected {
    /// Reads rows one by one: a list has a million.
    fn of(c: &Connection, condition: &str, value: u64) -> Result<Self, StoreError> {
        let (mut affected, mut members) = (Self::default(), BTreeSet::new());
        // Looked up once each: thousands of customers may claim one.
        let mut domains = BTreeSet::new();
        each(c, condition, value, |row| {
            match (row.what, row.customer) {
                (What::Told, Some(customer)) => {
                    affected.customers.insert(customer);
                }
                (What::Fact, Some(customer)) if row.kind.as_deref() == Some("name") => {
                    affected.customers.insert(customer);
                }
                (What::Merged, Some(customer)) => {
                    affected.merged.insert(customer);
                }
                (What::Preferred, _) => affected.names |= row.kind.as_deref() == Some("name"),
                (What::Given, _) => affected.given.extend(row.target),
                (What::Member, _) => members.extend(row.contact),
                (What::Identifier, _) => affected.speakers_by(c, row, &mut domains)?,
                (What::Domain, _) => domains.extend(row.value),
                (What::Apart, _) if row.contact.is_some() => members.extend(row.contact),
                (What::Apart, _) => affected.speakers_by(c, row, &mut domains)?,
                (What::Told | What::Merged, None) | (What::Fact, _) => {}
            }
            Ok(())
        })?;
        for contact in members {
            for (_, identifier) in select(c, "contact_id = ?1 AND what = 'identifier'", [contact])? {
                affected.speakers_by(c, identifier, &mut domains)?;
            }
        }
        for domain in &domains {
            affected.collect(c, "SELECT id FROM contacts WHERE domain = ?1", [domain])?;
        }
        Ok(affected)
    }

    /// The speakers whom an identifier may name; where it is a domain, that. A customer's domain also tells of which of their
    /// customers a contact speaks.
    fn speakers_by(
        &mut self,
        c: &Connection,
        row: ChangeRow,
        domains: &mut BTreeSet<String>,
    ) -> Result<(), StoreError> {
        match row.kind.as_deref() {
            Some("external-id") if row.contact.is_some() => {
                let sql = "SELECT id FROM contacts WHERE source_id = ?1 AND external_id = ?2";
                self.collect(c, sql, params![row.source, row.value.unwrap_or_default()])
            }
            Some("email") => {
                self.collect(c, "SELECT id FROM contacts WHERE address = ?1", [row.value.unwrap_or_default()])
            }
            Some("domain") => {
                domains.extend(row.value);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn collect(
        &mut self,
        c: &Connection,
        sql: &str,
        values: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        collect(c, sql, values, &mut self.speakers)
    }

    fn count_given(&self, c: &Connection, by: i64) -> Result<(), StoreError> {
        self.given.iter().try_for_each(|signal| count(c, *signal, by))
    }

    /// Makes again what follows.
    fn follow(self, c: &Connection) -> Result<(), StoreError> {
        for customer in &self.customers {
            settle_customer(c, *customer)?;
        }
        if self.names {
            let mut statement = c.prepare("SELECT id FROM customers")?;
            let all: Vec<u64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            all.into_iter().try_for_each(|customer| settle_customer(c, customer))?;
        }
        for customer in &self.merged {
            settle_roots(c, *customer)?;
        }
        for speaker in &self.speakers {
            settle(c, *speaker)?;
        }
        self.count_given(c, 1)
    }
}

/// Makes every row stand that does, by what is marked as taken back, and everything again that follows from it.
pub(crate) fn rebuild(c: &Connection) -> Result<(), StoreError> {
    c.execute_batch(
        "UPDATE customer_changes SET standing = 0 WHERE standing; \
         UPDATE customer_changes SET standing = 1 \
         WHERE id IN (SELECT max(id) FROM customer_changes WHERE undone_position IS NULL GROUP BY key); \
         DELETE FROM contact_joins; DELETE FROM customers",
    )?;
    let told: Vec<u64> = c
        .prepare(
            "SELECT DISTINCT customer_id FROM customer_changes WHERE what = 'told' AND standing \
             AND customer_id IS NOT NULL ORDER BY 1",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for customer in told {
        settle_customer(c, customer)?;
    }
    let speakers: Vec<u64> = c
        .prepare("SELECT id FROM contacts WHERE external_id IS NOT NULL OR address IS NOT NULL ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for speaker in speakers {
        settle(c, speaker)?;
    }
    count_all(c)
}

fn collect(
    c: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    into: &mut BTreeSet<u64>,
) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    for id in statement.query_map(values, |row| row.get(0))? {
        into.insert(id?);
    }
    Ok(())
}

/// Puts a customer into the table where anybody knows them, with what they are called; else takes them out.
fn settle_customer(c: &Connection, customer: u64) -> Result<(), StoreError> {
    let known = "SELECT EXISTS (SELECT 1 FROM customer_changes WHERE customer_id = ?1 AND what = 'told' AND standing)";
    if !c.prepare_cached(known)?.query_row([customer], |row| row.get::<_, bool>(0))? {
        return recounting_given(c, customer, || {
            c.prepare_cached("DELETE FROM customers WHERE id = ?1")?.execute([customer])?;
            Ok(())
        });
    }
    let name: Option<u64> = c
        .prepare_cached(&format!("SELECT id FROM customer_changes AS fact WHERE {OF_FIELD} LIMIT 1"))?
        .query_row(params![customer, "name"], |row| row.get(0))
        .optional()?;
    let named = "UPDATE customers SET name_id = ?2 WHERE id = ?1";
    if c.prepare_cached(named)?.execute(params![customer, name])? == 0 {
        let root = root_of(c, customer)?;
        recounting_given(c, customer, || {
            let sql = "INSERT INTO customers (id, root_id, name_id) VALUES (?1, ?2, ?3)";
            c.prepare_cached(sql)?.execute(params![customer, root, name])?;
            Ok(())
        })?;
    }
    Ok(())
}

/// What is said of a field of a customer, what is believed first: what a person said; then what the source says that a
/// person prefers; then what was said last.
pub(crate) const OF_FIELD: &str = "customer_id = ?1 AND what = 'fact' AND kind = ?2 AND standing AND NOT dropped \
     ORDER BY source_id IS NULL DESC, \
              source_id IS (SELECT source_id FROM customer_changes WHERE what = 'preferred' AND kind = ?2 \
                            AND standing AND NOT dropped) DESC, \
              id DESC";

/// Says anew what the customers count as that are, or were, one with this one.
fn settle_roots(c: &Connection, customer: u64) -> Result<(), StoreError> {
    let mut group = BTreeSet::from([customer]);
    let sql = "SELECT id FROM customers WHERE root_id = (SELECT root_id FROM customers WHERE id = ?1)";
    collect(c, sql, [customer], &mut group)?;
    for one in group {
        let root = root_of(c, one)?;
        let stands = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1 AND root_id = ?2)";
        if c.prepare_cached(stands)?.query_row([one, root], |row| row.get::<_, bool>(0))? {
            continue;
        }
        recounting_given(c, one, || {
            c.prepare_cached("UPDATE customers SET root_id = ?2 WHERE id = ?1")?.execute([one, root])?;
            Ok(())
        })?;
        resettle(c, one)?;
    }
    Ok(())
}

/// What a customer is part of in the end, by the merges that stand.
fn root_of(c: &Connection, customer: u64) -> Result<u64, StoreError> {
    let sql = "SELECT target FROM customer_changes WHERE customer_id = ?1 AND what = 'merged' AND standing AND NOT dropped";
    let mut merged = c.prepare_cached(sql)?;
    let (mut root, mut met) = (customer, BTreeSet::new());
    while met.insert(root)
        && let Some(into) = merged.query_row([root], |row| row.get(0)).optional()?
    {
        root = into;
    }
    Ok(root)
}
