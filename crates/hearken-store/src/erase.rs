//! Erasing a person or a source from the log for good. Views drop what the log dropped; files of rejected items are
//! purged here; the ledger remembers, by keyed hashes, what must not be taken in again.

use std::collections::BTreeSet;

use hearken_domain::{By, Contact, ContactId, Event, ImportId, SignalId, SourceId};
use rusqlite::{Connection, OptionalExtension};

use crate::contacts::contact_from;
use crate::erasures::{self, Key, Keys, Ledger};
use crate::{Store, StoreError, log, rollup, theme_cache, views};

/// Signals removed in one transaction, so that nobody waits long for the writer.
const BATCH: usize = 2_000;

/// What an erasure removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed {
    /// People.
    pub contacts: u64,
    /// Signals, each with all that it ever said.
    pub signals: u64,
    /// Rejected items in files.
    pub rejects: u64,
}

impl std::ops::AddAssign for Removed {
    fn add_assign(&mut self, other: Self) {
        self.contacts += other.contacts;
        self.signals += other.signals;
        self.rejects += other.rejects;
    }
}

/// What a restored backup still held of those whom a ledger names, and holds no more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replayed {
    /// What was removed.
    pub removed: Removed,
    /// Everything that was said in it.
    pub said: Vec<String>,
    /// The people who were erased by themselves,
    pub people: Vec<Contact>,
    /// and those who went with their source.
    pub people_of_sources: Vec<Contact>,
}

impl Store {
    /// Erases people and all they said.
    ///
    /// # Errors
    /// Any failure of the database or of a file. What was erased until then stays erased; run it again for the rest.
    pub fn erase_contacts(&self, contacts: &[ContactId], by: &By) -> Result<Removed, StoreError> {
        self.dir().delete_copies_of_formats()?;
        let people = self.people(contacts)?;
        let mut removed = Removed { rejects: self.purge_rejects_of(&people)?, ..Removed::default() };
        let mut keys: Vec<Key> = Vec::new();
        for contact in contacts.iter().copied() {
            let of_one = self.write(move |c| item_keys_of(c, contact))?;
            keys.extend(of_one);
            let sql = "SELECT id FROM signals WHERE contact_id = ?1";
            removed.signals += self.remove_all(sql, contact.0)?;
        }
        let (contacts, signals, by) = (contacts.to_vec(), removed.signals, by.clone());
        removed.contacts = contacts.len() as u64;
        self.write(move |c| {
            let hashing = Keys::load(c, fresh_key()?)?;
            for (source, contact) in &people {
                keys.extend(hashing.person(source, contact));
            }
            let id = erasures::remember(c, by.at, "contact", signals, keys)?;
            c.execute("DELETE FROM idempotency_replies", [])?;
            for contact in &contacts {
                c.prepare_cached("DELETE FROM revisions WHERE contact_id = ?1")?.execute([contact.0])?;
                c.prepare_cached("DELETE FROM contacts WHERE id = ?1")?.execute([contact.0])?;
            }
            views::record(c, &by, Event::Erased { erasure: id, signals })?;
            Ok(())
        })?;
        self.write_ledger()?;
        Ok(removed)
    }

    /// Erases a source: all it brought, the people in it, and its imports.
    ///
    /// # Errors
    /// As [`Store::erase_contacts`].
    pub fn erase_source(&self, source: SourceId, by: &By) -> Result<Removed, StoreError> {
        self.dir().delete_copies_of_formats()?;
        let imports: Vec<ImportId> = self.read(|c| {
            let mut statement = c.prepare_cached("SELECT id FROM imports WHERE source_id = ?1")?;
            let rows = statement.query_map([source.0], |row| Ok(ImportId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let mut removed = Removed::default();
        for import in &imports {
            removed.rejects += self.drop_rejects(*import)?;
        }
        removed.signals = self.remove_all("SELECT id FROM signals WHERE source_id = ?1", source.0)?;
        let (signals, by) = (removed.signals, by.clone());
        removed.contacts = self.write(move |c| {
            let name: String =
                c.query_row("SELECT name FROM sources WHERE id = ?1", [source.0], |row| row.get(0))?;
            let key = Keys::load(c, fresh_key()?)?.source(&name);
            let id = erasures::remember(c, by.at, "source", signals, [key])?;
            c.execute("DELETE FROM idempotency_replies", [])?;
            for sql in [
                "DELETE FROM dispositions WHERE import_id IN (SELECT id FROM imports WHERE source_id = ?1)",
                "DELETE FROM masked WHERE import_id IN (SELECT id FROM imports WHERE source_id = ?1)",
                "DELETE FROM imports WHERE source_id = ?1",
                "DELETE FROM theme_weeks WHERE source_id = ?1",
            ] {
                c.execute(sql, [source.0])?;
            }
            let contacts = c.execute("DELETE FROM contacts WHERE source_id = ?1", [source.0])?;
            c.execute("DELETE FROM sources WHERE id = ?1", [source.0])?;
            views::record(c, &by, Event::Erased { erasure: id, signals })?;
            Ok(contacts as u64)
        })?;
        self.write_ledger()?;
        Ok(removed)
    }

    /// Takes a ledger over and erases again what it names: for a restored backup that is older than an erasure.
    ///
    /// # Errors
    /// The ledger is another directory's, or any failure of the database.
    pub fn replay(&self, ledger: &Ledger, by: &By) -> Result<Replayed, StoreError> {
        self.dir().delete_copies_of_formats()?;
        let ledger = ledger.clone();
        self.write(move |c| erasures::adopt(c, &ledger))?;
        let (sources, contacts) = self.read(named_again)?;
        let mut replayed = Replayed {
            said: self.snapshot()?.signals().said(&contacts, None)?,
            people: self.people(&contacts)?.into_iter().map(|(_, person)| person).collect(),
            ..Replayed::default()
        };
        for source in sources {
            let snapshot = self.snapshot()?;
            replayed.said.extend(snapshot.signals().said(&[], Some(source))?);
            replayed.people_of_sources.extend(snapshot.contacts().of_source(source)?);
            drop(snapshot);
            replayed.removed += self.erase_source(source, by)?;
        }
        if !contacts.is_empty() {
            replayed.removed += self.erase_contacts(&contacts, by)?;
        }
        let items = self.read(items_again)?;
        let ids: Vec<SignalId> = items.iter().copied().map(SignalId).collect();
        replayed.said.extend(self.snapshot()?.signals().said_by(&ids)?);
        for batch in items.chunks(BATCH) {
            let batch = batch.to_vec();
            replayed.removed.signals += self.write(move |c| remove(c, &batch))?;
        }
        self.write_ledger()?;
        Ok(replayed)
    }

    /// Leaves nothing of what was deleted in the database or its side file. `secure_delete` alone does not: where SQLite
    /// moves records between pages, it may leave remains in the space between them. So the file is written again.
    ///
    /// # Errors
    /// Any failure of the database; a reader that holds on to an old snapshot is one.
    pub fn scrub(&self) -> Result<(), StoreError> {
        self.alone(|c| {
            // A copy of all that stays is made on the way: not in memory, however large it is.
            c.execute_batch("PRAGMA temp_store = FILE")?;
            let written = c.execute_batch("VACUUM");
            c.execute_batch("PRAGMA temp_store = MEMORY")?;
            written?;
            let busy: i64 = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            match busy {
                0 => Ok(()),
                _ => Err(StoreError::NotScrubbed),
            }
        })
    }

    fn people(&self, contacts: &[ContactId]) -> Result<Vec<(String, Contact)>, StoreError> {
        self.read(|c| {
            let sql = "SELECT sources.name, external_id, contacts.name, email \
                       FROM contacts JOIN sources ON sources.id = source_id WHERE contacts.id = ?1";
            let mut statement = c.prepare_cached(sql)?;
            let mut people = Vec::new();
            for contact in contacts {
                let one = statement.query_row([contact.0], |row| Ok((row.get(0)?, contact_from(row, 1)?)));
                people.extend(one.optional()?);
            }
            Ok(people)
        })
    }

    /// Removes the signals that `sql` selects, some at a time.
    fn remove_all(&self, sql: &'static str, id: u64) -> Result<u64, StoreError> {
        let mut removed = 0;
        loop {
            let batch = self.write(move |c| {
                let mut statement = c.prepare_cached(&format!("{sql} LIMIT {BATCH}"))?;
                let ids: Vec<u64> = statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
                remove(c, &ids)
            })?;
            if batch == 0 {
                return Ok(removed);
            }
            removed += batch;
        }
    }
}

/// Removes signals with all their revisions; the views that follow the log drop them.
fn remove(c: &Connection, ids: &[u64]) -> Result<u64, StoreError> {
    let mut removed = 0;
    for id in ids {
        rollup::leave(c, *id)?;
        c.prepare_cached("DELETE FROM revisions WHERE signal_id = ?1")?.execute([id])?;
        let gone = c.prepare_cached("DELETE FROM signals WHERE id = ?1")?.execute([id])?;
        let position = log::advance(c, 1)?;
        let sql = "INSERT INTO removals (position, signal_id) VALUES (?1, ?2)";
        c.prepare_cached(sql)?.execute([position, *id])?;
        removed += gone as u64;
    }
    theme_cache::changed(c)?;
    Ok(removed)
}

fn item_keys_of(c: &Connection, contact: ContactId) -> Result<Vec<Key>, StoreError> {
    let keys = Keys::load(c, fresh_key()?)?;
    let sql = "SELECT sources.name, identity FROM signals JOIN sources ON sources.id = source_id WHERE contact_id = ?1";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([contact.0], |row| {
        let source: String = row.get(0)?;
        Ok(keys.item(&source, &row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sources and people of this database that its ledger names.
fn named_again(c: &Connection) -> Result<(Vec<SourceId>, Vec<ContactId>), StoreError> {
    let Some(keys) = Keys::find(c)? else { return Ok((Vec::new(), Vec::new())) };
    let known = all_keys(c)?;
    let mut sources = Vec::new();
    let mut statement = c.prepare("SELECT id, name FROM sources")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if known.contains(&keys.source(&row.get::<_, String>(1)?)) {
            sources.push(SourceId(row.get(0)?));
        }
    }
    let mut contacts = Vec::new();
    let sql = "SELECT contacts.id, sources.name, external_id, contacts.name, email \
               FROM contacts JOIN sources ON sources.id = source_id";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let person = keys.person(&row.get::<_, String>(1)?, &contact_from(row, 2)?);
        if person.iter().any(|key| known.contains(key)) {
            contacts.push(ContactId(row.get(0)?));
        }
    }
    Ok((sources, contacts))
}

fn items_again(c: &Connection) -> Result<Vec<u64>, StoreError> {
    let Some(keys) = Keys::find(c)? else { return Ok(Vec::new()) };
    let known = all_keys(c)?;
    let sql = "SELECT signals.id, sources.name, identity FROM signals JOIN sources ON sources.id = source_id";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        if known.contains(&keys.item(&row.get::<_, String>(1)?, &row.get(2)?)) {
            items.push(row.get(0)?);
        }
    }
    Ok(items)
}

fn all_keys(c: &Connection) -> Result<BTreeSet<Key>, StoreError> {
    let mut statement = c.prepare("SELECT key FROM erased_keys")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn fresh_key() -> Result<[u8; 32], StoreError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| StoreError::Unreadable {
        what: "randomness of the system",
        detail: error.to_string(),
    })?;
    Ok(key)
}

#[cfg(test)]
mod tests;
