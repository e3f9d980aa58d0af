//! How much redaction masked: values of each sort, counted by the import that brought them.

use std::collections::BTreeMap;

use hearken_domain::{ImportId, SourceId};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::sources::SourceReader;

/// Adds to what was masked in what an import brought.
pub(crate) fn count<'s>(
    c: &Connection,
    import: ImportId,
    masked: impl IntoIterator<Item = (&'s str, u64)>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO masked (import_id, sort, found) VALUES (?1, ?2, ?3) \
               ON CONFLICT DO UPDATE SET found = found + ?3";
    let mut add = c.prepare_cached(sql)?;
    for (sort, found) in masked {
        add.execute(params![import.0, sort, found])?;
    }
    Ok(())
}

impl SourceReader<'_> {
    /// How many values of each sort were masked in what the source brought, imports that were undone left out; by the word
    /// for the sort.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn masked(&self, source: SourceId) -> Result<BTreeMap<String, u64>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT sort, sum(found) FROM masked JOIN imports ON imports.id = import_id \
                       WHERE source_id = ?1 AND state <> 'undone' GROUP BY sort";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([source.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
