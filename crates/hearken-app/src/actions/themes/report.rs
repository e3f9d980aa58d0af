//! What a clustering run changes, as doors show it.

use hearken_domain::{ThemeId, Verbatim};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a clustering run would change, or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClusteringReport {
    /// Whether it became current.
    pub applied: bool,
    /// Signals clustered.
    pub signals: u64,
    /// Signals that belong nowhere.
    pub unsorted: u64,
    /// Signals that are in another theme than before.
    pub moved: u64,
    /// Themes that were there before.
    pub kept: Vec<ThemeChange>,
    /// Themes that were not.
    pub born: Vec<ThemeChange>,
    /// Themes that are no longer found.
    pub retired: Vec<ThemeChange>,
}

/// A theme in a clustering run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ThemeChange {
    /// Its id; `None` where a run that was not applied would give it one.
    pub id: Option<ThemeId>,
    /// Its name.
    pub name: Verbatim,
    /// Signals before.
    pub before: u64,
    /// Signals after.
    pub after: u64,
}
