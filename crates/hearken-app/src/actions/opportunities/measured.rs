//! What is counted of an opportunity, before anything is guessed.

use hearken_analysis::weigh::Heard;

use crate::actions::opportunities::cards::OpportunityTheme;
use crate::actions::themes::strength::Strengths;

/// What is measured of an opportunity.
pub(crate) struct Measured {
    pub(crate) themes: Vec<OpportunityTheme>,
    pub(crate) signals: u64,
    pub(crate) heard: Heard,
    pub(crate) strengths: Strengths,
}
