//! Erasing people, sources and customers from the log for good. What is to go is decided and durable first (`pending.rs`); then the
//! ledger remembers it, the log drops it, and rejected originals go. Each step does nothing where it is done already, so that
//! an erasure that was stopped is gone on with from its beginning.

mod pending;
mod replay;

use hearken_domain::{ContactId, Event, SourceId};
use rusqlite::{Connection, OptionalExtension, params};

pub use pending::{Erasing, PendingErasure, TypedSuspect};

use crate::erasures::key::{Key, Keys, unhex};
use crate::erasures::{Ledger, beyond, remember};
use crate::{Store, StoreError, customers, decisions, log, rollup, theme_cache, touches, views};

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

/// An erasure as the ledger of the database has it.
struct Remembered {
    id: u64,
    signals: u64,
    done: bool,
}

impl Store {
    /// Carries a decided erasure out, in the log and in the files beside it; views are the caller's next step. `begins` is
    /// called with what is begun next: what was begun before is durable then.
    ///
    /// # Errors
    /// Any failure of the database or of a file. What was erased until then stays erased; carry it out again for the rest.
    pub fn carry_out(
        &self,
        pending: &PendingErasure,
        begins: &dyn Fn(&'static str),
    ) -> Result<Removed, StoreError> {
        let keys = self.keys().ok_or(StoreError::ReadOnly)?;
        begins("deleting copies of older formats");
        self.dir().delete_copies_of_formats()?;
        let what = self.read(|c| standing(c, keys, pending))?;
        begins("remembering what is erased");
        let (plan, going) = (pending.clone(), what.clone());
        let lying = Ledger::read(&self.dir().ledger())?.unwrap_or_default();
        let remembered = self.write(move |c| {
            // First what a ledger remembers that the database is older than: who came back went then, not now.
            for erasure in beyond(c, &lying)? {
                remember(c, &erasure, None, [])?;
            }
            remember_plan(c, keys, &plan, &going)
        })?;
        begins("writing the ledger of erasures");
        self.write_ledger()?;
        let mut removed = Removed { signals: remembered.signals, ..Removed::default() };
        if !remembered.done {
            begins("erasing from the log");
            for contact in &what.contacts {
                self.remove_all("SELECT id FROM signals WHERE contact_id = ?1", contact.0)?;
            }
            for source in &what.sources {
                self.remove_all("SELECT id FROM signals WHERE source_id = ?1", source.0)?;
            }
            for batch in what.items.chunks(BATCH) {
                let batch: Vec<u64> = batch.iter().map(|item| item.0).collect();
                self.write(move |c| remove(c, &batch))?;
            }
            begins("erasing who said it");
            let plan = pending.clone();
            removed.contacts = self.write(move |c| forget(c, &plan, &what, &remembered))?;
        }
        begins("erasing from rejected originals");
        removed.rejects = self.purge_rejects()?;
        Ok(removed)
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

/// What of a plan is still there: a number counts only where it stands for what was decided upon, since the database may be
/// another than it was then.
fn standing(c: &Connection, keys: Keys, pending: &PendingErasure) -> Result<Erasing, StoreError> {
    let decided: std::collections::BTreeSet<Key> =
        pending.keys.iter().map(|key| unhex(key)).collect::<Result<_, _>>()?;
    let mut what = Erasing { with_tags: pending.what.with_tags, ..Erasing::default() };
    for contact in &pending.what.contacts {
        let person = pending::person(c, *contact)?;
        if person
            .is_some_and(|(source, one)| keys.person(&source, &one).iter().any(|key| decided.contains(key)))
        {
            what.contacts.push(*contact);
        }
    }
    for source in &pending.what.sources {
        if pending::source_name(c, *source)?.is_some_and(|name| decided.contains(&keys.source(&name))) {
            what.sources.push(*source);
        }
    }
    for customer in &pending.what.customers {
        let mut stands = false;
        customers::each_by_its_keys(c, keys, Some(*customer), |_, key| stands |= decided.contains(&key))?;
        what.customers.extend(stands.then_some(*customer));
    }
    for item in &pending.what.items {
        if pending::items_of(c, keys, "signals.id = ?1", item.0)?.iter().any(|key| decided.contains(key)) {
            what.items.push(*item);
        }
    }
    Ok(what)
}

/// Writes a plan into the ledger of the database, once; from then on nothing of it is taken in.
fn remember_plan(
    c: &Connection,
    keys: Keys,
    pending: &PendingErasure,
    what: &Erasing,
) -> Result<Remembered, StoreError> {
    let sql = "SELECT id, signals, done FROM erasures WHERE plan = ?1";
    let known = c.prepare_cached(sql)?.query_row([&pending.id], |row| {
        Ok(Remembered { id: row.get(0)?, signals: row.get(1)?, done: row.get(2)? })
    });
    if let Some(known) = known.optional()? {
        return Ok(known);
    }
    // What arrived since it was decided goes, too.
    let mut arrived = Vec::new();
    let mut signals = what.items.len() as u64;
    let count = |sql: &str, id: u64| c.query_row(sql, [id], |row| row.get::<_, u64>(0));
    for ContactId(contact) in &what.contacts {
        arrived.extend(pending::items_of(c, keys, "contact_id = ?1", *contact)?);
        signals += count("SELECT count(*) FROM signals WHERE contact_id = ?1", *contact)?;
    }
    for SourceId(source) in &what.sources {
        signals += count("SELECT count(*) FROM signals WHERE source_id = ?1", *source)?;
    }
    let id = remember(c, &pending.erasure(signals), Some(&pending.id), arrived)?;
    Ok(Remembered { id, signals, done: false })
}

/// Deletes people, sources, customers and whatever else may tell of them, and writes the event.
fn forget(
    c: &Connection,
    pending: &PendingErasure,
    what: &Erasing,
    remembered: &Remembered,
) -> Result<u64, StoreError> {
    c.execute("DELETE FROM idempotency_replies", [])?;
    let mut contacts = 0;
    for contact in &what.contacts {
        c.prepare_cached("DELETE FROM revisions WHERE contact_id = ?1")?.execute([contact.0])?;
        customers::forget_contact(c, contact.0)?;
        contacts += c.prepare_cached("DELETE FROM contacts WHERE id = ?1")?.execute([contact.0])?;
    }
    for source in &what.sources {
        let told_of = customers::forget_source(c, source.0)?;
        decisions::forget_customers(c, &told_of)?;
        for sql in [
            "DELETE FROM dispositions WHERE import_id IN (SELECT id FROM imports WHERE source_id = ?1)",
            "DELETE FROM masked WHERE import_id IN (SELECT id FROM imports WHERE source_id = ?1)",
            "DELETE FROM retention WHERE source_id = ?1",
            "DELETE FROM imports WHERE source_id = ?1",
            "DELETE FROM theme_days WHERE source_id = ?1",
        ] {
            c.execute(sql, [source.0])?;
        }
        touches::touch_all(c, touches::Touched::Themes)?;
        contacts += c.execute("DELETE FROM contacts WHERE source_id = ?1", [source.0])?;
        c.execute("DELETE FROM sources WHERE id = ?1", [source.0])?;
    }
    for customer in &what.customers {
        customers::forget_customer(c, *customer)?;
    }
    decisions::forget_customers(c, &what.customers)?;
    let Remembered { id, signals, .. } = *remembered;
    let customers = what.customers.clone();
    views::record(c, &pending.by, Event::Erased { erasure: id, signals, customers })?;
    c.execute("UPDATE erasures SET done = 1 WHERE id = ?1", params![id])?;
    Ok(contacts as u64)
}

/// Removes signals with all their revisions; the views that follow the log drop them.
fn remove(c: &Connection, ids: &[u64]) -> Result<u64, StoreError> {
    let mut removed = 0;
    for id in ids {
        rollup::leave(c, *id)?;
        c.prepare_cached("DELETE FROM revisions WHERE signal_id = ?1")?.execute([id])?;
        customers::forget_signal(c, *id)?;
        let gone = c.prepare_cached("DELETE FROM signals WHERE id = ?1")?.execute([id])?;
        let position = log::advance(c, 1)?;
        let sql = "INSERT INTO removals (position, signal_id) VALUES (?1, ?2)";
        c.prepare_cached(sql)?.execute([position, *id])?;
        removed += gone as u64;
    }
    theme_cache::changed(c)?;
    touches::touch_all(c, touches::Touched::Customers)?;
    Ok(removed)
}

#[cfg(test)]
mod tests;
