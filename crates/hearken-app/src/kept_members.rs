//! Who is in the segments that were asked for last. To compare what is held of fifty thousand customers takes tens of
//! milliseconds a segment, and the page of one customer asks for each segment that has a goal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{CustomerId, Date, SegmentId};
use hearken_store::CustomersState;

/// Who is in a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Members {
    /// The customers, each as what it counts as, in the order of their ids.
    pub(crate) customers: Vec<CustomerId>,
    /// What is to be known about that, a sentence each.
    pub(crate) notes: Vec<String>,
}

/// The state of customers and the day that members were worked out of.
type Of = (CustomersState, Date);

/// The members of each segment that was asked for.
type BySegment = BTreeMap<SegmentId, Arc<Members>>;

/// Members of segments, all in one state and on one day.
#[derive(Debug, Default)]
pub(crate) struct KeptMembers(Mutex<Option<(Of, BySegment)>>);

impl KeptMembers {
    /// Who is in a segment, where that was worked out in this state.
    pub(crate) fn get(&self, of: Of, segment: SegmentId) -> Option<Arc<Members>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(known, _)| *known == of)?.1.get(&segment).cloned()
    }

    /// Keeps who is in a segment; what was kept of another state goes.
    pub(crate) fn keep(&self, of: Of, segment: SegmentId, members: &Arc<Members>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut().filter(|(known, _)| *known == of) {
            Some((_, all)) => drop(all.insert(segment, Arc::clone(members))),
            None => *kept = Some((of, BTreeMap::from([(segment, Arc::clone(members))]))),
        }
    }
}
