//! What is held of one field of all customers at once, each as what it counts as.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{CustomerId, FactField, HeldValue, Money};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::CustomerReader;
use super::belief::{Belief, Preferred};
use super::summary::root_of;
use crate::touches::Touched;
use crate::views::customers::BELIEVED;
use crate::{StoreError, meta};

impl CustomerReader<'_> {
    /// Every customer that is part of no other, in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn roots(&self) -> Result<Vec<CustomerId>, StoreError> {
        self.0.read(|c| {
            let mut statement =
                c.prepare_cached("SELECT id FROM customers WHERE id = root_id ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok(CustomerId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What is another whenever something that is held of any customer may be.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn state(&self) -> Result<CustomersState, StoreError> {
        self.0.read(|c| {
            Ok(CustomersState {
                position: meta::get_number(c, "position")?,
                touch: meta::get_number(c, "touch")?,
                anew: meta::get_number(c, "customers_anew")?,
            })
        })
    }

    /// What holds of a field, by customer, each with what is said of its parts.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn held(&self, field: &FactField) -> Result<Held, StoreError> {
        let one = |c: &Connection, touched: u64| {
            let root = root_of(c, touched)?;
            let sql =
                format!("SELECT value, hundredths, currency FROM customer_changes WHERE {BELIEVED} LIMIT 1");
            let mut statement = c.prepare_cached(&sql)?;
            let believed = statement.query_row(params![root.0, field.as_str()], |row| value_from(row, 0));
            Ok((root, believed.optional()?))
        };
        let kept = self.0.kept().held(field);
        self.0.read(|c| kept.read(c, (Touched::Customers, 0), |c| all(c, field), one))
    }
}

/// A state of what is held of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomersState {
    position: u64,
    touch: u64,
    anew: u64,
}

/// What holds of a field, by customer.
pub type Held = Arc<BTreeMap<CustomerId, Arc<HeldValue>>>;

fn all(c: &Connection, field: &FactField) -> Result<BTreeMap<CustomerId, HeldValue>, StoreError> {
    let preferred = Preferred::read(c)?;
    let sql = "SELECT fact.id, fact.customer_id, root_id, source_id, value, hundredths, currency \
               FROM customer_changes AS fact JOIN customers ON customers.id = fact.customer_id \
               WHERE fact.what = 'fact' AND fact.kind = ?1 AND fact.standing AND NOT fact.dropped";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([field.as_str()])?;
    let mut held: BTreeMap<CustomerId, ((Belief, u64), HeldValue)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (change, customer, root): (u64, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let belief = (preferred.belief(field.as_str(), row.get(3)?, customer == root), change);
        let known = held.get(&CustomerId(root));
        if known.is_none_or(|(believed, _)| *believed < belief) {
            held.insert(CustomerId(root), (belief, value_from(row, 4)?));
        }
    }
    Ok(held.into_iter().map(|(customer, (_, value))| (customer, value)).collect())
}

/// Its words and, where it is one, the sum, from a column on.
fn value_from(row: &Row<'_>, first: usize) -> rusqlite::Result<HeldValue> {
    let value: Option<String> = row.get(first)?;
    let (hundredths, currency): (Option<u64>, Option<String>) = (row.get(first + 1)?, row.get(first + 2)?);
    let money = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
    let money = money.map(|(hundredths, currency)| Money { hundredths, currency });
    Ok(HeldValue { value: value.unwrap_or_default(), money })
}
