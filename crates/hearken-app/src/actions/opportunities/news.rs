//! What Today says of opportunities: which that rested are back, how many stand how, and what to do next.

use hearken_domain::{OpportunityAct, OpportunityState, ThemeId};
use hearken_store::Opportunity;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::ThemeCards;
use crate::actions::opportunities::of_themes::{OpportunityLink, from_themes, link_to};
use crate::actions::opportunities::returned::returned;
use crate::error::AppError;
use crate::view::View;

/// Opportunities that are told one by one.
const TOLD: usize = 6;

/// What Today says of opportunities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpportunityNews {
    /// Those whose day has come, or that people go on to speak of though nobody works on them any more; six at most.
    pub returned: Vec<ReturnedOpportunity>,
    /// How many there are of those.
    pub returned_total: u64,
    /// How many are weighed.
    pub open: u64,
    /// How many of these nobody has guessed anything of.
    pub unguessed: u64,
    /// How many are to be solved.
    pub chosen: u64,
    /// How many are being solved.
    pub building: u64,
}

/// An opportunity that is back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnedOpportunity {
    /// Which.
    pub opportunity: OpportunityLink,
    /// Why it is back.
    pub says: String,
}

/// What is so of opportunities now; nothing looking back, for they stand as they do now.
pub(crate) fn opportunity_news(view: &View, cards: &ThemeCards) -> Result<Option<OpportunityNews>, AppError> {
    if view.looks_back() {
        return Ok(None);
    }
    let mut all = view.store().opportunities().all()?;
    all.retain(|one| one.last != OpportunityAct::Removed);
    let standing: Vec<&Opportunity> = all.iter().filter(|one| one.held.into.is_none()).collect();
    let count =
        |state: OpportunityState| standing.iter().filter(|one| one.held.state == state).count() as u64;
    let unguessed =
        |one: &&&Opportunity| one.held.state == OpportunityState::Open && one.held.guesses.is_empty();
    let mut news = OpportunityNews {
        open: count(OpportunityState::Open),
        unguessed: standing.iter().filter(unguessed).count() as u64,
        chosen: count(OpportunityState::Chosen),
        building: count(OpportunityState::Building),
        ..OpportunityNews::default()
    };
    for opportunity in standing.into_iter().filter(|one| one.held.state.is_resting()) {
        let themes: Vec<ThemeId> = from_themes(view, opportunity, &all)?.into_iter().collect();
        if let Some(says) = returned(view, opportunity, &cards.weekly(&themes))? {
            news.returned.push(ReturnedOpportunity { opportunity: link_to(opportunity), says });
        }
    }
    news.returned_total = news.returned.len() as u64;
    news.returned.truncate(TOLD);
    Ok(Some(news))
}
