//! What signals can be filtered by, and a cache of it: counting takes its time where there are many signals.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{LogPosition, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kept::Kept;

/// Filters whose counts are kept.
const KEPT_MAX: usize = 64;

/// How many signals share one value of a field.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Facet {
    /// The value, as the filter takes it.
    pub value: Verbatim,
    /// Signals that have it.
    pub signals: u64,
}

/// The values a person can filter by, most frequent first, at most 50 of each. A value counts the signals that the *other*
/// conditions leave: what choosing it would show.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Facets {
    /// The log position that they were counted at. Counting takes its time where there are many signals: then it is an
    /// older one than the answer's, by a few seconds.
    pub log_position: u64,
    /// Where there are more than so many signals and something narrows them: only the newest so many were looked at.
    pub newest: Option<u64>,
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
    /// What signals say, as they were read or people said, most first.
    pub says: Vec<Facet>,
    /// In which mood they are, likewise.
    pub sentiments: Vec<Facet>,
    /// How bad pain points are, likewise.
    pub severities: Vec<Facet>,
    /// Signals that are set aside, as spam or as part of campaigns.
    pub asides: Vec<Facet>,
    /// The segments of customers that there are, by name.
    pub segments: Vec<Verbatim>,
    /// Ratings, rounded down to whole ones.
    pub ratings: Vec<Facet>,
}

/// Facets as they were last counted, by what they were asked under.
#[derive(Debug, Default)]
pub struct FacetsCache(Mutex<HashMap<String, Arc<Kept<CountedAt, Facets>>>>);

/// The position of the log, and a number that grows when what signals say does not hold any more.
type CountedAt = (LogPosition, u64);

impl FacetsCache {
    /// Facets under what is asked in a state of the log and of readings, counted again only when it is another; where that takes its time,
    /// not at once. Whoever asks the same meanwhile waits for the same count.
    ///
    /// # Errors
    /// What `count` fails with.
    pub fn get_or_count<E>(
        &self,
        state: (LogPosition, u64),
        asked: &str,
        count: impl FnOnce() -> Result<Facets, E>,
    ) -> Result<Facets, E> {
        self.of(asked).get_or_count(state, count)
    }

    /// What is kept of this; of too many filters, none is kept any more.
    fn of(&self, asked: &str) -> Arc<Kept<CountedAt, Facets>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT_MAX && !all.contains_key(asked) {
            all.clear();
        }
        Arc::clone(all.entry(asked.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_of_another_filter_are_counted_anew_and_only_so_many_are_kept() {
        let cache = FacetsCache::default();
        let count = |asked: &str, position: u64| {
            let facets = Facets { log_position: position, ..Facets::default() };
            let told = cache.get_or_count((LogPosition(1), 0), asked, || Ok::<_, ()>(facets)).unwrap();
            told.log_position
        };
        assert_eq!((count("a", 1), count("b", 2), count("a", 3)), (1, 2, 1));
        for other in 0..KEPT_MAX {
            count(&format!("other {other}"), 4);
        }
        assert_eq!(count("a", 5), 5);
    }
}
