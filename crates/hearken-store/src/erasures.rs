//! The ledger of erasures: who and what must not be taken in again. It holds hashes under a key of its own, never
//! what they stand for, and it also lies in a file beside the database, so that a backup that is older than an erasure
//! can be restored without bringing back who was erased.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use hearken_domain::{Contact, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::directory::private_options;
use crate::error::unreadable;
use crate::snapshot::Snapshot;
use crate::{DataDir, Store, StoreError};

/// One erasure, as the ledger remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// When it happened, by this machine's clock.
    pub at: Timestamp,
    /// `contact` or `source`.
    pub kind: String,
    /// How many signals went.
    pub signals: u64,
    /// What must not come back, in hex.
    keys: Vec<String>,
}

/// Everything that was erased from a data directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// What the hashes are keyed with, in hex.
    key: String,
    /// The oldest first.
    pub erasures: Vec<Erasure>,
}

impl Ledger {
    /// Reads the ledger that lies at `path`; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(unreadable("ledger of erasures")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("cannot read", path)(error)),
        }
    }
}

/// Makes the hashes of one data directory.
pub(crate) struct Keys([u8; 32]);

pub(crate) type Key = [u8; 32];

impl Keys {
    /// The directory's own, made at the first erasure.
    pub(crate) fn load(c: &Connection, fresh: [u8; 32]) -> Result<Self, StoreError> {
        match Self::find(c)? {
            Some(keys) => Ok(keys),
            None => {
                c.execute("INSERT INTO meta (key, value) VALUES ('erasure_key', ?1)", [hex(&fresh)])?;
                Ok(Self(fresh))
            }
        }
    }

    /// `None` where nothing was ever erased.
    pub(crate) fn find(c: &Connection) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = 'erasure_key'";
        let found: Option<String> = c.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        found.map(|text| unhex(&text).map(Self)).transpose()
    }

    fn key(&self, parts: &[&[u8]]) -> Key {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }

    pub(crate) fn source(&self, name: &str) -> Key {
        self.key(&[b"source", name.as_bytes()])
    }

    pub(crate) fn item(&self, source: &str, identity: &[u8; 16]) -> Key {
        self.key(&[b"item", source.as_bytes(), identity])
    }

    /// A person is known by the source's own id and by an address, and by a name only where there is nothing else:
    /// names are shared.
    pub(crate) fn person(&self, source: &str, contact: &Contact) -> Vec<Key> {
        let mut keys = Vec::new();
        if let Some(id) = &contact.external_id {
            keys.push(self.key(&[b"id", source.as_bytes(), id.as_bytes()]));
        }
        if let Some(email) = &contact.email {
            keys.push(self.key(&[b"email", email.trim().to_lowercase().as_bytes()]));
        }
        if let (true, Some(name)) = (keys.is_empty(), &contact.name) {
            keys.push(self.key(&[b"name", source.as_bytes(), name.as_bytes()]));
        }
        keys
    }
}

/// Asks, while items are recorded, whether one was erased; costs nothing where nothing ever was.
pub(crate) struct Guard<'c> {
    c: &'c Connection,
    keys: Option<Keys>,
    source: String,
}

impl<'c> Guard<'c> {
    pub(crate) fn new(c: &'c Connection, source: u64) -> Result<Self, StoreError> {
        let keys = Keys::find(c)?;
        let source = match &keys {
            None => String::new(),
            Some(_) => {
                let sql = "SELECT name FROM sources WHERE id = ?1";
                c.prepare_cached(sql)?.query_row([source], |row| row.get(0))?
            }
        };
        Ok(Self { c, keys, source })
    }

    /// When the item, or who said it, was erased.
    pub(crate) fn erased(
        &self,
        identity: &[u8; 16],
        contact: &Contact,
    ) -> Result<Option<Timestamp>, StoreError> {
        let Some(keys) = &self.keys else { return Ok(None) };
        let mut asked = keys.person(&self.source, contact);
        asked.push(keys.item(&self.source, identity));
        erased_at(self.c, &asked)
    }
}

/// When a source of this name was erased, if it was.
pub(crate) fn source_erased(c: &Connection, name: &str) -> Result<Option<Timestamp>, StoreError> {
    match Keys::find(c)? {
        Some(keys) => erased_at(c, &[keys.source(name)]),
        None => Ok(None),
    }
}

/// When any of these was erased.
fn erased_at(c: &Connection, keys: &[Key]) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT at_ms FROM erased_keys JOIN erasures ON erasures.id = erasure_id WHERE key = ?1";
    let mut statement = c.prepare_cached(sql)?;
    for key in keys {
        if let Some(at) = statement.query_row([key], |row| row.get::<_, i64>(0)).optional()? {
            return Ok(Some(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)));
        }
    }
    Ok(None)
}

/// Writes one erasure with its keys; gives its number.
pub(crate) fn remember(
    c: &Connection,
    at: Timestamp,
    kind: &str,
    signals: u64,
    keys: impl IntoIterator<Item = Key>,
) -> Result<u64, StoreError> {
    let sql = "INSERT INTO erasures (at_ms, kind, signals) VALUES (?1, ?2, ?3) RETURNING id";
    let id: u64 = c.query_row(sql, params![at.as_millisecond(), kind, signals], |row| row.get(0))?;
    let mut add = c.prepare_cached("INSERT OR IGNORE INTO erased_keys (key, erasure_id) VALUES (?1, ?2)")?;
    for key in keys {
        add.execute(params![key, id])?;
    }
    Ok(id)
}

/// Takes a ledger over, before it is replayed.
///
/// # Errors
/// The ledger is keyed otherwise than this database, so that it belongs to another.
pub(crate) fn adopt(c: &Connection, ledger: &Ledger) -> Result<(), StoreError> {
    let foreign = || StoreError::Unreadable {
        what: "ledger of erasures",
        detail: "it belongs to another data directory than this backup".to_owned(),
    };
    let keys = Keys::load(c, unhex(&ledger.key)?)?;
    if hex(&keys.0) != ledger.key {
        return Err(foreign());
    }
    for erasure in &ledger.erasures {
        let all: Vec<Key> = erasure.keys.iter().map(|key| unhex(key)).collect::<Result<_, _>>()?;
        let known: u64 = match all.first() {
            Some(key) => {
                c.query_row("SELECT count(*) FROM erased_keys WHERE key = ?1", [key], |row| row.get(0))?
            }
            None => 1,
        };
        if known == 0 {
            remember(c, erasure.at, &erasure.kind, erasure.signals, all)?;
        }
    }
    Ok(())
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
    /// All that was erased, to be written beside the database; `None` where nothing was.
    fn ledger(&self) -> Result<Option<Ledger>, StoreError> {
        self.0.read(|c| {
            let Some(keys) = Keys::find(c)? else { return Ok(None) };
            let mut statement = c.prepare("SELECT id, at_ms, kind, signals FROM erasures ORDER BY id")?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, u64>(0)?, row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?))
            })?;
            let mut of_one = c.prepare("SELECT key FROM erased_keys WHERE erasure_id = ?1")?;
            let mut erasures = Vec::new();
            for row in rows {
                let (id, at, kind, signals) = row?;
                let keys = of_one
                    .query_map([id], |row| Ok(hex(&row.get::<_, Key>(0)?)))?
                    .collect::<Result<_, _>>()?;
                let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
                erasures.push(Erasure { at, kind, signals, keys });
            }
            Ok(Some(Ledger { key: hex(&keys.0), erasures }))
        })
    }

    /// When a source of this name was erased, if it was.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn source_erased(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        self.0.read(|c| source_erased(c, name))
    }

    /// Whether an item that could not be read as one names someone who was erased from `source`.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn names_someone(&self, source: &str, original: &serde_json::Value) -> Result<bool, StoreError> {
        self.0.read(|c| {
            let Some(keys) = Keys::find(c)? else { return Ok(false) };
            let asked: Vec<Key> = crate::rejects::values_of(original)
                .into_iter()
                .flat_map(|value| {
                    let id = Contact { external_id: Some(value.clone()), ..Contact::default() };
                    let email = Contact { email: Some(value.clone()), ..Contact::default() };
                    let name = Contact { name: Some(value), ..Contact::default() };
                    [id, email, name].map(|contact| keys.person(source, &contact))
                })
                .flatten()
                .collect();
            Ok(erased_at(c, &asked)?.is_some())
        })
    }
}

impl Store {
    /// Writes the ledger into its file, where anything was erased.
    ///
    /// # Errors
    /// Any failure of the database or the disk.
    pub fn write_ledger(&self) -> Result<(), StoreError> {
        let Some(ledger) = self.snapshot()?.erasures().ledger()? else { return Ok(()) };
        let path = self.dir().ledger();
        let next = path.with_extension("json.next");
        let write = || -> std::io::Result<()> {
            let mut file = private_options().write(true).create(true).truncate(true).open(&next)?;
            file.write_all(&serde_json::to_vec(&ledger)?)?;
            file.sync_all()?;
            fs::rename(&next, &path)
        };
        write().map_err(StoreError::file("cannot write", &path))
    }
}

impl DataDir {
    /// The file that remembers erasures beside the database.
    pub fn ledger(&self) -> std::path::PathBuf {
        self.path().join("erasures.json")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<[u8; 32], StoreError> {
    let bad =
        || StoreError::Unreadable { what: "ledger of erasures", detail: "a key is cut short".to_owned() };
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(bad());
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).map_err(|_| bad())?;
    }
    Ok(bytes)
}
