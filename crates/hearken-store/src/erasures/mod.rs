//! The ledger of erasures: who and what must not be taken in again. It holds hashes under a key that lies apart
//! (`key.rs`), never what they stand for, and it also lies in a file beside the database, so that a backup that is older than
//! an erasure can be restored without bringing back who was erased.

pub(crate) mod guard;
pub(crate) mod key;
mod mentions;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hearken_domain::{ContactId, CustomerId, Timestamp};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::durable::replace_file;
use crate::erasures::guard::{erased_at, source_erased};
use crate::erasures::key::{Key, Keys, hex, unhex};
use crate::error::unreadable;
use crate::snapshot::Snapshot;
use crate::{DataDir, Store, StoreError, meta};

/// One erasure, as the ledger remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// When it happened, by this machine's clock.
    pub at: Timestamp,
    /// `contact`, with customers, `source` or `replay`.
    pub kind: String,
    /// How many signals went.
    pub signals: u64,
    /// What must not come back, in hex.
    pub(crate) keys: Vec<String>,
}

impl Erasure {
    pub(crate) fn hashes(&self) -> Result<Vec<Key>, StoreError> {
        self.keys.iter().map(|key| unhex(key)).collect()
    }
}

/// Everything that was erased from a data directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// Which key the hashes were made with; says nothing of the key itself.
    #[serde(default)]
    pub key_id: String,
    /// The key, where a program wrote the ledger that kept it there.
    #[serde(default, skip_serializing)]
    pub(crate) key: Option<String>,
    /// The oldest first.
    pub erasures: Vec<Erasure>,
}

impl Ledger {
    /// Reads the ledger that lies at `path`; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let mut ledger: Self = match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(unreadable("ledger of erasures"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file("cannot read", path)(error)),
        };
        if let Some(keys) = ledger.key_within().transpose()? {
            ledger.key_id = keys.id();
        }
        Ok(Some(ledger))
    }

    /// The key, where it stands in the ledger itself.
    pub(crate) fn key_within(&self) -> Option<Result<Keys, StoreError>> {
        self.key.as_deref().map(Keys::from_hex)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), StoreError> {
        replace_file(path, &serde_json::to_vec(self).map_err(unreadable("ledger of erasures"))?)
    }

    /// Takes over what `other` remembers beyond this one.
    pub(crate) fn add(&mut self, other: &[Erasure]) {
        let mut known: BTreeSet<String> = self.erasures.iter().flat_map(|one| one.keys.clone()).collect();
        for erasure in other {
            if erasure.keys.iter().any(|key| !known.contains(key)) {
                known.extend(erasure.keys.iter().cloned());
                self.erasures.push(erasure.clone());
            }
        }
        self.erasures.sort_by_key(|erasure| erasure.at);
    }
}

/// Writes one erasure with its keys, those that are new; gives its number.
pub(crate) fn remember(
    c: &Connection,
    erasure: &Erasure,
    plan: Option<&str>,
    more: impl IntoIterator<Item = Key>,
) -> Result<u64, StoreError> {
    let done = plan.is_none();
    let sql =
        "INSERT INTO erasures (at_ms, kind, signals, plan, done) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let values = params![erasure.at.as_millisecond(), erasure.kind, erasure.signals, plan, done];
    let id: u64 = c.query_row(sql, values, |row| row.get(0))?;
    let mut add = c.prepare_cached("INSERT OR IGNORE INTO erased_keys (key, erasure_id) VALUES (?1, ?2)")?;
    for key in erasure.hashes()?.into_iter().chain(more) {
        add.execute(params![key, id])?;
    }
    Ok(id)
}

/// Erasures of a ledger that hold anything that this database does not remember.
pub(crate) fn beyond(c: &Connection, ledger: &Ledger) -> Result<Vec<Erasure>, StoreError> {
    let mut known = c.prepare_cached("SELECT EXISTS (SELECT 1 FROM erased_keys WHERE key = ?1)")?;
    let mut beyond = Vec::new();
    for erasure in &ledger.erasures {
        for key in erasure.hashes()? {
            if !known.query_row([key], |row| row.get::<_, bool>(0))? {
                beyond.push(erasure.clone());
                break;
            }
        }
    }
    Ok(beyond)
}

/// Everything that a database remembers as erased.
pub(crate) fn all_hashes(c: &Connection) -> Result<BTreeSet<Key>, StoreError> {
    let mut statement = c.prepare("SELECT key FROM erased_keys")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All erasures of a database, the oldest first.
pub(crate) fn all(c: &Connection) -> Result<Vec<Erasure>, StoreError> {
    let mut statement = c.prepare("SELECT id, at_ms, kind, signals FROM erasures ORDER BY id")?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?)))?;
    let mut of_one = c.prepare("SELECT key FROM erased_keys WHERE erasure_id = ?1")?;
    let mut erasures = Vec::new();
    for row in rows {
        let (id, at, kind, signals) = row?;
        let keys =
            of_one.query_map([id], |row| Ok(hex(&row.get::<_, Key>(0)?)))?.collect::<Result<_, _>>()?;
        let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
        erasures.push(Erasure { at, kind, signals, keys });
    }
    Ok(erasures)
}

/// Reads what was erased.
#[derive(Debug, Clone, Copy)]
pub struct ErasureReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of erasures in this snapshot.
    pub fn erasures(&self) -> ErasureReader<'_> {
        ErasureReader(self)
    }
}

impl ErasureReader<'_> {
    /// When a source of this name was erased, if it was.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn source_erased(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let Some(keys) = self.0.keys() else { return Ok(None) };
        self.0.read(|c| source_erased(c, keys, name))
    }

    /// When a customer of this number was erased, if one was.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn customer_erased(&self, customer: CustomerId) -> Result<Option<Timestamp>, StoreError> {
        let Some(keys) = self.0.keys() else { return Ok(None) };
        self.0.read(|c| erased_at(c, &[keys.customer_number(customer)]))
    }

    /// When somebody was erased whom `who` names: an address, a name, an id, or a number as `P-17`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn person_erased(&self, who: &str) -> Result<Option<Timestamp>, StoreError> {
        let Some(keys) = self.0.keys() else { return Ok(None) };
        self.0.read(|c| {
            let mut asked = Vec::new();
            if let Some(id) = who.strip_prefix("P-").and_then(|number| number.parse().ok()) {
                asked.push(keys.number(ContactId(id)));
            }
            let mut statement = c.prepare("SELECT name FROM sources")?;
            let sources = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            // Who is asked for by a tagged address was not erased with another tag, unless it was asked for.
            for source in sources.iter().map(String::as_str).chain([""]) {
                asked.extend(keys.of_cell(source, who));
            }
            erased_at(c, &asked)
        })
    }

    /// Whether words that were rejected name someone who was erased: by the whole of a cell, as `source` gave it, or
    /// anywhere in them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn names_someone(&self, source: &str, original: &serde_json::Value) -> Result<bool, StoreError> {
        let Some(keys) = self.0.keys() else { return Ok(false) };
        self.0.read(|c| {
            if !key::remembers_any(c)? {
                return Ok(false);
            }
            Ok(erased_at(c, &mentions::in_original(keys, source, original))?.is_some())
        })
    }

    /// Whether a text names someone who was erased by what nobody else is called.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn surely_named_in(&self, text: &str) -> Result<bool, StoreError> {
        let Some(keys) = self.0.keys() else { return Ok(false) };
        self.0.read(|c| Ok(key::remembers_any(c)? && erased_at(c, &keys.surely_named_in(text))?.is_some()))
    }
}

impl Store {
    /// Writes the ledger into its file, where anything was erased. What the file remembers beyond the database stays.
    ///
    /// # Errors
    /// The file was made with another key, or any failure of the database or the disk.
    pub(crate) fn write_ledger(&self) -> Result<(), StoreError> {
        let Some(keys) = self.keys() else { return Err(StoreError::ReadOnly) };
        let path = self.dir().ledger();
        let erasures = self.read(all)?;
        let lying = Ledger::read(&path)?.unwrap_or_default();
        if !lying.erasures.is_empty() && lying.key_id != keys.id() {
            return Err(StoreError::OtherKey { path, key: self.dir().erasure_key() });
        }
        let mut ledger = Ledger { key_id: keys.id(), key: None, erasures };
        ledger.add(&lying.erasures);
        if ledger.erasures.is_empty() {
            return Ok(());
        }
        if ledger.erasures != lying.erasures || lying.key.is_some() {
            ledger.write(&path)?;
        }
        let heeded = hash_of(&path)?;
        self.write(move |c| {
            let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('ledger_heeded', ?1)";
            c.execute(sql, [heeded])?;
            Ok(())
        })
    }

    /// Whether the ledger beside the database remembers anything that the database does not: then it is older, and holds
    /// who was erased since.
    ///
    /// # Errors
    /// The ledger cannot be read, or any failure of the database.
    pub fn is_older_than_ledger(&self) -> Result<bool, StoreError> {
        let path = self.dir().ledger();
        if !path.exists() {
            return Ok(false);
        }
        let lying = hash_of(&path)?;
        if self.read(|c| meta::get(c, "ledger_heeded"))? == lying {
            return Ok(false);
        }
        let ledger = Ledger::read(&path)?.unwrap_or_default();
        Ok(!self.read(|c| beyond(c, &ledger))?.is_empty())
    }
}

/// What tells one content of the ledger's file from another; `None` where there is no file.
fn hash_of(path: &Path) -> Result<Option<String>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(blake3::hash(&bytes).to_hex().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::file("cannot read", path)(error)),
    }
}

impl DataDir {
    /// The file that remembers erasures beside the database.
    pub fn ledger(&self) -> std::path::PathBuf {
        self.path().join("erasures.json")
    }
}
