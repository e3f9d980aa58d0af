//! The time at which the data of a sample stands still, and what to know about it: kept with the data, so that whoever reads
//! it is shown the same.

use hearken_domain::Timestamp;

use crate::snapshot::Snapshot;
use crate::{Store, StoreError, meta};

const AT: &str = "pinned_at";
const NOTICE: &str = "notice";

/// A sample whose time is past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// What stands for now.
    pub at: Timestamp,
    /// What to know about the data before reading anything into it.
    pub notice: String,
}

impl Store {
    /// Says that this data is a sample whose time stands still.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn pin(&self, pinned: Pinned) -> Result<(), StoreError> {
        self.write(move |c| {
            meta::set(c, AT, &pinned.at.to_string())?;
            meta::set(c, NOTICE, &pinned.notice)
        })
    }
}

impl Snapshot {
    /// Where time stands still, if it does.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn pinned(&self) -> Result<Option<Pinned>, StoreError> {
        self.read(|c| {
            let at = meta::get(c, AT)?.and_then(|at| at.parse().ok());
            let notice = meta::get(c, NOTICE)?.unwrap_or_default();
            Ok(at.map(|at| Pinned { at, notice }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, day};

    #[test]
    fn a_sample_stands_still_for_whoever_opens_it_later_too() {
        let mut fixture = Fixture::new();
        assert_eq!(fixture.snapshot().pinned().unwrap(), None);
        let pinned = Pinned { at: day(5), notice: "a sample".to_owned() };
        fixture.store().pin(pinned.clone()).unwrap();
        fixture.reopen();
        assert_eq!(fixture.snapshot().pinned().unwrap(), Some(pinned));
    }
}
