//! How long what each source brings is kept as it came, and what happens then: who said it is removed from a signal, with every
//! id and address and all that it said before; its words stay or go as chosen; what it counts for stays, its theme included.

use hearken_domain::{
    By, Contact, Event, Kind, RecordedEvent, Retention, SignalId, SourceId, Timestamp, WORDS_REMOVED,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::contacts::contact_from;
use crate::generation::current_generation;
use crate::rollup::{Tally, theme_of};
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, customers, events, log, meta, passages, theme_cache, touches, views};

/// The name under which it is kept that remains of what was anonymised may lie in files.
const REMAINS: &str = "anonymising";

/// Takes the names of who spoke out of texts that belong together, in place.
pub type Unname = Box<dyn FnMut(&Contact, &mut [&mut String]) + Send>;

/// How long signals of a source are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptFor {
    /// The source.
    pub source: SourceId,
    /// Only signals of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// For how long, and what then.
    pub keep: Retention,
}

/// Reads times of keeping.
#[derive(Debug, Clone, Copy)]
pub struct RetentionReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of times of keeping in this snapshot.
    pub fn retention(&self) -> RetentionReader<'_> {
        RetentionReader(self)
    }
}

impl RetentionReader<'_> {
    /// Every choice that stands, by source and kind.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<KeptFor>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT source_id, kind, days, keeps_words FROM retention ORDER BY source_id, kind";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(KeptFor {
                    source: SourceId(row.get(0)?),
                    kind: row.get::<_, String>(1)?.parse().ok(),
                    keep: Retention { days: row.get(2)?, keeps_words: row.get(3)? },
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What was chosen of a source, and when something of it was anonymised, in order.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn history(&self, source: SourceId) -> Result<Vec<RecordedEvent>, StoreError> {
        self.0.read(|c| {
            let about = ["retention-set", "anonymised"];
            let mut history = Vec::new();
            for kind in about {
                history.extend(events::of_kind(c, kind)?);
            }
            history.retain(|recorded| match recorded.event {
                Event::RetentionSet { source: of, .. } | Event::Anonymised { source: of, .. } => of == source,
                _ => false,
            });
            history.sort_by_key(|recorded| recorded.position);
            Ok(history)
        })
    }

    /// How many signals were kept as long as is chosen at a time, and are not anonymised yet.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count_over(&self, kept: &KeptFor, now: Timestamp) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT count(*) FROM signals WHERE {OVER}");
            Ok(c.prepare_cached(&sql)?.query_row(over(kept, now), |row| row.get(0))?)
        })
    }

    /// Those signals, at most so many.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn over(&self, kept: &KeptFor, now: Timestamp, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT id FROM signals WHERE {OVER} LIMIT {limit}");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(over(kept, now), |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Who said any of these signals, now or before.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn speakers(&self, signals: &[SignalId]) -> Result<Vec<Contact>, StoreError> {
        self.0.read(|c| {
            let mut known = std::collections::BTreeMap::new();
            let sql = "SELECT contacts.id, contacts.external_id, contacts.name, contacts.email FROM contacts WHERE id IN \
                       (SELECT contact_id FROM signals WHERE id = ?1 UNION SELECT contact_id FROM revisions WHERE signal_id = ?1)";
            let mut statement = c.prepare_cached(sql)?;
            for signal in signals {
                let mut rows = statement.query([signal.0])?;
                while let Some(row) = rows.next()? {
                    known.insert(row.get::<_, u64>(0)?, contact_from(row, 1)?);
                }
            }
            Ok(known.into_values().collect())
        })
    }

    /// Whether what was anonymised may still lie in files.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn left_remains(&self) -> Result<bool, StoreError> {
        self.0.read(|c| Ok(meta::get(c, REMAINS)?.is_some()))
    }
}

/// Signals of a choice that are over.
const OVER: &str = "source_id = ?1 AND at_ms < ?3 AND anonymised < ?4 AND (kind = ?2 OR ?2 = '' AND kind NOT IN \
                    (SELECT kind FROM retention WHERE source_id = ?1 AND kind <> ''))";

fn over(kept: &KeptFor, now: Timestamp) -> (u64, &'static str, i64, u8) {
    let ms = i64::from(kept.keep.days) * 24 * 3_600_000;
    let level = if kept.keep.keeps_words { 1 } else { 2 };
    (kept.source.0, kept.kind.map_or("", Kind::as_str), now.as_millisecond() - ms, level)
}

impl Store {
    /// Sets how long signals of a source, or those of one kind, are kept as they came; `None` is for ever.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn set_retention(
        &self,
        source: SourceId,
        kind: Option<Kind>,
        keep: Option<Retention>,
        by: &By,
    ) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            views::record(c, &by, Event::RetentionSet { source, kind, keep })?;
            Ok(())
        })
    }

    /// Removes who said these signals of a source, in one transaction, which is an event. What it leaves in files is to be
    /// removed next, and [`Store::end_anonymising`] says that it was.
    ///
    /// # Errors
    /// Any failure of the database; nothing is changed then.
    pub fn anonymise(
        &self,
        source: SourceId,
        signals: Vec<SignalId>,
        keeps_words: bool,
        unname: Unname,
        by: &By,
    ) -> Result<(), StoreError> {
        self.dir().delete_copies_of_formats()?;
        let by = by.clone();
        self.write(move |c| {
            let mut pass = Anonymising { c, keeps_words, unname, words_changed: false };
            let mut changed = 0;
            for signal in &signals {
                changed += u64::from(pass.one(*signal)?);
            }
            if pass.words_changed {
                // Evidence of themes may quote what had to go.
                c.execute("DELETE FROM code_links WHERE quotes AND theme_id IS NOT NULL", [])?;
                c.execute("UPDATE repositories SET stale = 1 WHERE stale = 0", [])?;
            }
            c.execute("DELETE FROM idempotency_replies", [])?;
            c.execute(include_str!("../sql/forget_silent_contacts.sql"), [source.0])?;
            theme_cache::changed(c)?;
            touches::touch_all(c, touches::Touched::Customers)?;
            meta::set(c, REMAINS, "1")?;
            views::record(c, &by, Event::Anonymised { source, signals: changed })?;
            Ok(())
        })
    }

    /// Says that nothing of what was anonymised lies in files any more.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn end_anonymising(&self) -> Result<(), StoreError> {
        self.write(|c| {
            c.execute("DELETE FROM meta WHERE key = ?1", [REMAINS])?;
            Ok(())
        })
    }
}

struct Anonymising<'c> {
    c: &'c Connection,
    keeps_words: bool,
    unname: Unname,
    words_changed: bool,
}

impl Anonymising<'_> {
    /// Removes who said a signal; whether it is there.
    fn one(&mut self, SignalId(id): SignalId) -> Result<bool, StoreError> {
        let sql = "SELECT title, text, contacts.external_id, contacts.name, contacts.email FROM signals \
                   LEFT JOIN contacts ON contacts.id = contact_id WHERE signals.id = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?, contact_from(row, 2)?))
        };
        let Some((title, text, speaker)) = self.c.prepare_cached(sql)?.query_row([id], read).optional()?
        else {
            return Ok(false);
        };
        let (mut now_title, mut now_text) = (title.clone(), text.clone());
        if self.keeps_words {
            let texts = now_title.iter_mut().chain(std::iter::once(&mut now_text));
            (self.unname)(&speaker, &mut texts.collect::<Vec<_>>());
        } else {
            (now_title, now_text) = (None, WORDS_REMOVED.to_owned());
        }
        let changes = (&now_title, &now_text) != (&title, &text);
        let generations = self.generations()?;
        let mut themes = Vec::new();
        for generation in generations {
            if let Some(theme) = theme_of(self.c, generation, id)? {
                themes.push((generation, theme));
            }
        }
        for (generation, theme) in &themes {
            self.count(*generation, *theme, id, -1)?;
        }
        customers::forget_signal(self.c, id)?;
        self.c.prepare_cached("DELETE FROM revisions WHERE signal_id = ?1")?.execute([id])?;
        let sql = "UPDATE signals SET contact_id = NULL, external_id = NULL, url = NULL, extra = NULL, content = zeroblob(16), \
                   anonymised = ?2 WHERE id = ?1";
        let level = if self.keeps_words { 1 } else { 2 };
        self.c.prepare_cached(sql)?.execute(params![id, level])?;
        if changes {
            self.put_words(id, now_title.as_deref(), &now_text)?;
        }
        for (generation, theme) in &themes {
            self.count(*generation, *theme, id, 1)?;
            if changes {
                passages::forget(self.c, *generation, id)?;
            }
        }
        Ok(true)
    }

    /// The current generation, and whatever is found beside it.
    fn generations(&self) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT generation FROM clustering_runs WHERE generation >= ?1";
        let mut statement = self.c.prepare_cached(sql)?;
        let rows = statement.query_map([current_generation(self.c)?], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts a signal in or out of its theme, in which it stays.
    fn count(&self, generation: u64, theme: u64, signal: u64, by: i64) -> Result<(), StoreError> {
        let mut tally = Tally::default();
        tally.count(self.c, theme, signal, by)?;
        tally.write(self.c, generation)
    }

    /// Words have a new number and a new position in the log, so that every view follows; links that quote them go.
    fn put_words(&mut self, id: u64, title: Option<&str>, text: &str) -> Result<(), StoreError> {
        let position = log::advance(self.c, 1)?;
        let sql = "UPDATE signals SET position = ?2, revision = max(revision, last_revision) + 1, \
                   last_revision = max(revision, last_revision), title = ?3, text = ?4 WHERE id = ?1";
        self.c.prepare_cached(sql)?.execute(params![id, position, title, text])?;
        self.c.prepare_cached("DELETE FROM code_links WHERE signal_id = ?1 AND quotes")?.execute([id])?;
        self.words_changed = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
