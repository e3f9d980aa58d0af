//! Up to where issues and commits were followed, so that nothing is looked through twice by one process.

use std::collections::BTreeMap;

use hearken_domain::{LogPosition, OpportunityId};

/// What was there when issues and commits were followed last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    /// The log.
    pub(crate) position: LogPosition,
    /// The opportunities that may be moved, each with the act that it stood by.
    pub(crate) opportunities: Vec<(OpportunityId, LogPosition)>,
    /// The commit that the index of each repository was of.
    pub(crate) heads: BTreeMap<String, Option<String>>,
}
