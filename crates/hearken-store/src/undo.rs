//! Taking an import back: signals it brought go, signals it changed say again what they said before.

use std::collections::BTreeSet;

use hearken_domain::{By, Event, ImportId, SourceId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Store, StoreError, contacts, customers, log, rollup, views};

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// Signals that are gone.
    pub removed: u64,
    /// Signals that say again what they said before.
    pub reverted: u64,
}

impl Store {
    /// Takes an import back, in one transaction; what later imports brought stays. The source forgets its mapping.
    /// An import that was undone already, or is not of that source, leaves everything as it is.
    ///
    /// # Errors
    /// Any failure of the database; nothing is changed then.
    pub fn undo_import(&self, source: SourceId, import: ImportId, by: &By) -> Result<Undone, StoreError> {
        self.dir().delete_copies_of_formats()?;
        let by = by.clone();
        let rejects = self.drop_rejects(import)?;
        tracing::debug!(%import, rejects, "rejected originals of an import that is taken back");
        self.write(move |c| {
            let now = by.at;
            let standing = c.execute(
                "UPDATE imports SET state = 'undone', file = '', mapping = '{}', finished_ms = coalesce(finished_ms, ?3) \
                 WHERE id = ?1 AND source_id = ?2 AND state <> 'undone'",
                params![import.0, source.0, now.as_millisecond()],
            )?;
            if standing == 0 {
                return Ok(Undone { removed: 0, reverted: 0 });
            }
            let undone = Undoing { c, import, now }.run()?;
            // Reasons and replies may name what is taken back.
            c.execute("UPDATE dispositions SET reason = NULL, place = NULL WHERE import_id = ?1", [import.0])?;
            c.execute("DELETE FROM idempotency_replies", [])?;
            c.execute("UPDATE sources SET mapping = NULL, format = NULL WHERE id = ?1", [source.0])?;
            customers::forget_import(c, import.0)?;
            c.execute(include_str!("../sql/forget_silent_contacts.sql"), [source.0])?;
            forget_what_it_told(c, source, import)?;
            let Undone { removed, reverted } = undone;
            views::record(c, &by, Event::ImportUndone { import, removed, reverted })?;
            Ok(undone)
        })
    }
}

/// People who stay lose the name and the address that this import told last.
fn forget_what_it_told(c: &Connection, source: SourceId, import: ImportId) -> Result<(), StoreError> {
    let sql = "SELECT id FROM contacts WHERE source_id = ?1 AND email_import = ?2";
    let told: BTreeSet<u64> =
        c.prepare(sql)?.query_map([source.0, import.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for sql in [
        "UPDATE contacts SET name = NULL, name_import = NULL WHERE source_id = ?1 AND name_import = ?2",
        "UPDATE contacts SET email = NULL, email_import = NULL WHERE source_id = ?1 AND email_import = ?2",
    ] {
        c.execute(sql, [source.0, import.0])?;
    }
    for id in &told {
        contacts::look_up_by(c, *id)?;
    }
    views::customers::settle_arrived(c, &told)
}

struct Undoing<'c> {
    c: &'c Connection,
    import: ImportId,
    now: Timestamp,
}

impl Undoing<'_> {
    fn run(&self) -> Result<Undone, StoreError> {
        let mut undone = Undone { removed: 0, reverted: 0 };
        self.c.execute("DELETE FROM revisions WHERE import_id = ?1", [self.import.0])?;
        let current: Vec<u64> = self
            .c
            .prepare_cached("SELECT id FROM signals WHERE import_id = ?1")?
            .query_map([self.import.0], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for id in current {
            rollup::leave(self.c, id)?;
            let before: Option<u32> = self
                .c
                .prepare_cached("SELECT max(revision) FROM revisions WHERE signal_id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?
                .flatten();
            match before {
                Some(revision) => {
                    self.revert(id, revision)?;
                    undone.reverted += 1;
                }
                None => {
                    self.remove(id)?;
                    undone.removed += 1;
                }
            }
        }
        Ok(undone)
    }

    fn revert(&self, id: u64, revision: u32) -> Result<(), StoreError> {
        let position = log::advance(self.c, 1)?;
        self.c.prepare_cached(include_str!("../sql/revert_signal.sql"))?.execute(params![
            id,
            revision,
            position,
            self.now.as_millisecond()
        ])?;
        let sql = "DELETE FROM revisions WHERE signal_id = ?1 AND revision = ?2";
        self.c.prepare_cached(sql)?.execute(params![id, revision])?;
        Ok(())
    }

    fn remove(&self, id: u64) -> Result<(), StoreError> {
        let position = log::advance(self.c, 1)?;
        customers::forget_signal(self.c, id)?;
        self.c.prepare_cached("DELETE FROM signals WHERE id = ?1")?.execute([id])?;
        let sql = "INSERT INTO removals (position, signal_id) VALUES (?1, ?2)";
        self.c.prepare_cached(sql)?.execute([position, id])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
