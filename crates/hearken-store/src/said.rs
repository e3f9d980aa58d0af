//! What the people or the source that is about to be erased said: no view may hold it afterwards.

use hearken_domain::{ContactId, ImportId, SourceId};
use rusqlite::Connection;

use crate::StoreError;
use crate::signals::SignalReader;

impl SignalReader<'_> {
    /// The words that an import brought: what no view may hold once it is taken back.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said_in(&self, import: ImportId) -> Result<Vec<String>, StoreError> {
        self.0.read(|c| {
            let mut words = Vec::new();
            for table in ["signals", "revisions"] {
                let sql = format!("SELECT title, text FROM {table} WHERE import_id = ?1");
                texts(c, &sql, import.0, &mut words)?;
            }
            Ok(words)
        })
    }

    /// The words of everything that these people, or this source, said: what no view may hold afterwards.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said(&self, contacts: &[ContactId], source: Option<SourceId>) -> Result<Vec<String>, StoreError> {
        self.0.read(|c| {
            let mut words = Vec::new();
            for table in ["signals", "revisions"] {
                let by_contact = format!("SELECT title, text FROM {table} WHERE contact_id = ?1");
                for contact in contacts {
                    texts(c, &by_contact, contact.0, &mut words)?;
                }
            }
            if let Some(source) = source {
                texts(c, "SELECT title, text FROM signals WHERE source_id = ?1", source.0, &mut words)?;
                let old = "SELECT title, text FROM revisions WHERE signal_id IN (SELECT id FROM signals WHERE source_id = ?1)";
                texts(c, old, source.0, &mut words)?;
            }
            Ok(words)
        })
    }
}

fn texts(c: &Connection, sql: &str, of: u64, into: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([of])?;
    while let Some(row) = rows.next()? {
        into.extend(row.get::<_, Option<String>>(0)?);
        into.push(row.get(1)?);
    }
    Ok(())
}
