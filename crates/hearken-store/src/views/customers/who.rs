//! Who there is: the customers that anybody knows, what each is called, and what it counts as.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, params};

use super::join::count;
use crate::StoreError;
use crate::touches::{Touched, touch, touch_all};

/// What may be said of a field of a customer `?1`, or of one that is part of it; what is believed first: what a person said;
/// then what the source says that a person prefers; then what is said of the customer itself; then what was said last.
pub(crate) const BELIEVED: &str = "customer_id IN (SELECT ?1 UNION SELECT id FROM customers WHERE root_id = ?1) \
     AND what = 'fact' AND kind = ?2 AND standing AND NOT dropped ORDER BY \
     source_id IS NULL DESC, \
     source_id IS (SELECT preferred.source_id FROM customer_changes AS preferred WHERE preferred.what = 'preferred' \
                   AND preferred.kind = ?2 AND preferred.standing AND NOT preferred.dropped) DESC, \
     customer_id = ?1 DESC, id DESC";

/// The customers of whom something was said, or is not said any more, from which follows who there is.
#[derive(Default)]
pub(super) struct Whom {
    /// Of whom it was said that there are such.
    pub(super) told: BTreeSet<u64>,
    /// Which are, or were, held to be part of another.
    pub(super) merged: BTreeSet<u64>,
    /// Of whom it was said what they are called.
    pub(super) named: BTreeSet<u64>,
    /// Whether another source may be believed about what everybody is called.
    pub(super) names: bool,
}

/// A customer as it stands in the table: what it counts as, where it is there.
type Stands = Option<u64>;

/// Brings the table of customers up to what stands, each once, and adds those speakers whose joins may follow from it. Signals
/// given by hand are counted out before and in after, unless they are `counted` elsewhere.
pub(super) fn settle_customers(
    c: &Connection,
    whom: Whom,
    counted: &BTreeSet<u64>,
    speakers: &mut BTreeSet<u64>,
) -> Result<(), StoreError> {
    let mut roots = Roots { c, known: BTreeMap::new() };
    let (mut moved, mut renamed): (Vec<(u64, Stands, Stands)>, _) = (Vec::new(), whom.named);
    for customer in affected(c, &whom.told, &whom.merged)? {
        let before = stored(c, customer)?;
        let now = if is_told(c, customer)? { Some(roots.of(customer)?) } else { None };
        if before != now {
            moved.push((customer, before, now));
            renamed.extend([Some(customer), before, now].into_iter().flatten());
        }
    }
    let given = given(c, moved.iter().map(|(customer, ..)| *customer), counted)?;
    given.iter().try_for_each(|signal| count(c, *signal, -1))?;
    for (customer, _, now) in &moved {
        put(c, *customer, *now)?;
    }
    given.iter().try_for_each(|signal| count(c, *signal, 1))?;
    // Looked up once each: thousands of customers may claim one.
    let mut domains = BTreeSet::<String>::new();
    for (customer, before, now) in &moved {
        match (before, now) {
            (None, Some(root)) if root == customer => touch(c, Touched::Customers, [*customer])?,
            _ => touch_all(c, Touched::Customers)?,
        }
        let exists_anew = before.is_some() != now.is_some();
        speakers_of(c, *customer, exists_anew, speakers)?;
        collect(c, CLAIMED, [customer], &mut domains)?;
    }
    domains.iter().try_for_each(|domain| collect(c, FROM_DOMAIN, [domain], speakers))?;
    if whom.names {
        collect(c, "SELECT id FROM customers WHERE ?1", [true], &mut renamed)?;
    }
    for customer in renamed.clone() {
        renamed.extend(stored(c, customer)?);
    }
    renamed.into_iter().try_for_each(|customer| name(c, customer))
}

/// Whoever may count as something else: those of whom it was said, and all that are, were or become one with them.
fn affected(
    c: &Connection,
    told: &BTreeSet<u64>,
    merged: &BTreeSet<u64>,
) -> Result<BTreeSet<u64>, StoreError> {
    let mut affected = merged.clone();
    for customer in told {
        if stored(c, *customer)?.is_some() != is_told(c, *customer)? {
            affected.insert(*customer);
            // Whoever is part of one that nobody knew counted as nothing else than itself.
            let sql = "SELECT customer_id FROM customer_changes WHERE what = 'merged' AND target = ?1 AND standing \
                       AND NOT dropped";
            collect(c, sql, [customer], &mut affected)?;
        }
    }
    let groups: BTreeSet<u64> =
        affected.iter().map(|one| stored(c, *one)).filter_map(Result::transpose).collect::<Result<_, _>>()?;
    for root in groups {
        collect(c, "SELECT id FROM customers WHERE root_id = ?1", [root], &mut affected)?;
    }
    Ok(affected)
}

fn stored(c: &Connection, customer: u64) -> Result<Stands, StoreError> {
    let sql = "SELECT root_id FROM customers WHERE id = ?1";
    Ok(c.prepare_cached(sql)?.query_row([customer], |row| row.get(0)).optional()?)
}

fn is_told(c: &Connection, customer: u64) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM customer_changes WHERE customer_id = ?1 AND what = 'told' AND standing)";
    Ok(c.prepare_cached(sql)?.query_row([customer], |row| row.get(0))?)
}

/// The signals that stand as given to one of these by hand.
fn given(
    c: &Connection,
    customers: impl Iterator<Item = u64>,
    counted: &BTreeSet<u64>,
) -> Result<BTreeSet<u64>, StoreError> {
    let mut given = BTreeSet::new();
    let sql = "SELECT target FROM customer_changes WHERE customer_id = ?1 AND what = 'given' AND standing";
    for customer in customers {
        collect(c, sql, [customer], &mut given)?;
    }
    given.retain(|signal| !counted.contains(signal));
    Ok(given)
}

fn put(c: &Connection, customer: u64, now: Stands) -> Result<(), StoreError> {
    match now {
        None => c.prepare_cached("DELETE FROM customers WHERE id = ?1")?.execute([customer])?,
        Some(root) => {
            let sql =
                "INSERT INTO customers (id, root_id) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET root_id = ?2";
            c.prepare_cached(sql)?.execute([customer, root])?
        }
    };
    Ok(())
}

/// Says what a customer is called.
fn name(c: &Connection, customer: u64) -> Result<(), StoreError> {
    let sql = format!("SELECT id FROM customer_changes WHERE {BELIEVED} LIMIT 1");
    let believed: Option<u64> =
        c.prepare_cached(&sql)?.query_row(params![customer, "name"], |row| row.get(0)).optional()?;
    let sql = "UPDATE customers SET name_id = ?2 WHERE id = ?1 AND name_id IS NOT ?2";
    c.prepare_cached(sql)?.execute(params![customer, believed])?;
    Ok(())
}

/// The domains of a customer: whoever writes from one may speak for it, for whoever writes from a domain that two claim is
/// nobody's until the two are one.
const CLAIMED: &str = "SELECT value FROM customer_changes WHERE customer_id = ?1 AND what = 'identifier' AND kind = 'domain' \
     AND standing";

/// Whoever writes from a domain.
pub(super) const FROM_DOMAIN: &str = "SELECT id FROM contacts WHERE domain = ?1";

/// Who else may speak for a customer: those joined to it; and where nobody knew of it, or knows no more, the people in it.
fn speakers_of(
    c: &Connection,
    customer: u64,
    with_members: bool,
    speakers: &mut BTreeSet<u64>,
) -> Result<(), StoreError> {
    collect(c, "SELECT contact_id FROM contact_joins WHERE customer_id = ?1", [customer], speakers)?;
    if with_members {
        let members = "SELECT contacts.id FROM customer_changes AS member CROSS JOIN customer_changes AS said \
                       ON said.contact_id = member.contact_id AND said.what = 'identifier' AND said.standing \
                       CROSS JOIN contacts \
                       ON contacts.address = said.value AND said.kind = 'email' \
                       WHERE member.customer_id = ?1 AND member.what = 'member' AND member.standing \
                       UNION ALL SELECT contacts.id FROM customer_changes AS member CROSS JOIN customer_changes AS said \
                       ON said.contact_id = member.contact_id AND said.what = 'identifier' AND said.standing \
                       CROSS JOIN contacts \
                       ON contacts.source_id = said.source_id AND contacts.external_id = said.value \
                       AND said.kind = 'external-id' \
                       WHERE member.customer_id = ?1 AND member.what = 'member' AND member.standing";
        collect(c, members, [customer], speakers)?;
    }
    Ok(())
}

/// Adds the ids that a statement gives.
pub(crate) fn collect<T: FromSql + Ord>(
    c: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    into: &mut BTreeSet<T>,
) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    for id in statement.query_map(values, |row| row.get(0))? {
        into.insert(id?);
    }
    Ok(())
}

/// What customers are part of in the end, by the merges that stand; each is looked up once.
struct Roots<'c> {
    c: &'c Connection,
    known: BTreeMap<u64, u64>,
}

impl Roots<'_> {
    fn of(&mut self, customer: u64) -> Result<u64, StoreError> {
        let sql = "SELECT target FROM customer_changes WHERE customer_id = ?1 AND what = 'merged' AND standing AND NOT dropped";
        let mut merged = self.c.prepare_cached(sql)?;
        let (mut root, mut way) = (customer, BTreeSet::new());
        while way.insert(root) {
            if let Some(known) = self.known.get(&root) {
                root = *known;
                break;
            }
            match merged.query_row([root], |row| row.get(0)).optional()? {
                // What nobody knows any more is no part of anything, and nothing counts as it.
                Some(into) if is_told(self.c, into)? => root = into,
                _ => break,
            }
        }
        self.known.extend(way.into_iter().map(|one| (one, root)));
        Ok(root)
    }
}
