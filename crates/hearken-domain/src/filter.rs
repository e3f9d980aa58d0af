//! Which signals a person is looking at. Every door fills the same filter, so a link from one page
//! means the same on another and in the terminal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A conjunction of conditions; an empty filter lets everything through.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignalFilter {
    /// Name of the source.
    pub source: Option<String>,
    /// At or after this time.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Rating of at least this.
    pub rating_min: Option<f64>,
    /// Rating of at most this.
    pub rating_max: Option<f64>,
    /// Product, exactly.
    pub product: Option<String>,
    /// Version of the product, exactly.
    pub version: Option<String>,
    /// Segment named by the source, exactly.
    pub segment: Option<String>,
    /// Language tag, exactly.
    pub language: Option<String>,
}

impl SignalFilter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
