//! Learnings of themes. One is written in batches as a new generation and becomes current by one pointer; until then
//! nobody sees it, and one that was cut off is swept away by the next.

use hearken_domain::{Generation, LogPosition, Membership, SignalId, ThemeId, ThemeKind, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::unreadable;
use crate::rollup::{Tally, place_of};
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
    /// A theme for each cluster of the model, in its order.
    pub themes: Vec<NewTheme>,
    /// Signals learned on.
    pub signals: u64,
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
    /// Its phrases.
    pub words: Vec<String>,
    /// Its most telling signals.
    pub exemplars: Vec<SignalId>,
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
    /// When it became current.
    pub applied_at: Timestamp,
}

impl Store {
    /// Writes a learning down, not yet current; gives its generation and the theme of each cluster.
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
            let clusters = serde_json::to_string(&themes).map_err(unreadable("clusters"))?;
            let sql = "INSERT INTO learnings (position, assigned, table_id, settings, clusters, model, signals, \
                       started_ms) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING generation";
            let values = params![
                learning.position.0,
                learning.table_id,
                learning.settings.to_string(),
                clusters,
                learning.model,
                learning.signals,
                learning.started_at.as_millisecond()
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

    /// Makes a generation current, with the names and kinds it found, and retires themes it did not find.
    ///
    /// # Errors
    /// A later learning has taken its place meanwhile, or any failure of the database.
    pub fn apply_learning(&self, generation: Generation, now: Timestamp) -> Result<(), StoreError> {
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
            let themes: Vec<NewTheme> = serde_json::from_str(&clusters).map_err(unreadable("clusters"))?;
            let found: Vec<u64> = themes.iter().filter_map(|t| t.id).map(|id| id.0).collect();
            let retired = retire_all_but(c, &found, now)?;
            let mut born = 0;
            for theme in &themes {
                born += usize::from(upsert(c, theme, now)?);
            }
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
            sweep(c)
        })
    }

    /// The learning that is current, if there was one.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn current_learning(&self) -> Result<Option<CurrentLearning>, StoreError> {
        self.read(|c| {
            let sql = "SELECT generation, assigned, table_id, model, clusters, signals, applied_ms FROM learnings \
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
                };
                Ok((learning, clusters))
            });
            let Some((mut learning, clusters)) = found.optional()? else { return Ok(None) };
            let themes: Vec<NewTheme> = serde_json::from_str(&clusters).map_err(unreadable("clusters"))?;
            learning.themes = themes.into_iter().filter_map(|theme| theme.id).collect();
            Ok(Some(learning))
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

/// Theme numbers are never given twice, not even those of a learning that was cut off.
fn next_theme(c: &Connection) -> Result<ThemeId, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('theme', 1) ON CONFLICT DO UPDATE SET value = value + 1 \
               RETURNING value";
    Ok(ThemeId(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

/// Whether it was new.
fn upsert(c: &Connection, theme: &NewTheme, now: Timestamp) -> Result<bool, StoreError> {
    let known = "SELECT count(*) FROM themes WHERE id = ?1";
    let id = theme.id.map_or(0, |id| id.0);
    let known: u64 = c.prepare_cached(known)?.query_row([id], |row| row.get(0))?;
    let sql = "INSERT INTO themes (id, kind, name, words, exemplars, born_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
               ON CONFLICT (id) DO UPDATE SET kind = ?2, name = ?3, words = ?4, exemplars = ?5, retired_ms = NULL";
    let words = serde_json::to_string(&theme.words).map_err(unreadable("words"))?;
    let exemplars = serde_json::to_string(&theme.exemplars).map_err(unreadable("exemplars"))?;
    let values = params![id, theme.kind.as_str(), theme.name, words, exemplars, now.as_millisecond()];
    c.prepare_cached(sql)?.execute(values)?;
    Ok(known == 0)
}

fn retire_all_but(c: &Connection, found: &[u64], now: Timestamp) -> Result<usize, StoreError> {
    let found = serde_json::to_string(found).map_err(unreadable("themes"))?;
    let sql = "UPDATE themes SET retired_ms = ?2 WHERE retired_ms IS NULL \
               AND id NOT IN (SELECT value FROM json_each(?1))";
    Ok(c.execute(sql, params![found, now.as_millisecond()])?)
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
mod tests;
