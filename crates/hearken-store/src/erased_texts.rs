//! What the people, the source or the import that is about to go said: no view may hold it afterwards.

use std::collections::BTreeMap;

use hearken_domain::{ContactId, ImportId, SignalId, SourceId};
use rusqlite::{Connection, Row};

use crate::StoreError;
use crate::error::unreadable;
use crate::labels::from_column;
use crate::signals::SignalReader;

/// What a signal says in its fields, the last of them a list and an object.
const FIELDS: &str = "url, product, version, language, status, labels, extra";
/// How many of those are text.
const TEXT_FIELDS: usize = 5;

impl SignalReader<'_> {
    /// The words that an import brought: what no view may hold once it is taken back.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said_in(&self, import: ImportId) -> Result<Vec<String>, StoreError> {
        self.0.read(|c| {
            let mut words = Vec::new();
            current_texts(c, "import_id = ?1", import.0, &mut words)?;
            earlier_texts(c, "import_id = ?1", import.0, &mut words)?;
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
            for contact in contacts {
                current_texts(c, "contact_id = ?1", contact.0, &mut words)?;
                earlier_texts(c, "contact_id = ?1", contact.0, &mut words)?;
            }
            if let Some(source) = source {
                current_texts(c, "source_id = ?1", source.0, &mut words)?;
                let from_source = "signal_id IN (SELECT id FROM signals WHERE source_id = ?1)";
                earlier_texts(c, from_source, source.0, &mut words)?;
            }
            Ok(words)
        })
    }

    /// The words of these signals.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn said_by(&self, signals: &[SignalId]) -> Result<Vec<String>, StoreError> {
        self.0.read(|c| {
            let mut words = Vec::new();
            for signal in signals {
                current_texts(c, "id = ?1", signal.0, &mut words)?;
                earlier_texts(c, "signal_id = ?1", signal.0, &mut words)?;
            }
            Ok(words)
        })
    }

    /// Whether a field of any signal holds what `holds` looks for. Only fields with `word` in them, which is in lower
    /// case, are asked.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn any_field(&self, word: &str, holds: impl Fn(&str) -> bool) -> Result<bool, StoreError> {
        self.0.read(|c| {
            // SQLite knows the lower case of ASCII alone.
            let word = if word.is_ascii() { word } else { "" };
            let sql = format!(
                "SELECT external_id, {FIELDS} FROM signals WHERE instr(lower(coalesce(external_id, '') || ' ' || \
                 coalesce(url, '') || ' ' || coalesce(product, '') || ' ' || coalesce(version, '') || ' ' || \
                 coalesce(language, '') || ' ' || coalesce(status, '') || ' ' || coalesce(labels, '') || ' ' || coalesce(extra, '')), ?1)"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([word])?;
            while let Some(row) = rows.next()? {
                let mut values = Vec::new();
                values.extend(row.get::<_, Option<String>>(0)?);
                field_texts(row, 1, &mut values)?;
                if values.iter().any(|value| holds(value)) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}

/// What signals say in their current revision.
fn current_texts(
    c: &Connection,
    condition: &str,
    value: u64,
    into: &mut Vec<String>,
) -> Result<(), StoreError> {
    selected_texts(
        c,
        &format!("SELECT title, text, external_id, {FIELDS} FROM signals WHERE {condition}"),
        value,
        into,
    )
}

/// What signals said before.
fn earlier_texts(
    c: &Connection,
    condition: &str,
    value: u64,
    into: &mut Vec<String>,
) -> Result<(), StoreError> {
    selected_texts(
        c,
        &format!("SELECT title, text, NULL, {FIELDS} FROM revisions WHERE {condition}"),
        value,
        into,
    )
}

fn selected_texts(c: &Connection, sql: &str, value: u64, into: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([value])?;
    while let Some(row) = rows.next()? {
        for column in 0..3 {
            into.extend(row.get::<_, Option<String>>(column)?);
        }
        field_texts(row, 3, into)?;
    }
    Ok(())
}

/// The values of [`FIELDS`], which stand from the column `from` on.
fn field_texts(row: &Row<'_>, from: usize, into: &mut Vec<String>) -> Result<(), StoreError> {
    for column in from..from + TEXT_FIELDS {
        into.extend(row.get::<_, Option<String>>(column)?);
    }
    let labels: Option<String> = row.get(from + TEXT_FIELDS)?;
    into.extend(from_column(labels.as_deref())?);
    let Some(extra) = row.get::<_, Option<String>>(from + TEXT_FIELDS + 1)? else { return Ok(()) };
    let extra: BTreeMap<String, String> = serde_json::from_str(&extra).map_err(unreadable("extra"))?;
    into.extend(extra.into_values());
    Ok(())
}
