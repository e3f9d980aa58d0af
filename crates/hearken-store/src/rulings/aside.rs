//! Saying that signals are spam or part of a campaign, or that they are neither and count.

use hearken_domain::{Aside, By, Ruled, Ruling, SignalId};

use super::{RulingTransaction, missing};
use crate::{Store, StoreError};

impl Store {
    /// Says what signals are; with `alike`, of all that are copies of them too, whenever they come. The last that was said holds.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where a signal is not there; or any failure of the database.
    pub fn rule_aside(
        &self,
        signals: Vec<SignalId>,
        holds: Aside,
        alike: bool,
        by: &By,
    ) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            for signal in &signals {
                if !c.prepare_cached("SELECT 1 FROM signals WHERE id = ?1")?.exists([signal.0])? {
                    return Err(missing(signal.to_string(), "there is no such signal"));
                }
            }
            let act = RulingTransaction { c, by: &by };
            act.record(Ruled::SetAside { signals, holds, alike }, Vec::new(), Vec::new(), &[])
        })
    }
}
