//! The one recorded fate of each item that arrived.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::SignalId;

/// What became of one item, without its particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// A new signal.
    Accepted,
    /// A new revision of a known signal.
    Updated,
    /// Known already, unchanged.
    Duplicate,
    /// Not usable, for a recorded reason.
    Rejected,
}

impl Fate {
    /// Every fate, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Updated, Self::Duplicate, Self::Rejected];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Updated => "updated",
            Self::Duplicate => "duplicate",
            Self::Rejected => "rejected",
        }
    }
}

/// The fate of one item, with its particulars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "disposition", rename_all = "lowercase")]
pub enum Disposition {
    /// A new signal.
    Accepted {
        /// The signal it became.
        signal: SignalId,
    },
    /// A new revision of a known signal.
    Updated {
        /// The signal that changed.
        signal: SignalId,
    },
    /// Known already, unchanged.
    Duplicate {
        /// The signal that it repeats.
        signal: SignalId,
    },
    /// Not usable.
    Rejected {
        /// Where in the input, in words ("line 17").
        place: String,
        /// Why, and what would fix it.
        reason: String,
    },
}

impl Disposition {
    /// The fate without its particulars.
    pub fn fate(&self) -> Fate {
        match self {
            Self::Accepted { .. } => Fate::Accepted,
            Self::Updated { .. } => Fate::Updated,
            Self::Duplicate { .. } => Fate::Duplicate,
            Self::Rejected { .. } => Fate::Rejected,
        }
    }
}

/// How many items met which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    /// New signals.
    pub accepted: u64,
    /// New revisions.
    pub updated: u64,
    /// Known and unchanged.
    pub duplicate: u64,
    /// Not usable.
    pub rejected: u64,
}

impl Counts {
    /// Counts one more item.
    pub fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Accepted => self.accepted += 1,
            Fate::Updated => self.updated += 1,
            Fate::Duplicate => self.duplicate += 1,
            Fate::Rejected => self.rejected += 1,
        }
    }

    /// All items that arrived.
    pub fn total(&self) -> u64 {
        self.accepted + self.updated + self.duplicate + self.rejected
    }
}
