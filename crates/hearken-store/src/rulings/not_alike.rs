//! Taking a signal out of the burst that it was found in.

use hearken_domain::{By, Ruled, Ruling, SignalId};
use rusqlite::OptionalExtension;

use super::{RulingTransaction, missing};
use crate::{Store, StoreError};

impl Store {
    /// Says that a signal speaks of another incident than those it was found alike to.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the signal is not there, or that was said already; or any failure of the database.
    pub fn rule_not_alike(&self, signal: SignalId, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let act = RulingTransaction { c, by: &by };
            let sql = "SELECT id FROM signals WHERE id = ?1";
            let found: Option<u64> =
                c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0)).optional()?;
            if found.is_none() {
                return Err(missing(signal.to_string(), "there is no such signal"));
            }
            let same =
                |what: &Ruled<_>| matches!(what, Ruled::NotAlike { signal: other } if *other == signal);
            act.refuse_against(same, signal, "that was said already")?;
            act.record(Ruled::NotAlike { signal }, Vec::new(), Vec::new(), &[])
        })
    }
}
