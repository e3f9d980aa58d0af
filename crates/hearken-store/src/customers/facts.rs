//! Facts and identifiers as they are held, each with whose word it is.

use hearken_domain::{Actor, ChangeId, CustomerId, FactField, IdentifierKind, Money, SourceId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::CustomerReader;
use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::views::customers::BELIEVED;
use crate::views::customers::change::select;

/// A fact as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFact {
    /// Its number.
    pub change: ChangeId,
    /// Of which customer: itself, or one that is part of it.
    pub customer: CustomerId,
    /// What it is about.
    pub field: FactField,
    /// Its value as it is shown.
    pub value: String,
    /// The sum, where it is one.
    pub money: Option<Money>,
    /// The day from which it is valid, where that was said.
    pub from_day: Option<String>,
    /// The source that says it; `None` is a person.
    pub source: Option<SourceId>,
    /// What it weighs against others.
    pub(crate) weight: FactWeight,
    /// Whether it is believed: others say something else, or said it before.
    pub holds: bool,
    /// Who said it, or brought it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What a fact weighs: one that a person said outweighs every source's, one of the source that is preferred all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FactWeight {
    /// A person said it.
    ByHand,
    /// The source says it that is preferred for its field.
    Preferred,
    /// Another source says it.
    Told,
}

impl HeldFact {
    /// Whether it is believed rather than another of its field, where both are said of one customer or of its parts.
    pub fn outweighs(&self, other: &Self, root: CustomerId) -> bool {
        let order = |fact: &Self| (fact.weight, fact.customer != root, std::cmp::Reverse(fact.change));
        order(self) < order(other)
    }
}

/// An identifier as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldIdentifier {
    /// Its number.
    pub change: ChangeId,
    /// The customer that it names.
    pub customer: CustomerId,
    /// What sort.
    pub kind: IdentifierKind,
    /// Its value in one form.
    pub value: String,
    /// Whether it may join signals.
    pub verified: bool,
    /// The source that says it; `None` is a person.
    pub source: Option<SourceId>,
    /// Whether it is that customer's alone, though it is part of another.
    pub apart: bool,
    /// When it began to be theirs; `None` is always.
    pub from: Option<Timestamp>,
    /// When it ceased to be.
    pub to: Option<Timestamp>,
    /// Who said it, or brought it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A time in milliseconds, where there is one.
pub(super) fn since(ms: Option<i64>) -> Option<Timestamp> {
    ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
}

impl CustomerReader<'_> {
    /// Everything that is said of a customer's facts, and of what is part of it, and was not taken back, what holds first; each
    /// field together.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn facts(&self, customer: CustomerId) -> Result<Vec<HeldFact>, StoreError> {
        self.0.read(|c| {
            let fields = "SELECT DISTINCT kind FROM customer_changes WHERE customer_id IN \
                          (SELECT ?1 UNION SELECT id FROM customers WHERE root_id = ?1) AND what = 'fact' AND standing \
                          AND NOT dropped ORDER BY kind";
            let mut statement = c.prepare_cached(fields)?;
            let fields: Vec<String> =
                statement.query_map([customer.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut facts = Vec::new();
            for field in fields {
                let held = said_of(c, customer, &field)?;
                facts.extend(held.into_iter().enumerate().map(|(index, fact)| HeldFact { holds: index == 0, ..fact }));
            }
            Ok(facts)
        })
    }

    /// What identifies a customer itself: its ids and domains.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn identifiers(&self, customer: CustomerId) -> Result<Vec<HeldIdentifier>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT said.id, said.kind, said.value, said.verified, said.source_id, \
                       EXISTS (SELECT 1 FROM customer_changes AS apart WHERE apart.what = 'apart' AND apart.standing \
                               AND apart.customer_id = said.customer_id AND apart.contact_id IS said.contact_id \
                               AND apart.kind = said.kind AND apart.value = said.value), \
                       at_ms, actors.kind, actors.name, nullif(behalf_of, ''), from_ms, to_ms \
                       FROM customer_changes AS said JOIN events USING (position) JOIN actors ON actors.id = actor_id \
                       WHERE customer_id = ?1 AND what = 'identifier' AND standing AND NOT dropped ORDER BY said.kind, said.id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([customer.0], |row| {
                Ok(HeldIdentifier {
                    change: ChangeId(row.get(0)?),
                    customer,
                    kind: word(row, 1)?,
                    value: row.get(2)?,
                    verified: row.get::<_, Option<bool>>(3)?.unwrap_or_default(),
                    source: row.get::<_, Option<u64>>(4)?.map(SourceId),
                    apart: row.get(5)?,
                    from: since(row.get(10)?),
                    to: since(row.get(11)?),
                    at: time(row, 6)?,
                    by: actor_from(row, 7)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The identifier by which signals are joined to a customer, its own or of somebody in it, that has one of these values.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn identifier_of(
        &self,
        customer: CustomerId,
        values: &[String],
    ) -> Result<Option<ChangeId>, StoreError> {
        self.0.read(|c| {
            let condition = "value = ?1 AND what = 'identifier' AND standing AND NOT dropped AND (customer_id = ?2 \
                             OR contact_id IN (SELECT contact_id FROM customer_changes WHERE customer_id = ?2 \
                                               AND what = 'member' AND standing AND NOT dropped)) ORDER BY id LIMIT 1";
            for value in values {
                if let Some((change, _)) = select(c, condition, params![value, customer.0])?.into_iter().next() {
                    return Ok(Some(change));
                }
            }
            Ok(None)
        })
    }
}

fn said_of(c: &Connection, customer: CustomerId, field: &str) -> Result<Vec<HeldFact>, StoreError> {
    let sql = format!(
        "SELECT id, kind, value, hundredths, currency, from_day, source_id, position, customer_id, \
         source_id IS (SELECT source_id FROM customer_changes WHERE what = 'preferred' AND kind = ?2 AND standing \
                       AND NOT dropped) FROM customer_changes WHERE {BELIEVED}"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query(params![customer.0, field])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let hundredths: Option<u64> = row.get(3)?;
        let currency: Option<String> = row.get(4)?;
        let money = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
        let (by, at) = said_by(c, row.get(7)?)?;
        facts.push(HeldFact {
            change: ChangeId(row.get(0)?),
            customer: CustomerId(row.get(8)?),
            weight: match row.get::<_, Option<u64>>(6)? {
                None => FactWeight::ByHand,
                Some(_) if row.get(9)? => FactWeight::Preferred,
                Some(_) => FactWeight::Told,
            },
            field: word(row, 1)?,
            value: row.get(2)?,
            money: money.map(|(hundredths, currency)| Money { hundredths, currency }),
            from_day: row.get(5)?,
            source: row.get::<_, Option<u64>>(6)?.map(SourceId),
            holds: false,
            by,
            at,
        });
    }
    Ok(facts)
}

fn said_by(c: &Connection, position: u64) -> Result<(Actor, Timestamp), StoreError> {
    let sql = "SELECT at_ms, kind, name, nullif(behalf_of, '') FROM events JOIN actors ON actors.id = actor_id \
               WHERE position = ?1";
    Ok(c.prepare_cached(sql)?.query_row([position], |row| Ok((actor_from(row, 1)?, time(row, 0)?)))?)
}

/// A column that holds one of our words.
pub(crate) fn word<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
