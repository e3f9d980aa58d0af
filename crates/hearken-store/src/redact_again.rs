//! Newer rules of redaction go over what is stored, some signals at a time, and go on where they stopped. Words that they
//! change are written in place: no revision keeps what had to go, and every view follows.

mod words;

use std::collections::BTreeMap;

use hearken_domain::{By, Contact, Event, ImportId, NewSignal, RedactionPolicy, Signal, SignalId, Verbatim};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::contacts::contact_from;
use crate::content::content_of;
use crate::error::unreadable;
use crate::labels::to_column;
use crate::redact_again::words::Words;
use crate::signal_row::{COLUMNS, signal_from};
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, log, masked, meta, rollup, theme_cache, views};

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
    /// Whether something was masked in what people typed, or in names of files and columns.
    #[serde(default)]
    pub names_changed: bool,
}

impl RedactionRun {
    /// Whether it masked anything, so that remains may lie in files.
    pub fn left_remains(&self) -> bool {
        self.changed > 0 || self.names_changed
    }
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
    /// Whether `rules` have not been over everything that is stored.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn is_behind_rules(&self, rules: &str) -> Result<bool, StoreError> {
        self.read(|c| Ok(meta::get(c, "redacted_with")?.as_deref() != Some(rules)))
    }
}

impl Store {
    /// Takes the run of `rules` further by at most `limit` signals, in one transaction; what people typed and what files are
    /// called goes first. Once it is through, and nothing of what went is left anywhere, [`Store::finish_redaction`] says
    /// so. `None` where everything has been gone over already.
    ///
    /// # Errors
    /// Any failure of the database; nothing is changed then.
    pub fn redact_again(
        &self,
        rules: &str,
        version: u32,
        limit: usize,
        redact: Redact,
    ) -> Result<Option<RedactionStep>, StoreError> {
        let rules = rules.to_owned();
        self.write(move |c| {
            if meta::get(c, "redacted_with")?.as_deref() == Some(&rules) {
                return Ok(None);
            }
            let begun = stored_run(c)?.unwrap_or_default();
            // What an earlier run masked may still lie in files: that is remembered until it is through.
            let run = if begun.rules == rules { begun } else { RedactionRun { rules, after: None, ..begun } };
            Pass { c, run, version, redact }.go_on(limit).map(Some)
        })
    }

    /// Notes that a run has been over everything, which is an event where anything changed. Has no effect where the run was
    /// begun anew meanwhile.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn finish_redaction(&self, run: RedactionRun, version: u32, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            if stored_run(c)?.as_ref() != Some(&run) {
                return Ok(());
            }
            c.execute("DELETE FROM meta WHERE key = 'redacting'", [])?;
            meta::set(c, "redacted_with", &run.rules)?;
            if run.changed > 0 {
                views::record(c, &by, Event::RedactedAgain { rules: version, signals: run.changed })?;
            }
            Ok(())
        })
    }
}

/// Has what is stored gone over again, from the beginning.
pub(crate) fn want(c: &Connection) -> Result<(), StoreError> {
    c.execute("DELETE FROM meta WHERE key = 'redacted_with'", [])?;
    if let Some(run) = stored_run(c)? {
        store_run(c, &RedactionRun { rules: String::new(), after: None, ..run })?;
    }
    Ok(())
}

fn stored_run(c: &Connection) -> Result<Option<RedactionRun>, StoreError> {
    let run = meta::get(c, "redacting")?;
    run.map(|run| serde_json::from_str(&run).map_err(unreadable("run of redaction"))).transpose()
}

fn store_run(c: &Connection, run: &RedactionRun) -> Result<(), StoreError> {
    let run = serde_json::to_string(run).map_err(unreadable("run of redaction"))?;
    meta::set(c, "redacting", &run)
}

/// Texts beside the signals, each with how it is read (two numbers that tell the row, and the text) and written.
const TEXTS: [(&str, &str); 4] = [
    (
        "SELECT id, 0, text FROM typed_texts WHERE text IS NOT NULL AND NOT as_typed",
        "UPDATE typed_texts SET text = ?3 WHERE id = ?1 AND ?2 = 0",
    ),
    ("SELECT id, 0, file FROM imports", "UPDATE imports SET file = ?3 WHERE id = ?1 AND ?2 = 0"),
    (
        "SELECT import_id, ordinal, place FROM dispositions WHERE fate = 'rejected' AND place IS NOT NULL",
        "UPDATE dispositions SET place = ?3 WHERE import_id = ?1 AND ordinal = ?2",
    ),
    (
        "SELECT import_id, ordinal, reason FROM dispositions WHERE fate = 'rejected' AND reason IS NOT NULL",
        "UPDATE dispositions SET reason = ?3 WHERE import_id = ?1 AND ordinal = ?2",
    ),
];
/// Which columns were read as what.
const MAPPINGS: [(&str, &str); 2] = [
    ("SELECT id, mapping FROM imports", "UPDATE imports SET mapping = ?2 WHERE id = ?1"),
    (
        "SELECT id, mapping FROM sources WHERE mapping IS NOT NULL",
        "UPDATE sources SET mapping = ?2 WHERE id = ?1",
    ),
];

struct Pass<'c> {
    c: &'c Connection,
    run: RedactionRun,
    version: u32,
    redact: Redact,
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
        store_run(self.c, &self.run)?;
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

    /// What people typed, what files and columns are called, and where in them something was rejected and why.
    fn names(&mut self) -> Result<(), StoreError> {
        for (select, update) in TEXTS {
            let mut statement = self.c.prepare(select)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (keys, mut text): ([u64; 2], String) = ([row.get(0)?, row.get(1)?], row.get(2)?);
                if self.name(&mut [&mut text]) {
                    self.c.prepare_cached(update)?.execute(params![keys[0], keys[1], text])?;
                }
            }
        }
        for (select, update) in MAPPINGS {
            let mut statement = self.c.prepare(select)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, json): (u64, String) = (row.get(0)?, row.get(1)?);
                let mut columns: BTreeMap<String, String> =
                    serde_json::from_str(&json).map_err(unreadable("mapping"))?;
                if self.name(&mut columns.values_mut().collect::<Vec<_>>()) {
                    let json = serde_json::to_string(&columns).map_err(unreadable("mapping"))?;
                    self.c.prepare_cached(update)?.execute(params![id, json])?;
                }
            }
        }
        if self.run.names_changed {
            theme_cache::changed(self.c)?;
        }
        Ok(())
    }

    /// Redacts names in place; whether that changed any.
    fn name(&mut self, texts: &mut [&mut String]) -> bool {
        let before: Vec<String> = texts.iter().map(|text| (**text).clone()).collect();
        (self.redact)(RedactionPolicy::Mask, texts);
        let changed = before.iter().zip(texts).any(|(before, now)| before != *now);
        self.run.names_changed |= changed;
        changed
    }

    /// What a signal said before. Spans into words that change no longer hold.
    fn past(&mut self, id: SignalId, policy: RedactionPolicy) -> Result<bool, StoreError> {
        let sql = "SELECT revision, import_id, title, text, url, labels, status, extra FROM revisions WHERE signal_id = ?1";
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
            now.tidy();
            if now == before {
                continue;
            }
            masked::count(self.c, import, masked)?;
            let sql = "UPDATE revisions SET title = ?3, text = ?4, url = ?5, labels = ?6, extra = ?7, \
                       status = ?8, rewritten = 1 \
                       WHERE signal_id = ?1 AND revision = ?2";
            let extra = now.extra_json()?;
            let labels = to_column(&now.labels)?;
            let values = params![id.0, revision, now.title, now.text, now.url, labels, extra, now.status];
            self.c.prepare_cached(sql)?.execute(values)?;
            changed = true;
        }
        let sql = "UPDATE revisions SET rules = ?2 WHERE signal_id = ?1";
        self.c.prepare_cached(sql)?.execute(params![id.0, self.version])?;
        Ok(changed)
    }

    /// What a signal says now. Where that changes, it has a new number and a new position in the log.
    fn current(&mut self, id: SignalId, policy: RedactionPolicy) -> Result<bool, StoreError> {
        let sql = "SELECT title, text, url, labels, status, extra FROM signals WHERE id = ?1";
        let before = self.c.prepare_cached(sql)?.query_row([id.0], |row| Ok(Words::read(row, 0)))??;
        let mut now = before.clone();
        let masked = (self.redact)(policy, &mut now.all());
        now.tidy();
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
                   last_revision = max(revision, last_revision), title = ?3, text = ?4, url = ?5, labels = ?6, \
                   extra = ?7, status = ?8 WHERE id = ?1";
        let labels = to_column(&now.labels)?;
        let values = params![id.0, position, now.title, now.text, now.url, labels, extra, now.status];
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
        let hash = |words: &Words, at| -> Result<[u8; 16], StoreError> {
            let said = NewSignal { at, ..arrived(signal, &contact, words) };
            Ok(content_of(&said, words.extra_json()?.as_deref()))
        };
        // What came with a time once keeps it, though the source may have said none since.
        let Some(at) =
            [Some(signal.at), None].into_iter().find(|at| hash(before, *at).is_ok_and(|hash| hash == stored))
        else {
            return Ok(()); // the person has been given another name since; the item will be an update
        };
        let content = hash(now, at)?;
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
        at: None,
        title: words.title.clone().map(Verbatim::redacted),
        verbatim: Verbatim::redacted(words.text.clone()),
        rating: signal.rating,
        url: words.url.clone(),
        product: plain(&signal.product),
        version: plain(&signal.version),
        language: plain(&signal.language),
        labels: words.labels.clone(),
        state: signal.state,
        status: words.status.clone(),
        contact: contact.clone(),
        extra: words.extra.iter().cloned().collect(),
        redacted: hearken_domain::Redacted::default(),
    }
}

#[cfg(test)]
mod tests;
