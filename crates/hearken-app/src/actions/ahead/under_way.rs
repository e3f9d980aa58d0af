//! What people here have under way about what a plan touches: goals, opportunities, decisions, and what they say to each other.

use std::collections::BTreeSet;

use hearken_domain::{DecisionState, OpportunityState, ThemeId, Topic};

use crate::actions::ahead::cards::{Talk, TouchedTheme};
use crate::actions::ahead::words::Sought;
use crate::actions::cards::ThemeLink;
use crate::actions::decisions::cards::DecisionRow;
use crate::actions::decisions::list::{ListDecisions, list_decisions};
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::goals::read::Goals;
use crate::actions::opportunities::of_themes::{
    OpportunitiesOf, OpportunityLink, opportunities_of, pick_opportunities,
};
use crate::error::AppError;
use crate::view::View;

/// The open goals that these themes stand in the way of.
pub(super) fn goals(view: &View, themes: &[ThemeId]) -> Result<Vec<BlockedGoal>, AppError> {
    Goals::read(view)?.blocked_by(themes)
}

/// Opportunities that are not done with, of these themes or called so.
pub(super) fn opportunities(
    view: &View,
    themes: &[ThemeId],
    sought: &Sought,
) -> Result<Vec<OpportunityLink>, AppError> {
    let of_themes = opportunities_of(view, &OpportunitiesOf { themes: themes.to_vec() })?;
    let mut found: Vec<OpportunityLink> = of_themes.into_iter().map(|one| one.opportunity).collect();
    let called = pick_opportunities(view)?.into_iter();
    let called = called.filter(|one| one.title.as_ref().is_some_and(|title| sought.has(title.as_str())));
    for one in called {
        if !found.iter().any(|other| other.id == one.id) {
            found.push(one);
        }
    }
    found.retain(|one| !matches!(one.state, OpportunityState::Closed | OpportunityState::Dismissed));
    Ok(found)
}

/// Decisions that stand, resting on these themes or asking about it.
pub(super) fn decisions(
    view: &View,
    themes: &[ThemeId],
    sought: &Sought,
) -> Result<Vec<DecisionRow>, AppError> {
    let asked: BTreeSet<ThemeId> = themes.iter().copied().collect();
    let mut found = list_decisions(view, &ListDecisions::default())?.decisions;
    found.retain(|row| {
        let about = row.question.as_ref().is_some_and(|question| sought.has(question.as_str()));
        let rests = row.themes.iter().any(|theme| asked.contains(&theme.id));
        row.state != DecisionState::Superseded && (rests || about)
    });
    Ok(found)
}

/// The themes about which people here say something.
pub(super) fn talks(view: &View, themes: &[TouchedTheme]) -> Result<Vec<Talk>, AppError> {
    let mut talks = Vec::new();
    for touched in themes {
        let parts = view.store().comments().parts(touched.theme.id)?;
        let topics: Vec<Topic> = parts.into_iter().map(Topic::Theme).collect();
        let (_, comments) = view.store().comments().about(&topics, 0)?;
        if comments > 0 {
            let theme = ThemeLink { id: touched.theme.id, name: touched.theme.name.clone() };
            talks.push(Talk { theme, comments: comments as u64 });
        }
    }
    Ok(talks)
}
