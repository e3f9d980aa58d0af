//! What is held of one field of all customers at once, each as what it counts as.

use std::collections::HashMap;

use hearken_domain::{CustomerId, FactField, HeldValue, Money};
use rusqlite::OptionalExtension;

use super::CustomerReader;
use crate::StoreError;

/// How well a value is believed: that of the customer itself before that of a part; what a person said; what the preferred
/// source says; what was said last.
type Belief = (bool, bool, bool, u64);

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

    /// What holds of a field, by customer. Of one that has parts its own counts; where it has none, that of a part.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn held(&self, field: &FactField) -> Result<HashMap<CustomerId, HeldValue>, StoreError> {
        self.0.read(|c| {
            let preferred = "SELECT source_id FROM customer_changes WHERE what = 'preferred' AND kind = ?1 AND standing \
                             AND NOT dropped";
            let preferred: Option<Option<u64>> =
                c.prepare_cached(preferred)?.query_row([field.as_str()], |row| row.get(0)).optional()?;
            let preferred = preferred.flatten();
            let sql = "SELECT fact.id, fact.customer_id, root_id, source_id, value, hundredths, currency \
                       FROM customer_changes AS fact JOIN customers ON customers.id = fact.customer_id \
                       WHERE fact.what = 'fact' AND fact.kind = ?1 AND fact.standing AND NOT fact.dropped";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([field.as_str()])?;
            let mut held: HashMap<CustomerId, (Belief, HeldValue)> = HashMap::new();
            while let Some(row) = rows.next()? {
                let (change, customer, root): (u64, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let source: Option<u64> = row.get(3)?;
                let belief =
                    (customer == root, source.is_none(), source.is_some() && source == preferred, change);
                let known = held.get(&CustomerId(root));
                if known.is_some_and(|(believed, _)| *believed >= belief) {
                    continue;
                }
                let hundredths: Option<u64> = row.get(5)?;
                let currency: Option<String> = row.get(6)?;
                let money = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
                let money = money.map(|(hundredths, currency)| Money { hundredths, currency });
                let value: Option<String> = row.get(4)?;
                let value = HeldValue { value: value.unwrap_or_default(), money };
                held.insert(CustomerId(root), (belief, value));
            }
            Ok(held.into_iter().map(|(customer, (_, value))| (customer, value)).collect())
        })
    }
}
