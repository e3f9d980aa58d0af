//! What a person says of customers by hand: it wins over every source until it is taken back.

use hearken_domain::{
    By, CustomerId, DomainSort, Event, Fact, FactField, IdentifierKind, LogPosition, SourceId,
};
use rusqlite::Connection;

use super::undo::{refused, root, say};
use crate::views::customers::change::{ChangeRow, What, select};
use crate::{Store, StoreError};

/// Things said by hand that an error names at most.
const SAID_SHOWN: usize = 10;

/// An identifier that a person gave a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifierSaid {
    /// What sort.
    pub kind: IdentifierKind,
    /// Its value in one form.
    pub value: String,
    /// Whether it is theirs no more.
    pub dropped: bool,
}

/// What a person said of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainSaid {
    /// The domain that somebody registered.
    pub domain: String,
    /// What it is.
    pub sort: DomainSort,
}

impl Store {
    /// Makes a customer that no source knows, with what identifies it; all of it is one act.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where an identifier is another's; or any failure of the database.
    pub fn add_customer(
        &self,
        facts: Vec<Fact>,
        identifiers: Vec<IdentifierSaid>,
        by: &By,
    ) -> Result<CustomerId, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let customer = CustomerId(next_customer(c, 1)?);
            let told = ChangeRow { customer: Some(customer.0), ..ChangeRow::new(What::Told) };
            let facts = facts.iter().map(|fact| fact_row(customer, fact));
            let mut rows: Vec<ChangeRow> = std::iter::once(told).chain(facts).collect();
            for said in &identifiers {
                refuse_taken(c, customer, said)?;
                rows.push(identifier_row(customer, said));
            }
            say(c, &by, &rows, Event::CustomerSet { customer })?;
            Ok(customer)
        })
    }

    /// Says facts and identifiers of a customer by hand; all of it is one act.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where there is none, an identifier is another's, or what is to go was said by nobody; or any
    /// failure of the database.
    pub fn set_customer(
        &self,
        customer: CustomerId,
        facts: Vec<Fact>,
        forgotten: Vec<FactField>,
        identifiers: Vec<IdentifierSaid>,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            root(c, customer)?;
            let mut rows: Vec<ChangeRow> = facts.iter().map(|fact| fact_row(customer, fact)).collect();
            for field in &forgotten {
                let row = ChangeRow {
                    customer: Some(customer.0),
                    kind: Some(field.as_str().to_owned()),
                    dropped: true,
                    ..ChangeRow::new(What::Fact)
                };
                refuse_unsaid(c, customer, &row)?;
                rows.push(row);
            }
            for said in &identifiers {
                let row = identifier_row(customer, said);
                match said.dropped {
                    true => refuse_unsaid(c, customer, &row)?,
                    false => refuse_taken(c, customer, said)?,
                }
                rows.push(row);
            }
            say(c, &by, &rows, Event::CustomerSet { customer })
        })
    }

    /// Says what a domain is to us.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn sort_domain(&self, said: DomainSaid, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let row = ChangeRow {
                kind: Some(said.sort.as_str().to_owned()),
                value: Some(said.domain.clone()),
                ..ChangeRow::new(What::Domain)
            };
            say(c, &by, &[row], Event::DomainSorted)
        })
    }

    /// Says which source is believed about a field where several tell of it; or that none is preferred any more.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn prefer_source(
        &self,
        field: &FactField,
        source: Option<SourceId>,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let (by, field) = (by.clone(), field.as_str().to_owned());
        self.write(move |c| {
            let row = ChangeRow {
                source: source.map(|source| source.0),
                kind: Some(field),
                dropped: source.is_none(),
                ..ChangeRow::new(What::Preferred)
            };
            say(c, &by, &[row], Event::SourcePreferred)
        })
    }
}

/// Refuses an identifier of another customer, unless the two are one.
fn refuse_taken(c: &Connection, customer: CustomerId, said: &IdentifierSaid) -> Result<(), StoreError> {
    let sql = "SELECT customer_id FROM customer_changes JOIN customers ON customers.id = customer_id \
               WHERE value = ?1 AND kind = ?2 AND what = 'identifier' AND standing AND NOT dropped \
               AND root_id <> coalesce((SELECT root_id FROM customers WHERE id = ?3), ?3) LIMIT 1";
    let mut statement = c.prepare_cached(sql)?;
    let mut others = statement.query(rusqlite::params![said.value, said.kind.as_str(), customer.0])?;
    match others.next()? {
        Some(row) => {
            let other = CustomerId(row.get(0)?);
            Err(refused(customer, format!("this {} is {other}'s already", said.kind)))
        }
        None => Ok(()),
    }
}

/// Refuses to take away what no person said.
fn refuse_unsaid(c: &Connection, customer: CustomerId, row: &ChangeRow) -> Result<(), StoreError> {
    if !select(c, "key = ?1 AND standing AND NOT dropped", [row.key()])?.is_empty() {
        return Ok(());
    }
    let is_identifier = row.what == What::Identifier;
    let said = select(
        c,
        "customer_id = ?1 AND what = ?2 AND source_id IS NULL AND standing AND NOT dropped",
        rusqlite::params![customer.0, row.what.as_str()],
    )?;
    let said = said.into_iter().filter_map(|(_, said)| if is_identifier { said.value } else { said.kind });
    let said: Vec<String> = said.take(SAID_SHOWN).collect();
    let (gone, none) = match is_identifier {
        true => (row.value.as_deref().map(|domain| format!("that {domain} is its domain")), "no domain"),
        false => (row.kind.as_deref().map(|field| format!("anything about '{field}'")), "nothing"),
    };
    let there_is = match said.is_empty() {
        true => format!("there is {none} that a person said of it"),
        false => format!("a person said {}", said.join(", ")),
    };
    Err(refused(customer, format!("no person said {}; {there_is}", gone.unwrap_or_default())))
}

fn identifier_row(customer: CustomerId, said: &IdentifierSaid) -> ChangeRow {
    ChangeRow {
        customer: Some(customer.0),
        kind: Some(said.kind.as_str().to_owned()),
        value: Some(said.value.clone()),
        verified: Some(true),
        dropped: said.dropped,
        ..ChangeRow::new(What::Identifier)
    }
}

fn fact_row(customer: CustomerId, fact: &Fact) -> ChangeRow {
    ChangeRow {
        customer: Some(customer.0),
        kind: Some(fact.field.as_str().to_owned()),
        value: Some(fact.value.clone()),
        money: fact.money,
        from_day: fact.from.map(|day| day.to_string()),
        ..ChangeRow::new(What::Fact)
    }
}

/// Takes the next `count` numbers of customers; gives the first. None is given twice.
pub(super) fn next_customer(c: &Connection, count: u64) -> Result<u64, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('last_customer', ?1) \
               ON CONFLICT DO UPDATE SET value = value + ?1 RETURNING value";
    let last: u64 = c.prepare_cached(sql)?.query_row([count], |row| row.get(0))?;
    Ok(last - count + 1)
}
