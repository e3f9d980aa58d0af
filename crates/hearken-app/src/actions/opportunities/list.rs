//! All opportunities in the order of what they weigh, and one of them.

use hearken_analysis::weigh::Method;
use hearken_domain::{OpportunityAct, OpportunityId, OpportunityState, ThemeId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::Opportunities;
use crate::error::AppError;
use crate::known::check_theme;
use crate::next_step::NextStep;
use crate::view::View;

/// Which opportunities to list, and how to weigh them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOpportunities {
    /// By which method they are weighed.
    pub method: Method,
    /// Only those that stand so.
    pub state: Option<OpportunityState>,
    /// Only those that come from this theme.
    pub theme: Option<ThemeId>,
    /// Only those of this owner.
    pub owner: Option<String>,
}

/// One opportunity, weighed by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowOpportunity {
    /// Which.
    pub id: OpportunityId,
    /// By which method it is weighed.
    pub method: Method,
}

/// Opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpportunityList {
    /// The heaviest first; those that lack something for a score last.
    pub opportunities: Vec<OpportunityCard>,
    /// Those that were removed, which an undo brings back; the last first.
    pub removed: Vec<OpportunityCard>,
}

/// All opportunities.
///
/// # Errors
/// There is no such theme, or any failure of the store.
pub fn list_opportunities(view: &View, query: &ListOpportunities) -> Result<OpportunityList, AppError> {
    check_theme(view, query.theme)?;
    let theme = query.theme.map(|theme| lives_on(view, theme)).transpose()?;
    let read = Opportunities::weighing(view, query.method)?;
    let (mut opportunities, mut removed) = (Vec::new(), Vec::new());
    for id in read.ids() {
        let card = read.card(id)?;
        let owned = query.owner.as_deref().is_none_or(|owner| {
            card.owner.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(owner))
        });
        let from_theme = theme.is_none_or(|theme| card.themes.iter().any(|one| one.theme.id == theme));
        if !owned || !from_theme || query.state.is_some_and(|state| state != card.state) {
            continue;
        }
        match (card.last, card.into) {
            (OpportunityAct::Removed, _) => removed.push(card),
            (_, None) => opportunities.push(card),
            // It is on the card of the other.
            (_, Some(_)) => {}
        }
    }
    let weight = |card: &OpportunityCard| card.score.score.map_or(f64::NEG_INFINITY, |score| score.likely);
    opportunities.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.id.cmp(&b.id)));
    removed.reverse();
    Ok(OpportunityList { opportunities, removed })
}

/// One opportunity.
///
/// # Errors
/// There is none of that id, or it was removed; or any failure of the store.
pub fn show_opportunity(view: &View, query: &ShowOpportunity) -> Result<OpportunityCard, AppError> {
    let card = Opportunities::weighing(view, query.method)?.card(query.id)?;
    match card.last {
        OpportunityAct::Removed => Err(AppError::not_found(
            format!("the opportunity {} was removed", query.id),
            NextStep::ListOpportunities,
        )),
        _ => Ok(card),
    }
}
