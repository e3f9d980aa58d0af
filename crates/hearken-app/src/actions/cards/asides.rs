//! What is set aside, as every door shows it.

use hearken_domain::{Aside, SignalId};
use hearken_store::{AsideCounts, StoredAside};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether a signal counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AsideCard {
    /// What it is.
    #[serde(rename = "as")]
    pub holds: Aside,
    /// How sure the machine is, 0 to 1; nothing where a person said it.
    pub confidence: Option<f32>,
    /// The first signal of the texts that are nearly copies of each other with it.
    pub first: SignalId,
}

impl From<&StoredAside> for AsideCard {
    fn from(aside: &StoredAside) -> Self {
        Self { holds: aside.holds, confidence: aside.confidence, first: aside.group }
    }
}

/// Signals that are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct NotCounted {
    /// As spam.
    pub spam: u64,
    /// As part of campaigns.
    pub in_campaigns: u64,
    /// How many campaigns these are of.
    pub campaigns: u64,
}

impl From<AsideCounts> for NotCounted {
    fn from(counts: AsideCounts) -> Self {
        Self { spam: counts.spam, in_campaigns: counts.campaign, campaigns: counts.campaigns }
    }
}

impl NotCounted {
    /// Whether all count.
    pub fn is_none(&self) -> bool {
        self.spam + self.in_campaigns == 0
    }
}
