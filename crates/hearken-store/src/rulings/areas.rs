//! What people decide about areas: what one is called, that several are one, and where a theme lies.

use hearken_domain::{AreaId, AreaStep, By, Lineage, Ruled, Ruling, RulingId, ThemeId};
use rusqlite::OptionalExtension;

use super::{RulingTransaction, missing, refused};
use crate::areas::{Places, signals_in, steps_between};
use crate::{Store, StoreError, typed};

impl Store {
    /// Calls an area so, until that is undone.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the area is not there or lives no more; or any failure of the database.
    pub fn rename_area(&self, area: AreaId, name: String, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let act = RulingTransaction { c, by: &by };
            act.living_area(area)?;
            let name = typed::keep(c, &name)?;
            act.record_of_areas(Ruled::AreaRenamed { area, name }, Vec::new())
        })
    }

    /// Makes the areas `from` part of `into`.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where one is not there or lives no more, or is the other itself; or any failure of the database.
    pub fn merge_areas(&self, into: AreaId, from: Vec<AreaId>, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.merge_areas(into, from))
    }

    /// Has a theme lie in an area, or (`None`) in none, wherever it is found to lie.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the theme or the area is not there or lives no more; or any failure of the database.
    pub fn place_theme(&self, theme: ThemeId, area: Option<AreaId>, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let act = RulingTransaction { c, by: &by };
            act.living(theme)?;
            area.map_or(Ok(()), |area| act.living_area(area))?;
            let before = Places::read(c)?;
            let after = before.clone().putting(theme, area).area_of_each();
            let steps = steps_between(c, &before.area_of_each(), &after)?;
            act.record_of_areas(Ruled::Placed { theme, area }, steps)
        })
    }
}

impl RulingTransaction<'_> {
    fn merge_areas(&self, into: AreaId, from: Vec<AreaId>) -> Result<Ruling, StoreError> {
        self.living_area(into)?;
        let mut themes = self.themes_in(into)?;
        let mut steps = Vec::new();
        for area in &from {
            self.living_area(*area)?;
            if *area == into {
                return Err(refused(into.to_string(), "an area cannot become part of itself", None));
            }
            let went = self.themes_in(*area)?;
            let step = |area, what, other, signals| AreaStep {
                area,
                what,
                other: Some(other),
                theme: None,
                signals,
            };
            steps.push(step(*area, Lineage::Merged, into, signals_in(self.c, &went)?));
            themes.extend(went);
            steps.push(step(into, Lineage::Grew, *area, signals_in(self.c, &themes)?));
        }
        self.record_of_areas(Ruled::AreasMerged { into, from }, steps)
    }

    /// Areas that were merged live again, with the themes that are found in them or were put there.
    pub(super) fn part_areas_again(&self, from: &[AreaId]) -> Result<Vec<AreaStep>, StoreError> {
        let places = from.iter().fold(Places::read(self.c)?, |places, area| places.with_living(*area));
        let lies = places.area_of_each();
        let returned = |area: &AreaId| {
            let themes: Vec<ThemeId> =
                lies.iter().filter(|(_, lies_in)| *lies_in == area).map(|(theme, _)| *theme).collect();
            let signals = signals_in(self.c, &themes)?;
            Ok(AreaStep { area: *area, what: Lineage::Returned, other: None, theme: None, signals })
        };
        from.iter().map(returned).collect()
    }

    /// A theme lies again where it would without a ruling.
    pub(super) fn place_again(&self, ruling: RulingId) -> Result<Vec<AreaStep>, StoreError> {
        let before = Places::read(self.c)?;
        let after = before.clone().without(ruling).area_of_each();
        steps_between(self.c, &before.area_of_each(), &after)
    }

    fn themes_in(&self, area: AreaId) -> Result<Vec<ThemeId>, StoreError> {
        let lies = Places::read(self.c)?.area_of_each().into_iter();
        Ok(lies.filter(|(_, lies_in)| *lies_in == area).map(|(theme, _)| theme).collect())
    }

    /// Refuses an area that does not live.
    fn living_area(&self, id: AreaId) -> Result<(), StoreError> {
        let sql = "SELECT retired_ms IS NULL, merged_into FROM areas WHERE id = ?1";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, Option<u64>>(1)?.map(AreaId)));
        match self.c.prepare_cached(sql)?.query_row([id.0], row).optional()? {
            None => Err(missing(id.to_string(), "there is no such area")),
            Some((true, _)) => Ok(()),
            Some((false, Some(into))) => {
                Err(refused(id.to_string(), &format!("it is part of {into} now"), None))
            }
            Some((false, None)) => {
                Err(refused(id.to_string(), "it is no longer found, and has no themes", None))
            }
        }
    }
}
