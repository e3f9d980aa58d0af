//! Where customers' words lead in the code: a view made by locating signals, whose links themes combine. A locating of a
//! new commit is written as a link build of its own and becomes current by one pointer; readers never wait for it.

use std::collections::BTreeSet;

use hearken_domain::{SignalId, Subject, ThemeId};
use rusqlite::{Connection, Row, params};
use serde_json::Value;

mod leading;
mod themes;

pub use leading::{Leading, LeadingFile};
pub use themes::SharedFile;

use crate::error::unreadable;
use crate::repositories::{LinkState, repository as known};
use crate::snapshot::Snapshot;
use crate::{Store, StoreError};

/// A file that is likely behind a theme or a signal.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeLink {
    /// What leads there.
    pub of: Subject,
    /// Its rank among the links of that, from 1.
    pub rank: u32,
    /// The file.
    pub path: String,
    /// How much speaks for it.
    pub score: f64,
    /// Functions and lines, as whoever made the link describes them.
    pub spans: Value,
    /// Why, likewise.
    pub evidence: Value,
    /// Whether the evidence holds words of a report: such a link of a theme goes when any signal does.
    pub quotes: bool,
}

/// Reads links into the code.
#[derive(Debug, Clone, Copy)]
pub struct CodeLinkReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of links into the code in this snapshot.
    pub fn code_links(&self) -> CodeLinkReader<'_> {
        CodeLinkReader(self)
    }
}

impl CodeLinkReader<'_> {
    /// Signals that a link build has located.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn located(&self, repository: &str, link_build: u64) -> Result<BTreeSet<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT signal_id FROM code_located WHERE repository = ?1 AND link_build = ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows =
                statement.query_map(params![repository, link_build], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The links of a theme or signal into a repository, the best first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_subject(&self, repository: &str, subject: Subject) -> Result<Vec<CodeLink>, StoreError> {
        let (column, id) = column(subject);
        self.select(
            &format!("repository = ?1 AND {column} = ?2 AND {CURRENT} ORDER BY rank"),
            params![repository, id],
        )
    }

    /// The links that lead to a file, the best ranked first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn to(&self, repository: &str, path: &str) -> Result<Vec<CodeLink>, StoreError> {
        let condition =
            format!("repository = ?1 AND path = ?2 AND {CURRENT} ORDER BY rank, theme_id, signal_id");
        self.select(&condition, params![repository, path])
    }

    fn select(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<CodeLink>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "SELECT theme_id, signal_id, rank, path, score, spans, evidence, quotes FROM code_links WHERE {condition}"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(values, |row| {
                let link = CodeLink {
                    of: subject(row, 0)?,
                    rank: row.get(2)?,
                    path: row.get(3)?,
                    score: row.get(4)?,
                    spans: Value::Null,
                    evidence: Value::Null,
                    quotes: row.get(7)?,
                };
                Ok((link, row.get::<_, String>(5)?, row.get::<_, String>(6)?))
            })?;
            let mut links = Vec::new();
            for row in rows {
                let (mut link, spans, evidence) = row?;
                link.spans = serde_json::from_str(&spans).map_err(unreadable("spans"))?;
                link.evidence = serde_json::from_str(&evidence).map_err(unreadable("evidence"))?;
                links.push(link);
            }
            Ok(links)
        })
    }
}

impl Store {
    /// The link build to locate signals in: the current one, or (not `reuse`) a new one. Whatever an interrupted link build left is
    /// gone.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn begin_link_build(&self, repository: &str, reuse: bool) -> Result<u64, StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            let Some(known) = known(c, &name)? else { return Ok(0) };
            for table in ["code_links", "code_located"] {
                let sql = format!("DELETE FROM {table} WHERE repository = ?1 AND link_build <> ?2");
                c.execute(&sql, params![name, known.link_build])?;
            }
            Ok(if reuse { known.link_build } else { known.link_build + 1 })
        })
    }

    /// Writes down what signals were located at, nothing included. A signal that is gone by now is passed over.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn put_located(
        &self,
        repository: &str,
        link_build: u64,
        signals: Vec<SignalId>,
        links: Vec<CodeLink>,
    ) -> Result<(), StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            if known(c, &name)?.is_none() {
                return Ok(());
            }
            let sql = "INSERT OR IGNORE INTO code_located (repository, link_build, signal_id) \
                       SELECT ?1, ?2, id FROM signals WHERE id = ?3";
            let mut insert = c.prepare_cached(sql)?;
            let mut there = BTreeSet::new();
            for signal in signals {
                if insert.execute(params![name, link_build, signal.0])? == 1 {
                    there.insert(Subject::Signal(signal));
                }
            }
            links
                .iter()
                .filter(|link| there.contains(&link.of))
                .try_for_each(|link| put(c, &name, link_build, link))
        })
    }

    /// Makes a link build current, with the links of themes that were combined from it, and drops every other.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn apply_link_build(
        &self,
        repository: &str,
        link_build: u64,
        themes: Vec<CodeLink>,
        state: &LinkState,
    ) -> Result<(), StoreError> {
        let name = repository.to_owned();
        let state = serde_json::to_string(state).map_err(unreadable("links"))?;
        self.write(move |c| {
            let sql = "UPDATE repositories SET link_build = ?2, linked = ?3, stale = 0 WHERE name = ?1";
            if c.execute(sql, params![name, link_build, state])? == 0 {
                return Ok(());
            }
            let old =
                "DELETE FROM code_links WHERE repository = ?1 AND (link_build <> ?2 OR theme_id IS NOT NULL)";
            c.execute(old, params![name, link_build])?;
            c.execute(
                "DELETE FROM code_located WHERE repository = ?1 AND link_build <> ?2",
                params![name, link_build],
            )?;
            themes.iter().try_for_each(|link| put(c, &name, link_build, link))
        })
    }

    /// Drops the links of a repository, to be rebuilt.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn forget_links(&self, repository: &str) -> Result<(), StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            for sql in [
                "DELETE FROM code_links WHERE repository = ?1",
                "DELETE FROM code_located WHERE repository = ?1",
                "UPDATE repositories SET linked = NULL WHERE name = ?1",
            ] {
                c.execute(sql, [&name])?;
            }
            Ok(())
        })
    }
}

/// Links of the link build that is current.
const CURRENT: &str = "link_build = (SELECT link_build FROM repositories WHERE name = ?1)";

fn put(c: &Connection, repository: &str, link_build: u64, link: &CodeLink) -> Result<(), StoreError> {
    let sql = "INSERT INTO code_links (repository, link_build, theme_id, signal_id, rank, path, score, spans, evidence, quotes) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let (theme, signal) = match link.of {
        Subject::Theme(theme) => (Some(theme.0), None),
        Subject::Signal(signal) => (None, Some(signal.0)),
    };
    c.prepare_cached(sql)?.execute(params![
        repository,
        link_build,
        theme,
        signal,
        link.rank,
        link.path,
        link.score,
        link.spans.to_string(),
        link.evidence.to_string(),
        link.quotes
    ])?;
    Ok(())
}

fn column(subject: Subject) -> (&'static str, u64) {
    match subject {
        Subject::Theme(theme) => ("theme_id", theme.0),
        Subject::Signal(signal) => ("signal_id", signal.0),
    }
}

fn subject(row: &Row<'_>, from: usize) -> rusqlite::Result<Subject> {
    Ok(match row.get::<_, Option<u64>>(from)? {
        Some(theme) => Subject::Theme(ThemeId(theme)),
        None => Subject::Signal(SignalId(row.get(from + 1)?)),
    })
}

#[cfg(test)]
mod tests;
