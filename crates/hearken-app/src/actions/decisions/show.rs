//! One decision: what it says, what it rests on as it stood and as it is now, and what was done to it.

use hearken_domain::{DecisionAct, DecisionId};

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::read::Decisions;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// One decision.
///
/// # Errors
/// There is none of that id, or it was removed; or any failure of the store.
pub fn show_decision(view: &View, id: DecisionId) -> Result<DecisionCard, AppError> {
    let card = Decisions::read(view)?.card(id)?;
    match card.last {
        DecisionAct::Removed => {
            Err(AppError::not_found(format!("the decision {id} was removed"), NextStep::ListDecisions))
        }
        _ => Ok(card),
    }
}
