//! The rows of the log that tell of customers.

use hearken_domain::{ChangeId, Money};
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::hash::short_hash;

/// What sort of thing a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum What {
    /// A source, or a person, knows the customer.
    Told,
    /// Something identifies a customer or a contact.
    Identifier,
    /// A fact about a customer.
    Fact,
    /// A contact belongs to a customer.
    Member,
    /// A customer is part of another.
    Merged,
    /// An identifier of a merged customer is that customer's alone.
    Apart,
    /// A signal is a customer's, or nobody's.
    Given,
    /// What a domain is to us.
    Domain,
    /// Which source is believed about a field.
    Preferred,
}

impl What {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Identifier => "identifier",
            Self::Fact => "fact",
            Self::Member => "member",
            Self::Merged => "merged",
            Self::Apart => "apart",
            Self::Given => "given",
            Self::Domain => "domain",
            Self::Preferred => "preferred",
        }
    }

    fn read(word: &str) -> Option<Self> {
        const ALL: [What; 9] = [
            What::Told,
            What::Identifier,
            What::Fact,
            What::Member,
            What::Merged,
            What::Apart,
            What::Given,
            What::Domain,
            What::Preferred,
        ];
        ALL.into_iter().find(|what| what.as_str() == word)
    }
}

/// A row, before or after it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChangeRow {
    pub(crate) what: What,
    pub(crate) customer: Option<u64>,
    pub(crate) contact: Option<u64>,
    /// The source that says it; `None` is a person.
    pub(crate) source: Option<u64>,
    pub(crate) import: Option<u64>,
    pub(crate) kind: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) money: Option<Money>,
    pub(crate) verified: Option<bool>,
    pub(crate) from_day: Option<String>,
    pub(crate) from_ms: Option<i64>,
    pub(crate) to_ms: Option<i64>,
    pub(crate) target: Option<u64>,
    pub(crate) dropped: bool,
}

impl ChangeRow {
    pub(crate) fn new(what: What) -> Self {
        Self {
            what,
            customer: None,
            contact: None,
            source: None,
            import: None,
            kind: None,
            value: None,
            money: None,
            verified: None,
            from_day: None,
            from_ms: None,
            to_ms: None,
            target: None,
            dropped: false,
        }
    }

    /// What it is said of: rows that share it supersede each other.
    pub(crate) fn key(&self) -> [u8; 16] {
        let number = |number: Option<u64>| number.map_or(u64::MAX, |number| number).to_le_bytes();
        let numbers: &[Option<u64>] = match self.what {
            What::Told | What::Identifier | What::Member => &[self.customer, self.contact, self.source],
            What::Fact => &[self.customer, self.source],
            What::Merged => &[self.customer],
            What::Apart => &[self.customer, self.contact],
            What::Given => &[self.target],
            What::Domain | What::Preferred => &[],
        };
        let texts: &[&Option<String>] = match self.what {
            What::Identifier | What::Apart => &[&self.kind, &self.value],
            What::Fact | What::Preferred => &[&self.kind],
            What::Domain => &[&self.value],
            _ => &[],
        };
        short_hash(|hasher| {
            hasher.update(self.what.as_str().as_bytes());
            for one in numbers {
                hasher.update(&number(*one));
            }
            for text in texts {
                hasher.update(&[0]);
                hasher.update(text.as_deref().unwrap_or_default().as_bytes());
            }
            // What was theirs, another's, and is theirs again is so at two times.
            if let (What::Identifier, Some(from_ms)) = (self.what, self.from_ms) {
                hasher.update(&from_ms.to_le_bytes());
            }
        })
    }

    /// That this identifier is that customer's alone. It is so of whichever row says the identifier.
    pub(crate) fn kept_apart(&self, customer: u64) -> Self {
        Self {
            customer: Some(customer),
            contact: self.contact,
            kind: self.kind.clone(),
            value: self.value.clone(),
            ..Self::new(What::Apart)
        }
    }

    /// Whether another says the same, whoever brought it.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |row: &Self| Self { import: None, ..row.clone() };
        bare(self) == bare(other)
    }
}

/// Writes rows at a position. They stand once the event of that position is applied.
pub(crate) fn append(c: &Connection, position: u64, rows: &[ChangeRow]) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer_changes (position, what, key, customer_id, contact_id, source_id, import_id, kind, \
               value, hundredths, currency, verified, from_day, from_ms, to_ms, target, dropped) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    let mut insert = c.prepare_cached(sql)?;
    for row in rows {
        insert.execute(params![
            position,
            row.what.as_str(),
            row.key(),
            row.customer,
            row.contact,
            row.source,
            row.import,
            row.kind,
            row.value,
            row.money.map(|money| money.hundredths),
            row.money.map(|money| money.currency.as_str().to_owned()),
            row.verified,
            row.from_day,
            row.from_ms,
            row.to_ms,
            row.target,
            row.dropped,
        ])?;
    }
    Ok(())
}

/// The columns of a row, as [`read`] takes them.
const COLUMNS: &str = "id, what, customer_id, contact_id, source_id, import_id, kind, value, hundredths, \
     currency, verified, from_day, from_ms, to_ms, target, dropped";

fn read(row: &Row<'_>) -> rusqlite::Result<(ChangeId, ChangeRow)> {
    let word: String = row.get(1)?;
    let what = What::read(&word).ok_or_else(|| {
        let error = format!("'{word}' is said of no customer");
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
    })?;
    let currency: Option<String> = row.get(9)?;
    let hundredths: Option<u64> = row.get(8)?;
    let money = hundredths.zip(currency.and_then(|letters| letters.parse().ok()));
    let change = ChangeRow {
        what,
        customer: row.get(2)?,
        contact: row.get(3)?,
        source: row.get(4)?,
        import: row.get(5)?,
        kind: row.get(6)?,
        value: row.get(7)?,
        money: money.map(|(hundredths, currency)| Money { hundredths, currency }),
        verified: row.get(10)?,
        from_day: row.get(11)?,
        from_ms: row.get(12)?,
        to_ms: row.get(13)?,
        target: row.get(14)?,
        dropped: row.get(15)?,
    };
    Ok((ChangeId(row.get(0)?), change))
}

/// Rows under a condition, in the order in which they were said. A source stands behind a plus sign where anything else is
/// asked for, for SQLite takes the index of a source, which has told of everybody, for as good as any other.
pub(crate) fn select(
    c: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<(ChangeId, ChangeRow)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM customer_changes WHERE {condition}");
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query_map(values, read)?.collect::<Result<Vec<_>, _>>()?;
    // Not by SQLite: where it may choose an index for the order, it prepares the statement anew for each value.
    rows.sort_unstable_by_key(|(change, _)| *change);
    Ok(rows)
}

/// Goes through rows under a condition, in the order in which they were said.
pub(super) fn each(
    c: &Connection,
    condition: &str,
    value: u64,
    mut visit: impl FnMut(ChangeRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM customer_changes WHERE {condition} ORDER BY id");
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query([value])?;
    while let Some(row) = rows.next()? {
        visit(read(row)?.1)?;
    }
    Ok(())
}
