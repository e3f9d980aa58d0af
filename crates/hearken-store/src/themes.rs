//! Reading themes and who is in them, in the generation that is current.

use std::collections::{BTreeMap, HashSet};

use hearken_domain::{FoundTheme, Membership, SignalId, Theme, ThemeId, ThemeKind, Verbatim};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::areas::area_of_each;
use crate::error::unreadable;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::spans::SpanReader;
use crate::theme_cache::LivingThemes;

/// How many themes live, and how many signals have no theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThemeTotals {
    /// Living themes.
    pub themes: u64,
    /// Signals that no theme was found for.
    pub unsorted: u64,
}

/// Of so many signals the themes are read in one go over all memberships, which then takes less than asking for each.
const SCANNED_MIN: usize = 50_000;

/// Reads themes and who is in them.
#[derive(Debug, Clone, Copy)]
pub struct ThemeReader<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    /// Reader of themes and who is in them in this snapshot.
    pub fn themes(&self) -> ThemeReader<'_> {
        ThemeReader(self)
    }
}

impl ThemeReader<'_> {
    /// The ids that the filter lets through among those of one theme.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn members(&self, theme: Option<ThemeId>) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let generation = self.0.generation().0;
            let sql = "SELECT signal_id FROM memberships WHERE generation = ?1 AND theme_id = ?2 ORDER BY signal_id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement
                .query_map(params![generation, theme.map_or(0, |t| t.0)], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The signals of a theme that belong to it most clearly; of *unsorted* (`None`), the newest.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn most_confident(&self, theme: Option<ThemeId>, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let order = if theme.is_some() { "confidence DESC, signal_id" } else { "said_order DESC, signal_id DESC" };
            let sql = format!(
                "SELECT signal_id FROM memberships WHERE generation = ?1 AND theme_id = ?2 ORDER BY {order} LIMIT ?3"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let values = params![self.0.generation().0, theme.map_or(0, |theme| theme.0), limit];
            let rows = statement.query_map(values, |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The members of each living theme, to match a clustering run with.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all_members(&self) -> Result<Vec<(ThemeId, Vec<SignalId>)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT theme_id, signal_id FROM memberships WHERE generation = ?1 AND theme_id > 0 \
                       ORDER BY theme_id, signal_id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([self.0.generation().0], |row| {
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
    pub fn get(&self, id: ThemeId) -> Result<Option<Theme>, StoreError> {
        self.0.read(|c| match self.cached(c)?.get(&id) {
            Some(living) => Ok(Some(living.clone())),
            None => theme(c, id),
        })
    }

    /// All living themes, as every page shares them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn living(&self) -> Result<LivingThemes, StoreError> {
        self.0.read(|c| self.cached(c))
    }

    fn cached(&self, c: &Connection) -> Result<LivingThemes, StoreError> {
        self.0.theme_cache().living(c, || living(c))
    }

    /// Phrases that set a theme apart, the most distinctive first, as far as somebody still says them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn distinctive_phrases(&self, id: ThemeId) -> Result<Vec<Verbatim>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT found FROM themes WHERE id = ?1";
            let found: Option<String> =
                c.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
            let Some(found) = found else { return Ok(Vec::new()) };
            let found: FoundTheme = serde_json::from_str(&found).map_err(unreadable("theme"))?;
            SpanReader::new(c).phrases(&found.words)
        })
    }

    /// The membership of each of `signals` that has one in the current generation.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn memberships(&self, signals: &[SignalId]) -> Result<BTreeMap<SignalId, Membership>, StoreError> {
        self.0.read(|c| {
            let generation = self.0.generation().0;
            let sql = "SELECT theme_id, confidence FROM memberships WHERE generation = ?1 AND signal_id = ?2";
            let mut statement = c.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for &signal in signals {
                let membership = statement.query_row(params![generation, signal.0], |row| {
                    let theme: u64 = row.get(0)?;
                    let theme = if theme == 0 { None } else { Some(ThemeId(theme)) };
                    Ok(Membership { signal, theme, confidence: row.get(1)? })
                });
                if let Some(membership) = membership.optional()? {
                    found.insert(signal, membership);
                }
            }
            Ok(found)
        })
    }

    /// How many of these signals each theme has; `None` is what has no theme, or none yet.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn counts_among(&self, signals: &[SignalId]) -> Result<BTreeMap<Option<ThemeId>, u64>, StoreError> {
        let mut counts: BTreeMap<Option<ThemeId>, u64> = BTreeMap::new();
        let mut count = |theme: u64, by: u64| {
            *counts.entry(Some(ThemeId(theme)).filter(|_| theme > 0)).or_default() += by;
        };
        self.0.read(|c| {
            let generation = self.0.generation().0;
            let mut met = 0;
            if signals.len() < SCANNED_MIN {
                let sql = "SELECT theme_id FROM memberships WHERE generation = ?1 AND signal_id = ?2";
                let mut statement = c.prepare_cached(sql)?;
                for signal in signals {
                    let theme = statement.query_row([generation, signal.0], |row| row.get(0)).optional()?;
                    met += u64::from(theme.is_some());
                    theme.into_iter().for_each(|theme| count(theme, 1));
                }
            } else {
                let signals: HashSet<u64> = signals.iter().map(|signal| signal.0).collect();
                let sql = "SELECT theme_id, signal_id FROM memberships WHERE generation = ?1";
                let mut statement = c.prepare_cached(sql)?;
                let mut rows = statement.query([generation])?;
                while let Some(row) = rows.next()? {
                    if signals.contains(&row.get(1)?) {
                        met += 1;
                        count(row.get(0)?, 1);
                    }
                }
            }
            count(0, signals.len() as u64 - met);
            Ok(())
        })?;
        counts.retain(|_, signals| *signals > 0);
        Ok(counts)
    }

    /// How many signals are assigned in the current generation, *unsorted* included.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn assigned_count(&self) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT coalesce(sum(signals), 0) FROM theme_days WHERE generation = ?1";
            Ok(c.prepare_cached(sql)?.query_row([self.0.generation().0], |row| row.get(0))?)
        })
    }

    /// How many themes live, and how many signals have none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn totals(&self) -> Result<ThemeTotals, StoreError> {
        self.0.read(|c| {
            let themes =
                c.query_row("SELECT count(*) FROM themes WHERE retired_ms IS NULL", [], |r| r.get(0))?;
            let sql =
                "SELECT coalesce(sum(signals), 0) FROM theme_days WHERE generation = ?1 AND theme_id = 0";
            let unsorted = c.prepare_cached(sql)?.query_row([self.0.generation().0], |row| row.get(0))?;
            Ok(ThemeTotals { themes, unsorted })
        })
    }
}

const SELECT: &str = "SELECT themes.id, kind, text, found, born_ms, retired_ms, merged_into, pinned, ignored \
                      FROM themes LEFT JOIN typed_texts ON typed_texts.id = name_id";

/// A theme, living or retired, without its area.
pub(crate) fn theme(c: &Connection, id: ThemeId) -> Result<Option<Theme>, StoreError> {
    let sql = format!("{SELECT} WHERE themes.id = ?1");
    let row = c.prepare_cached(&sql)?.query_row([id.0], row_from).optional()?;
    row.map(|row| row.read(&mut SpanReader::new(c))).transpose()
}

fn living(c: &Connection) -> Result<Vec<Theme>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{SELECT} WHERE retired_ms IS NULL"))?;
    let rows = statement.query_map([], row_from)?.collect::<Result<Vec<_>, _>>()?;
    let (mut spans, areas) = (SpanReader::new(c), area_of_each(c)?);
    let lying = |theme: Theme| {
        let (area_id, area) = areas.get(&theme.id).cloned().unzip();
        Theme { area_id, area, ..theme }
    };
    rows.into_iter().map(|row| row.read(&mut spans).map(lying)).collect()
}

/// The living theme that a theme's signals went to: itself while it lives; none where it was retired.
pub(crate) fn successor(c: &Connection, id: ThemeId) -> Result<Option<ThemeId>, StoreError> {
    let sql = "SELECT retired_ms IS NULL, merged_into FROM themes WHERE id = ?1";
    let mut statement = c.prepare_cached(sql)?;
    let mut id = id.0;
    for _ in 0..MERGES_MAX {
        match statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()? {
            Some((true, _)) => return Ok(Some(ThemeId(id))),
            Some((false, Some(into))) => id = into,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// Merges followed from one theme; more would be a circle.
const MERGES_MAX: usize = 100;

/// Theme numbers are never given twice, not even those of a clustering run that was cut off.
pub(crate) fn next_theme(c: &Connection) -> Result<ThemeId, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('theme', 1) ON CONFLICT DO UPDATE SET value = value + 1 \
               RETURNING value";
    Ok(ThemeId(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

/// A theme as its row says, its words still spans.
struct ThemeRow {
    theme: Theme,
    given_name: Option<String>,
    found: String,
}

impl ThemeRow {
    fn read(self, spans: &mut SpanReader<'_>) -> Result<Theme, StoreError> {
        let found: FoundTheme = serde_json::from_str(&self.found).map_err(unreadable("theme"))?;
        let name = match self.given_name {
            Some(given) => Verbatim::redacted(given),
            None => spans.name(&found)?,
        };
        let name =
            if name.is_empty() { Verbatim::redacted(format!("Theme {}", self.theme.id.0)) } else { name };
        Ok(Theme {
            name,
            description: spans.phrase(&found.description)?,
            exemplars: found.exemplars,
            ..self.theme
        })
    }
}

fn row_from(row: &Row<'_>) -> rusqlite::Result<ThemeRow> {
    let kind: String = row.get(1)?;
    let theme = Theme {
        id: ThemeId(row.get(0)?),
        kind: kind.parse().unwrap_or(ThemeKind::PainPoint),
        name: Verbatim::default(),
        description: None,
        area_id: None,
        area: None,
        exemplars: Vec::new(),
        born_at: time(row, 4)?,
        retired_at: row.get::<_, Option<i64>>(5)?.map(|_| time(row, 5)).transpose()?,
        merged_into: row.get::<_, Option<u64>>(6)?.map(ThemeId),
        pinned: row.get(7)?,
        ignored: row.get(8)?,
    };
    Ok(ThemeRow { theme, given_name: row.get(2)?, found: row.get(3)? })
}

mod clearest;
#[cfg(test)]
mod tests;
