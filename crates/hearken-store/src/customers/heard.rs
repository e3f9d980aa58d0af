//! How many signals a customer has, and when they were last heard, without looking at each: most are counted in the roll-up of
//! themes, and the few that no theme was found for yet are added.

use std::collections::HashMap;

use hearken_domain::{CustomerId, Generation};
use rusqlite::{Connection, OptionalExtension, params};

use crate::views::customers::counted_as;
use crate::{StoreError, log};

/// Where more of the log has come since themes were found for it, signals are counted one by one.
const LATE_MAX: u64 = 10_000;

/// Signals that count to a customer, by its id as `?1`.
pub(super) const SIGNALS: &str = "SELECT DISTINCT signals.id AS id, said_order \
     FROM customer_signals JOIN signals ON signals.id = signal_id WHERE root_id = ?1";

/// The last of what those said who are joined to a customer, and of what was given to it, by its id as `?1`.
const LAST: &str = "SELECT max(last) FROM ( \
       SELECT (SELECT theirs.said_order FROM signals AS theirs WHERE theirs.contact_id = joined.contact_id \
                 AND (joined.from_ms IS NULL OR joined.from_ms <= theirs.at_ms) \
                 AND (joined.to_ms IS NULL OR theirs.at_ms < joined.to_ms) \
                 AND NOT EXISTS (SELECT 1 FROM customer_changes AS given \
                                 WHERE given.what = 'given' AND given.target = theirs.id AND given.standing) \
               ORDER BY theirs.said_order DESC LIMIT 1) AS last \
       FROM contact_joins AS joined WHERE joined.root_id = ?1 \
       UNION ALL \
       SELECT signals.said_order FROM customers CROSS JOIN customer_changes AS given ON given.customer_id = customers.id \
         AND given.what = 'given' AND given.standing AND NOT given.dropped \
       CROSS JOIN signals ON signals.id = given.target WHERE customers.root_id = ?1)";

/// The newest signals of a customer, at least as many as are asked for where there are so many: its id is `?1`, their number `?2`.
pub(super) const NEWEST: &str = "SELECT signals.id AS id, signals.said_order AS said_order \
     FROM (SELECT DISTINCT contact_id, from_ms, to_ms FROM contact_joins WHERE root_id = ?1) AS joined \
     CROSS JOIN signals ON signals.id IN ( \
       SELECT theirs.id FROM signals AS theirs WHERE theirs.contact_id = joined.contact_id \
         AND (joined.from_ms IS NULL OR joined.from_ms <= theirs.at_ms) \
         AND (joined.to_ms IS NULL OR theirs.at_ms < joined.to_ms) \
         AND NOT EXISTS (SELECT 1 FROM customer_changes AS given \
                         WHERE given.what = 'given' AND given.target = theirs.id AND given.standing) \
       ORDER BY theirs.said_order DESC, theirs.id DESC LIMIT ?2) \
     UNION \
     SELECT signals.id, signals.said_order FROM customers CROSS JOIN customer_changes AS given \
       ON given.customer_id = customers.id AND given.what = 'given' AND given.standing AND NOT given.dropped \
     CROSS JOIN signals ON signals.id = given.target WHERE customers.root_id = ?1";

/// Signals of a customer, and the place of the last in the order of time.
pub(super) type Heard = (u64, Option<i64>);

/// By what signals of customers are counted.
pub(super) enum Counting {
    /// By the roll-up of a generation, and these that it does not have, by customer.
    RolledUp(u64, HashMap<u64, (u64, i64)>),
    /// One by one.
    Each,
}

impl Counting {
    /// Looks which it is to be.
    pub(super) fn read(c: &Connection, generation: Generation) -> Result<Self, StoreError> {
        let sql = "SELECT assigned FROM clustering_runs WHERE generation = ?1";
        let assigned: Option<u64> =
            c.prepare_cached(sql)?.query_row([generation.0], |row| row.get(0)).optional()?;
        match assigned {
            Some(assigned) if log::position(c)?.saturating_sub(assigned) <= LATE_MAX => {
                Ok(Self::RolledUp(generation.0, late(c, generation.0)?))
            }
            _ => Ok(Self::Each),
        }
    }

    /// Signals of a customer that is part of no other.
    pub(super) fn heard(&self, c: &Connection, root: CustomerId) -> Result<Heard, StoreError> {
        let last = c.prepare_cached(LAST)?.query_row([root.0], |row| row.get(0))?;
        let counted = match self {
            Self::RolledUp(generation, late) => {
                let late = late.get(&root.0).map_or(0, |(signals, _)| *signals);
                placed(c, *generation, root)? + late
            }
            Self::Each => {
                let sql = format!("SELECT count(*) FROM ({SIGNALS})");
                c.prepare_cached(&sql)?.query_row([root.0], |row| row.get(0))?
            }
        };
        Ok((counted, last))
    }

    /// Those signals by customer that the roll-up does not have, with the place of the last.
    pub(super) fn late(&self) -> impl Iterator<Item = (CustomerId, u64, i64)> {
        let late = match self {
            Self::RolledUp(_, late) => Some(late),
            Self::Each => None,
        };
        late.into_iter().flatten().map(|(root, (signals, last))| (CustomerId(*root), *signals, *last))
    }
}

/// Signals of a customer that a theme was found for, or none.
fn placed(c: &Connection, generation: u64, root: CustomerId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(signals), 0) FROM theme_customers INDEXED BY theme_customers_customer \
               WHERE generation = ?1 AND customer_id = ?2";
    Ok(c.prepare_cached(sql)?.query_row(params![generation, root.0], |row| row.get(0))?)
}

/// The same of one, without what is late, and with the last of all.
pub(super) fn placed_and_last(
    c: &Connection,
    generation: Generation,
    root: CustomerId,
) -> Result<Heard, StoreError> {
    let last = c.prepare_cached(LAST)?.query_row([root.0], |row| row.get(0))?;
    Ok((placed(c, generation.0, root)?, last))
}

fn late(c: &Connection, generation: u64) -> Result<HashMap<u64, (u64, i64)>, StoreError> {
    let sql = concat!(
        include_str!("../../sql/late_signals.sql"),
        "SELECT late.id, said_order FROM late CROSS JOIN signals ON signals.id = late.id"
    );
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([generation])?;
    let mut late: HashMap<u64, (u64, i64)> = HashMap::new();
    // One by one: asked for all of them, SQLite would look at every signal that there is.
    while let Some(row) = rows.next()? {
        let (signal, said_order): (u64, i64) = (row.get(0)?, row.get(1)?);
        for root in counted_as(c, signal)?.into_iter().filter(|root| *root > 0) {
            let (signals, last) = late.entry(root).or_insert((0, said_order));
            *signals += 1;
            *last = said_order.max(*last);
        }
    }
    Ok(late)
}
