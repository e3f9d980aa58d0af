//! Reading areas: which there are, what lies in each, and what became of them.

mod places;
pub(crate) mod run;
mod steps;
pub(crate) mod view;

pub(crate) use places::Places;
pub(crate) use steps::{signals_in, steps_between};

use std::collections::BTreeMap;

use hearken_domain::{Area, AreaId, AreaLineageStep, AreaStep, Event, FoundArea, Lineage, ThemeId, Verbatim};
use rusqlite::Connection;

use crate::StoreError;
use crate::error::unreadable;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::spans::SpanReader;

/// Reads areas.
#[derive(Debug, Clone, Copy)]
pub struct AreaReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of areas in this snapshot.
    pub fn areas(&self) -> AreaReader<'_> {
        AreaReader(self)
    }
}

impl AreaReader<'_> {
    /// Every area, living or not, the oldest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Area>, StoreError> {
        self.0.read(all)
    }

    /// An area, living or not.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: AreaId) -> Result<Option<Area>, StoreError> {
        Ok(self.all()?.into_iter().find(|area| area.id == id))
    }

    /// Where each living theme was found to lie, whatever people say of it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn found(&self) -> Result<BTreeMap<ThemeId, AreaId>, StoreError> {
        self.0.read(|c| Ok(Places::read(c)?.found_of_each()))
    }

    /// What happened to an area, the first first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn lineage(&self, area: AreaId) -> Result<Vec<AreaLineageStep>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT at_ms, what, other_id, theme_id, signals, body, kind, name, nullif(behalf_of, '') \
                       FROM area_lineage JOIN events USING (position) JOIN actors ON actors.id = actor_id \
                       WHERE area_id = ?1 ORDER BY position, ordinal";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([area.0])?;
            let mut steps = Vec::new();
            while let Some(row) = rows.next()? {
                let step = AreaStep {
                    area,
                    what: row.get::<_, String>(1)?.parse().unwrap_or(Lineage::Grew),
                    other: row.get::<_, Option<u64>>(2)?.map(AreaId),
                    theme: row.get::<_, Option<u64>>(3)?.map(ThemeId),
                    signals: row.get(4)?,
                };
                let body: String = row.get(5)?;
                let event: Event = serde_json::from_str(&body).map_err(unreadable("event"))?;
                let (at, by) = (time(row, 0)?, actor_from(row, 6)?);
                steps.push(AreaLineageStep { at, by, step, ruling: event.ruling() });
            }
            Ok(steps)
        })
    }
}

/// Every area with its words and the living themes that lie in it.
fn all(c: &Connection) -> Result<Vec<Area>, StoreError> {
    let mut themes: BTreeMap<AreaId, Vec<ThemeId>> = BTreeMap::new();
    for (theme, area) in Places::read(c)?.area_of_each() {
        themes.entry(area).or_default().push(theme);
    }
    let sql = "SELECT areas.id, text, found, merged_into, born_ms, retired_ms FROM areas \
               LEFT JOIN typed_texts ON typed_texts.id = name_id ORDER BY areas.id";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let (mut areas, mut spans) = (Vec::new(), SpanReader::new(c));
    while let Some(row) = rows.next()? {
        let id = AreaId(row.get(0)?);
        let found: FoundArea = serde_json::from_str(&row.get::<_, String>(2)?).map_err(unreadable("area"))?;
        let name = match row.get::<_, Option<String>>(1)? {
            Some(given) => Verbatim::redacted(given),
            None => spans.area(&found)?,
        };
        areas.push(Area {
            id,
            name: if name.is_empty() { Verbatim::redacted(format!("Area {}", id.0)) } else { name },
            themes: themes.remove(&id).unwrap_or_default(),
            merged_into: row.get::<_, Option<u64>>(3)?.map(AreaId),
            born_at: time(row, 4)?,
            retired_at: row.get::<_, Option<i64>>(5)?.map(|_| time(row, 5)).transpose()?,
        });
    }
    Ok(areas)
}

/// The area that each living theme lies in, with its name.
pub(crate) fn area_of_each(c: &Connection) -> Result<BTreeMap<ThemeId, (AreaId, Verbatim)>, StoreError> {
    let areas = all(c)?.into_iter();
    let of_area =
        |area: Area| area.themes.into_iter().map(move |theme| (theme, (area.id, area.name.clone())));
    Ok(areas.flat_map(of_area).collect())
}

/// Area numbers are never given twice, not even those of a clustering run that was cut off.
pub(crate) fn next_area(c: &Connection) -> Result<AreaId, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('area', 1) ON CONFLICT DO UPDATE SET value = value + 1 \
               RETURNING value";
    Ok(AreaId(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

#[cfg(test)]
mod tests;
