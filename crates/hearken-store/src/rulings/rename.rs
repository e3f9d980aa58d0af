//! Calling a theme by a name that a person gives it.

use hearken_domain::{By, Ruled, Ruling, ThemeId};

use super::RulingTransaction;
use crate::{Store, StoreError, typed};

impl Store {
    /// Calls a theme so, until that is undone.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the theme is not there or lives no more; or any failure of the database.
    pub fn rename_theme(&self, theme: ThemeId, name: String, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let act = RulingTransaction { c, by: &by };
            act.living(theme)?;
            let name = typed::keep(c, &name)?;
            act.record(Ruled::Renamed { theme, name }, Vec::new(), Vec::new(), &[])
        })
    }
}
