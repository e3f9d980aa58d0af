//! What a decision would rest on if it were written down now: forms show it beside what is typed.

use hearken_domain::{OpportunityId, ThemeId, Verbatim};

use crate::actions::decisions::cards::DecisionEvidence;
use crate::actions::decisions::evidence::evidence_card;
use crate::actions::decisions::freeze::{clean_filter, freeze};
use crate::error::AppError;
use crate::view::View;

/// What a decision would rest on if it were written down now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreviewEvidence {
    /// Themes.
    pub themes: Vec<ThemeId>,
    /// Opportunities, whose themes count, too.
    pub opportunities: Vec<OpportunityId>,
    /// Which signals count, each value of a filter as `name=value`.
    pub filter: Vec<String>,
}

/// What a decision would rest on.
///
/// # Errors
/// A theme or an opportunity is not there, the filter is none; or any failure of the store.
pub fn preview_evidence(view: &View, query: &PreviewEvidence) -> Result<DecisionEvidence, AppError> {
    let filter = clean_filter(view, &query.filter)?;
    let evidence = freeze(view, &query.themes, &query.opportunities, &filter)?;
    let lines: Vec<Verbatim> = filter.into_iter().map(Verbatim::redacted).collect();
    evidence_card(view, &evidence, lines, view.now())
}
