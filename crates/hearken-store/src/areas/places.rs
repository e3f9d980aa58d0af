//! Which area each theme lies in: where a person put it, else where the last clustering run found it; and where that area
//! became part of another, there. It is worked out from both whenever it is read, so that a ruling follows a theme or an
//! area that became part of another, and undoing either leaves nothing behind.

use std::collections::BTreeMap;

use hearken_domain::{AreaId, FoundArea, FoundTheme, Lineage, Ruled, RulingId, ThemeId, ThemeStep};
use rusqlite::Connection;

use crate::StoreError;
use crate::standing::standing;

/// Merges followed from one theme or area; more would be a circle.
const MERGES_MAX: usize = 100;

/// How far something lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate<Id> {
    /// It does.
    Lives,
    /// Another does, which it is part of.
    PartOf(Id),
    /// It does not.
    Gone,
}

/// Themes and areas with what decides which lies where.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    areas: BTreeMap<AreaId, Fate<AreaId>>,
    themes: BTreeMap<ThemeId, Fate<ThemeId>>,
    found: BTreeMap<ThemeId, AreaId>,
    /// Where people put themes, the last first.
    put: Vec<(RulingId, ThemeId, Option<AreaId>)>,
}

impl Places {
    /// As they stand.
    pub(crate) fn read(c: &Connection) -> Result<Self, StoreError> {
        let mut this = Self {
            areas: fates(c, "areas", AreaId)?,
            themes: fates(c, "themes", ThemeId)?,
            found: BTreeMap::new(),
            put: Vec::new(),
        };
        let mut statement = c.prepare_cached("SELECT id, area_id FROM themes WHERE area_id IS NOT NULL")?;
        let found = statement.query_map([], |row| Ok((ThemeId(row.get(0)?), AreaId(row.get(1)?))))?;
        this.found = found.collect::<Result<_, _>>()?;
        for (id, what) in standing(c)? {
            if let Ruled::Placed { theme, area } = what {
                this.put.push((id, theme, area));
            }
        }
        Ok(this)
    }

    /// The area that each living theme lies in; one that lies in none is left out.
    pub(crate) fn area_of_each(&self) -> BTreeMap<ThemeId, AreaId> {
        let put = self.put_of_each();
        let living = self.themes.iter().filter(|(_, fate)| **fate == Fate::Lives).map(|(theme, _)| *theme);
        let area = |theme: ThemeId| match put.get(&theme) {
            Some(area) => *area,
            None => self.found.get(&theme).and_then(|found| lives_on(&self.areas, *found)),
        };
        living.filter_map(|theme| Some((theme, area(theme)?))).collect()
    }

    /// Where each living theme was found to lie.
    pub(crate) fn found_of_each(&self) -> BTreeMap<ThemeId, AreaId> {
        let lives = |theme: &ThemeId| self.themes.get(theme) == Some(&Fate::Lives);
        self.found.iter().filter(|(theme, _)| lives(theme)).map(|(theme, area)| (*theme, *area)).collect()
    }

    /// The areas with how far each lives.
    pub(crate) fn areas(&self) -> &BTreeMap<AreaId, Fate<AreaId>> {
        &self.areas
    }

    /// The same once a person has put a theme somewhere.
    pub(crate) fn putting(mut self, theme: ThemeId, area: Option<AreaId>) -> Self {
        self.put.insert(0, (RulingId(u64::MAX), theme, area));
        self
    }

    /// The same without a ruling.
    pub(crate) fn without(mut self, ruling: RulingId) -> Self {
        self.put.retain(|(id, ..)| *id != ruling);
        self
    }

    /// The same once an area lives again.
    pub(crate) fn with_living(mut self, area: AreaId) -> Self {
        self.areas.insert(area, Fate::Lives);
        self
    }

    /// The same once a clustering run has found these themes and areas, with what becomes of the themes by it.
    pub(crate) fn after_run(
        mut self,
        themes: &[FoundTheme],
        steps: &[ThemeStep],
        areas: &[FoundArea],
    ) -> Self {
        for id in themes.iter().filter_map(|theme| theme.id) {
            self.themes.insert(id, Fate::Lives);
        }
        for step in steps {
            let fate = match (step.what, step.other) {
                (Lineage::Merged, Some(into)) => Fate::PartOf(into),
                (Lineage::Retired | Lineage::Merged, _) => Fate::Gone,
                _ => continue,
            };
            self.themes.insert(step.theme, fate);
        }
        self.found.clear();
        for area in areas {
            // One that people made part of another stays that, though it is found apart.
            let fate = self.areas.entry(area.id).or_insert(Fate::Lives);
            if *fate == Fate::Gone {
                *fate = Fate::Lives;
            }
            self.found.extend(area.themes.iter().map(|theme| (*theme, area.id)));
        }
        self
    }

    /// Where people put each living theme: the last ruling about itself, else about one that became part of it. One whose
    /// area is gone says nothing.
    fn put_of_each(&self) -> BTreeMap<ThemeId, Option<AreaId>> {
        let mut of_itself = BTreeMap::new();
        let mut of_parts = BTreeMap::new();
        for (_, theme, area) in &self.put {
            let area = match area.map(|area| lives_on(&self.areas, area)) {
                None => None,
                Some(Some(area)) => Some(area),
                Some(None) => continue,
            };
            match lives_on(&self.themes, *theme) {
                Some(itself) if itself == *theme => of_itself.entry(itself).or_insert(area),
                Some(other) => of_parts.entry(other).or_insert(area),
                None => continue,
            };
        }
        of_parts.extend(of_itself);
        of_parts
    }
}

/// What something lives on as: itself, or what it became part of.
fn lives_on<Id: Copy + Ord>(fates: &BTreeMap<Id, Fate<Id>>, mut id: Id) -> Option<Id> {
    for _ in 0..MERGES_MAX {
        match fates.get(&id)? {
            Fate::Lives => return Some(id),
            Fate::PartOf(other) => id = *other,
            Fate::Gone => return None,
        }
    }
    None
}

fn fates<Id: Copy + Ord>(
    c: &Connection,
    table: &str,
    id: fn(u64) -> Id,
) -> Result<BTreeMap<Id, Fate<Id>>, StoreError> {
    let mut statement =
        c.prepare_cached(&format!("SELECT id, retired_ms IS NULL, merged_into FROM {table}"))?;
    let rows = statement.query_map([], |row| {
        let fate = match (row.get(1)?, row.get::<_, Option<u64>>(2)?) {
            (true, _) => Fate::Lives,
            (false, Some(into)) => Fate::PartOf(id(into)),
            (false, None) => Fate::Gone,
        };
        Ok((id(row.get(0)?), fate))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
