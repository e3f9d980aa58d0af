//! Words that describe themes, read from the signals where they stand at the moment they are shown.

use std::collections::BTreeMap;

use hearken_domain::{Field, FoundArea, FoundTheme, Phrase, SignalId, Span, Verbatim};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// Between the parts of a theme's name.
const JOINT: &str = " · ";

/// Reads the words at spans, each signal once.
pub(crate) struct SpanReader<'c> {
    c: &'c Connection,
    revisions: BTreeMap<(SignalId, u32), Option<RevisionText>>,
}

#[derive(Debug)]
struct RevisionText {
    title: Option<String>,
    text: String,
}

impl<'c> SpanReader<'c> {
    pub(crate) fn new(c: &'c Connection) -> Self {
        Self { c, revisions: BTreeMap::new() }
    }

    /// The name of a theme: its parts, or else its first phrase that somebody still says; empty where nobody does.
    pub(crate) fn name(&mut self, found: &FoundTheme) -> Result<Verbatim, StoreError> {
        let parts = self.phrases(&found.name)?;
        let parts = if parts.is_empty() { self.first(&found.words)? } else { parts };
        Ok(name_of(&parts))
    }

    /// The name of an area: its parts that somebody still says; empty where nobody does.
    pub(crate) fn area(&mut self, found: &FoundArea) -> Result<Verbatim, StoreError> {
        Ok(name_of(&self.phrases(&found.name)?))
    }

    /// The words of each phrase that somebody still says.
    pub(crate) fn phrases(&mut self, phrases: &[Phrase]) -> Result<Vec<Verbatim>, StoreError> {
        let mut words = Vec::new();
        for phrase in phrases {
            words.extend(self.phrase(phrase)?);
        }
        Ok(words)
    }

    /// The words of a phrase at the first of its spans that still stands.
    pub(crate) fn phrase(&mut self, phrase: &Phrase) -> Result<Option<Verbatim>, StoreError> {
        for span in &phrase.0 {
            if let Some(words) = self.words(span)? {
                return Ok(Some(words));
            }
        }
        Ok(None)
    }

    fn first(&mut self, phrases: &[Phrase]) -> Result<Vec<Verbatim>, StoreError> {
        for phrase in phrases {
            if let Some(words) = self.phrase(phrase)? {
                return Ok(vec![words]);
            }
        }
        Ok(Vec::new())
    }

    fn words(&mut self, span: &Span) -> Result<Option<Verbatim>, StoreError> {
        let key = (span.signal, span.revision);
        if !self.revisions.contains_key(&key) {
            let revision = read(self.c, span)?;
            self.revisions.insert(key, revision);
        }
        let Some(Some(revision)) = self.revisions.get(&key) else { return Ok(None) };
        let whole = match span.field {
            Field::Title => revision.title.as_deref().unwrap_or_default(),
            Field::Text => &revision.text,
        };
        let words = whole.get(span.start as usize..span.end as usize);
        Ok(words.map(shown).map(Verbatim::redacted).filter(|words| !words.is_empty()))
    }
}

fn read(c: &Connection, span: &Span) -> Result<Option<RevisionText>, StoreError> {
    let row = |row: &rusqlite::Row<'_>| Ok(RevisionText { title: row.get(0)?, text: row.get(1)? });
    for sql in [
        "SELECT title, text FROM signals WHERE id = ?1 AND revision = ?2",
        "SELECT title, text FROM revisions WHERE signal_id = ?1 AND revision = ?2 AND NOT rewritten",
    ] {
        let revision =
            c.prepare_cached(sql)?.query_row(params![span.signal.0, span.revision], row).optional()?;
        if revision.is_some() {
            return Ok(revision);
        }
    }
    Ok(None)
}

/// Words as they are shown: on one line, with one kind of apostrophe.
fn shown(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'")
}

/// A name of parts.
fn name_of(parts: &[Verbatim]) -> Verbatim {
    let parts: Vec<&str> = parts.iter().map(Verbatim::as_str).collect();
    Verbatim::redacted(capitalised(&parts.join(JOINT)))
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
