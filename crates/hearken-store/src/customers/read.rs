//! Reading customers: who there is, what is part of what, and what domains are to us.

use std::collections::BTreeSet;
use std::ops::Bound;

use hearken_domain::{Actor, ContactId, CustomerId, DomainSort, SourceId, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

use super::CustomerReader;
use super::heard::Counting;
use super::people::{self, CustomerContact};
use super::summary::{CustomerSummary, facts_of};
use super::undo;
use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::views::customers::change::{ChangeRow, select};
use crate::views::customers::sort_here;

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// The customer that it counts as: itself, unless it is part of another.
    pub root: CustomerId,
    /// What it is called.
    pub name: Option<String>,
    /// Whether every source that told of it tells of it no more.
    pub gone: bool,
    /// Signals of it, and of all that is part of it.
    pub signals: u64,
}

/// A merge, as it was made and, perhaps, taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMerge {
    /// The customer that became part …
    pub customer: CustomerId,
    /// … of this one.
    pub into: CustomerId,
    /// Who held them to be one.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Who took that back, and when.
    pub undone: Option<(Actor, Timestamp)>,
}

const CUSTOMER: &str = "SELECT customers.id, root_id, name.value, \
     NOT EXISTS (SELECT 1 FROM customer_changes WHERE customer_id = customers.id AND what = 'told' AND standing \
                 AND NOT dropped) \
     FROM customers LEFT JOIN customer_changes AS name ON name.id = name_id";

/// Customers one of whose domains holds `?1`, or one of whose parts' does. Every domain is looked at, by an index of domains
/// alone.
const AT_DOMAIN: &str = "SELECT owners.root_id FROM customer_changes AS theirs INDEXED BY customer_changes_domains \
     JOIN customers AS owners ON owners.id = theirs.customer_id WHERE theirs.what = 'identifier' AND theirs.standing \
     AND theirs.kind = 'domain' AND NOT theirs.dropped AND instr(theirs.value, ?1) > 0";

impl CustomerReader<'_> {
    /// The ids of customers that are part of no other, in their order, from behind `after`; only those in whose name, or in one
    /// of whose domains, `named` stands.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn ids(
        &self,
        named: Option<&str>,
        after: CustomerId,
        limit: usize,
    ) -> Result<Vec<CustomerId>, StoreError> {
        if let Some(named) = named {
            return self.ids_named(&named.to_lowercase(), after, limit);
        }
        self.0.read(|c| {
            let sql = "SELECT id FROM customers WHERE id = root_id AND id > ?1 ORDER BY id LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![after.0, limit], |row| Ok(CustomerId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Names are looked through as lists have them in memory.
    fn ids_named(&self, named: &str, after: CustomerId, limit: usize) -> Result<Vec<CustomerId>, StoreError> {
        let at_domain: BTreeSet<CustomerId> = self.0.read(|c| {
            let mut statement = c.prepare_cached(AT_DOMAIN)?;
            let rows = statement.query_map([named], |row| Ok(CustomerId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let summaries = self.summaries()?;
        let behind = summaries.range((Bound::Excluded(after), Bound::Unbounded));
        let called =
            |name: &Option<String>| name.as_ref().is_some_and(|name| name.to_lowercase().contains(named));
        let found = behind.filter(|(id, row)| at_domain.contains(id) || called(&row.0));
        Ok(found.map(|(id, _)| *id).take(limit).collect())
    }

    /// One customer.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        self.0.read(|c| {
            let sql = format!("{CUSTOMER} WHERE customers.id = ?1");
            let found = c.prepare_cached(&sql)?.query_row([id.0], customer_from).optional()?;
            let Some(mut customer) = found else { return Ok(None) };
            customer.signals = Counting::read(c, self.0.generation())?.heard(c, customer.root)?.0;
            Ok(Some(customer))
        })
    }

    /// What a customer counts as: itself, or what it is part of; `None` where it is not there.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn root_of(&self, customer: CustomerId) -> Result<Option<CustomerId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT root_id FROM customers WHERE id = ?1";
            let found = c.prepare_cached(sql)?.query_row([customer.0], |row| Ok(CustomerId(row.get(0)?)));
            Ok(found.optional()?)
        })
    }

    /// Some customers, with what a list shows of them where they are part of no other, in the order in which they are asked for.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn several(&self, ids: &[CustomerId]) -> Result<Vec<(Customer, CustomerSummary)>, StoreError> {
        self.0.read(|c| {
            let counting = Counting::read(c, self.0.generation())?;
            let sql = format!("{CUSTOMER} WHERE customers.id = ?1");
            let mut statement = c.prepare_cached(&sql)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(mut customer) = statement.query_row([id.0], customer_from).optional()? else {
                    continue;
                };
                let mut summary = facts_of(c, *id)?;
                summary.hear(counting.heard(c, customer.root)?);
                customer.signals = summary.signals;
                found.push((customer, summary));
            }
            Ok(found)
        })
    }

    /// The customer that a source knows by an id.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn known_as(&self, source: SourceId, external_id: &str) -> Result<Option<CustomerId>, StoreError> {
        self.0.read(|c| {
            let found = select(
                c,
                "value = ?1 AND kind = 'external-id' AND what = 'identifier' AND standing AND +source_id = ?2 \
                 AND EXISTS (SELECT 1 FROM customers WHERE customers.id = customer_id) LIMIT 1",
                params![external_id, source.0],
            )?;
            Ok(found.into_iter().find_map(|(_, row)| row.customer).map(CustomerId))
        })
    }

    /// The customers that are part of one, itself among them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn parts(&self, root: CustomerId) -> Result<BTreeSet<CustomerId>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached("SELECT id FROM customers WHERE root_id = ?1")?;
            let rows = statement.query_map([root.0], |row| Ok(CustomerId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The people in a customer and in all that is part of it, in the order of their numbers, from behind `after`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn contacts(
        &self,
        root: CustomerId,
        after: ContactId,
        limit: usize,
    ) -> Result<Vec<CustomerContact>, StoreError> {
        self.0.read(|c| people::of_customer(c, root, after, limit))
    }

    /// How many people are in a customer and in all that is part of it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn contacts_count(&self, root: CustomerId) -> Result<u64, StoreError> {
        self.0.read(|c| people::how_many(c, root))
    }

    /// Every merge that a customer took part in, the oldest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn merges(&self, customer: CustomerId) -> Result<Vec<HeldMerge>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT customer_id, target, made.at_ms, maker.kind, maker.name, nullif(maker.behalf_of, ''), \
                       undone.at_ms, undoer.kind, undoer.name, nullif(undoer.behalf_of, '') \
                       FROM customer_changes AS said JOIN events AS made USING (position) \
                       JOIN actors AS maker ON maker.id = made.actor_id \
                       LEFT JOIN events AS undone ON undone.position = undone_position \
                       LEFT JOIN actors AS undoer ON undoer.id = undone.actor_id \
                       WHERE said.id IN (SELECT id FROM customer_changes WHERE what = 'merged' AND customer_id = ?1 \
                                         UNION SELECT id FROM customer_changes WHERE what = 'merged' AND target = ?1) \
                       ORDER BY said.id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([customer.0], |row| {
                let undone_ms: Option<i64> = row.get(6)?;
                Ok(HeldMerge {
                    customer: CustomerId(row.get(0)?),
                    into: CustomerId(row.get(1)?),
                    at: time(row, 2)?,
                    by: actor_from(row, 3)?,
                    undone: undone_ms.map(|_| Ok::<_, rusqlite::Error>((actor_from(row, 7)?, time(row, 6)?))).transpose()?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many customers there are, each once.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count(&self) -> Result<u64, StoreError> {
        self.0.read(|c| {
            Ok(c.query_row("SELECT count(*) FROM customers WHERE id = root_id", [], |row| row.get(0))?)
        })
    }

    /// What a domain is to us.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn sort_of_domain(&self, domain: &str) -> Result<DomainSort, StoreError> {
        self.0.read(|c| sort_here(c, domain))
    }

    /// What people said of domains.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn domains(&self) -> Result<Vec<(String, DomainSort)>, StoreError> {
        self.0.read(|c| {
            let said = select(c, "what = 'domain' AND standing AND NOT dropped", [])?;
            let read = |row: ChangeRow| Some((row.value?, row.kind?.parse().ok()?));
            let mut domains: Vec<(String, DomainSort)> =
                said.into_iter().filter_map(|(_, row)| read(row)).collect();
            domains.sort();
            Ok(domains)
        })
    }

    /// Refuses what cannot be one.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where they cannot be one; or any failure of the database.
    pub fn check_merge(&self, customer: CustomerId, into: CustomerId) -> Result<(), StoreError> {
        self.0.read(|c| undo::check_merge(c, customer, into))
    }
}

fn customer_from(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: CustomerId(row.get(0)?),
        root: CustomerId(row.get(1)?),
        name: row.get(2)?,
        gone: row.get(3)?,
        signals: 0,
    })
}
