//! Taking parts out of a theme.

use std::collections::BTreeSet;

use hearken_domain::{By, FoundTheme, Lineage, Ruled, Ruling, SignalId, ThemeId, ThemeStep};

use super::{RulingTransaction, refused};
use crate::themes::next_theme;
use crate::{Store, StoreError};

/// A part that is to be a theme of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What describes it.
    pub found: FoundTheme,
    /// All its signals.
    pub signals: Vec<SignalId>,
}

impl Store {
    /// Makes parts of a theme themes of their own; the theme keeps its id and what is left.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the theme is not there or lives no more, a ruling merged it, or the signals of a part are not
    /// in it any more; or any failure of the database.
    pub fn split_theme(&self, theme: ThemeId, parts: Vec<Part>, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.split(theme, parts))
    }
}

impl RulingTransaction<'_> {
    fn split(&self, id: ThemeId, parts: Vec<Part>) -> Result<Ruling, StoreError> {
        self.living(id)?;
        let joined = |what: &Ruled<_>| matches!(what, Ruled::Merged { into, .. } if *into == id);
        self.refuse_against(joined, id, "a ruling merged this theme")?;
        let there: BTreeSet<u64> = self.members(id)?.into_iter().collect();
        let (mut born, mut found, mut steps, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            let new = next_theme(self.c)?;
            let members: Vec<u64> =
                part.signals.iter().map(|signal| signal.0).filter(|signal| there.contains(signal)).collect();
            if members.is_empty() {
                let told = "the signals of a part were moved elsewhere meanwhile; look at its parts again";
                return Err(refused(id.to_string(), told, None));
            }
            let of_part = self.reassign(&members, new.0)?;
            let signals = of_part.len() as u64;
            taken.extend(of_part);
            found.push(FoundTheme { id: Some(new), signals, parent: Some(id), ..part.found });
            steps.push(ThemeStep { theme: new, what: Lineage::Born, other: Some(id), signals });
            steps.push(ThemeStep { theme: id, what: Lineage::Split, other: Some(new), signals });
            born.push(new);
        }
        self.record(Ruled::Split { theme: id, born }, found, steps, &taken)
    }
}
