//! Reading themes and who is in them, in the generation that is current.

use std::collections::BTreeMap;

use hearken_domain::{Membership, SignalId, Theme, ThemeId, ThemeKind};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::signals::time;
use crate::{Store, StoreError};

/// How many themes live, and how many signals have no theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThemeTotals {
    /// Living themes.
    pub themes: u64,
    /// Signals that a learning placed nowhere.
    pub unsorted: u64,
}

impl Store {
    /// The members of each living theme, to match a new learning with.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all_members(&self) -> Result<Vec<(ThemeId, Vec<SignalId>)>, StoreError> {
        self.read(|c| {
            let sql = "SELECT theme_id, signal_id FROM memberships WHERE generation = ?1 AND theme_id > 0 \
                       ORDER BY theme_id, signal_id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([current_generation(c)?], |row| {
                Ok((ThemeId(row.get(0)?), SignalId(row.get(1)?)))
            })?;
            let mut members: BTreeMap<ThemeId, Vec<SignalId>> = BTreeMap::new();
            for row in rows {
                let (theme, signal) = row?;
                members.entry(theme).or_default().push(signal);
            }
            Ok(members.into_iter().collect())
        })
    }

    /// A theme, living or retired.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn theme(&self, id: ThemeId) -> Result<Option<Theme>, StoreError> {
        self.read(|c| theme(c, id))
    }

    /// All living themes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn themes(&self) -> Result<Vec<Theme>, StoreError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM themes WHERE retired_ms IS NULL ORDER BY id");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map([], theme_from)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// All themes, living and retired.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all_themes(&self) -> Result<Vec<Theme>, StoreError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM themes ORDER BY id");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map([], theme_from)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Gives a theme another name, words and description, because the old ones were erased. A name that a person gave it
    /// gives way, too.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn reword_theme(
        &self,
        id: ThemeId,
        name: String,
        words: &[String],
        description: Option<String>,
    ) -> Result<(), StoreError> {
        let words = serde_json::to_string(words).map_err(crate::error::unreadable("words"))?;
        self.write(move |c| {
            let sql =
                "UPDATE themes SET name = ?2, words = ?3, description = ?4, given_name = NULL WHERE id = ?1";
            c.prepare_cached(sql)?.execute(params![id.0, name, words, description])?;
            Ok(())
        })
    }

    /// The place of each of `signals` that has one in the current generation.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn memberships(&self, signals: &[SignalId]) -> Result<BTreeMap<SignalId, Membership>, StoreError> {
        self.read(|c| {
            let generation = current_generation(c)?;
            let sql = "SELECT theme_id, confidence FROM memberships WHERE generation = ?1 AND signal_id = ?2";
            let mut statement = c.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for &signal in signals {
                let place = statement.query_row(params![generation, signal.0], |row| {
                    let theme: u64 = row.get(0)?;
                    let theme = if theme == 0 { None } else { Some(ThemeId(theme)) };
                    Ok(Membership { signal, theme, confidence: row.get(1)? })
                });
                if let Some(place) = place.optional()? {
                    found.insert(signal, place);
                }
            }
            Ok(found)
        })
    }

    /// How many signals have a place in the current generation, *unsorted* included.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn placed(&self) -> Result<u64, StoreError> {
        self.read(|c| {
            let sql = "SELECT coalesce(sum(signals), 0) FROM theme_weeks WHERE generation = ?1";
            Ok(c.prepare_cached(sql)?.query_row([current_generation(c)?], |row| row.get(0))?)
        })
    }

    /// How many themes live, and how many signals have none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn theme_totals(&self) -> Result<ThemeTotals, StoreError> {
        self.read(|c| {
            let themes =
                c.query_row("SELECT count(*) FROM themes WHERE retired_ms IS NULL", [], |r| r.get(0))?;
            let sql =
                "SELECT coalesce(sum(signals), 0) FROM theme_weeks WHERE generation = ?1 AND theme_id = 0";
            let unsorted = c.prepare_cached(sql)?.query_row([current_generation(c)?], |row| row.get(0))?;
            Ok(ThemeTotals { themes, unsorted })
        })
    }
}

const COLUMNS: &str = "id, kind, coalesce(given_name, name), words, exemplars, born_ms, retired_ms, description, area, \
                       merged_into, pinned, ignored";

/// A theme, living or retired.
pub(crate) fn theme(c: &Connection, id: ThemeId) -> Result<Option<Theme>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM themes WHERE id = ?1");
    Ok(c.prepare_cached(&sql)?.query_row([id.0], theme_from).optional()?)
}

fn theme_from(row: &Row<'_>) -> rusqlite::Result<Theme> {
    let kind: String = row.get(1)?;
    let (words, exemplars): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(Theme {
        id: ThemeId(row.get(0)?),
        kind: kind.parse().unwrap_or(ThemeKind::PainPoint),
        name: row.get(2)?,
        words: serde_json::from_str(&words).unwrap_or_default(),
        exemplars: serde_json::from_str(&exemplars).unwrap_or_default(),
        born_at: time(row, 5)?,
        retired_at: row.get::<_, Option<i64>>(6)?.map(|_| time(row, 6)).transpose()?,
        description: row.get(7)?,
        area: row.get(8)?,
        merged_into: row.get::<_, Option<u64>>(9)?.map(ThemeId),
        pinned: row.get(10)?,
        ignored: row.get(11)?,
    })
}

/// The current generation; 0 before the first.
pub(crate) fn current_generation(c: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce((SELECT value FROM meta WHERE key = 'generation'), 0)";
    Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
