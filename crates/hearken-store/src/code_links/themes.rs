//! What the links of themes are made from: links of signals, added up.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{SignalId, ThemeId, Timestamp};
use rusqlite::params;

use super::{CodeLink, CodeLinkReader, put};
use crate::repositories::repository as known;
use crate::said::UNDATED_BEFORE_MS;
use crate::{Store, StoreError};

/// A file that signals of a theme lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedFile {
    /// The file.
    pub path: String,
    /// Each signal's share: one divided by the file's rank among the links of that, added up.
    pub share: f64,
}

impl CodeLinkReader<'_> {
    /// How many signals a link build has located, and how many there are.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn progress(&self, repository: &str, link_build: u64) -> Result<(u64, u64), StoreError> {
        self.0.read(|c| {
            let sql = "SELECT (SELECT count(*) FROM code_located WHERE repository = ?1 AND link_build = ?2), \
                       (SELECT count(*) FROM signals)";
            let mut statement = c.prepare_cached(sql)?;
            Ok(statement.query_row(params![repository, link_build], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// Signals that a link build has not located, the newest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn unlocated(
        &self,
        repository: &str,
        link_build: u64,
        limit: u64,
    ) -> Result<Vec<SignalId>, StoreError> {
        let (located, all) = self.progress(repository, link_build)?;
        // So that the search for the last of them ends where it is found.
        let limit = limit.min(all.saturating_sub(located));
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.0.read(|c| {
            let sql = "SELECT id FROM signals WHERE NOT EXISTS (SELECT 1 FROM code_located \
                       WHERE repository = ?1 AND link_build = ?2 AND signal_id = id) ORDER BY id DESC LIMIT ?3";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement
                .query_map(params![repository, link_build, limit], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The files that the signals of a theme lead to, those with the largest share first, and how many signals lead
    /// anywhere; of signals said up to a time, where one is given.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn shared_files(
        &self,
        repository: &str,
        link_build: u64,
        theme: ThemeId,
        until: Option<Timestamp>,
        limit: usize,
    ) -> Result<(Vec<SharedFile>, u64), StoreError> {
        let (first, last) = span_up_to(until);
        self.0.read(|c| {
            let generation = self.0.generation().0;
            let sql = format!(
                "SELECT path, sum(1.0 / rank) AS share {OF_MEMBERS} GROUP BY path ORDER BY share DESC, min(rank), path LIMIT ?7"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let values = params![repository, link_build, generation, theme.0, first, last, limit];
            let files = statement.query_map(values, |row| {
                Ok(SharedFile { path: row.get(0)?, share: row.get(1)? })
            })?;
            let files = files.collect::<Result<_, _>>()?;
            let sql = format!("SELECT count(*) {OF_MEMBERS} AND rank = 1");
            let values = params![repository, link_build, generation, theme.0, first, last];
            let signals = c.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?;
            Ok((files, signals))
        })
    }

    /// The links by which signals of a theme lead to a file, those first for which it ranks best, then those of the
    /// signals that belong to the theme most clearly.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_members(
        &self,
        repository: &str,
        link_build: u64,
        (theme, until): (ThemeId, Option<Timestamp>),
        path: &str,
        limit: usize,
    ) -> Result<Vec<CodeLink>, StoreError> {
        let condition = "repository = ?1 AND link_build = ?2 AND path = ?7 AND signal_id IN \
                         (SELECT signal_id FROM memberships WHERE generation = ?3 AND theme_id = ?4 \
                         AND said_order BETWEEN ?5 AND ?6) \
                         ORDER BY rank, (SELECT -confidence FROM memberships WHERE generation = ?3 AND \
                         memberships.signal_id = code_links.signal_id), signal_id LIMIT ?8";
        let generation = self.0.generation().0;
        let (first, last) = span_up_to(until);
        self.select(condition, params![repository, link_build, generation, theme.0, first, last, path, limit])
    }
}

/// Links of the signals of theme `?4` in generation `?3`, in a link build.
const OF_MEMBERS: &str = "FROM memberships JOIN code_links ON code_links.signal_id = memberships.signal_id \
                          AND repository = ?1 AND link_build = ?2 WHERE generation = ?3 AND memberships.theme_id = ?4 \
                          AND memberships.said_order BETWEEN ?5 AND ?6";

/// Places in the order of time that count: all, or, up to a time, those of what is dated.
fn span_up_to(until: Option<Timestamp>) -> (i64, i64) {
    until.map_or((i64::MIN, i64::MAX), |until| (UNDATED_BEFORE_MS, until.as_millisecond()))
}

impl Store {
    /// Puts the links of themes in place of those that they had in a link build.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn put_theme_links(
        &self,
        repository: &str,
        link_build: u64,
        themes: Vec<ThemeId>,
        links: Vec<CodeLink>,
    ) -> Result<(), StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            if known(c, &name)?.is_none_or(|known| known.link_build != link_build) {
                return Ok(());
            }
            let sql = "DELETE FROM code_links WHERE theme_id = ?1 AND repository = ?2";
            for theme in themes {
                c.prepare_cached(sql)?.execute(params![theme.0, name])?;
            }
            links.iter().try_for_each(|link| put(c, &name, link_build, link))
        })
    }

    /// Carries over into a new link build what signals were located at in the current one, but for `again` and for those
    /// that lead to one of `changed`, whose lines may be others by now. How many were.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn carry_over(
        &self,
        repository: &str,
        link_build: u64,
        again: BTreeSet<SignalId>,
        changed: BTreeSet<String>,
    ) -> Result<usize, StoreError> {
        let name = repository.to_owned();
        self.write(move |c| {
            let Some(known) = known(c, &name)? else { return Ok(0) };
            let mut leads: BTreeMap<u64, bool> = BTreeMap::new();
            let sql = "SELECT code_located.signal_id, path FROM code_located LEFT JOIN code_links USING (repository, link_build, signal_id) \
                       WHERE repository = ?1 AND link_build = ?2";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query(params![name, known.link_build])?;
            while let Some(row) = rows.next()? {
                let path: Option<String> = row.get(1)?;
                let stays = leads.entry(row.get(0)?).or_insert(true);
                *stays &= path.is_none_or(|path| !changed.contains(&path));
            }
            drop(rows);
            let copies = [
                "INSERT OR IGNORE INTO code_located (repository, link_build, signal_id) VALUES (?1, ?2, ?3)",
                "INSERT INTO code_links (repository, link_build, signal_id, rank, path, score, spans, evidence, quotes) \
                 SELECT repository, ?3, signal_id, rank, path, score, spans, evidence, quotes FROM code_links \
                 WHERE signal_id = ?4 AND repository = ?1 AND link_build = ?2",
            ];
            let mut carried = 0;
            for (signal, _) in leads.iter().filter(|(signal, stays)| **stays && !again.contains(&SignalId(**signal))) {
                c.prepare_cached(copies[0])?.execute(params![name, link_build, signal])?;
                c.prepare_cached(copies[1])?.execute(params![name, known.link_build, link_build, signal])?;
                carried += 1;
            }
            Ok(carried)
        })
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::Subject;
    use serde_json::json;

    use super::*;
    use crate::LinkState;
    use crate::fixture::{Fixture, by, review};

    fn link(signal: SignalId, rank: u32, path: &str) -> CodeLink {
        CodeLink {
            of: Subject::Signal(signal),
            rank,
            path: path.into(),
            score: 1.0,
            spans: json!([]),
            evidence: json!([]),
            quotes: false,
        }
    }

    fn located(fixture: &Fixture, signals: &[SignalId], links: Vec<CodeLink>) -> u64 {
        let store = fixture.store();
        let link_build = store.begin_link_build("shop", false).unwrap();
        store.put_located("shop", link_build, signals.to_vec(), links).unwrap();
        store.apply_link_build("shop", link_build, Vec::new(), &LinkState::default()).unwrap();
        link_build
    }

    fn with_repository() -> (Fixture, Vec<SignalId>) {
        let fixture = Fixture::new();
        let signals = fixture.record((0..3).map(|n| review(&format!("the card was declined {n}"))));
        assert!(fixture.store().add_repository("shop", "/code/shop", &by(1)).unwrap());
        (fixture, signals)
    }

    #[test]
    fn what_was_not_located_yet_comes_newest_first_until_all_is() {
        let (fixture, signals) = with_repository();
        let link_build = located(&fixture, &signals[1..2], Vec::new());
        let reader = fixture.snapshot();
        assert_eq!(reader.code_links().progress("shop", link_build).unwrap(), (1, 3));
        assert_eq!(reader.code_links().unlocated("shop", link_build, 9).unwrap(), [signals[2], signals[0]]);
        fixture.store().put_located("shop", link_build, signals, Vec::new()).unwrap();
        assert!(fixture.snapshot().code_links().unlocated("shop", link_build, 9).unwrap().is_empty());
    }

    #[test]
    fn a_new_commit_keeps_what_leads_to_files_that_it_did_not_change() {
        let (fixture, signals) = with_repository();
        let links = vec![
            link(signals[0], 1, "pay.rs"),
            link(signals[1], 1, "card.rs"),
            link(signals[1], 2, "pay.rs"),
        ];
        let before = located(&fixture, &signals, links);
        let store = fixture.store();
        let link_build = store.begin_link_build("shop", false).unwrap();
        assert_eq!(link_build, before + 1);
        let changed = BTreeSet::from(["card.rs".to_owned()]);
        assert_eq!(store.carry_over("shop", link_build, BTreeSet::from([signals[2]]), changed).unwrap(), 1);
        store.apply_link_build("shop", link_build, Vec::new(), &LinkState::default()).unwrap();
        let snapshot = fixture.snapshot();
        assert_eq!(snapshot.code_links().unlocated("shop", link_build, 9).unwrap(), [signals[2], signals[1]]);
        let links = snapshot.code_links().of_subject("shop", Subject::Signal(signals[0])).unwrap();
        assert_eq!(links.iter().map(|link| link.path.as_str()).collect::<Vec<_>>(), ["pay.rs"]);
    }
}
