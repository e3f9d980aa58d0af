//! Making themes part of another.

use hearken_domain::{By, Lineage, Ruled, Ruling, ThemeId, ThemeStep};

use super::{RulingTransaction, refused};
use crate::{Store, StoreError};

impl Store {
    /// Makes the themes `from` part of `into`.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where one is not there or lives no more, is the other itself, a ruling keeps them apart; or any failure of the database.
    pub fn merge_themes(&self, into: ThemeId, from: Vec<ThemeId>, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.merge(into, from))
    }
}

impl RulingTransaction<'_> {
    fn merge(&self, into: ThemeId, from: Vec<ThemeId>) -> Result<Ruling, StoreError> {
        self.living(into)?;
        for theme in &from {
            self.living(*theme)?;
            if *theme == into {
                return Err(refused(into.to_string(), "a theme cannot become part of itself", None));
            }
            let apart = |what: &Ruled<_>| match what {
                Ruled::Split { theme: whole, born } => {
                    let of_split = |id: &ThemeId| id == whole || born.contains(id);
                    of_split(theme) && of_split(&into)
                }
                _ => false,
            };
            self.refuse_against(apart, into, "a ruling keeps these themes apart")?;
        }
        let (mut steps, mut taken) = (Vec::new(), Vec::new());
        for theme in &from {
            let members = self.members(*theme)?;
            taken.extend(self.reassign(&members, into.0)?);
            let step = |theme, what, other, signals| ThemeStep { theme, what, other: Some(other), signals };
            steps.push(step(*theme, Lineage::Merged, into, members.len() as u64));
            steps.push(step(into, Lineage::Grew, *theme, self.members(into)?.len() as u64));
        }
        self.record(Ruled::Merged { into, from }, Vec::new(), steps, &taken)
    }
}
