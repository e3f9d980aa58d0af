//! Whose a speaker is, and why: by the id of their source, else by their exact address, else by the domain of it. Never by a
//! name.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::identity::{address, form};
use hearken_domain::{DomainSort, JoinReason, is_role_address, registrable_domain, sort_of_domain};
use rusqlite::{Connection, OptionalExtension, params};

use super::change::{ChangeRow, What, select};
use crate::StoreError;
use crate::generation::current_generation;
use crate::touches::{Touched, touch_all, touch_counted};

/// A speaker is a customer's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Join {
    customer: u64,
    root: u64,
    known: Option<u64>,
    reason: JoinReason,
    change: u64,
    from_ms: Option<i64>,
    to_ms: Option<i64>,
}

/// The address and the domain by which a speaker is looked up.
pub(crate) fn looked_up_by(
    email: Option<&str>,
    external_id: Option<&str>,
) -> (Option<String>, Option<String>) {
    let found = email.and_then(address).or_else(|| external_id.and_then(address));
    let domain = found.as_deref().and_then(registrable_domain);
    (found, domain)
}

/// Says whose these people are who just spoke: they, or what is known of them, may be new. Costs one question where there is
/// no customer.
pub(crate) fn settle_arrived(c: &Connection, speakers: &BTreeSet<u64>) -> Result<(), StoreError> {
    if speakers.is_empty() || !any(c)? {
        return Ok(());
    }
    speakers.iter().try_for_each(|speaker| settle(c, *speaker))
}

/// Whether there is any customer.
pub(crate) fn any(c: &Connection) -> Result<bool, StoreError> {
    let any = "SELECT EXISTS (SELECT 1 FROM customers)";
    Ok(c.prepare_cached(any)?.query_row([], |row| row.get(0))?)
}

/// Says whose a speaker is, and counts what they said to it.
pub(super) fn settle(c: &Connection, speaker: u64) -> Result<(), StoreError> {
    let (mut before, mut now) = (stored(c, speaker)?, resolve(c, speaker)?);
    before.sort();
    now.sort();
    if before == now {
        return Ok(());
    }
    recounting(c, speaker, || {
        // One row a statement: one that may write several keeps a journal of its own, which costs more the longer the
        // transaction is, and an import has thousands of speakers in one.
        let sql = "DELETE FROM contact_joins WHERE contact_id = ?1 AND customer_id = ?2 AND change_id = ?3";
        let mut delete = c.prepare_cached(sql)?;
        for join in &before {
            delete.execute([speaker, join.customer, join.change])?;
        }
        let sql = "INSERT INTO contact_joins (contact_id, customer_id, root_id, known_id, reason, change_id, from_ms, to_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut insert = c.prepare_cached(sql)?;
        for join in &now {
            insert.execute(params![
                speaker,
                join.customer,
                join.root,
                join.known,
                join.reason.as_str(),
                join.change,
                join.from_ms,
                join.to_ms
            ])?;
        }
        Ok(())
    })
}

fn stored(c: &Connection, speaker: u64) -> Result<Vec<Join>, StoreError> {
    let sql = "SELECT customer_id, root_id, known_id, reason, change_id, from_ms, to_ms FROM contact_joins \
               WHERE contact_id = ?1";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([speaker], |row| {
        let reason: String = row.get(3)?;
        Ok(Join {
            customer: row.get(0)?,
            root: row.get(1)?,
            known: row.get(2)?,
            reason: reason.parse().unwrap_or(JoinReason::Domain),
            change: row.get(4)?,
            from_ms: row.get(5)?,
            to_ms: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Source, id there, address and domain.
type Speaker = (u64, Option<String>, Option<String>, Option<String>);

fn resolve(c: &Connection, speaker: u64) -> Result<Vec<Join>, StoreError> {
    let sql = "SELECT source_id, external_id, address, domain FROM contacts WHERE id = ?1";
    let found: Option<Speaker> = c
        .prepare_cached(sql)?
        .query_row([speaker], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((source, external_id, address, domain)) = found else { return Ok(Vec::new()) };
    let sort = domain.as_deref().map(|domain| sort_here(c, domain)).transpose()?;
    if sort == Some(DomainSort::Own) {
        return Ok(Vec::new());
    }
    let company = domain.filter(|_| sort.is_some_and(DomainSort::identifies));
    let mut people = Vec::new();
    if let Some(id) = external_id {
        let condition = "value = ?1 AND kind = 'external-id' AND what = 'identifier' AND standing AND NOT dropped \
                         AND +source_id = ?2 AND contact_id IS NOT NULL";
        people = select(c, condition, params![id, source])?;
    }
    let mut reason = JoinReason::ExternalId;
    if let Some(address) = address.filter(|address| people.is_empty() && !is_role_address(address)) {
        reason = JoinReason::Email;
        let condition = "value = ?1 AND kind = 'email' AND what = 'identifier' AND standing AND NOT dropped \
                         AND verified AND contact_id IS NOT NULL";
        people = select(c, condition, [address])?;
    }
    let mut joins = BTreeMap::new();
    for (change, identifier) in &people {
        let Some(known) = identifier.contact else { continue };
        for customer in members(c, known, company.as_deref())? {
            let join = Join {
                customer,
                root: root_by(c, customer, identifier)?,
                known: Some(known),
                reason,
                change: change.0,
                from_ms: identifier.from_ms,
                to_ms: identifier.to_ms,
            };
            joins.entry((customer, known, identifier.from_ms)).or_insert(join);
        }
    }
    if let Some(domain) = company.filter(|_| joins.is_empty()) {
        let known = people.first().and_then(|(_, identifier)| identifier.contact);
        joins.extend(by_domain(c, &domain, known)?.map(|join| ((join.customer, 0, None), join)));
    }
    Ok(joins.into_values().collect())
}

/// The customers that a contact belongs to. Of several, the one whose domain they write from, if it is one.
fn members(c: &Connection, contact: u64, domain: Option<&str>) -> Result<BTreeSet<u64>, StoreError> {
    let condition = "contact_id = ?1 AND what = 'member' AND standing AND NOT dropped \
                     AND EXISTS (SELECT 1 FROM customers WHERE customers.id = customer_id)";
    let all: BTreeSet<u64> =
        select(c, condition, [contact])?.into_iter().filter_map(|(_, row)| row.customer).collect();
    let Some(domain) = domain.filter(|_| all.len() > 1) else { return Ok(all) };
    let sql = format!("SELECT EXISTS (SELECT 1 FROM customer_changes WHERE {CLAIM} AND customer_id = ?2)");
    let mut claims = c.prepare_cached(&sql)?;
    let mut theirs = BTreeSet::new();
    for customer in &all {
        if claims.query_row(params![domain, customer], |row| row.get(0))? {
            theirs.insert(*customer);
        }
    }
    Ok(if theirs.len() == 1 { theirs } else { all })
}

/// A row by which a customer claims a domain.
const CLAIM: &str = "value = ?1 AND kind = 'domain' AND what = 'identifier' AND standing AND NOT dropped \
     AND verified AND EXISTS (SELECT 1 FROM customers WHERE customers.id = customer_id)";

/// The one customer whose the domain is; nobody where several claim it. Reads no further than to the second.
fn by_domain(c: &Connection, domain: &str, known: Option<u64>) -> Result<Option<Join>, StoreError> {
    let sql = format!("SELECT id, customer_id, from_ms, to_ms FROM customer_changes WHERE {CLAIM}");
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query([domain])?;
    let claim = ChangeRow {
        kind: Some("domain".to_owned()),
        value: Some(domain.to_owned()),
        ..ChangeRow::new(What::Identifier)
    };
    let mut found: Option<Join> = None;
    while let Some(row) = rows.next()? {
        let (change, customer): (u64, u64) = (row.get(0)?, row.get(1)?);
        let root = root_by(c, customer, &claim)?;
        match &found {
            Some(other) if other.root != root => return Ok(None),
            Some(other) if other.change < change => {}
            _ => {
                let (from_ms, to_ms) = (row.get(2)?, row.get(3)?);
                let reason = JoinReason::Domain;
                found = Some(Join { customer, root, known, reason, change, from_ms, to_ms });
            }
        }
    }
    Ok(found)
}

/// What a customer counts as by an identifier: what they are part of, unless a person kept the identifier apart.
fn root_by(c: &Connection, customer: u64, identifier: &ChangeRow) -> Result<u64, StoreError> {
    let sql = "SELECT root_id FROM customers WHERE id = ?1 AND root_id <> ?1 AND NOT EXISTS \
               (SELECT 1 FROM customer_changes WHERE key = ?2 AND standing)";
    let apart = identifier.kept_apart(customer).key();
    let root = c.prepare_cached(sql)?.query_row(params![customer, apart], |row| row.get(0)).optional()?;
    Ok(root.unwrap_or(customer))
}

/// What a domain is to us: what a person said, else what is known of it.
pub(crate) fn sort_here(c: &Connection, domain: &str) -> Result<DomainSort, StoreError> {
    let sql =
        "SELECT kind FROM customer_changes WHERE value = ?1 AND what = 'domain' AND standing AND NOT dropped";
    let said: Option<String> =
        c.prepare_cached(sql)?.query_row([form(domain)], |row| row.get(0)).optional()?;
    Ok(said.and_then(|word| word.parse().ok()).unwrap_or_else(|| sort_of_domain(domain)))
}

/// The customers, each as what it counts as, whose a signal is, by its id as `?1`.
pub(crate) const ROOTS_OF_SIGNAL: &str = "SELECT DISTINCT root_id FROM customer_signals WHERE signal_id = ?1";

/// The customers, each as what it counts as, whose a signal is.
pub(crate) fn customers_of(c: &Connection, signal: u64) -> Result<Vec<u64>, StoreError> {
    let mut statement = c.prepare_cached(ROOTS_OF_SIGNAL)?;
    let rows = statement.query_map([signal], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rows of a theme that a signal counts in: its customers', and that of signals that are of anybody.
pub(crate) fn counted_as(c: &Connection, signal: u64) -> Result<Vec<u64>, StoreError> {
    let mut counted = customers_of(c, signal)?;
    if !counted.is_empty() {
        counted.push(OF_ANYBODY);
    }
    Ok(counted)
}

/// The customer under which a theme counts its signals that are of anybody, each once.
const OF_ANYBODY: u64 = 0;

/// Changes whose a speaker is, with what they said counted out before and in after.
fn recounting(
    c: &Connection,
    speaker: u64,
    change: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached("SELECT id FROM signals WHERE contact_id = ?1")?;
    let signals: Vec<u64> = statement.query_map([speaker], |row| row.get(0))?.collect::<Result<_, _>>()?;
    signals.iter().try_for_each(|signal| count(c, *signal, -1))?;
    change()?;
    signals.iter().try_for_each(|signal| count(c, *signal, 1))
}

/// Counts a signal in (1) or out (−1) of its themes' customers, as they are now.
pub(super) fn count(c: &Connection, signal: u64, by: i64) -> Result<(), StoreError> {
    let counted = counted_as(c, signal)?;
    if counted.is_empty() {
        return Ok(());
    }
    // From the few runs to the signal in each: the other way round all memberships are read.
    let sql = "SELECT memberships.generation, theme_id FROM clustering_runs CROSS JOIN memberships \
               ON memberships.generation = clustering_runs.generation AND signal_id = ?2 \
               WHERE clustering_runs.generation >= ?1";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([current_generation(c)?, signal], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let themes: Vec<(u64, u64)> = rows.collect::<Result<_, _>>()?;
    for (generation, theme) in &themes {
        for customer in &counted {
            add(c, *generation, *theme, *customer, by)?;
        }
    }
    touch_counted(c, themes.into_iter().map(|(_, theme)| theme), counted)
}

/// Adds to what a theme counts of a customer.
pub(crate) fn add(
    c: &Connection,
    generation: u64,
    theme: u64,
    customer: u64,
    by: i64,
) -> Result<(), StoreError> {
    let sql = "UPDATE theme_customers SET signals = signals + ?4 \
               WHERE generation = ?1 AND theme_id = ?2 AND customer_id = ?3";
    if c.prepare_cached(sql)?.execute(params![generation, theme, customer, by])? == 0 {
        let sql = "INSERT INTO theme_customers (generation, theme_id, customer_id, signals) VALUES (?1, ?2, ?3, ?4)";
        c.prepare_cached(sql)?.execute(params![generation, theme, customer, by])?;
    }
    let sql = "DELETE FROM theme_customers WHERE generation = ?1 AND theme_id = ?2 AND customer_id = ?3 AND signals = 0";
    if by < 0 {
        c.prepare_cached(sql)?.execute(params![generation, theme, customer])?;
    }
    Ok(())
}

/// Counts the customers of all themes of the current generation anew.
pub(crate) fn count_all(c: &Connection) -> Result<(), StoreError> {
    let generation = current_generation(c)?;
    c.execute("DELETE FROM theme_customers WHERE generation = ?1", [generation])?;
    let sql = concat!(
        "INSERT INTO theme_customers (generation, theme_id, customer_id, signals) ",
        include_str!("../../../sql/customers_of_themes.sql")
    );
    c.execute(sql, [generation])?;
    touch_all(c, Touched::Themes)?;
    touch_all(c, Touched::Customers)
}
