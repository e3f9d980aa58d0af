//! What is held of one field of all customers at once, each as what it counts as.

use std::collections::HashMap;

use hearken_domain::{CustomerId, FactField, HeldValue, Money};

use super::CustomerReader;
use super::belief::{Belief, Preferred};
use crate::StoreError;

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

    /// What holds of a field, by customer, each with what is said of its parts.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn held(&self, field: &FactField) -> Result<HashMap<CustomerId, HeldValue>, StoreError> {
        self.0.read(|c| {
            let preferred = Preferred::read(c)?;
            let sql = "SELECT fact.id, fact.customer_id, root_id, source_id, value, hundredths, currency \
                       FROM customer_changes AS fact JOIN customers ON customers.id = fact.customer_id \
                       WHERE fact.what = 'fact' AND fact.kind = ?1 AND fact.standing AND NOT fact.dropped";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([field.as_str()])?;
            let mut held: HashMap<CustomerId, ((Belief, u64), HeldValue)> = HashMap::new();
            while let Some(row) = rows.next()? {
                let (change, customer, root): (u64, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let source: Option<u64> = row.get(3)?;
                let belief = (preferred.belief(field.as_str(), source, customer == root), change);
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
