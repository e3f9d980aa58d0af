//! What is to be erased, durable before anything goes. Whatever stops an erasure, whoever opens the directory next finds this
//! file and goes on to the end. It names nobody: it holds numbers, and the hashes that the ledger is going to hold.

use std::fs;
use std::path::PathBuf;

use hearken_domain::{By, Contact, ContactId, CustomerId, SignalId, SourceId, TextId};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use crate::contacts::{addresses_of, contact_from};
use crate::durable::{delete_file, replace_file, sync_all_of};
use crate::erasures::Erasure;
use crate::erasures::key::{Key, Keys, hex};
use crate::error::unreadable;
use crate::{DataDir, Store, StoreError, customers};

/// Whom or what to erase.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Erasing {
    /// People, with all they said.
    pub contacts: Vec<ContactId>,
    /// Sources, with all they brought.
    pub sources: Vec<SourceId>,
    /// Customers, with all that was said of them. Who is in them, and what they said, is named beside them.
    #[serde(default)]
    pub customers: Vec<CustomerId>,
    /// Signals by themselves: those of people who were erased before a backup, say.
    pub items: Vec<SignalId>,
    /// Addresses of people whom no signal names: rejected originals may.
    #[serde(skip)]
    pub addresses: Vec<String>,
    /// Whether an address stands for itself with any tag: `ann+shop@example.com` for `ann@example.com`.
    pub with_tags: bool,
    /// Whether they were erased before, and came back with a backup.
    pub again: bool,
}

/// Something that a person typed which may tell of those who go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedSuspect {
    /// What was typed.
    pub id: TextId,
    /// Whether it names one of them.
    pub names_them: bool,
    /// Words in it, from which to before which, that they said: it goes where nobody else says the same.
    pub said: Vec<(usize, usize)>,
}

/// An erasure that is decided, and not done to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingErasure {
    pub(super) id: String,
    /// Who decided it, and when.
    pub by: By,
    pub(super) what: Erasing,
    pub(super) keys: Vec<String>,
    /// What people typed that may tell of them.
    pub typed: Vec<TypedSuspect>,
}

impl PendingErasure {
    /// Reads the erasure that a directory has still to go through with.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(dir: &DataDir) -> Result<Option<Self>, StoreError> {
        let path = dir.pending_erasure();
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(unreadable("pending erasure")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("cannot read", path)(error)),
        }
    }

    /// As the ledger is going to remember it.
    pub(crate) fn erasure(&self, signals: u64) -> Erasure {
        let kind = match () {
            () if self.what.again => "replay",
            // A customer with who is in it, too: the ledgers of before know three words.
            () if self.what.sources.is_empty() => "contact",
            () => "source",
        };
        Erasure { at: self.by.at, kind: kind.to_owned(), signals, keys: self.keys.clone() }
    }
}

impl DataDir {
    /// The file that an erasure lies in until it is done.
    pub fn pending_erasure(&self) -> PathBuf {
        self.path().join("erasing.json")
    }
}

impl Store {
    /// Decides an erasure: it is on disk when this returns, and whoever opens the directory from now on goes through with it.
    ///
    /// # Errors
    /// Any failure of the database or the disk; nothing is decided then.
    pub fn decide_erasure(
        &self,
        what: &Erasing,
        typed: Vec<TypedSuspect>,
        by: &By,
    ) -> Result<PendingErasure, StoreError> {
        let keys = self.keys().filter(|_| self.is_writable()).ok_or(StoreError::ReadOnly)?;
        let hashes = self.read(|c| hashes_of(c, keys, what))?;
        let id = Keys::fresh()?.id();
        let keys = hashes.iter().map(|key| hex(key)).collect();
        let pending = PendingErasure { id, by: by.clone(), what: what.clone(), keys, typed };
        let bytes = serde_json::to_vec(&pending).map_err(unreadable("pending erasure"))?;
        replace_file(&self.dir().pending_erasure(), &bytes)?;
        Ok(pending)
    }

    /// Says that an erasure is done to its end: everything in the directory is made durable first, with what was deleted.
    ///
    /// # Errors
    /// Any failure of the disk.
    pub fn end_erasure(&self) -> Result<(), StoreError> {
        sync_all_of(self.dir().path())?;
        delete_file(&self.dir().pending_erasure())
    }
}

/// What the ledger remembers of those who go.
fn hashes_of(c: &Connection, keys: Keys, what: &Erasing) -> Result<Vec<Key>, StoreError> {
    let mut hashes = Vec::new();
    for contact in &what.contacts {
        if let Some((source, person)) = person(c, *contact)? {
            hashes.extend(keys.remembered(&source, &person, what.with_tags));
            hashes.push(keys.number(*contact));
            for address in addresses_of(c, contact.0)? {
                let known = Contact { email: Some(address), ..Contact::default() };
                hashes.extend(keys.remembered(&source, &known, what.with_tags));
            }
        }
        hashes.extend(items_of(c, keys, "contact_id = ?1", contact.0)?);
    }
    for source in &what.sources {
        hashes.extend(source_name(c, *source)?.map(|name| keys.source(&name)));
    }
    for customer in &what.customers {
        hashes.extend(customers::remembered(c, keys, *customer, &what.customers)?);
    }
    for item in &what.items {
        hashes.extend(items_of(c, keys, "signals.id = ?1", item.0)?);
    }
    for address in &what.addresses {
        let person = Contact { email: Some(address.clone()), ..Contact::default() };
        hashes.extend(keys.remembered("", &person, what.with_tags));
    }
    hashes.sort_unstable();
    hashes.dedup();
    Ok(hashes)
}

/// A person with the name of their source.
pub(super) fn person(c: &Connection, contact: ContactId) -> Result<Option<(String, Contact)>, StoreError> {
    let sql = "SELECT sources.name, external_id, contacts.name, email \
               FROM contacts JOIN sources ON sources.id = source_id WHERE contacts.id = ?1";
    let found = c
        .prepare_cached(sql)?
        .query_row([contact.0], |row| Ok((row.get(0)?, contact_from(row, 1)?)))
        .optional()?;
    Ok(found)
}

pub(super) fn source_name(c: &Connection, source: SourceId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM sources WHERE id = ?1";
    Ok(c.prepare_cached(sql)?.query_row([source.0], |row| row.get(0)).optional()?)
}

/// The hashes of signals that `condition` selects.
pub(super) fn items_of(c: &Connection, keys: Keys, condition: &str, id: u64) -> Result<Vec<Key>, StoreError> {
    let sql = format!(
        "SELECT sources.name, identity FROM signals JOIN sources ON sources.id = source_id WHERE {condition}"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map([id], |row| {
        let source: String = row.get(0)?;
        Ok(keys.item(&source, &row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
