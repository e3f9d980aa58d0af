//! Newer rules of redaction go over what is stored, some signals at a time, and go on where they stopped. Words that they
//! change are written in place: no revision keeps what had to go, and every view follows.

use std::collections::BTreeMap;

use hearken_domain::{By, Contact, Event, ImportId, NewSignal, RedactionPolicy, Signal, SignalId, Verbatim};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::contacts::contact_from;
use crate::content::content_of;
use crate::error::unreadable;
use crate::signal_row::{COLUMNS, signal_from};
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, log, masked, rollup, theme_cache, views};

/// How many values of each sort were masked, by the word for the sort.
pub type Masked = Vec<(&'static str, u64)>;

/// Redacts texts that belong together, in place, as the policy says.
pub type Redact = Box<dyn FnMut(RedactionPolicy, &mut [&mut String]) -> Masked + Send>;

/// How far a run of newer rules has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RedactionRun {
    /// What the rules are: their version, and what was added to them here.
    pub rules: String,
    /// The last signal it has been over; `None` at the beginning.
    pub after: Option<SignalId>,
    /// Signals in which something was masked.
    pub changed: u64,
}

/// How far a step took a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedactionStep {
    /// There are more signals.
    More(RedactionRun),
    /// It has been over everything.
    Through(RedactionRun),
}

impl Snapshot {
    /// The run that brings what is stored up to `rules`: begun anew, or gone on with. `None` where that is done.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn redaction_run(&self, rules: &str) -> Result<Option<RedactionRun>, StoreError> {
        self.read(|c| {
            if meta(c, "redacted_with")?.as_deref() == Some(rules) {
                return Ok(None);
            }
            let run: Option<RedactionRun> = meta(c, "redacting")?
                .map(|run| serde_json::from_str(&run).map_err(unreadable("run of redaction")))
                .transpose()?;
            let fresh = || RedactionRun { rules: rules.to_owned(), ..RedactionRun::default() };
            Ok(Some(run.filter(|run| run.rules == rules).unwrap_or_else(fresh)))
        })
    }
}

impl Store {
    /// Takes a run further by at most `limit` signals, in one transaction; what people typed and what files are called goes
    /// first. Once it is through, and nothing of what went is left anywhere, [`Store::finish_redaction`] says so.
    ///
    /// # Errors
    /// Any failure of the database; nothing is changed then.
    pub fn redact_again(
        &self,
        run: RedactionRun,
        version: u32,
        limit: usize,
        redact: Redact,
    ) -> Result<RedactionStep, StoreError> {
        self.write(move |c| Pass { c, run, version, redact }.go_on(limit))
    }

    /// Notes that a run has been over everything, which is an event where anything changed.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn finish_redaction(&self, run: RedactionRun, version: u32, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            c.execute("DELETE FROM meta WHERE key = 'redacting'", [])?;
            set_meta(c, "redacted_with", &run.rules)?;
            if run.changed > 0 {
                views::record(c, &by, Event::RedactedAgain { rules: version, signals: run.changed })?;
            }
            Ok(())
        })
    }
}

/// Has what is stored gone over again.
pub(crate) fn want(c: &Connection) -> Result<(), StoreError> {
    c.execute("DELETE FROM meta WHERE key IN ('redacted_with', 'redacting')", [])?;
    Ok(())
}

fn meta(c: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    Ok(c.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
}

fn set_meta(c: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
    c.prepare_cached(sql)?.execute([key, value])?;
    Ok(())
}

struct Pass<'c> {
    c: &'c Connection,
    run: RedactionRun,
    version: u32,
    redact: Redact,
}

/// What a signal, or a revision of it, says where a person can stand in it.
#[derive(Debug, Clone, PartialEq)]
struct Words {
    title: Option<String>,
    text: String,
    url: Option<String>,
    tag: Option<String>,
    extra: Vec<(String, String)>,
}

impl Words {
    /// Reads `title, text, url, tag, extra` from the column `from` on.
    fn read(row: &rusqlite::Row<'_>, from: usize) -> Result<Self, StoreError> {
        let extra: Option<String> = row.get(from + 4)?;
        let extra: BTreeMap<String, String> = extra
            .map_or(Ok(BTreeMap::new()), |json| serde_json::from_str(&json))
            .map_err(unreadable("extra"))?;
        Ok(Self {
            title: row.get(from)?,
            text: row.get(from + 1)?,
            url: row.get(from + 2)?,
            tag: row.get(from + 3)?,
            extra: extra.into_iter().collect(),
        })
    }

    /// Every text, in the order in which people are numbered.
    fn all(&mut self) -> Vec<&mut String> {
        let mut texts: Vec<&mut String> = self.title.as_mut().into_iter().collect();
        texts.push(&mut self.text);
        texts.extend(self.url.as_mut());
        texts.extend(self.tag.as_mut());
        for (name, value) in &mut self.extra {
            texts.push(name);
            texts.push(value);
        }
        texts
    }

    fn extra_json(&self) -> Result<Option<String>, StoreError> {
        if self.extra.is_empty() {
            return Ok(None);
        }
        let map: BTreeMap<&String, &String> = self.extra.iter().map(|(name, value)| (name, value)).collect();
        serde_json::to_string(&map).map(Some).map_err(unreadable("extra"))
    }
}

impl Pass<'_> {
    fn go_on(mut self, limit: usize) -> Result<RedactionStep, StoreError> {
        if self.run.after.is_none() {
            self.names()?;
        }
        let batch = self.batch(limit)?;
        let before = self.run.changed;
        for (id, policy) in &batch {
            let past = self.past(*id, *policy)?;
            let current = self.current(*id, *policy)?;
            self.run.changed += u64::from(past || current);
            self.run.after = Some(*id);
        }
        if self.run.changed > before {
            // Evidence of themes may quote what had to go.
            self.c.execute("DELETE FROM code_links WHERE quotes AND theme_id IS NOT NULL", [])?;
            self.c.execute("UPDATE repositories SET stale = 1 WHERE stale = 0", [])?;
            theme_cache::changed(self.c)?;
        }
        let run = serde_json::to_string(&self.run).map_err(unreadable("run of redaction"))?;
        set_meta(self.c, "redacting", &run)?;
        Ok(if batch.len() == limit {
            RedactionStep::More(self.run)
        } else {
            RedactionStep::Through(self.run)
        })
    }

    /// The next signals whose source has a policy.
    fn batch(&self, limit: usize) -> Result<Vec<(SignalId, RedactionPolicy)>, StoreError> {
        let sql = "SELECT signals.id, redaction FROM signals JOIN sources ON sources.id = source_id \
                   WHERE signals.id > ?1 AND redaction <> 'off' ORDER BY signals.id LIMIT ?2";
        let mut statement = self.c.prepare_cached(sql)?;
        let rows = statement.query_map(params![self.run.after.map_or(0, |id| id.0), limit], |row| {
            Ok((SignalId(row.get(0)?), row.get::<_, String>(1)?.parse().unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What people typed, what files are called, and how columns are.
    fn names(&mut self) -> Result<(), StoreError> {
        for (select, update) in [
            (
                "SELECT id, text FROM typed_texts WHERE text IS NOT NULL",
                "UPDATE typed_texts SET text = ?2 WHERE id = ?1",
            ),
            ("SELECT id, file FROM imports", "UPDATE imports SET file = ?2 WHERE id = ?1"),
            ("SELECT id, mapping FROM imports", "UPDATE imports SET mapping = ?2 WHERE id = ?1"),
            (
                "SELECT id, mapping FROM sources WHERE mapping IS NOT NULL",
                "UPDATE sources SET mapping = ?2 WHERE id = ?1",
            ),
        ] {
            let mut statement = self.c.prepare(select)?;
            let rows =
                statement.query_map([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)))?;
            for row in rows {
                let (id, before) = row?;
                let mut now = before.clone();
                (self.redact)(RedactionPolicy::Mask, &mut [&mut now]);
                if now != before {
                    self.c.prepare_cached(update)?.execute(params![id, now])?;
                }
            }
        }
        Ok(())
    }

    /// What a signal said before. Spans into words that change no longer hold.
    fn past(&mut self, id: SignalId, policy: RedactionPolicy) -> Result<bool, StoreError> {
        let sql =
            "SELECT revision, import_id, title, text, url, tag, extra FROM revisions WHERE signal_id = ?1";
        let mut statement = self.c.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get::<_, u32>(0)?, ImportId(row.get(1)?), Words::read(row, 2)?));
        }
        let mut changed = false;
        for (revision, import, before) in found {
            let mut now = before.clone();
            let masked = (self.redact)(policy, &mut now.all());
            if now == before {
                continue;
            }
            masked::count(self.c, import, masked)?;
            let sql = "UPDATE revisions SET title = ?3, text = ?4, url = ?5, tag = ?6, extra = ?7, rewritten = 1 \
                       WHERE signal_id = ?1 AND revision = ?2";
            let extra = now.extra_json()?;
            let values = params![id.0, revision, now.title, now.text, now.url, now.tag, extra];
            self.c.prepare_cached(sql)?.execute(values)?;
            changed = true;
        }
        let sql = "UPDATE revisions SET rules = ?2 WHERE signal_id = ?1";
        self.c.prepare_cached(sql)?.execute(params![id.0, self.version])?;
        Ok(changed)
    }

    /// What a signal says now. Where that changes, it has a new number and a new position in the log.
    fn current(&mut self, id: SignalId, policy: RedactionPolicy) -> Result<bool, StoreError> {
        let sql = "SELECT title, text, url, tag, extra FROM signals WHERE id = ?1";
        let before = self.c.prepare_cached(sql)?.query_row([id.0], |row| Ok(Words::read(row, 0)))??;
        let mut now = before.clone();
        let masked = (self.redact)(policy, &mut now.all());
        let sql = "UPDATE signals SET rules = ?2 WHERE id = ?1";
        self.c.prepare_cached(sql)?.execute(params![id.0, self.version])?;
        if now == before {
            return Ok(false);
        }
        let sql = format!("SELECT {COLUMNS} FROM signals WHERE id = ?1");
        let signal = self.c.prepare_cached(&sql)?.query_row([id.0], signal_from)?;
        masked::count(self.c, signal.import, masked)?;
        rollup::leave(self.c, id.0)?;
        let position = log::advance(self.c, 1)?;
        let extra = now.extra_json()?;
        let sql = "UPDATE signals SET position = ?2, revision = max(revision, last_revision) + 1, \
                   last_revision = max(revision, last_revision), title = ?3, text = ?4, url = ?5, tag = ?6, extra = ?7 \
                   WHERE id = ?1";
        let values = params![id.0, position, now.title, now.text, now.url, now.tag, extra];
        self.c.prepare_cached(sql)?.execute(values)?;
        self.rehash(&signal, &before, &now)?;
        Ok(true)
    }

    /// Has the same item, when it arrives again, known for a repetition.
    fn rehash(&self, signal: &Signal, before: &Words, now: &Words) -> Result<(), StoreError> {
        let sql = "SELECT content, contacts.external_id, name, email FROM signals \
                   LEFT JOIN contacts ON contacts.id = contact_id WHERE signals.id = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, contact_from(row, 1)?));
        let (stored, contact) = self.c.prepare_cached(sql)?.query_row([signal.id.0], read)?;
        if content_of(&arrived(signal, &contact, before), before.extra_json()?.as_deref()) != stored {
            return Ok(()); // the person has been given another name since; the item will be an update
        }
        let content = content_of(&arrived(signal, &contact, now), now.extra_json()?.as_deref());
        let sql = "UPDATE signals SET content = ?2 WHERE id = ?1";
        self.c.prepare_cached(sql)?.execute(params![signal.id.0, content])?;
        // What has no id of its own is known by what it says, unless another says the same by now.
        let sql = "UPDATE OR IGNORE signals SET identity = ?2 WHERE id = ?1 AND identity = ?3";
        self.c.prepare_cached(sql)?.execute(params![signal.id.0, content, stored])?;
        Ok(())
    }
}

/// A signal as it would arrive with these words.
fn arrived(signal: &Signal, contact: &Contact, words: &Words) -> NewSignal {
    let plain = |field: &Option<Verbatim>| field.clone().map(Verbatim::into_string);
    NewSignal {
        external_id: signal.external_id.clone(),
        kind: signal.kind,
        at: (!signal.undated).then_some(signal.at),
        title: words.title.clone().map(Verbatim::redacted),
        verbatim: Verbatim::redacted(words.text.clone()),
        rating: signal.rating,
        url: words.url.clone(),
        product: plain(&signal.product),
        version: plain(&signal.version),
        language: plain(&signal.language),
        tag: words.tag.clone(),
        contact: contact.clone(),
        extra: words.extra.iter().cloned().collect(),
        redacted: hearken_domain::Redacted::default(),
    }
}

#[cfg(test)]
mod tests;
