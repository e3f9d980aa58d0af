//! Asking whether somebody was erased: while items are recorded, and before words that were rejected are kept.

use hearken_domain::{Contact, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::erasures::key::{Key, Keys, remembers_any};

/// Asks, while items are recorded, whether one was erased; costs one question a batch where nothing ever was.
pub(crate) struct Guard<'c> {
    c: &'c Connection,
    keys: Option<Keys>,
    source: String,
}

impl<'c> Guard<'c> {
    pub(crate) fn new(c: &'c Connection, keys: Keys, source: u64) -> Result<Self, StoreError> {
        if !remembers_any(c)? {
            return Ok(Self { c, keys: None, source: String::new() });
        }
        let sql = "SELECT name FROM sources WHERE id = ?1";
        let source = c.prepare_cached(sql)?.query_row([source], |row| row.get(0))?;
        Ok(Self { c, keys: Some(keys), source })
    }

    /// When the item, or who said it, was erased.
    pub(crate) fn erased(
        &self,
        identity: &[u8; 16],
        contact: &Contact,
    ) -> Result<Option<Timestamp>, StoreError> {
        let Some(keys) = &self.keys else { return Ok(None) };
        let mut asked = keys.asked(&self.source, contact);
        asked.push(keys.item(&self.source, identity));
        erased_at(self.c, &asked)
    }
}

impl Guard<'_> {
    /// When the customer was erased that the source knows by an id.
    pub(crate) fn customer_erased(&self, external_id: &str) -> Result<Option<Timestamp>, StoreError> {
        match &self.keys {
            Some(keys) => erased_at(self.c, &[keys.customer(&self.source, external_id)]),
            None => Ok(None),
        }
    }

    /// When somebody was erased.
    pub(crate) fn person_erased(&self, contact: &Contact) -> Result<Option<Timestamp>, StoreError> {
        match &self.keys {
            Some(keys) => erased_at(self.c, &keys.asked(&self.source, contact)),
            None => Ok(None),
        }
    }
}

/// When a source of this name was erased, if it was.
pub(crate) fn source_erased(c: &Connection, keys: Keys, name: &str) -> Result<Option<Timestamp>, StoreError> {
    if remembers_any(c)? { erased_at(c, &[keys.source(name)]) } else { Ok(None) }
}

/// When any of these was erased.
pub(crate) fn erased_at(c: &Connection, keys: &[Key]) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT at_ms FROM erased_keys JOIN erasures ON erasures.id = erasure_id WHERE key = ?1";
    let mut statement = c.prepare_cached(sql)?;
    for key in keys {
        if let Some(at) = statement.query_row([key], |row| row.get::<_, i64>(0)).optional()? {
            return Ok(Some(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)));
        }
    }
    Ok(None)
}
