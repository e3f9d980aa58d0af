//! Clustering runs. One is written in batches as a new generation and becomes current by one pointer; until then
//! nobody sees it, and one that was cut off is swept away by the next.

use hearken_domain::{
    AreaId, By, Event, FoundArea, FoundTheme, Generation, Lineage, LogPosition, Membership, Passage, Phrase,
    ThemeId, ThemeStep, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::areas::{self, next_area};
use crate::error::unreadable;
use crate::generation::current_generation;
use crate::rollup::{Tally, theme_of};
use crate::rulings::version;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::themes::{next_theme, successor};
use crate::{Store, StoreError, asides, passages, views};

/// A clustering run on its way in.
#[derive(Debug, Clone)]
pub struct NewClusteringRun {
    /// The log position up to which it read.
    pub position: LogPosition,
    /// The embedding table it rests on.
    pub embedding_table: String,
    /// The run's settings, as JSON.
    pub settings: serde_json::Value,
    /// What assigns new signals, as analysis reads it.
    pub model: Vec<u8>,
    /// The themes it found.
    pub themes: Vec<FoundTheme>,
    /// The areas that they lie in.
    pub areas: Vec<NewArea>,
    /// For each cluster of the model, the index of its theme in `themes`: a theme that people merged may be several.
    pub clusters: Vec<usize>,
    /// The [`crate::Bindings::version`] that it kept to.
    pub rulings: u64,
    /// Number of signals the run read.
    pub signals: u64,
    /// Those of them that belong nowhere.
    pub unsorted: u64,
    /// When it began.
    pub started_at: Timestamp,
}

/// An area of a clustering run on its way in.
#[derive(Debug, Clone)]
pub struct NewArea {
    /// The area that it continues.
    pub id: Option<AreaId>,
    /// The parts of its name.
    pub name: Vec<Phrase>,
    /// The indexes of its themes among those of the run.
    pub themes: Vec<usize>,
}

/// The clustering run that is current.
#[derive(Debug, Clone)]
pub struct CurrentClustering {
    /// Its generation.
    pub generation: Generation,
    /// The log position up to which signals are assigned in it.
    pub assigned: LogPosition,
    /// The embedding table it rests on.
    pub embedding_table: String,
    /// What assigns new signals.
    pub model: Vec<u8>,
    /// The theme of each cluster.
    pub themes: Vec<ThemeId>,
    /// Number of signals the run read.
    pub signals: u64,
    /// Those of them that belonged nowhere.
    pub unsorted: u64,
    /// When it became current.
    pub applied_at: Timestamp,
}

/// Reads clustering runs.
#[derive(Debug, Clone, Copy)]
pub struct ClusteringReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of clustering runs in this snapshot.
    pub fn clustering(&self) -> ClusteringReader<'_> {
        ClusteringReader(self)
    }
}

impl ClusteringReader<'_> {
    /// The clustering run that is current, if there was one.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn current(&self) -> Result<Option<CurrentClustering>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT generation, assigned, embedding_table, model, clusters, signals, applied_ms, unsorted FROM clustering_runs \
                       WHERE generation = ?1";
            let found = c.prepare_cached(sql)?.query_row([self.0.generation().0], |row| {
                let clusters: String = row.get(4)?;
                let run = CurrentClustering {
                    generation: Generation(row.get(0)?),
                    assigned: LogPosition(row.get(1)?),
                    embedding_table: row.get(2)?,
                    model: row.get(3)?,
                    themes: Vec::new(),
                    signals: row.get(5)?,
                    applied_at: time(row, 6)?,
                    unsorted: row.get(7)?,
                };
                Ok((run, clusters))
            });
            let Some((mut run, clusters)) = found.optional()? else { return Ok(None) };
            let clusters: Vec<ThemeId> = serde_json::from_str(&clusters).map_err(unreadable("clusters"))?;
            // Clusters of a theme that became part of another are that other's.
            for theme in clusters {
                run.themes.push(successor(c, theme)?.unwrap_or(ThemeId(0)));
            }
            Ok(Some(run))
        })
    }

    /// Whether a ruling wants themes to be clustered again.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn wanted(&self) -> Result<bool, StoreError> {
        self.0.read(|c| {
            Ok(c.query_row("SELECT count(*) FROM meta WHERE key = 'clustering_wanted'", [], |row| {
                row.get(0)
            })?)
        })
    }

    /// When the current run was applied, and on how many signals it rests.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn last(&self) -> Result<Option<(Timestamp, u64)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT applied_ms, signals FROM clustering_runs WHERE generation = ?1";
            let found = c
                .prepare_cached(sql)?
                .query_row([self.0.generation().0], |row| Ok((time(row, 0)?, row.get(1)?)));
            Ok(found.optional()?)
        })
    }
}

impl Store {
    /// Writes a run down, not yet current; gives its generation and the id of each of its themes.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn begin_clustering(&self, run: NewClusteringRun) -> Result<(Generation, Vec<ThemeId>), StoreError> {
        self.write(move |c| {
            sweep(c)?;
            let mut themes = run.themes;
            for theme in themes.iter_mut().filter(|theme| theme.id.is_none()) {
                theme.id = Some(next_theme(c)?);
            }
            let ids: Vec<ThemeId> = themes.iter().filter_map(|theme| theme.id).collect();
            let of_cluster: Vec<ThemeId> =
                run.clusters.iter().filter_map(|index| ids.get(*index).copied()).collect();
            let of_area = |area: &NewArea| area.themes.iter().filter_map(|index| ids.get(*index).copied()).collect();
            let mut areas = Vec::new();
            for area in run.areas {
                let id = area.id.map_or_else(|| next_area(c), Ok)?;
                areas.push(FoundArea { id, themes: of_area(&area), name: area.name });
            }
            let found = serde_json::to_string(&themes).map_err(unreadable("themes"))?;
            let areas = serde_json::to_string(&areas).map_err(unreadable("areas"))?;
            let clusters = serde_json::to_string(&of_cluster).map_err(unreadable("clusters"))?;
            let sql = "INSERT INTO clustering_runs (position, assigned, embedding_table, settings, found, clusters, \
                       rulings, model, signals, started_ms, unsorted, areas) \
                       VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING generation";
            let values = params![
                run.position.0,
                run.embedding_table,
                run.settings.to_string(),
                found,
                clusters,
                run.rulings,
                run.model,
                run.signals,
                run.started_at.as_millisecond(),
                run.unsorted,
                areas
            ];
            Ok((Generation(c.query_row(sql, values, |row| row.get(0))?), ids))
        })
    }

    /// Assigns signals in a generation, with the passages of these that speak of other themes; a signal that is gone by now is passed over, and so is everything once the
    /// generation was superseded. `assigned` moves its watermark.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn assign(
        &self,
        generation: Generation,
        memberships: Vec<Membership>,
        found: Vec<Passage>,
        assigned: Option<LogPosition>,
    ) -> Result<(), StoreError> {
        self.write(move |c| {
            let open = "SELECT count(*) FROM clustering_runs WHERE generation = ?1 AND generation >= ?2";
            let open: u64 = c
                .prepare_cached(open)?
                .query_row([generation.0, current_generation(c)?], |row| row.get(0))?;
            if open == 0 {
                return Ok(());
            }
            let insert = "INSERT INTO memberships (generation, signal_id, theme_id, confidence, said_order) VALUES (?1, ?2, ?3, ?4, ?5)";
            let update = "UPDATE memberships SET theme_id = ?3, confidence = ?4, said_order = ?5 WHERE generation = ?1 AND signal_id = ?2";
            let (mut insert, mut update) = (c.prepare_cached(insert)?, c.prepare_cached(update)?);
            let mut tally = Tally::default();
            for Membership { signal, theme, confidence } in &memberships {
                if asides::is_aside(c, *signal)? {
                    asides::place(c, generation.0, *signal, *theme, *confidence)?;
                    continue;
                }
                let theme = theme.map_or(0, |t| t.0);
                let Some(said_order) = tally.count(c, theme, signal.0, 1)? else { continue };
                let values = params![generation.0, signal.0, theme, confidence, said_order];
                match theme_of(c, generation.0, signal.0)? {
                    None => insert.execute(values)?,
                    Some(before) => {
                        tally.count(c, before, signal.0, -1)?;
                        passages::forget(c, generation.0, signal.0)?;
                        update.execute(values)?
                    }
                };
            }
            tally.write(c, generation.0)?;
            passages::write(c, generation.0, &found)?;
            if let Some(position) = assigned {
                c.prepare_cached("UPDATE clustering_runs SET assigned = ?2 WHERE generation = ?1")?
                    .execute(params![generation.0, position.0])?;
            }
            Ok(())
        })
    }

    /// Makes a generation current, with what it found, and retires themes it did not find. Where a person ruled about
    /// themes since it began, nothing happens, and the answer is no: it would not keep to that ruling.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where a later run superseded it, or any failure of the database.
    pub fn apply_clustering(&self, generation: Generation, by: &By) -> Result<bool, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let sql = "SELECT found, rulings, areas FROM clustering_runs WHERE generation = ?1 AND generation >= ?2";
            let found: Option<(String, u64, String)> = c
                .query_row(sql, [generation.0, current_generation(c)?], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let (found, rulings, areas) = found.ok_or_else(|| StoreError::Unreadable {
                what: "clustering run",
                detail: format!("generation {generation} was superseded by a later one"),
            })?;
            if rulings != version(c)? {
                return Ok(false);
            }
            let themes: Vec<FoundTheme> = serde_json::from_str(&found).map_err(unreadable("themes"))?;
            let ids: Vec<u64> = themes.iter().filter_map(|theme| theme.id).map(|id| id.0).collect();
            let mut steps = retired_steps(c, &ids, generation)?;
            for theme in &themes {
                steps.extend(step(c, theme)?);
            }
            let areas: Vec<FoundArea> = serde_json::from_str(&areas).map_err(unreadable("areas"))?;
            let area_steps = areas::run::steps(c, generation, &themes, &steps, &areas)?;
            views::record(c, &by, Event::ClusteringApplied { generation, steps, area_steps })?;
            sweep(c)?;
            Ok(true)
        })
    }
}

/// What becomes of a theme that a run found.
fn step(c: &Connection, theme: &FoundTheme) -> Result<Option<ThemeStep>, StoreError> {
    let id = theme.id.unwrap_or(ThemeId(0));
    let known = "SELECT retired_ms IS NOT NULL FROM themes WHERE id = ?1";
    let known: Option<bool> = c.prepare_cached(known)?.query_row([id.0], |row| row.get(0)).optional()?;
    let last = "SELECT signals FROM lineage WHERE theme_id = ?1 ORDER BY position DESC, ordinal DESC LIMIT 1";
    let last: Option<u64> = c.prepare_cached(last)?.query_row([id.0], |row| row.get(0)).optional()?;
    let what = match known {
        None => Some(Lineage::Born),
        Some(true) => Some(Lineage::Returned),
        Some(false) => (last != Some(theme.signals)).then_some(Lineage::Grew),
    };
    let step = |what| {
        let other = theme.parent.filter(|_| what == Lineage::Born);
        ThemeStep { theme: id, what, other, signals: theme.signals }
    };
    Ok(what.map(step))
}

/// What becomes of living themes that were not found; one whose signals are mostly in another is part of that.
fn retired_steps(
    c: &Connection,
    found: &[u64],
    generation: Generation,
) -> Result<Vec<ThemeStep>, StoreError> {
    let living = "SELECT id FROM themes WHERE retired_ms IS NULL ORDER BY id";
    let living: Vec<u64> =
        c.prepare_cached(living)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let current = current_generation(c)?;
    let to = "SELECT new.theme_id, count(*), (SELECT count(*) FROM memberships WHERE generation = ?1 AND theme_id = ?3) \
              FROM memberships old JOIN memberships new ON new.generation = ?2 AND new.signal_id = old.signal_id \
              WHERE old.generation = ?1 AND old.theme_id = ?3 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1";
    let mut to = c.prepare_cached(to)?;
    let mut steps = Vec::new();
    for theme in living.into_iter().filter(|theme| !found.contains(theme)) {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let went: Option<(u64, u64, u64)> = to.query_row([current, generation.0, theme], row).optional()?;
        let into = went.filter(|(into, common, all)| *into > 0 && common * 2 > *all);
        let (what, other) = match into {
            Some((into, ..)) => (Lineage::Merged, Some(ThemeId(into))),
            None => (Lineage::Retired, None),
        };
        let signals = went.map_or(0, |(.., all)| all);
        steps.push(ThemeStep { theme: ThemeId(theme), what, other, signals });
    }
    Ok(steps)
}

/// Drops memberships of every generation but the current one: superseded, or cut off on the way.
fn sweep(c: &Connection) -> Result<(), StoreError> {
    let current = current_generation(c)?;
    for table in
        ["memberships", "aside_memberships", "passages", "theme_days", "theme_values", "theme_customers"]
    {
        c.execute(&format!("DELETE FROM {table} WHERE generation <> ?1"), [current])?;
    }
    c.execute("DELETE FROM clustering_runs WHERE generation <> ?1 AND applied_ms IS NULL", [current])?;
    c.execute("UPDATE clustering_runs SET model = x'' WHERE generation <> ?1 AND model <> x''", [current])?;
    Ok(())
}

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;
