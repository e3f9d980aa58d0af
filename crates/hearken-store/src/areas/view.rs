//! Areas as the events say: brought up to one event at a time, as it is written and when they are rebuilt.

use hearken_domain::{
    AreaId, AreaStep, Event, FoundArea, FoundTheme, Lineage, RecordedEvent, Ruled, TextId, ThemeId,
};
use rusqlite::{Connection, OptionalExtension, params};

use super::Places;
use crate::StoreError;
use crate::error::unreadable;
use crate::standing::{ruling_at, standing};

/// Brings areas up to one event, once themes are.
pub(crate) fn apply(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    match &recorded.event {
        Event::Ruled { what, parts, .. } => {
            if let Ruled::AreaRenamed { area, name } = what {
                set_name(c, *area, Some(name.0))?;
            }
            for part in parts {
                lie_as_parent(c, part)?;
            }
        }
        Event::RulingUndone { id, .. } => {
            let sql = "SELECT position FROM rulings WHERE id = ?1";
            let made: u64 = c.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
            if let Some(Ruled::AreaRenamed { area, .. }) = ruling_at(c, made)? {
                set_name(c, area, standing_name(c, area)?)?;
            }
        }
        Event::ClusteringApplied { generation, .. } => {
            let sql = "SELECT areas FROM clustering_runs WHERE generation = ?1";
            let found: Option<String> =
                c.prepare_cached(sql)?.query_row([generation.0], |row| row.get(0)).optional()?;
            let found: Vec<FoundArea> = found
                .map_or(Ok(Vec::new()), |found| serde_json::from_str(&found))
                .map_err(unreadable("areas"))?;
            put_found(c, &found, recorded)?;
        }
        _ => {}
    }
    for (ordinal, step) in recorded.event.area_steps().iter().enumerate() {
        take_step(c, recorded, ordinal, step)?;
    }
    Ok(())
}

/// A part of a theme lies where the theme does.
fn lie_as_parent(c: &Connection, part: &FoundTheme) -> Result<(), StoreError> {
    let (Some(id), Some(parent)) = (part.id, part.parent) else { return Ok(()) };
    let area = Places::read(c)?.area_of_each().get(&parent).copied();
    lie(c, id, area)
}

fn lie(c: &Connection, theme: ThemeId, area: Option<AreaId>) -> Result<(), StoreError> {
    let sql = "UPDATE themes SET area_id = ?2 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![theme.0, area.map(|area| area.0)])?;
    Ok(())
}

fn set_name(c: &Connection, area: AreaId, name: Option<u64>) -> Result<(), StoreError> {
    c.prepare_cached("UPDATE areas SET name_id = ?2 WHERE id = ?1")?.execute(params![area.0, name])?;
    Ok(())
}

/// What the last renaming that stands calls an area.
fn standing_name(c: &Connection, area: AreaId) -> Result<Option<u64>, StoreError> {
    let name = |what: Ruled<TextId>| match what {
        Ruled::AreaRenamed { area: renamed, name } if renamed == area => Some(name.0),
        _ => None,
    };
    Ok(standing(c)?.into_iter().find_map(|(_, what)| name(what)))
}

/// What a clustering run found, and nothing else is found any more.
fn put_found(c: &Connection, found: &[FoundArea], recorded: &RecordedEvent) -> Result<(), StoreError> {
    c.execute("UPDATE themes SET area_id = NULL WHERE area_id IS NOT NULL", [])?;
    let sql = "INSERT INTO areas (id, found, born_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET found = ?2";
    for area in found {
        let json = serde_json::to_string(area).map_err(unreadable("area"))?;
        c.prepare_cached(sql)?.execute(params![area.id.0, json, recorded.by.at.as_millisecond()])?;
        for theme in &area.themes {
            lie(c, *theme, Some(area.id))?;
        }
    }
    Ok(())
}

fn take_step(
    c: &Connection,
    recorded: &RecordedEvent,
    ordinal: usize,
    step: &AreaStep,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO area_lineage (position, ordinal, area_id, what, other_id, theme_id, signals) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (other, theme) = (step.other.map(|other| other.0), step.theme.map(|theme| theme.0));
    let (position, what) = (recorded.position.0, step.what.as_str());
    c.prepare_cached(sql)?.execute(params![
        position,
        ordinal,
        step.area.0,
        what,
        other,
        theme,
        step.signals
    ])?;
    let (retired, into) = match step.what {
        Lineage::Merged => (Some(recorded.by.at.as_millisecond()), other),
        Lineage::Retired => (Some(recorded.by.at.as_millisecond()), None),
        Lineage::Born | Lineage::Returned => (None, None),
        Lineage::Grew | Lineage::Split => return Ok(()),
    };
    let sql = "UPDATE areas SET retired_ms = ?2, merged_into = ?3 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![step.area.0, retired, into])?;
    Ok(())
}
