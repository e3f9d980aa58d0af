//! Scores as they were last drawn: drawing some thousand times each for hundreds of opportunities takes longer than reading a
//! page may, and nothing about most of them changes in between.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_analysis::weigh::{DRAWS, Draws, Inputs, Method, Score, Unweighable, weigh};
use hearken_domain::OpportunityId;

/// A score with its draws, or what is missing for it.
pub(crate) type Drawn = Arc<Result<(Score, Draws), Unweighable>>;

/// The last score of each opportunity by each method, and what went into it.
#[derive(Default)]
pub(crate) struct WeighedCache(Mutex<HashMap<(Method, OpportunityId), (Inputs, Drawn)>>);

impl WeighedCache {
    /// The score of an opportunity: as it was last drawn, where the same goes into it.
    pub(crate) fn of(&self, method: Method, id: OpportunityId, inputs: Inputs) -> Drawn {
        let known = |kept: &HashMap<_, (Inputs, Drawn)>| {
            kept.get(&(method, id)).filter(|(of, _)| *of == inputs).map(|(_, drawn)| Arc::clone(drawn))
        };
        if let Some(drawn) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return drawn;
        }
        let drawn = Arc::new(weigh(method, &inputs, DRAWS, id.0));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert((method, id), (inputs, Arc::clone(&drawn)));
        drawn
    }
}

#[cfg(test)]
mod tests {
    use hearken_analysis::weigh::{Spread, Strengths};

    use super::*;

    #[test]
    fn a_score_is_drawn_anew_where_something_else_goes_into_it_and_else_is_the_same() {
        let cache = WeighedCache::default();
        let reaching = |blocker: u64| Inputs {
            reach: Some(Spread::sure(9.0)),
            strengths: Strengths { blocker, ..Strengths::default() },
            ..Inputs::default()
        };
        let of = |inputs: Inputs| cache.of(Method::Importance, OpportunityId(1), inputs);
        let first = of(reaching(3));
        assert!(Arc::ptr_eq(&first, &of(reaching(3))));
        let other = of(reaching(4));
        assert!(!Arc::ptr_eq(&first, &other));
        assert_eq!(*other, weigh(Method::Importance, &reaching(4), DRAWS, 1));
        assert_ne!(first, other);
    }
}
