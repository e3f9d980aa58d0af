//! What follows from what was said: which rows stand, who there is, what is part of what, and whose the speakers are.

use std::collections::BTreeSet;

use hearken_domain::LogPosition;
use rusqlite::{Connection, params};

use super::change::{ChangeRow, What, each, select};
use super::join::{count, count_all, settle};
use super::who::{FROM_DOMAIN, Whom, collect, settle_customers};
use crate::StoreError;
use crate::touches::{Touched, touch, touch_all};

/// Has the rows of an event stand, and what follows from them.
pub(crate) fn stand(c: &Connection, position: LogPosition) -> Result<(), StoreError> {
    let affected = Affected::of(c, "position = ?1", position.0)?;
    count_given(c, &affected.given, -1)?;
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
    count_given(c, &affected.given, -1)?;
    c.prepare_cached("UPDATE customer_changes SET standing = 0 WHERE position = ?1")?
        .execute([position.0])?;
    stand_again(c, &keys(c, "position = ?1", position.0)?)?;
    affected.follow(c)
}

/// Deletes rows for good; what was said before them stands again.
pub(crate) fn delete(c: &Connection, condition: &str, value: u64) -> Result<(), StoreError> {
    let affected = Affected::of(c, condition, value)?;
    count_given(c, &affected.given, -1)?;
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
    whom: Whom,
    speakers: BTreeSet<u64>,
    /// Signals that are given to somebody: they are counted out, and in again once it is known to whom.
    given: BTreeSet<u64>,
    /// Customers of whom a fact is held, or is no more.
    facts: BTreeSet<u64>,
    /// Whether another source may be believed about everybody.
    preferred: bool,
}

/// Facts of more customers than these touch all of them.
const TOUCHED_MAX: usize = 1_000;

impl Affected {
    /// Reads rows one by one: a list has a million.
    fn of(c: &Connection, condition: &str, value: u64) -> Result<Self, StoreError> {
        let (mut affected, mut members) = (Self::default(), BTreeSet::new());
        // Looked up once each: thousands of customers may claim one.
        let mut domains = BTreeSet::new();
        each(c, condition, value, |row| {
            if row.what == What::Fact {
                affected.facts.extend(row.customer);
            }
            affected.preferred |= row.what == What::Preferred;
            match (row.what, row.customer) {
                (What::Told, Some(customer)) => {
                    affected.whom.told.insert(customer);
                }
                (What::Fact, Some(customer)) if row.kind.as_deref() == Some("name") => {
                    affected.whom.named.insert(customer);
                }
                (What::Merged, Some(customer)) => {
                    affected.whom.merged.insert(customer);
                }
                (What::Preferred, _) => affected.whom.names |= row.kind.as_deref() == Some("name"),
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
            affected.collect(c, FROM_DOMAIN, [domain])?;
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

    /// Makes again what follows.
    fn follow(mut self, c: &Connection) -> Result<(), StoreError> {
        match self.preferred || self.facts.len() > TOUCHED_MAX {
            true => touch_all(c, Touched::Customers)?,
            false => touch(c, Touched::Customers, self.facts)?,
        }
        settle_customers(c, self.whom, &self.given, &mut self.speakers)?;
        for speaker in &self.speakers {
            settle(c, *speaker)?;
        }
        count_given(c, &self.given, 1)
    }
}

fn count_given(c: &Connection, given: &BTreeSet<u64>, by: i64) -> Result<(), StoreError> {
    given.iter().try_for_each(|signal| count(c, *signal, by))
}

/// Makes every row stand that does, by what is marked as taken back, and everything again that follows from it.
pub(crate) fn rebuild(c: &Connection) -> Result<(), StoreError> {
    c.execute_batch(
        "UPDATE customer_changes SET standing = 0 WHERE standing; \
         UPDATE customer_changes SET standing = 1 \
         WHERE id IN (SELECT max(id) FROM customer_changes WHERE undone_position IS NULL GROUP BY key); \
         DELETE FROM contact_joins; DELETE FROM customers",
    )?;
    let mut whom = Whom::default();
    let told = "SELECT DISTINCT customer_id FROM customer_changes WHERE what = ?1 AND standing AND customer_id IS NOT NULL";
    collect(c, told, ["told"], &mut whom.told)?;
    // Whose the speakers are follows behind, of all of them.
    settle_customers(c, whom, &BTreeSet::new(), &mut BTreeSet::new())?;
    let mut speakers = BTreeSet::new();
    let all = "SELECT id FROM contacts WHERE ?1 AND (external_id IS NOT NULL OR address IS NOT NULL)";
    collect(c, all, [true], &mut speakers)?;
    speakers.into_iter().try_for_each(|speaker| settle(c, speaker))?;
    count_all(c)
}
