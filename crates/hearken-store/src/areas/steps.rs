//! What becomes of areas where a theme goes from one to another, and how many signals lie in some.

use std::collections::BTreeMap;

use hearken_domain::{AreaId, AreaStep, Lineage, ThemeId};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::error::unreadable;
use crate::generation::current_generation;

/// Signals of these themes in the current generation.
pub(crate) fn signals_in(c: &Connection, themes: &[ThemeId]) -> Result<u64, StoreError> {
    let themes: Vec<u64> = themes.iter().map(|theme| theme.0).collect();
    let themes = serde_json::to_string(&themes).map_err(unreadable("ids"))?;
    let sql = "SELECT count(*) FROM memberships \
               WHERE generation = ?1 AND theme_id IN (SELECT value FROM json_each(?2))";
    Ok(c.prepare_cached(sql)?.query_row(params![current_generation(c)?, themes], |row| row.get(0))?)
}

/// What becomes of areas where themes lie elsewhere than before: one gives the theme away, the other takes it in.
pub(crate) fn steps_between(
    c: &Connection,
    before: &BTreeMap<ThemeId, AreaId>,
    after: &BTreeMap<ThemeId, AreaId>,
) -> Result<Vec<AreaStep>, StoreError> {
    let mut themes: Vec<ThemeId> = before.keys().chain(after.keys()).copied().collect();
    themes.sort_unstable();
    themes.dedup();
    let mut steps = Vec::new();
    for theme in themes {
        let (from, to) = (before.get(&theme).copied(), after.get(&theme).copied());
        if from == to {
            continue;
        }
        let theme_went = Some(theme);
        if let Some(area) = from {
            let signals = signals_in(c, &[theme])?;
            steps.push(AreaStep { area, what: Lineage::Split, other: to, theme: theme_went, signals });
        }
        if let Some(area) = to {
            let signals = signals_in(c, &in_area(after, area))?;
            steps.push(AreaStep { area, what: Lineage::Grew, other: from, theme: theme_went, signals });
        }
    }
    Ok(steps)
}

/// The themes that lie in an area.
pub(crate) fn in_area(lies: &BTreeMap<ThemeId, AreaId>, area: AreaId) -> Vec<ThemeId> {
    lies.iter().filter(|(_, lies_in)| **lies_in == area).map(|(theme, _)| *theme).collect()
}
