//! What signals can be filtered by.

use hearken_domain::{LogPosition, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kept::Kept;

/// How many signals share one value of a field.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Facet {
    /// The value, as the filter takes it.
    pub value: Verbatim,
    /// Signals that have it.
    pub signals: u64,
}

/// The values a person can filter by, most frequent first, at most 50 of each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Facets {
    /// The log position that they were counted at. Counting takes its time where there are many signals: then it is an
    /// older one than the answer's, by a few seconds.
    pub log_position: u64,
    /// Sources with their signals, most first.
    pub sources: Vec<Facet>,
    /// Products with their signals, most first.
    pub products: Vec<Facet>,
    /// Languages with their signals, most first.
    pub languages: Vec<Facet>,
    /// Labels with their signals, most first; a signal counts once for each of its labels.
    pub labels: Vec<Facet>,
    /// Open and closed signals of sources that say so, most first.
    pub states: Vec<Facet>,
    /// The sources' own words for how far signals are, most first.
    pub statuses: Vec<Facet>,
    /// Ratings, rounded down to whole ones.
    pub ratings: Vec<Facet>,
}

/// Facets of everything, as they were last counted, by the position of the log.
pub(crate) type FacetsCache = Kept<LogPosition, Facets>;
