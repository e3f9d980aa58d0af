//! Where customers' words lead in the code: a view made by locating signals, whose links themes combine. A locating of a
//! new commit is written as a pass of its own and becomes current by one pointer; readers never wait for it.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{SignalId, Subject, ThemeId};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::unreadable;
use crate::repositories::repository as known;
use crate::themes::current_generation;
use crate::{Store, StoreError};

/// What the links of a repository were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkState {
    /// The commit.
    pub commit: String,
    /// The generation of themes.
    pub generation: u64,
    /// The answers of people that taught it, by the numbers of their rulings.
    pub answers: Vec<u64>,
    /// How many rulings about themes, rather than links, were made and undone.
    pub rulings: u64,
    /// The log position up to which signals were looked at.
    pub position: u64,
}

/// A file that is likely behind a theme or a signal.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeLink {
    /// What leads there.
    pub of: Subject,
    /// Its place among the links of that, from 1.
    pub rank: u32,
    /// The file.
    pub path: String,
    /// How much speaks for it.
    pub score: f64,
    /// Functions and lines, as whoever made the link describes them.
    pub places: Value,
    /// Why, likewise.
    pub evidence: Value,
    /// Whether the evidence holds words of a report: such a link of a theme goes when any signal does.
    pub quotes: bool,
}

/// A file among the links of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// What leads there.
    pub of: Subject,
    /// The file's place among the links of that, from 1.
    pub rank: u32,
    /// The file.
    pub path: String,
}

/// An issue, as its source numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The signal.
    pub signal: SignalId,
    /// The source's own id.
    pub external_id: Option<String>,
    /// Where it can be read there.
    pub url: Option<String>,
}

impl Store {
    /// The pass to locate signals in: the current one, or (not `reuse`) a new one. Whatever an interrupted pass left is
    /// gone.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn begin_pass(&self, repository: &str, reuse: bool) -> Result<u64, StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            let Some(known) = known(c, &name)? else { return Ok(0) };
            for table in ["code_links", "code_located"] {
                let sql = format!("DELETE FROM {table} WHERE repository = ?1 AND pass <> ?2");
                c.execute(&sql, params![name, known.pass])?;
            }
            Ok(if reuse { known.pass } else { known.pass + 1 })
        })
    }

    /// Signals that a pass has located.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn located(&self, repository: &str, pass: u64) -> Result<BTreeSet<SignalId>, StoreError> {
        self.read(|c| {
            let sql = "SELECT signal_id FROM code_located WHERE repository = ?1 AND pass = ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![repository, pass], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Writes down what signals were located at, nothing included. A signal that is gone by now is passed over.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn put_located(
        &self,
        repository: &str,
        pass: u64,
        signals: Vec<SignalId>,
        links: Vec<CodeLink>,
    ) -> Result<(), StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            if known(c, &name)?.is_none() {
                return Ok(());
            }
            let sql = "INSERT OR IGNORE INTO code_located (repository, pass, signal_id) \
                       SELECT ?1, ?2, id FROM signals WHERE id = ?3";
            let mut insert = c.prepare_cached(sql)?;
            let mut there = BTreeSet::new();
            for signal in signals {
                if insert.execute(params![name, pass, signal.0])? == 1 {
                    there.insert(Subject::Signal(signal));
                }
            }
            links
                .iter()
                .filter(|link| there.contains(&link.of))
                .try_for_each(|link| put(c, &name, pass, link))
        })
    }

    /// Makes a pass current, with the links of themes that were combined from it, and drops every other.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn apply_pass(
        &self,
        repository: &str,
        pass: u64,
        themes: Vec<CodeLink>,
        state: &LinkState,
    ) -> Result<(), StoreError> {
        let name = repository.to_owned();
        let state = serde_json::to_string(state).map_err(unreadable("links"))?;
        self.write(move |c| {
            let sql = "UPDATE repositories SET pass = ?2, linked = ?3, stale = 0 WHERE name = ?1";
            if c.execute(sql, params![name, pass, state])? == 0 {
                return Ok(());
            }
            let old = "DELETE FROM code_links WHERE repository = ?1 AND (pass <> ?2 OR theme_id IS NOT NULL)";
            c.execute(old, params![name, pass])?;
            c.execute("DELETE FROM code_located WHERE repository = ?1 AND pass <> ?2", params![name, pass])?;
            themes.iter().try_for_each(|link| put(c, &name, pass, link))
        })
    }

    /// Says up to where in the log a repository's links have looked.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn located_up_to(&self, repository: &str, state: &LinkState) -> Result<(), StoreError> {
        let name = repository.to_owned();
        let state = serde_json::to_string(state).map_err(unreadable("links"))?;
        self.write(move |c| {
            c.execute("UPDATE repositories SET linked = ?2 WHERE name = ?1", params![name, state])?;
            Ok(())
        })
    }

    /// Drops the links of a repository, to be made again.
    ///
    /// # Errors
    /// Any failure of the database.
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

    /// The links of a theme or signal into a repository, the best first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn links_of(&self, repository: &str, of: Subject) -> Result<Vec<CodeLink>, StoreError> {
        let (column, id) = column(of);
        self.links(
            &format!("repository = ?1 AND {column} = ?2 AND {CURRENT} ORDER BY rank"),
            params![repository, id],
        )
    }

    /// The links of signals in a pass, current or not: what themes' links are combined from.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn links_of_signals(
        &self,
        repository: &str,
        pass: u64,
        signals: &[SignalId],
    ) -> Result<BTreeMap<SignalId, Vec<CodeLink>>, StoreError> {
        let mut found: BTreeMap<SignalId, Vec<CodeLink>> = BTreeMap::new();
        let condition = "signal_id = ?3 AND repository = ?1 AND pass = ?2 ORDER BY rank";
        for signal in signals {
            let links = self.links(condition, params![repository, pass, signal.0])?;
            if !links.is_empty() {
                found.insert(*signal, links);
            }
        }
        Ok(found)
    }

    /// The links that lead to a file, the best ranked first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn links_to(&self, repository: &str, path: &str) -> Result<Vec<CodeLink>, StoreError> {
        let condition =
            format!("repository = ?1 AND path = ?2 AND {CURRENT} ORDER BY rank, theme_id, signal_id");
        self.links(&condition, params![repository, path])
    }

    /// Which file each theme, and each signal that has no theme, leads to, as far as the `ranks`-th link.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn leads(&self, repository: &str, ranks: u32) -> Result<Vec<Led>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT theme_id, signal_id, rank, path FROM code_links WHERE repository = ?1 AND rank <= ?2 AND {CURRENT} \
                 AND (theme_id IS NOT NULL OR signal_id IN \
                      (SELECT signal_id FROM memberships WHERE generation = ?3 AND theme_id = 0)) \
                 ORDER BY theme_id, signal_id, rank"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![repository, ranks, current_generation(c)?], |row| {
                Ok(Led { of: subject(row, 0)?, rank: row.get(2)?, path: row.get(3)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The signals of a theme that belong to it most clearly; of *unsorted* (`None`), the newest.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn surest(&self, theme: Option<ThemeId>, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.read(|c| {
            let order = if theme.is_some() { "confidence DESC, signal_id" } else { "at_ms DESC, signal_id DESC" };
            let sql = format!(
                "SELECT signal_id FROM memberships WHERE generation = ?1 AND theme_id = ?2 ORDER BY {order} LIMIT ?3"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let values = params![current_generation(c)?, theme.map_or(0, |theme| theme.0), limit];
            let rows = statement.query_map(values, |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Signals that arrived after a log position, the newest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn arrived_after(&self, position: u64, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.read(|c| {
            let sql = "SELECT id FROM signals WHERE id > ?1 ORDER BY id DESC LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![position, limit], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Issues, as their sources number them: what a commit may say it closes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn issues(&self) -> Result<Vec<Issue>, StoreError> {
        self.read(|c| {
            let sql = "SELECT id, external_id, url FROM signals WHERE kind = 'issue' ORDER BY id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(Issue { signal: SignalId(row.get(0)?), external_id: row.get(1)?, url: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn links(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<CodeLink>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT theme_id, signal_id, rank, path, score, places, evidence, quotes FROM code_links WHERE {condition}"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(values, |row| {
                let link = CodeLink {
                    of: subject(row, 0)?,
                    rank: row.get(2)?,
                    path: row.get(3)?,
                    score: row.get(4)?,
                    places: Value::Null,
                    evidence: Value::Null,
                    quotes: row.get(7)?,
                };
                Ok((link, row.get::<_, String>(5)?, row.get::<_, String>(6)?))
            })?;
            let mut links = Vec::new();
            for row in rows {
                let (mut link, places, evidence) = row?;
                link.places = serde_json::from_str(&places).map_err(unreadable("places"))?;
                link.evidence = serde_json::from_str(&evidence).map_err(unreadable("evidence"))?;
                links.push(link);
            }
            Ok(links)
        })
    }
}

/// Links of the pass that is current.
const CURRENT: &str = "pass = (SELECT pass FROM repositories WHERE name = ?1)";

fn put(c: &Connection, repository: &str, pass: u64, link: &CodeLink) -> Result<(), StoreError> {
    let sql = "INSERT INTO code_links (repository, pass, theme_id, signal_id, rank, path, score, places, evidence, quotes) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let (theme, signal) = match link.of {
        Subject::Theme(theme) => (Some(theme.0), None),
        Subject::Signal(signal) => (None, Some(signal.0)),
    };
    c.prepare_cached(sql)?.execute(params![
        repository,
        pass,
        theme,
        signal,
        link.rank,
        link.path,
        link.score,
        link.places.to_string(),
        link.evidence.to_string(),
        link.quotes
    ])?;
    Ok(())
}

fn column(of: Subject) -> (&'static str, u64) {
    match of {
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
