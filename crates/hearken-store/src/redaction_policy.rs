//! What is done with personal data in what a source brings: chosen by a person, source by source.

use hearken_domain::{By, Event, RedactionPolicy, SourceId};

use crate::{Store, StoreError, redact_again, views};

impl Store {
    /// Sets what is done with personal data in what a source brings from now on. What is stored goes through redaction
    /// again, where the source had none.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn set_redaction(
        &self,
        source: SourceId,
        policy: RedactionPolicy,
        by: &By,
    ) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            views::record(c, &by, Event::RedactionSet { source, policy })?;
            redact_again::want(c)
        })
    }
}
