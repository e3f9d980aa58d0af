//! Decisions: all of them, one, and the form in which they are written down and changed.

pub mod evidence;
pub mod form;
pub mod list;
pub mod new;
pub mod show;

use hearken_domain::DecisionState;

/// How a decision stands, in words.
pub fn state(state: &DecisionState) -> &'static str {
    match state {
        DecisionState::Due => "to be looked at again",
        DecisionState::Open => "open",
        DecisionState::Chosen => "chosen",
        DecisionState::Superseded => "superseded",
    }
}
