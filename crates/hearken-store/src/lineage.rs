//! What became of each theme: born, grew, merged, split, retired, returned.

use hearken_domain::{Ancestor, Lineage, RulingId, ThemeId, Timestamp};
use rusqlite::{Connection, params};

use crate::signals::time;
use crate::{Store, StoreError};

impl Store {
    /// What happened to a theme, the first first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn lineage(&self, theme: ThemeId) -> Result<Vec<Ancestor>, StoreError> {
        self.read(|c| {
            let sql = "SELECT at_ms, what, other_id, signals, ruling_id FROM lineage WHERE theme_id = ?1 ORDER BY id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([theme.0], |row| {
                Ok(Ancestor {
                    at: time(row, 0)?,
                    what: row.get::<_, String>(1)?.parse().unwrap_or(Lineage::Grew),
                    other: row.get::<_, Option<u64>>(2)?.map(ThemeId),
                    signals: row.get(3)?,
                    ruling: row.get::<_, Option<u64>>(4)?.map(RulingId),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Writes down what happened to a theme.
pub(crate) fn remember(
    c: &Connection,
    at: Timestamp,
    theme: ThemeId,
    what: Lineage,
    other: Option<ThemeId>,
    signals: u64,
    ruling: Option<RulingId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO lineage (at_ms, theme_id, what, other_id, signals, ruling_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    c.prepare_cached(sql)?.execute(params![
        at.as_millisecond(),
        theme.0,
        what.as_str(),
        other.map(|other| other.0),
        signals,
        ruling.map(|ruling| ruling.0)
    ])?;
    Ok(())
}
