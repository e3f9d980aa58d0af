//! Everything that was ever said of a customer: what holds, what does not hold any more, and what was taken back.

use hearken_domain::{Actor, ContactId, CustomerId, ImportId, Money, SourceId, Timestamp};
use rusqlite::Row;

use super::CustomerReader;
use super::people::{CustomerContact, one};
use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::time;

/// One thing that was said of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EverSaid {
    /// Of which: itself, or one that is part of it.
    pub customer: CustomerId,
    /// What sort of thing: told, identifier, fact, member, merged, apart or given.
    pub what: String,
    /// The person who belongs to it.
    pub contact: Option<ContactId>,
    /// The source that said it; `None` is a person.
    pub source: Option<SourceId>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    /// What sort of identifier, or the field of a fact.
    pub kind: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// The sum, where it is one.
    pub money: Option<Money>,
    /// The day from which it is valid.
    pub from_day: Option<String>,
    /// The number of the customer that it is part of, or of the signal that was given.
    pub target: Option<u64>,
    /// Whether it says that the thing is so no more.
    pub dropped: bool,
    /// Whether it is what was said last, and not taken back.
    pub stands: bool,
    /// Who said it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl CustomerReader<'_> {
    /// Everything that was ever said of a customer and of all that is part of it, in the order in which it was said.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn ever_said(&self, root: CustomerId) -> Result<Vec<EverSaid>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT customer_id, what, contact_id, source_id, import_id, said.kind, value, hundredths, currency, \
                       from_day, target, dropped, standing, at_ms, actors.kind, actors.name, nullif(behalf_of, '') \
                       FROM customer_changes AS said JOIN events USING (position) JOIN actors ON actors.id = actor_id \
                       WHERE customer_id IN (SELECT id FROM customers WHERE root_id = ?1) \
                       OR (what = 'merged' AND target IN (SELECT id FROM customers WHERE root_id = ?1)) ORDER BY said.id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([root.0], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Who spoke for a customer and for all that is part of it, in the order of their numbers.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn speakers(&self, root: CustomerId) -> Result<Vec<CustomerContact>, StoreError> {
        self.0.read(|c| {
            // Told apart last: see `sql/customers_of_passing.sql`.
            let sql = "WITH theirs AS MATERIALIZED (SELECT signal_id FROM customer_signals WHERE root_id = ?1) \
                       SELECT DISTINCT contact_id FROM theirs CROSS JOIN signals ON signals.id = signal_id \
                       WHERE contact_id IS NOT NULL ORDER BY contact_id";
            let mut statement = c.prepare_cached(sql)?;
            let ids: Vec<u64> =
                statement.query_map([root.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
            ids.into_iter().map(|id| one(c, id)).collect()
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<EverSaid> {
    let (hundredths, currency): (Option<u64>, Option<String>) = (row.get(7)?, row.get(8)?);
    let money = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
    Ok(EverSaid {
        customer: CustomerId(row.get(0)?),
        what: row.get(1)?,
        contact: row.get::<_, Option<u64>>(2)?.map(ContactId),
        source: row.get::<_, Option<u64>>(3)?.map(SourceId),
        import: row.get::<_, Option<u64>>(4)?.map(ImportId),
        kind: row.get(5)?,
        value: row.get(6)?,
        money: money.map(|(hundredths, currency)| Money { hundredths, currency }),
        from_day: row.get(9)?,
        target: row.get(10)?,
        dropped: row.get(11)?,
        stands: row.get(12)?,
        at: time(row, 13)?,
        by: actor_from(row, 14)?,
    })
}
