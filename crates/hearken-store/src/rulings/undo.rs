//! Undoing a ruling: what it changed is put back where nothing else has changed it since.

use std::collections::BTreeMap;

use hearken_domain::{By, Event, Lineage, LogPosition, Ruled, Ruling, RulingId, ThemeId, ThemeStep};

use super::read::{ruling, rulings};
use super::{RulingTransaction, missing, refused};
use crate::generation::current_generation;
use crate::rollup::theme_of;
use crate::themes::successor;
use crate::{Store, StoreError, views};

impl Store {
    /// Undoes a ruling.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where it is not there, was undone already, another one rests on it; or any failure of the database.
    pub fn undo_ruling(&self, id: RulingId, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.undo(id))
    }
}

impl RulingTransaction<'_> {
    fn undo(&self, id: RulingId) -> Result<Ruling, StoreError> {
        let found = ruling(self.c, id)?;
        let (mut ruling, made) = found.ok_or_else(|| missing(id.to_string(), "there is no such ruling"))?;
        if ruling.undone_at.is_some() {
            return Err(refused(id.to_string(), "it was undone already", None));
        }
        self.refuse_if_others_rest_on(&ruling)?;
        let mut area_steps = Vec::new();
        let steps = match &ruling.what {
            Ruled::Merged { from, .. } => self.part_again(made, from)?,
            Ruled::Split { theme, born } => self.join_again(*theme, born)?,
            Ruled::Moved { .. } => {
                self.put_back(made, &[])?;
                Vec::new()
            }
            Ruled::AreasMerged { from, .. } => {
                area_steps = self.part_areas_again(from)?;
                Vec::new()
            }
            Ruled::Placed { .. } => {
                area_steps = self.place_again(id)?;
                Vec::new()
            }
            // Names, marks and answers are read from the rulings that stand.
            Ruled::Renamed { .. }
            | Ruled::AreaRenamed { .. }
            | Ruled::Pinned { .. }
            | Ruled::Ignored { .. }
            | Ruled::NotAlike { .. }
            | Ruled::SetAside { .. }
            | Ruled::Linked(_)
            | Ruled::Unlinked(_) => Vec::new(),
        };
        views::record(self.c, self.by, Event::RulingUndone { id, steps, area_steps })?;
        ruling.undone_at = Some(self.by.at);
        Ok(ruling)
    }

    fn refuse_if_others_rest_on(&self, ruling: &Ruling) -> Result<(), StoreError> {
        let (themes, areas) = (ruling.what.themes(), ruling.what.areas());
        let rests = rulings(self.c)?.into_iter().find(|other| {
            let shares = || {
                other.what.themes().iter().any(|theme| themes.contains(theme))
                    || other.what.areas().iter().any(|area| areas.contains(area))
            };
            other.id > ruling.id
                && other.undone_at.is_none()
                && other.what.shapes()
                && ruling.what.shapes()
                && shares()
        });
        match rests {
            Some(other) => Err(refused(ruling.id.to_string(), "a later ruling rests on it", Some(other.id))),
            None => Ok(()),
        }
    }

    /// Themes that were merged live again, with their signals.
    fn part_again(&self, made: LogPosition, from: &[ThemeId]) -> Result<Vec<ThemeStep>, StoreError> {
        self.put_back(made, from)?;
        let returned = |theme: &ThemeId| {
            let signals = self.members(*theme)?.len() as u64;
            Ok(ThemeStep { theme: *theme, what: Lineage::Returned, other: None, signals })
        };
        from.iter().map(returned).collect()
    }

    /// The parts of a theme become part of it again.
    fn join_again(&self, theme: ThemeId, born: &[ThemeId]) -> Result<Vec<ThemeStep>, StoreError> {
        let joined = |part: &ThemeId| {
            let members = self.members(*part)?;
            self.reassign(&members, theme.0)?;
            let signals = members.len() as u64;
            Ok(ThemeStep { theme: *part, what: Lineage::Merged, other: Some(theme), signals })
        };
        born.iter().map(joined).collect()
    }

    /// Puts signals back where they were before the event that took them, if they still are where it put them.
    /// `returning` are themes that live again with this.
    fn put_back(&self, made: LogPosition, returning: &[ThemeId]) -> Result<(), StoreError> {
        let sql = "SELECT signal_id, before, after FROM event_signals WHERE position = ?1";
        let mut statement = self.c.prepare_cached(sql)?;
        let rows = statement.query_map([made.0], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let rows: Vec<(u64, (u64, u64))> = rows.collect::<Result<_, _>>()?;
        let generation = current_generation(self.c)?;
        let mut back: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (signal, (before, after)) in rows {
            if theme_of(self.c, generation, signal)? != Some(after) {
                continue;
            }
            let before = match ThemeId(before) {
                ThemeId(0) => None,
                theme if returning.contains(&theme) => Some(theme),
                theme => successor(self.c, theme)?,
            };
            back.entry(before.map_or(0, |theme| theme.0)).or_default().push(signal);
        }
        for (theme, signals) in back {
            self.reassign(&signals, theme)?;
        }
        Ok(())
    }
}
