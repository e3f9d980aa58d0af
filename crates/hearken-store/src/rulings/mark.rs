//! Pinning a theme, so that it stays, and ignoring one, so that nobody is shown it.

use hearken_domain::{By, Ruled, Ruling, ThemeId};

use super::RulingTransaction;
use crate::{Store, StoreError};

impl Store {
    /// Keeps a theme, however few its signals become.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the theme is not there or lives no more, it is marked already; or any failure of the database.
    pub fn pin_theme(&self, theme: ThemeId, by: &By) -> Result<Ruling, StoreError> {
        self.mark_theme(theme, Ruled::Pinned { theme }, by)
    }

    /// Leaves a theme out of every list.
    ///
    /// # Errors
    /// As [`Store::pin_theme`].
    pub fn ignore_theme(&self, theme: ThemeId, by: &By) -> Result<Ruling, StoreError> {
        self.mark_theme(theme, Ruled::Ignored { theme }, by)
    }

    fn mark_theme(
        &self,
        id: ThemeId,
        mark: Ruled<hearken_domain::TextId>,
        by: &By,
    ) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let act = RulingTransaction { c, by: &by };
            let theme = act.living(id)?;
            if theme.pinned || theme.ignored {
                let marked = |what: &Ruled<_>| match what {
                    Ruled::Pinned { theme } | Ruled::Ignored { theme } => *theme == id,
                    _ => false,
                };
                let already = if theme.pinned { "it is pinned" } else { "it is ignored" };
                act.refuse_against(marked, id, already)?;
            }
            act.record(mark, Vec::new(), Vec::new(), &[])
        })
    }
}
