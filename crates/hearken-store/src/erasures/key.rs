//! The key that a directory's ledger of erasures is made with. It lies in a file of its own: the ledger, the database and a
//! backup hold hashes that nobody can try a guess against without it. Where the ledger and the key are not a pair, nothing
//! is written: with another key nobody who was erased would be known again.

use std::fs;
use std::path::{Path, PathBuf};

use hearken_domain::identity::{Identities, addresses_in, id_form, runs, without_tag, words};
use hearken_domain::{Contact, ContactId, CustomerId};
use rusqlite::Connection;

use crate::durable::replace_file;
use crate::erasures::Ledger;
use crate::random::random_bytes;
use crate::{DataDir, StoreError, meta};

/// The hash of one thing that must not come back.
pub(crate) type Key = [u8; 32];

/// Makes the hashes of one data directory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keys([u8; 32]);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Keys").field(&self.id()).finish()
    }
}

impl Keys {
    /// A key that nobody has yet.
    pub(crate) fn fresh() -> Result<Self, StoreError> {
        random_bytes().map(Self)
    }

    /// As it is written down.
    pub(crate) fn from_hex(text: &str) -> Result<Self, StoreError> {
        unhex(text.trim()).map(Self)
    }

    /// Reads the key that lies at `path`; `None` where there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::from_hex(&text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("cannot read", path)(error)),
        }
    }

    /// Writes it where only its owner can read it.
    pub(crate) fn write(&self, path: &Path) -> Result<(), StoreError> {
        replace_file(path, format!("{}\n", hex(&self.0)).as_bytes())
    }

    /// What tells this key from others and says nothing else of it.
    pub(crate) fn id(&self) -> String {
        hex(&blake3::derive_key("Hearken: id of a key of erasures", &self.0)[..8])
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

    /// A person by number, so that who was erased by it is known to be gone.
    pub(crate) fn number(&self, contact: ContactId) -> Key {
        self.key(&[b"number", &contact.0.to_le_bytes()])
    }

    /// A customer by the id that a source knows it by.
    pub(crate) fn customer(&self, source: &str, external_id: &str) -> Key {
        self.key(&[b"customer", source.as_bytes(), id_form(external_id).as_bytes()])
    }

    /// A customer by number, so that one that was erased is known to be gone.
    pub(crate) fn customer_number(&self, customer: CustomerId) -> Key {
        self.key(&[b"customer number", &customer.0.to_le_bytes()])
    }

    /// A customer that a person told of, whom no source knows: by number and by when that was. After a restore another may have
    /// the number.
    pub(crate) fn customer_by_hand(&self, customer: u64, at_ms: i64) -> Key {
        self.key(&[b"customer by hand", &customer.to_le_bytes(), &at_ms.to_le_bytes()])
    }

    pub(crate) fn address(&self, address: &str) -> Key {
        self.key(&[b"email", address.as_bytes()])
    }

    /// An address with whatever tag: remembered only where that was asked for.
    pub(crate) fn any_tag(&self, address: &str) -> Key {
        self.key(&[b"any tag", address.as_bytes()])
    }

    /// Words that name a person wherever they stand.
    pub(crate) fn run(&self, run: &str) -> Key {
        self.key(&[b"run", run.as_bytes()])
    }

    /// What a person is known by in `source`: the source's own id, and addresses, which count in every source; a name only
    /// where there is nothing else, for names are shared. Each in its one form, and as it is written: ledgers of before know that.
    pub(crate) fn person(&self, source: &str, contact: &Contact) -> Vec<Key> {
        let known = Identities::of(contact);
        let mut keys = Vec::new();
        for id in contact.external_id.iter().chain(&known.id) {
            keys.push(self.key(&[b"id", source.as_bytes(), id.as_bytes()]));
        }
        let written = contact.email.as_ref().map(|email| email.trim().to_lowercase());
        keys.extend(known.addresses.iter().chain(&written).map(|address| self.address(address)));
        if contact.external_id.is_none() && contact.email.is_none() {
            keys.extend(
                contact.name.iter().map(|name| self.key(&[b"name", source.as_bytes(), name.as_bytes()])),
            );
            keys.extend(
                known.name.iter().map(|name| self.key(&[b"name form", source.as_bytes(), name.as_bytes()])),
            );
        }
        keys.dedup();
        keys
    }

    /// What whoever arrives is asked by: as [`Self::person`], and by their addresses without tags.
    pub(crate) fn asked(&self, source: &str, contact: &Contact) -> Vec<Key> {
        let mut keys = self.person(source, contact);
        for address in Identities::of(contact).addresses {
            keys.push(self.any_tag(&without_tag(&address).unwrap_or(address)));
        }
        keys
    }

    /// What an erased person is remembered by: as [`Self::person`]; with tags, by their addresses without them; and by
    /// what names them within other words.
    pub(crate) fn remembered(&self, source: &str, contact: &Contact, with_tags: bool) -> Vec<Key> {
        let mut keys = self.person(source, contact);
        let known = Identities::of(contact);
        keys.extend(known.runs().iter().map(|run| self.run(run)));
        if with_tags {
            let bare = known.addresses.into_iter().map(|address| without_tag(&address).unwrap_or(address));
            keys.extend(bare.map(|address| self.any_tag(&address)));
        }
        keys
    }

    /// What words may name somebody by, wherever they stand in them.
    pub(crate) fn named_in(&self, text: &str) -> Vec<Key> {
        let mut keys: Vec<Key> = runs(text).iter().map(|run| self.run(run)).collect();
        for address in addresses_in(text) {
            keys.push(self.address(&address));
            keys.push(self.any_tag(&without_tag(&address).unwrap_or(address)));
        }
        keys
    }

    /// The same of what names one person alone: addresses, names of several words, ids with a digit.
    pub(crate) fn surely_named_in(&self, text: &str) -> Vec<Key> {
        let mut keys: Vec<Key> =
            runs(text).iter().filter(|run| names_one(run)).map(|run| self.run(run)).collect();
        keys.extend(addresses_in(text).iter().map(|address| self.address(address)));
        keys
    }

    /// What names a customer within other words, and nobody else.
    pub(crate) fn naming(&self, customer: &Contact) -> Vec<Key> {
        let runs = Identities::of(customer).runs();
        runs.iter().filter(|run| names_one(run)).map(|run| self.run(run)).collect()
    }

    /// What a whole cell may be of somebody: their id, address or name.
    pub(crate) fn of_cell(&self, source: &str, cell: &str) -> Vec<Key> {
        let id = Contact { external_id: Some(cell.to_owned()), ..Contact::default() };
        let name = Contact { name: Some(cell.to_owned()), ..Contact::default() };
        let mut keys = self.asked(source, &id);
        keys.extend(self.asked(source, &name));
        keys.push(self.key(&[b"email", cell.trim().to_lowercase().as_bytes()]));
        keys.push(self.run(&words(cell).join(" ")));
        keys
    }
}

/// Whether words are nobody else's name: several of them, or an id with a digit.
fn names_one(run: &str) -> bool {
    run.contains(|c: char| c == ' ' || c.is_ascii_digit())
}

impl DataDir {
    /// The file that holds the key of the ledger of erasures.
    pub fn erasure_key(&self) -> PathBuf {
        self.path().join("erasures.key")
    }
}

/// Whether anything was ever erased, as this database knows it.
pub(crate) fn remembers_any(c: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM erased_keys)";
    Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The key of a directory that is open for writing, made where there was none. The first time after it lay in the database,
/// it moves out of there and out of the ledger.
///
/// # Errors
/// The key is gone, or is not the one that the database or the ledger was made with.
pub(crate) fn settle(c: &Connection, dir: &DataDir) -> Result<Keys, StoreError> {
    let path = dir.erasure_key();
    let within = in_database(c)?;
    let ledger = Ledger::read(&dir.ledger())?;
    let written = ledger.as_ref().and_then(Ledger::key_within).transpose()?;
    let lying = Keys::read(&path)?;
    let remembered = remembers_any(c)? || ledger.as_ref().is_some_and(|ledger| !ledger.erasures.is_empty());
    let keys = match lying.or(within).or(written) {
        Some(keys) => keys,
        None if remembered => return Err(StoreError::KeyGone { path }),
        None => Keys::fresh()?,
    };
    let of_database =
        if remembers_any(c)? { within.map(|keys| keys.id()).or(id_in_database(c)?) } else { None };
    let of_ledger =
        ledger.as_ref().and_then(|ledger| (!ledger.erasures.is_empty()).then(|| ledger.key_id.clone()));
    for (what, id) in [(dir.database(), of_database), (dir.ledger(), of_ledger)] {
        if id.is_some_and(|id| id != keys.id()) {
            return Err(StoreError::OtherKey { path: what, key: path });
        }
    }
    if lying != Some(keys) {
        keys.write(&path)?;
    }
    if let Some(ledger) = ledger.filter(|_| written.is_some()) {
        ledger.write(&dir.ledger())?;
    }
    if within.is_some() || id_in_database(c)?.as_ref() != Some(&keys.id()) {
        meta::set(c, "erasure_key_id", &keys.id())?;
        c.execute("DELETE FROM meta WHERE key = 'erasure_key'", [])?;
    }
    if within.is_some() {
        // Where SQLite moves records between pages, remains of the old row may lie in between.
        c.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?;
    }
    Ok(keys)
}

/// The key itself, where a database of before holds it.
pub(crate) fn in_database(c: &Connection) -> Result<Option<Keys>, StoreError> {
    meta::get(c, "erasure_key")?.as_deref().map(Keys::from_hex).transpose()
}

/// Which key the hashes in a database were made with.
pub(crate) fn id_in_database(c: &Connection) -> Result<Option<String>, StoreError> {
    meta::get(c, "erasure_key_id")
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Result<[u8; 32], StoreError> {
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
