//! All decisions: those that are to be looked at again first.

use std::cmp::Reverse;

use hearken_domain::{DecisionState, OpportunityId, ThemeId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionRow;
use crate::actions::decisions::read::Decisions;
use crate::actions::goals::read::lives_on;
use crate::error::AppError;
use crate::known::check_theme;
use crate::view::View;

/// Which decisions to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListDecisions {
    /// Only those that stand so.
    pub state: Option<DecisionState>,
    /// Only those that rest on this theme.
    pub theme: Option<ThemeId>,
    /// Only those that are about this opportunity.
    pub opportunity: Option<OpportunityId>,
}

/// Decisions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionList {
    /// Those to be looked at again, then those that are open, chosen, superseded; of each the newest first.
    pub decisions: Vec<DecisionRow>,
    /// Those that were removed, which an undo brings back; the last first.
    pub removed: Vec<DecisionRow>,
}

/// All decisions.
///
/// # Errors
/// There is no such theme, or any failure of the store.
pub fn list_decisions(view: &View, query: &ListDecisions) -> Result<DecisionList, AppError> {
    check_theme(view, query.theme)?;
    let theme = query.theme.map(|theme| lives_on(view, theme)).transpose()?;
    let meant = |row: &DecisionRow| {
        query.state.is_none_or(|state| state == row.state)
            && theme.is_none_or(|theme| row.themes.iter().any(|one| one.id == theme))
            && query.opportunity.is_none_or(|id| row.opportunities.iter().any(|one| one.id == id))
    };
    let read = Decisions::read(view)?;
    let (mut decisions, mut removed) = (read.rows(false)?, read.rows(true)?);
    decisions.retain(meant);
    removed.retain(meant);
    decisions.sort_by_key(|row| (row.state, Reverse(row.id)));
    removed.reverse();
    Ok(DecisionList { decisions, removed })
}

/// Those whose day has come, the longest due first.
pub(crate) fn due(view: &View) -> Result<Vec<DecisionRow>, AppError> {
    let mut rows = Decisions::read(view)?.rows(false)?;
    rows.retain(|row| row.state == DecisionState::Due);
    rows.sort_by_key(|row| (row.review, row.id));
    Ok(rows)
}
