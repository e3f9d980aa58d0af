//! The opportunities that come from given themes, as pages of themes, areas, components and customers list them. Nothing is
//! weighed for it.

use std::collections::BTreeSet;

use hearken_domain::{OpportunityAct, OpportunityId, OpportunityState, ThemeId, Verbatim};
use hearken_store::Opportunity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::ThemeLink;
use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::read::shown;
use crate::actions::themes::pick::link;
use crate::error::AppError;
use crate::view::View;

/// Asks for the opportunities that come from any of these themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunitiesOf {
    /// The themes.
    pub themes: Vec<ThemeId>,
}

/// Asks for every opportunity that stands by itself, to choose one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PickOpportunities;

/// An opportunity, to link to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpportunityLink {
    /// Its id.
    pub id: OpportunityId,
    /// What it is called; `None` where that was erased.
    pub title: Option<Verbatim>,
    /// How it stands.
    pub state: OpportunityState,
    /// Who owns it.
    pub owner: Option<Verbatim>,
}

/// An opportunity, with those of the themes asked for that it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpportunityOf {
    /// The opportunity.
    pub opportunity: OpportunityLink,
    /// The themes.
    pub themes: Vec<ThemeLink>,
}

impl OpportunityLink {
    /// What it is called, or that this was erased.
    pub fn title(&self) -> Verbatim {
        self.title.clone().unwrap_or_else(|| Verbatim::redacted("[erased]".to_owned()))
    }
}

/// The opportunities that come from any of these themes, in the order of a board. What is part of another is on that one.
///
/// # Errors
/// Any failure of the store.
pub fn opportunities_of(view: &View, query: &OpportunitiesOf) -> Result<Vec<OpportunityOf>, AppError> {
    let asked: BTreeSet<ThemeId> = query.themes.iter().copied().collect();
    let mut all = view.store().opportunities().all()?;
    all.retain(|one| one.last != OpportunityAct::Removed);
    let mut found = Vec::new();
    for opportunity in all.iter().filter(|one| one.held.into.is_none()) {
        let mut themes = from_themes(view, opportunity, &all)?;
        themes.retain(|theme| asked.contains(theme));
        if themes.is_empty() {
            continue;
        }
        let mut links = Vec::new();
        for theme in themes {
            links.extend(link(view, theme)?);
        }
        found.push(OpportunityOf { opportunity: link_to(opportunity), themes: links });
    }
    found.sort_by_key(|one| (one.opportunity.state, one.opportunity.id));
    Ok(found)
}

/// Every opportunity that stands by itself, in the order of their ids.
///
/// # Errors
/// Any failure of the store.
pub fn pick_opportunities(view: &View) -> Result<Vec<OpportunityLink>, AppError> {
    let all = view.store().opportunities().all()?;
    let standing = all.iter().filter(|one| one.last != OpportunityAct::Removed && one.held.into.is_none());
    Ok(standing.map(link_to).collect())
}

/// The themes that one, and what is part of it, comes from by now.
pub(crate) fn from_themes(
    view: &View,
    opportunity: &Opportunity,
    all: &[Opportunity],
) -> Result<BTreeSet<ThemeId>, AppError> {
    let parts = all.iter().filter(|one| one.held.into == Some(opportunity.id));
    let mut themes = BTreeSet::new();
    for theme in std::iter::once(opportunity).chain(parts).flat_map(|one| &one.held.themes) {
        themes.insert(lives_on(view, *theme)?);
    }
    Ok(themes)
}

pub(crate) fn link_to(opportunity: &Opportunity) -> OpportunityLink {
    OpportunityLink {
        id: opportunity.id,
        title: shown(&opportunity.held.title),
        state: opportunity.held.state,
        owner: opportunity.held.owner.as_ref().and_then(shown),
    }
}
