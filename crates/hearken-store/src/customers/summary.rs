//! What a list shows of each customer: what holds of the facts that people ask for first, and when they were last heard.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use hearken_domain::{CustomerId, DayCount, Generation, Money, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::CustomerReader;
use super::belief::{Belief, Preferred};
use super::heard::{Counting, Heard, placed_and_last};
use crate::StoreError;
pub use crate::rows::CustomerSummary;
use crate::said::{dated, day_from};
use crate::touches::Touched;
use crate::views::customers::BELIEVED;

/// The fields that are read.
const FIELDS: [&str; 6] = ["state", "plan", "arr", "mrr", "renewal", "owner"];

impl CustomerSummary {
    /// Says how many signals they have, and the place of the last in the order of time.
    pub(super) fn hear(&mut self, (signals, last): Heard) {
        self.signals = signals;
        self.last_heard = last.and_then(dated);
    }

    fn take(&mut self, field: &str, value: String, money: Option<Money>) {
        match field {
            "state" => self.state = Some(value),
            "plan" => self.plan = Some(value),
            "arr" => self.arr = money,
            "mrr" => self.mrr = money,
            "renewal" => self.renewal = Some(value),
            "owner" => self.owner = Some(value),
            _ => {}
        }
    }
}

impl CustomerReader<'_> {
    /// What a list shows of one customer that is part of no other.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn summary(&self, customer: CustomerId) -> Result<CustomerSummary, StoreError> {
        self.0.read(|c| {
            let mut summary = facts_of(c, customer)?;
            summary.hear(Counting::read(c, self.0.generation())?.heard(c, customer)?);
            Ok(summary)
        })
    }

    /// Customers of whom a source or a person says that they renew between two days, the nearest first. Another may say
    /// otherwise, and be believed.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn renewing(&self, from: &str, to: &str, limit: usize) -> Result<Vec<CustomerId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT customer_id FROM customer_changes WHERE what = 'fact' AND kind = 'renewal' AND standing \
                       AND NOT dropped AND value >= ?1 AND value <= ?2 GROUP BY customer_id ORDER BY min(value) LIMIT ?3";
            let mut statement = c.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![from, to, limit], |row| Ok(CustomerId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// When signals of some customers were said, from `since` on, and came.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn days(
        &self,
        roots: &[CustomerId],
        since: Timestamp,
    ) -> Result<BTreeMap<CustomerId, Vec<DayCount>>, StoreError> {
        let ids: Vec<u64> = roots.iter().map(|root| root.0).collect();
        let ids = serde_json::to_string(&ids).map_err(crate::error::unreadable("ids"))?;
        self.0.read(|c| {
            // Told apart last: see `sql/customers_of_passing.sql`.
            let sql = "WITH theirs AS MATERIALIZED (SELECT root_id, signal_id FROM json_each(?1) AS asked \
                         CROSS JOIN customer_signals ON root_id = asked.value) \
                       SELECT DISTINCT root_id, signals.id, source_id, said_day, came_day FROM theirs \
                         CROSS JOIN signals ON signals.id = signal_id WHERE said_order >= ?2";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query(params![ids, since.as_millisecond()])?;
            let mut days: BTreeMap<CustomerId, Vec<DayCount>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                days.entry(CustomerId(row.get(0)?)).or_default().extend(day_from(row, 2)?);
            }
            Ok(days)
        })
    }

    /// The same of every customer that is part of no other, with what it is called.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn summaries(&self) -> Result<Summaries, StoreError> {
        let generation = self.0.generation();
        self.0.read(|c| {
            let counting = Counting::read(c, generation)?;
            if matches!(counting, Counting::Each) {
                let all = all(c, generation, &counting)?.into_iter();
                return Ok(Arc::new(all.map(|(id, one)| (id, Arc::new(one))).collect()));
            }
            let kept = &self.0.kept().summaries;
            let rows = kept.read(
                c,
                (Touched::Customers, generation.0),
                |c| all(c, generation, &counting),
                |c, touched| one(c, generation, touched),
            )?;
            with_late(rows, &counting)
        })
    }
}

/// Customers with what they are called and what a list shows of them.
pub type Summaries = Arc<BTreeMap<CustomerId, Arc<(Option<String>, CustomerSummary)>>>;

type Named = (Option<String>, CustomerSummary);

const NAMED: &str = "SELECT customers.id, name.value FROM customers LEFT JOIN customer_changes AS name \
     ON name.id = name_id WHERE customers.id = root_id";

/// Everybody, without what is late.
fn all(
    c: &Connection,
    generation: Generation,
    counting: &Counting,
) -> Result<BTreeMap<CustomerId, Named>, StoreError> {
    let mut statement = c.prepare(NAMED)?;
    let rows = statement.query_map([], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)))?;
    let mut all = BTreeMap::new();
    for row in rows {
        let (id, name) = row?;
        all.insert(id, (name, CustomerSummary::default()));
    }
    add_facts(c, &mut all)?;
    for (id, (_, summary)) in &mut all {
        summary.hear(match counting {
            Counting::Each => counting.heard(c, *id)?,
            Counting::RolledUp(..) => placed_and_last(c, generation, *id)?,
        });
    }
    Ok(all)
}

/// What became of a customer that was touched: what it counts as, without what is late.
fn one(
    c: &Connection,
    generation: Generation,
    touched: u64,
) -> Result<(CustomerId, Option<Named>), StoreError> {
    let root = root_of(c, touched)?;
    let sql = format!("{NAMED} AND customers.id = ?1");
    let name: Option<Option<String>> =
        c.prepare_cached(&sql)?.query_row([root.0], |row| row.get(1)).optional()?;
    let Some(name) = name else { return Ok((root, None)) };
    let mut summary = facts_of(c, root)?;
    summary.hear(placed_and_last(c, generation, root)?);
    Ok((root, Some((name, summary))))
}

/// Adds what is late to the few who said it.
fn with_late(rows: Summaries, counting: &Counting) -> Result<Summaries, StoreError> {
    let mut late = counting.late().peekable();
    if late.peek().is_none() {
        return Ok(rows);
    }
    let mut rows = (*rows).clone();
    for (root, signals, last) in late {
        let Some(row) = rows.get(&root) else { continue };
        let (name, mut summary) = (**row).clone();
        summary.signals += signals;
        summary.last_heard = summary.last_heard.max(dated(last));
        rows.insert(root, Arc::new((name, summary)));
    }
    Ok(Arc::new(rows))
}

/// What a customer counts as; itself where it is not there.
pub(super) fn root_of(c: &Connection, customer: u64) -> Result<CustomerId, StoreError> {
    let sql = "SELECT root_id FROM customers WHERE id = ?1";
    let root = c.prepare_cached(sql)?.query_row([customer], |row| row.get(0)).optional()?;
    Ok(CustomerId(root.unwrap_or(customer)))
}

/// What is believed of the fields that a list shows of a customer, without its signals.
pub(super) fn facts_of(c: &Connection, customer: CustomerId) -> Result<CustomerSummary, StoreError> {
    let mut summary = CustomerSummary::default();
    let sql = format!("SELECT value, hundredths, currency FROM customer_changes WHERE {BELIEVED} LIMIT 1");
    let mut statement = c.prepare_cached(&sql)?;
    for field in FIELDS {
        let mut rows = statement.query(params![customer.0, field])?;
        if let Some(row) = rows.next()? {
            summary.take(field, row.get(0)?, money(row.get(1)?, row.get(2)?));
        }
    }
    Ok(summary)
}

/// What holds of each field: as [`BELIEVED`] says, in one pass.
fn add_facts(c: &Connection, all: &mut BTreeMap<CustomerId, Named>) -> Result<(), StoreError> {
    let preferred = Preferred::read(c)?;
    let fields = FIELDS.map(|field| format!("'{field}'")).join(", ");
    let sql = format!(
        "SELECT root_id, kind, value, hundredths, currency, source_id, customer_changes.id, customer_id = root_id \
         FROM customer_changes JOIN customers ON customers.id = customer_id WHERE what = 'fact' AND standing AND NOT dropped AND kind IN ({fields})"
    );
    let mut statement = c.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut held: HashMap<(u64, String), (Belief, u64)> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (customer, field): (u64, String) = (row.get(0)?, row.get(1)?);
        let belief = (preferred.belief(&field, row.get(5)?, row.get(7)?), row.get(6)?);
        let Some((_, summary)) = all.get_mut(&CustomerId(customer)) else { continue };
        let best = held.entry((customer, field.clone())).or_default();
        if belief > *best {
            *best = belief;
            summary.take(&field, row.get(2)?, money(row.get(3)?, row.get(4)?));
        }
    }
    Ok(())
}

fn money(hundredths: Option<u64>, currency: Option<String>) -> Option<Money> {
    let currency = currency.and_then(|letters| letters.parse().ok())?;
    Some(Money { hundredths: hundredths?, currency })
}
