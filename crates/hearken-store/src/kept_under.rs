//! What was counted under a filter, kept while nothing is written that could change it. A filter that lets much through is
//! counted signal by signal, which takes seconds of a million; whoever goes from page to page under it waits for that once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{Generation, SignalFilter};
use rusqlite::Connection;

use crate::readings::stamp;
use crate::{StoreError, meta};

/// Filters that are kept; of more, the one that was asked for longest ago goes.
const FILTERS_MAX: usize = 4;

/// Counts under the filters that were asked for last.
#[derive(Debug)]
pub(crate) struct KeptUnder<T>(Mutex<VecDeque<(Of, Arc<T>)>>);

/// Of what state of the store something was counted, and under which filter.
#[derive(Debug, Clone, PartialEq)]
struct Of {
    filter: SignalFilter,
    generation: Generation,
    position: u64,
    /// What is written behind the log, such as which theme a signal was found for, touches what it changes.
    touch: u64,
    anew: [u64; 2],
    readings: [u64; 2],
}

impl<T> Default for KeptUnder<T> {
    fn default() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }
}

impl<T> KeptUnder<T> {
    /// What `count` answers in the state that `c` sees, counted again only when that is another.
    pub(crate) fn get_or_count(
        &self,
        c: &Connection,
        generation: Generation,
        filter: &SignalFilter,
        count: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        let of = Of {
            filter: filter.clone(),
            generation,
            position: meta::get_number(c, "position")?,
            touch: meta::get_number(c, "touch")?,
            anew: [meta::get_number(c, "themes_anew")?, meta::get_number(c, "customers_anew")?],
            readings: [meta::get_number(c, stamp::STAMP)?, meta::get_number(c, stamp::ANEW)?],
        };
        if let Some((_, kept)) = self.lock().iter().find(|(known, _)| *known == of) {
            return Ok(Arc::clone(kept));
        }
        // Not held while counting: whoever comes meanwhile counts too, rather than wait.
        let counted = Arc::new(count()?);
        let mut kept = self.lock();
        kept.retain(|(known, _)| known.filter != of.filter);
        kept.push_back((of, Arc::clone(&counted)));
        while kept.len() > FILTERS_MAX {
            kept.pop_front();
        }
        Ok(counted)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(Of, Arc<T>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
