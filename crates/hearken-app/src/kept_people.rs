//! Who works here, as it was last read: a mention is told from a slip on every page that can be talked about, and the owners of
//! fifty thousand customers are many.

use std::sync::{Arc, Mutex, PoisonError};

use hearken_store::CustomersState;

/// The names of those who are known, and the state that they were read in.
#[derive(Debug, Default)]
pub(crate) struct KeptPeople(Mutex<Option<(CustomersState, Arc<Vec<String>>)>>);

impl KeptPeople {
    /// The names, where they were read in this state.
    pub(crate) fn get(&self, state: CustomersState) -> Option<Arc<Vec<String>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == state).map(|(_, known)| Arc::clone(known))
    }

    /// Keeps the names.
    pub(crate) fn keep(&self, state: CustomersState, known: &Arc<Vec<String>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((state, Arc::clone(known)));
    }
}
