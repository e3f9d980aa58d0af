//! Reading releases: page by page, by version, and those whose dates a chart shows.

use hearken_domain::{Actor, Dated, ReleaseId, Timestamp, Verbatim};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::dated_of;
use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::snapshot::Snapshot;

/// A release that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// What was released; `None` where that was erased.
    pub product: Option<Verbatim>,
    /// Which version of it; `None` where that was erased.
    pub version: Option<Verbatim>,
    /// When it came out.
    pub at: Timestamp,
    /// How that is known.
    pub dated: Dated,
    /// Who told of it.
    pub by: Actor,
    /// When they did.
    pub added_at: Timestamp,
}

/// Where in the order of releases one stands: its date and its id.
pub type ReleasePlace = (Timestamp, ReleaseId);

/// A release with no more than a chart needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseDate {
    /// Its id.
    pub id: ReleaseId,
    /// What was released; `None` where that was erased.
    pub product: Option<Verbatim>,
    /// Which version of it; `None` where that was erased.
    pub version: Option<Verbatim>,
    /// When it came out.
    pub at: Timestamp,
}

/// A product with its releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedProduct {
    /// What it is called.
    pub product: Verbatim,
    /// How many of its releases stand.
    pub releases: u64,
}

/// An act about releases that stands and can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseAct {
    /// A release that it is about: one of those that were added, or the one that was removed.
    pub release: ReleaseId,
    /// What that is called.
    pub product: Option<Verbatim>,
    /// Its version.
    pub version: Option<Verbatim>,
    /// How many were added; `None` is a removal.
    pub added: Option<u64>,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads releases.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of releases in this snapshot.
    pub fn releases(&self) -> ReleaseReader<'_> {
        ReleaseReader(self)
    }
}

const STANDS: &str = "removed_position IS NULL AND undone_position IS NULL";
const COLUMNS: &str = "releases.id, product.text, version.text, releases.at_ms, releases.dated, actors.kind, actors.name, \
                       nullif(actors.behalf_of, ''), events.at_ms";
const TABLES: &str = "releases JOIN events ON events.position = added_position \
                      JOIN actors ON actors.id = actor_id \
                      LEFT JOIN typed_texts AS product ON product.id = product_id \
                      LEFT JOIN typed_texts AS version ON version.id = version_id";

impl ReleaseReader<'_> {
    /// A release that stands.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: ReleaseId) -> Result<Option<Release>, StoreError> {
        let found = self.select(&format!("{STANDS} AND releases.id = ?1"), vec![integer(id.0)])?;
        Ok(found.into_iter().next())
    }

    /// Up to `limit` releases, the last first: of one product, where one is named, no later than `until`, and after `after`
    /// in that order.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn page(
        &self,
        product: Option<&str>,
        until: Option<Timestamp>,
        after: Option<ReleasePlace>,
        limit: usize,
    ) -> Result<Vec<Release>, StoreError> {
        let (mut conditions, mut values) = conditions(product, until);
        if let Some((at, id)) = after {
            conditions.push_str(" AND (releases.at_ms, releases.id) < (?, ?)");
            values.extend([Value::Integer(at.as_millisecond()), integer(id.0)]);
        }
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        self.select(&format!("{conditions} ORDER BY releases.at_ms DESC, releases.id DESC LIMIT ?"), values)
    }

    /// How many there are: of one product, where one is named, no later than `until`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count(&self, product: Option<&str>, until: Option<Timestamp>) -> Result<u64, StoreError> {
        let (conditions, values) = conditions(product, until);
        let sql = format!(
            "SELECT count(*) FROM releases LEFT JOIN typed_texts AS product ON product.id = product_id WHERE {conditions}"
        );
        self.0.read(|c| Ok(c.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?))
    }

    /// The products that something was released of, no later than `until`, those with most releases first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn products(&self, until: Option<Timestamp>) -> Result<Vec<ReleasedProduct>, StoreError> {
        let (conditions, values) = conditions(None, until);
        let sql = format!(
            "SELECT product.text, count(*) FROM releases JOIN typed_texts AS product ON product.id = product_id \
             WHERE {conditions} AND product.text IS NOT NULL GROUP BY product.text ORDER BY 2 DESC, 1"
        );
        let read = |row: &Row<'_>| {
            Ok(ReleasedProduct { product: Verbatim::redacted(row.get(0)?), releases: row.get(1)? })
        };
        self.0.read(|c| rows(c, &sql, values, read))
    }

    /// Those that came out from `from` on and no later than `until`, in their order; of one product, where one is named.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn between(
        &self,
        product: Option<&str>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<ReleaseDate>, StoreError> {
        let (conditions, mut values) = conditions(product, Some(until));
        values.push(Value::Integer(from.as_millisecond()));
        let sql = format!(
            "SELECT releases.id, product.text, version.text, releases.at_ms FROM releases \
             LEFT JOIN typed_texts AS product ON product.id = product_id \
             LEFT JOIN typed_texts AS version ON version.id = version_id \
             WHERE {conditions} AND releases.at_ms >= ? ORDER BY releases.at_ms, releases.id"
        );
        let read = |row: &Row<'_>| {
            let (product, version) = (words(row, 1)?, words(row, 2)?);
            Ok(ReleaseDate { id: ReleaseId(row.get(0)?), product, version, at: time(row, 3)? })
        };
        self.0.read(|c| rows(c, &sql, values, read))
    }

    /// Those of a version, whatever the product.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_version(&self, version: &str) -> Result<Vec<Release>, StoreError> {
        let condition = format!(
            "version_id = (SELECT id FROM typed_texts WHERE text = ?1) AND {STANDS} ORDER BY releases.at_ms, releases.id LIMIT 100"
        );
        self.select(&condition, vec![Value::Text(version.to_owned())])
    }

    /// What was last done about releases and stands, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn acts(&self, limit: usize) -> Result<Vec<ReleaseAct>, StoreError> {
        // With min(), SQLite gives the other columns of the row that has it.
        let sql = "SELECT act.id, product.text, version.text, act.added, kind, name, nullif(behalf_of, ''), events.at_ms FROM ( \
                     SELECT min(id) AS id, product_id, version_id, count(*) AS added, added_position AS position FROM releases \
                     WHERE removed_position IS NULL AND undone_position IS NULL GROUP BY added_position \
                     UNION ALL SELECT id, product_id, version_id, NULL, removed_position FROM releases \
                     WHERE removed_position IS NOT NULL AND undone_position IS NULL \
                   ) AS act JOIN events ON events.position = act.position JOIN actors ON actors.id = actor_id \
                   LEFT JOIN typed_texts AS product ON product.id = product_id \
                   LEFT JOIN typed_texts AS version ON version.id = version_id \
                   ORDER BY act.position DESC LIMIT ?1";
        let read = |row: &Row<'_>| {
            Ok(ReleaseAct {
                release: ReleaseId(row.get(0)?),
                product: words(row, 1)?,
                version: words(row, 2)?,
                added: row.get(3)?,
                by: actor_from(row, 4)?,
                at: time(row, 7)?,
            })
        };
        let values = vec![Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX))];
        self.0.read(|c| rows(c, sql, values, read))
    }

    fn select(&self, conditions: &str, values: Vec<Value>) -> Result<Vec<Release>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {conditions}");
        self.0.read(|c| rows(c, &sql, values, release))
    }
}

fn conditions(product: Option<&str>, until: Option<Timestamp>) -> (String, Vec<Value>) {
    let (mut conditions, mut values) = (STANDS.to_owned(), Vec::new());
    if let Some(product) = product {
        conditions.push_str(" AND product.text = ?");
        values.push(Value::Text(product.to_owned()));
    }
    if let Some(until) = until {
        conditions.push_str(" AND releases.at_ms <= ?");
        values.push(Value::Integer(until.as_millisecond()));
    }
    (conditions, values)
}

fn integer(id: u64) -> Value {
    Value::Integer(i64::try_from(id).unwrap_or(i64::MAX))
}

fn rows<T>(
    c: &Connection,
    sql: &str,
    values: Vec<Value>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| read(row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn release(row: &Row<'_>) -> rusqlite::Result<Release> {
    let dated: String = row.get(4)?;
    Ok(Release {
        id: ReleaseId(row.get(0)?),
        product: words(row, 1)?,
        version: words(row, 2)?,
        at: time(row, 3)?,
        dated: dated_of(&dated),
        by: actor_from(row, 5)?,
        added_at: time(row, 8)?,
    })
}

fn words(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Verbatim>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Verbatim::redacted))
}
