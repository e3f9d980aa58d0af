//! Putting signals into a theme, or into none.

use hearken_domain::{By, Ruled, Ruling, SignalId, ThemeId};

use super::{RulingTransaction, missing};
use crate::generation::current_generation;
use crate::rollup::theme_of;
use crate::{Store, StoreError};

impl Store {
    /// Puts signals into a theme, or (`None`) into none.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the theme or a signal is not there; or any failure of the database.
    pub fn move_signals(
        &self,
        signals: Vec<SignalId>,
        to: Option<ThemeId>,
        by: &By,
    ) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.move_signals(signals, to))
    }
}

impl RulingTransaction<'_> {
    fn move_signals(&self, signals: Vec<SignalId>, to: Option<ThemeId>) -> Result<Ruling, StoreError> {
        if let Some(theme) = to {
            self.living(theme)?;
        }
        let generation = current_generation(self.c)?;
        for signal in &signals {
            if theme_of(self.c, generation, signal.0)?.is_none() {
                return Err(missing(
                    signal.to_string(),
                    "there is no such signal with a place among the themes",
                ));
            }
        }
        let ids: Vec<u64> = signals.iter().map(|signal| signal.0).collect();
        let taken = self.reassign(&ids, to.map_or(0, |theme| theme.0))?;
        self.record(Ruled::Moved { signals, to }, Vec::new(), Vec::new(), &taken)
    }
}
