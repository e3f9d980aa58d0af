//! What each customer pays a year, and whether they buy, as far as it is known and valid on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{ChangeId, CustomerId, Date, FactField, Money, SourceId, Timestamp, yearly};
use rusqlite::Connection;

use super::CustomerReader;
use super::belief::{Belief, Preferred};
use super::summary::root_of;
use crate::StoreError;
pub use crate::rows::{CustomerWorth, HeldRevenue};
use crate::touches::Touched;

impl HeldRevenue {
    /// The sum a year.
    pub fn yearly(&self) -> Money {
        if self.field == FactField::Mrr { yearly(self.sum) } else { self.sum }
    }
}

/// One thing that was said of a field.
#[derive(Debug, Clone)]
struct Said {
    change: u64,
    customer: u64,
    root: u64,
    kind: String,
    value: Option<String>,
    sum: Option<Money>,
    from_day: Option<String>,
    source: Option<u64>,
    at_ms: i64,
    dropped: bool,
}

impl CustomerReader<'_> {
    /// Every customer that is part of no other and of whom a state or revenue is known that is valid on a day. Of what one
    /// source, or people, said of a field, that holds which began last by then; what was said without a day takes the place
    /// of all that was said before. Where several tell of it, a person is believed first, then the source that a person
    /// prefers, then what is said of the customer itself before what is said of its parts, then who told last.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn worth_on(&self, day: Date) -> Result<WorthOfDay, StoreError> {
        let one = |c: &Connection, touched: u64| {
            let root = root_of(c, touched)?;
            Ok((root, believed(c, day, Some(root))?.remove(&root)))
        };
        let number = i64::from(day.year()) * 1_000 + i64::from(day.day_of_year());
        let kept = &self.0.kept().worth;
        self.0.read(|c| {
            kept.read(c, (Touched::Customers, number.cast_unsigned()), |c| believed(c, day, None), one)
        })
    }
}

/// What customers are worth on a day.
pub type WorthOfDay = Arc<BTreeMap<CustomerId, Arc<CustomerWorth>>>;

/// What is believed of everybody, or of one customer that is part of no other.
fn believed(
    c: &Connection,
    day: Date,
    root: Option<CustomerId>,
) -> Result<BTreeMap<CustomerId, CustomerWorth>, StoreError> {
    let preferred = Preferred::read(c)?;
    let day = day.to_string();
    let mut held: BTreeMap<(u64, String, Option<u64>), Said> = BTreeMap::new();
    each(c, root, |said| {
        let key = (said.customer, said.kind.clone(), said.source);
        let begins_later = said.from_day.as_ref().is_some_and(|from| *from > day);
        let begins_before = |other: &Said| said.from_day.is_some() && said.from_day < other.from_day;
        if !begins_later && !held.get(&key).is_some_and(begins_before) {
            held.insert(key, said);
        }
    })?;
    let mut found: BTreeMap<CustomerId, (Best, Best)> = BTreeMap::new();
    for said in held.into_values().filter(|said| !said.dropped) {
        let (state, revenue) = found.entry(CustomerId(said.root)).or_default();
        let belief = preferred.belief(&said.kind, said.source, said.customer == said.root);
        let best = if said.kind == "state" { state } else { revenue };
        best.offer(said, belief);
    }
    let worth = |(state, revenue): (Best, Best)| CustomerWorth {
        state: state.0.and_then(|(_, said)| said.value?.parse().ok()).unwrap_or_default(),
        revenue: revenue.0.and_then(|(_, said)| revenue_of(said)),
    };
    Ok(found.into_iter().map(|(root, best)| (root, worth(best))).collect())
}

/// What is believed most of what was offered.
#[derive(Default)]
struct Best(Option<((Belief, bool, u64), Said)>);

impl Best {
    fn offer(&mut self, said: Said, belief: Belief) {
        // Of a year and a month that one and the same says, the year holds.
        let by_year = said.kind == "arr";
        let belief = (belief, by_year, said.change);
        if self.0.as_ref().is_none_or(|(other, _)| belief > *other) {
            self.0 = Some((belief, said));
        }
    }
}

fn revenue_of(said: Said) -> Option<HeldRevenue> {
    Some(HeldRevenue {
        change: ChangeId(said.change),
        customer: CustomerId(said.customer),
        field: said.kind.parse().ok()?,
        sum: said.sum?,
        from_day: said.from_day,
        source: said.source.map(SourceId),
        at: Timestamp::from_millisecond(said.at_ms).ok()?,
    })
}

/// Everything that was said of revenue and states and not taken back, of everybody or of one, of each field of a customer in
/// the order in which it was said.
fn each(c: &Connection, root: Option<CustomerId>, mut visit: impl FnMut(Said)) -> Result<(), StoreError> {
    let of_one = match root {
        Some(_) => "AND fact.customer_id IN (SELECT id FROM customers WHERE root_id = ?1)",
        None => "AND ?1 = 0",
    };
    let sql = format!(
        "SELECT fact.id, fact.customer_id, root_id, fact.kind, value, hundredths, currency, from_day, source_id, at_ms, \
               dropped FROM customer_changes AS fact INDEXED BY customer_changes_worth \
               CROSS JOIN customers ON customers.id = fact.customer_id \
               CROSS JOIN events ON events.position = fact.position \
               WHERE what = 'fact' AND kind IN ('arr', 'mrr', 'state') AND fact.undone_position IS NULL {of_one} \
               ORDER BY fact.customer_id, fact.kind, fact.id"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query([root.map_or(0, |root| root.0)])?;
    while let Some(row) = rows.next()? {
        let hundredths: Option<u64> = row.get(5)?;
        let currency: Option<String> = row.get(6)?;
        let sum = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
        visit(Said {
            change: row.get(0)?,
            customer: row.get(1)?,
            root: row.get(2)?,
            kind: row.get(3)?,
            value: row.get(4)?,
            sum: sum.map(|(hundredths, currency)| Money { hundredths, currency }),
            from_day: row.get(7)?,
            source: row.get(8)?,
            at_ms: row.get(9)?,
            dropped: row.get(10)?,
        });
    }
    Ok(())
}
