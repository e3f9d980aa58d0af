//! Learnings of themes. One is written in batches as a new generation and becomes current by one pointer; until then
//! nobody sees it, and one that was cut off is swept away by the next.

use hearken_domain::{Generation, Lineage, LogPosition, Membership, SignalId, ThemeId, ThemeKind, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::unreadable;
use crate::lineage::remember;
use crate::rollup::{Tally, place_of};
use crate::rulings::version;
use crate::signals::time;
use crate::themes::current_generation;
use crate::{Store, StoreError, log};

/// A learning on its way in.
#[derive(Debug, Clone)]
pub struct NewLearning {
    /// The log position it learned up to.
    pub position: LogPosition,
    /// The table of meanings it rests on.
    pub table_id: String,
    /// Its settings.
    pub settings: serde_json::Value,
    /// What assigns new signals, as analysis reads it.
    pub model: Vec<u8>,
    /// The themes it found.
    pub themes: Vec<NewTheme>,
    /// For each cluster of the model, the place of its theme in `themes`: a theme that people merged may be several.
    pub clusters: Vec<usize>,
    /// The [`crate::Bindings::version`] that it kept to.
    pub rulings: u64,
    /// Signals learned on.
    pub signals: u64,
    /// Those of them that belong nowhere.
    pub unsorted: u64,
    /// When it began.
    pub started_at: Timestamp,
}

/// A theme as a learning found it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewTheme {
    /// The theme that it continues; `None` is born now.
    pub id: Option<ThemeId>,
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// Its name.
    pub name: String,
    /// One sentence of a customer's that says what it is about.
    pub description: Option<String>,
    /// The name of the area it lies in.
    pub area: Option<String>,
    /// Its phrases.
    pub words: Vec<String>,
    /// Its most telling signals.
    pub exemplars: Vec<SignalId>,
    /// Signals in it, copies included.
    pub signals: u64,
    /// The theme that most of its signals were in, where it is born out of one.
    pub parent: Option<ThemeId>,
}

/// The themes of a learning as they are stored, and which one each cluster is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Clusters {
    themes: Vec<serde_json::Value>,
    /// The theme of each cluster: a place in `themes`, or, once a ruling gave it to another theme, that theme's id.
    of: Vec<Owner>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(untagged)]
enum Owner {
    Place(usize),
    Theme(ThemeId),
}

impl Clusters {
    fn owner(&self, cluster: usize) -> Option<ThemeId> {
        match self.of.get(cluster)? {
            Owner::Theme(id) => Some(*id),
            Owner::Place(place) => serde_json::from_value(self.themes.get(*place)?.get("id")?.clone()).ok(),
        }
    }

    /// The theme of each cluster.
    fn owners(&self) -> Vec<ThemeId> {
        (0..self.of.len()).map(|cluster| self.owner(cluster).unwrap_or(ThemeId(0))).collect()
    }

    /// Gives the clusters of one theme to another; which they were.
    pub(crate) fn give(&mut self, from: ThemeId, to: ThemeId) -> Vec<usize> {
        let given: Vec<usize> =
            (0..self.of.len()).filter(|cluster| self.owner(*cluster) == Some(from)).collect();
        for cluster in &given {
            self.set(*cluster, to);
        }
        given
    }

    pub(crate) fn set(&mut self, cluster: usize, theme: ThemeId) {
        if let Some(owner) = self.of.get_mut(cluster) {
            *owner = Owner::Theme(theme);
        }
    }
}

/// The clusters of a learning, if there is one.
pub(crate) fn clusters(c: &Connection, generation: u64) -> Result<Option<Clusters>, StoreError> {
    let sql = "SELECT clusters FROM learnings WHERE generation = ?1";
    let found: Option<String> =
        c.prepare_cached(sql)?.query_row([generation], |row| row.get(0)).optional()?;
    found.map(|found| serde_json::from_str(&found).map_err(unreadable("clusters"))).transpose()
}

pub(crate) fn store_clusters(c: &Connection, generation: u64, clusters: &Clusters) -> Result<(), StoreError> {
    let clusters = serde_json::to_string(clusters).map_err(unreadable("clusters"))?;
    c.execute("UPDATE learnings SET clusters = ?2 WHERE generation = ?1", params![generation, clusters])?;
    Ok(())
}

/// The learning that is current.
#[derive(Debug, Clone)]
pub struct CurrentLearning {
    /// Its generation.
    pub generation: Generation,
    /// The log position up to which signals have a place in it.
    pub assigned: LogPosition,
    /// The table of meanings it rests on.
    pub table_id: String,
    /// What assigns new signals.
    pub model: Vec<u8>,
    /// The theme of each cluster.
    pub themes: Vec<ThemeId>,
    /// Signals learned on.
    pub signals: u64,
    /// Those of them that belonged nowhere.
    pub unsorted: u64,
    /// When it became current.
    pub applied_at: Timestamp,
}

impl Store {
    /// Writes a learning down, not yet current; gives its generation and the id of each of its themes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn begin_learning(&self, learning: NewLearning) -> Result<(Generation, Vec<ThemeId>), StoreError> {
        self.write(move |c| {
            sweep(c)?;
            let mut themes = learning.themes;
            for theme in themes.iter_mut().filter(|theme| theme.id.is_none()) {
                theme.id = Some(next_theme(c)?);
            }
            let ids = themes.iter().filter_map(|theme| theme.id).collect();
            let clusters = serde_json::json!({ "themes": themes, "of": learning.clusters, "rulings": learning.rulings });
            let clusters = clusters.to_string();
            let sql = "INSERT INTO learnings (position, assigned, table_id, settings, clusters, model, signals, \
                       started_ms, unsorted) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING generation";
            let values = params![
                learning.position.0,
                learning.table_id,
                learning.settings.to_string(),
                clusters,
                learning.model,
                learning.signals,
                learning.started_at.as_millisecond(),
                learning.unsorted
            ];
            Ok((Generation(c.query_row(sql, values, |row| row.get(0))?), ids))
        })
    }

    /// Places signals in a generation; a signal that is gone by now is passed over, and so is everything once the
    /// generation was superseded. `assigned` moves its watermark.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn place(
        &self,
        generation: Generation,
        memberships: Vec<Membership>,
        assigned: Option<LogPosition>,
    ) -> Result<(), StoreError> {
        self.write(move |c| {
            let open = "SELECT count(*) FROM learnings WHERE generation = ?1 AND generation >= ?2";
            let open: u64 = c
                .prepare_cached(open)?
                .query_row([generation.0, current_generation(c)?], |row| row.get(0))?;
            if open == 0 {
                return Ok(());
            }
            let insert = "INSERT INTO memberships (generation, signal_id, theme_id, confidence, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)";
            let update = "UPDATE memberships SET theme_id = ?3, confidence = ?4, at_ms = ?5 WHERE generation = ?1 AND signal_id = ?2";
            let (mut insert, mut update) = (c.prepare_cached(insert)?, c.prepare_cached(update)?);
            let mut tally = Tally::default();
            for Membership { signal, theme, confidence } in &memberships {
                let theme = theme.map_or(0, |t| t.0);
                let Some(at_ms) = tally.count(c, theme, signal.0, 1)? else { continue };
                let values = params![generation.0, signal.0, theme, confidence, at_ms];
                match place_of(c, generation.0, signal.0)? {
                    None => insert.execute(values)?,
                    Some(before) => {
                        tally.count(c, before, signal.0, -1)?;
                        update.execute(values)?
                    }
                };
            }
            tally.write(c, generation.0)?;
            if let Some(position) = assigned {
                c.prepare_cached("UPDATE learnings SET assigned = ?2 WHERE generation = ?1")?
                    .execute(params![generation.0, position.0])?;
            }
            Ok(())
        })
    }

    /// Makes a generation current, with the names and kinds it found, and retires themes it did not find. Where a person
    /// ruled about themes since it began, nothing happens, and the answer is no: it would not keep to that ruling.
    ///
    /// # Errors
    /// A later learning has taken its place meanwhile, or any failure of the database.
    pub fn apply_learning(&self, generation: Generation, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |c| {
            let found: Option<(u64, String)> = c
                .query_row(
                    "SELECT position, clusters FROM learnings WHERE generation = ?1 AND generation >= ?2",
                    [generation.0, current_generation(c)?],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let (position, clusters) = found.ok_or_else(|| StoreError::Unreadable {
                what: "learning",
                detail: format!("generation {generation} was superseded by a later one"),
            })?;
            let Found { themes, rulings } = serde_json::from_str(&clusters).map_err(unreadable("clusters"))?;
            if rulings != version(c)? {
                return Ok(false);
            }
            let found: Vec<u64> = themes.iter().filter_map(|t| t.id).map(|id| id.0).collect();
            let retired = retire_all_but(c, &found, generation, now)?;
            let mut born = 0;
            for theme in &themes {
                born += usize::from(upsert(c, theme, now)?);
            }
            c.execute("DELETE FROM meta WHERE key = 'relearn'", [])?;
            c.execute(
                "UPDATE learnings SET applied_ms = ?2 WHERE generation = ?1",
                params![generation.0, now.as_millisecond()],
            )?;
            c.execute(
                "INSERT INTO meta (key, value) VALUES ('generation', ?1) ON CONFLICT DO UPDATE SET value = ?1",
                [generation.0],
            )?;
            let body = serde_json::json!({
                "generation": generation.0, "position": position, "themes": found, "born": born, "retired": retired
            });
            log::event(c, now, "learning-applied", &body)?;
            sweep(c)?;
            Ok(true)
        })
    }

    /// The learning that is current, if there was one.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn current_learning(&self) -> Result<Option<CurrentLearning>, StoreError> {
        self.read(|c| {
            let sql = "SELECT generation, assigned, table_id, model, clusters, signals, applied_ms, unsorted FROM learnings \
                       WHERE generation = ?1";
            let found = c.prepare_cached(sql)?.query_row([current_generation(c)?], |row| {
                let clusters: String = row.get(4)?;
                let learning = CurrentLearning {
                    generation: Generation(row.get(0)?),
                    assigned: LogPosition(row.get(1)?),
                    table_id: row.get(2)?,
                    model: row.get(3)?,
                    themes: Vec::new(),
                    signals: row.get(5)?,
                    applied_at: time(row, 6)?,
                    unsorted: row.get(7)?,
                };
                Ok((learning, clusters))
            });
            let Some((mut learning, clusters)) = found.optional()? else { return Ok(None) };
            let clusters: Clusters = serde_json::from_str(&clusters).map_err(unreadable("clusters"))?;
            learning.themes = clusters.owners();
            Ok(Some(learning))
        })
    }

    /// Whether a ruling wants themes to be learned again.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn wants_learning(&self) -> Result<bool, StoreError> {
        self.read(|c| {
            Ok(c.query_row("SELECT count(*) FROM meta WHERE key = 'relearn'", [], |row| row.get(0))?)
        })
    }

    /// When the current learning was applied, and on how many signals it rests.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn last_learning(&self) -> Result<Option<(Timestamp, u64)>, StoreError> {
        self.read(|c| {
            let sql = "SELECT applied_ms, signals FROM learnings WHERE generation = ?1";
            let found = c
                .prepare_cached(sql)?
                .query_row([current_generation(c)?], |row| Ok((time(row, 0)?, row.get(1)?)));
            Ok(found.optional()?)
        })
    }
}

/// What a learning found, as it is read back to be applied.
#[derive(Debug, Deserialize)]
struct Found {
    themes: Vec<NewTheme>,
    rulings: u64,
}

/// Theme numbers are never given twice, not even those of a learning that was cut off.
pub(crate) fn next_theme(c: &Connection) -> Result<ThemeId, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('theme', 1) ON CONFLICT DO UPDATE SET value = value + 1 \
               RETURNING value";
    Ok(ThemeId(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

/// Whether it was new.
fn upsert(c: &Connection, theme: &NewTheme, now: Timestamp) -> Result<bool, StoreError> {
    let known = "SELECT retired_ms IS NOT NULL FROM themes WHERE id = ?1";
    let id = theme.id.unwrap_or(ThemeId(0));
    let known: Option<bool> = c.prepare_cached(known)?.query_row([id.0], |row| row.get(0)).optional()?;
    let sql = "INSERT INTO themes (id, kind, name, words, exemplars, description, area, born_ms) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET kind = ?2, name = ?3, words = ?4, \
               exemplars = ?5, description = ?6, area = ?7, retired_ms = NULL, merged_into = NULL";
    let words = serde_json::to_string(&theme.words).map_err(unreadable("words"))?;
    let exemplars = serde_json::to_string(&theme.exemplars).map_err(unreadable("exemplars"))?;
    let values = params![
        id.0,
        theme.kind.as_str(),
        theme.name,
        words,
        exemplars,
        theme.description,
        theme.area,
        now.as_millisecond()
    ];
    c.prepare_cached(sql)?.execute(values)?;
    let last = "SELECT signals FROM lineage WHERE theme_id = ?1 ORDER BY id DESC LIMIT 1";
    let last: Option<u64> = c.prepare_cached(last)?.query_row([id.0], |row| row.get(0)).optional()?;
    let what = match known {
        None => Some(Lineage::Born),
        Some(true) => Some(Lineage::Returned),
        Some(false) => (last != Some(theme.signals)).then_some(Lineage::Grew),
    };
    if let Some(what) = what {
        let parent = theme.parent.filter(|_| what == Lineage::Born);
        remember(c, now, id, what, parent, theme.signals, None)?;
    }
    Ok(known.is_none())
}

/// Retires themes that were not found; one whose signals are mostly in another is part of that.
fn retire_all_but(
    c: &Connection,
    found: &[u64],
    generation: Generation,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let living = "SELECT id FROM themes WHERE retired_ms IS NULL";
    let living: Vec<u64> =
        c.prepare_cached(living)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut retired = 0;
    for theme in living.into_iter().filter(|theme| !found.contains(theme)) {
        let to = "SELECT new.theme_id, count(*), (SELECT count(*) FROM memberships WHERE generation = ?1 AND theme_id = ?3) \
                  FROM memberships old JOIN memberships new ON new.generation = ?2 AND new.signal_id = old.signal_id \
                  WHERE old.generation = ?1 AND old.theme_id = ?3 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1";
        let values = [current_generation(c)?, generation.0, theme];
        let went: Option<(u64, u64, u64)> = c
            .prepare_cached(to)?
            .query_row(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let into = went.filter(|(into, common, all)| *into > 0 && common * 2 > *all);
        let sql = "UPDATE themes SET retired_ms = ?2, merged_into = ?3 WHERE id = ?1";
        c.prepare_cached(sql)?.execute(params![theme, now.as_millisecond(), into.map(|(into, ..)| into)])?;
        let (what, other) = match into {
            Some((into, ..)) => (Lineage::Merged, Some(ThemeId(into))),
            None => (Lineage::Retired, None),
        };
        remember(c, now, ThemeId(theme), what, other, went.map_or(0, |(.., all)| all), None)?;
        retired += 1;
    }
    Ok(retired)
}

/// Drops memberships of every generation but the current one: superseded, or cut off on the way.
fn sweep(c: &Connection) -> Result<(), StoreError> {
    let current = current_generation(c)?;
    for table in ["memberships", "theme_weeks", "theme_values"] {
        c.execute(&format!("DELETE FROM {table} WHERE generation <> ?1"), [current])?;
    }
    c.execute("DELETE FROM learnings WHERE generation <> ?1 AND applied_ms IS NULL", [current])?;
    c.execute("UPDATE learnings SET model = x'' WHERE generation <> ?1 AND model <> x''", [current])?;
    Ok(())
}

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;
