//! What becomes of areas in a clustering run: found for the first time, again with other signals, or no longer.

use std::collections::BTreeMap;

use hearken_domain::{AreaId, AreaStep, FoundArea, FoundTheme, Generation, Lineage, ThemeId, ThemeStep};
use rusqlite::{Connection, OptionalExtension, params};

use super::places::{Fate, Places};
use super::steps::in_area;
use crate::StoreError;
use crate::error::unreadable;
use crate::generation::current_generation;

/// What becomes of areas by a run that found these themes and areas, with what becomes of the themes by it.
pub(crate) fn steps(
    c: &Connection,
    generation: Generation,
    themes: &[FoundTheme],
    theme_steps: &[ThemeStep],
    found: &[FoundArea],
) -> Result<Vec<AreaStep>, StoreError> {
    let before = Places::read(c)?;
    let lay = before.area_of_each();
    let lies = before.clone().after_run(themes, theme_steps, found).area_of_each();
    let signals: BTreeMap<ThemeId, u64> =
        themes.iter().filter_map(|theme| Some((theme.id?, theme.signals))).collect();
    let current = current_generation(c)?;
    let mut steps = Vec::new();
    let is_found = |area: &AreaId| found.iter().any(|found| found.id == *area);
    for (area, fate) in before.areas() {
        let lies_on = is_found(area) || lies.values().any(|lies_in| lies_in == area);
        if *fate != Fate::Lives || lies_on {
            continue;
        }
        let (common, all) = shared(c, (current, generation.0), &in_area(&lay, *area), &lies)?;
        let into = common.filter(|(_, common)| common * 2 > all).map(|(into, _)| into);
        let what = if into.is_some() { Lineage::Merged } else { Lineage::Retired };
        steps.push(AreaStep { area: *area, what, other: into, theme: None, signals: all });
    }
    let mut standing: Vec<AreaId> =
        found.iter().map(|found| found.id).chain(lies.values().copied()).collect();
    standing.sort_unstable();
    standing.dedup();
    for area in standing {
        let themes = in_area(&lies, area);
        let count = themes.iter().filter_map(|theme| signals.get(theme)).sum();
        let (what, other) = match before.areas().get(&area) {
            None => {
                let (common, all) = shared(c, (generation.0, current), &themes, &lay)?;
                (Lineage::Born, common.filter(|(_, common)| common * 2 > all).map(|(area, _)| area))
            }
            Some(Fate::Gone) => (Lineage::Returned, None),
            Some(Fate::Lives) if last_signals(c, area)? != Some(count) => (Lineage::Grew, None),
            Some(Fate::Lives | Fate::PartOf(_)) => continue,
        };
        steps.push(AreaStep { area, what, other, theme: None, signals: count });
    }
    Ok(steps)
}

/// How many signals an area had at the last thing that happened to it.
fn last_signals(c: &Connection, area: AreaId) -> Result<Option<u64>, StoreError> {
    let sql =
        "SELECT signals FROM area_lineage WHERE area_id = ?1 ORDER BY position DESC, ordinal DESC LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([area.0], |row| row.get(0)).optional()?)
}

/// Of the signals that these themes have in one generation: the area in which most of them lie in the other with how many
/// those are, and how many there are.
fn shared(
    c: &Connection,
    (in_one, in_other): (u64, u64),
    themes: &[ThemeId],
    lies: &BTreeMap<ThemeId, AreaId>,
) -> Result<(Option<(AreaId, u64)>, u64), StoreError> {
    let themes: Vec<u64> = themes.iter().map(|theme| theme.0).collect();
    let themes = serde_json::to_string(&themes).map_err(unreadable("ids"))?;
    let sql = "SELECT other.theme_id, count(*) FROM memberships one \
               LEFT JOIN memberships other ON other.generation = ?2 AND other.signal_id = one.signal_id \
               WHERE one.generation = ?1 AND one.theme_id IN (SELECT value FROM json_each(?3)) GROUP BY 1";
    let mut statement = c.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![in_one, in_other, themes], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (mut common, mut all): (BTreeMap<AreaId, u64>, u64) = (BTreeMap::new(), 0);
    for row in rows {
        let (theme, signals): (Option<u64>, u64) = row?;
        all += signals;
        if let Some(area) = theme.and_then(|theme| lies.get(&ThemeId(theme))) {
            *common.entry(*area).or_default() += signals;
        }
    }
    Ok((common.into_iter().rev().max_by_key(|(_, common)| *common), all))
}
