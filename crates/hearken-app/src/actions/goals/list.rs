//! All goals, and one of them.

use hearken_domain::{CustomerId, GoalAct, GoalId, GoalState, ThemeId, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::customers::cards::known_customer;
use crate::actions::goals::cards::{GoalCard, title};
use crate::actions::goals::read::Goals;
use crate::error::AppError;
use crate::known::check_theme;
use crate::next_step::NextStep;
use crate::view::View;

/// Which goals to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListGoals {
    /// Only those that stand so.
    pub state: Option<GoalState>,
    /// Only those of this customer: its own, those of segments that it is in, and everybody's.
    pub customer: Option<CustomerId>,
    /// Only those that this theme stands in the way of.
    pub theme: Option<ThemeId>,
}

/// Goals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GoalList {
    /// The open ones first.
    pub goals: Vec<GoalCard>,
    /// Those that were removed, which an undo brings back; the last first.
    pub removed: Vec<GoalCard>,
}

/// All goals.
///
/// # Errors
/// There is no such customer or theme, or any failure of the store.
pub fn list_goals(view: &View, query: &ListGoals) -> Result<GoalList, AppError> {
    check_theme(view, query.theme)?;
    let mut read = Goals::read(view)?;
    let mut goals = match (query.customer, query.theme) {
        (Some(customer), _) => read.of_customer(known_customer(view, customer)?.root)?,
        (None, Some(theme)) => read.of_theme(theme)?.into_iter().map(|blocked| blocked.goal).collect(),
        (None, None) => read.all().iter().map(|goal| read.card(goal)).collect::<Result<Vec<_>, _>>()?,
    };
    if let Some(theme) = query.theme {
        goals.retain(|card| card.themes.iter().any(|blocking| blocking.theme.id == theme));
    }
    goals.retain(|card| query.state.is_none_or(|state| state == card.state));
    goals.sort_by_key(|card| (card.state, card.id));
    let mut removed = Vec::new();
    if *query == ListGoals::default() {
        for goal in view.store().goals().all()?.iter().rev().filter(|goal| goal.last == GoalAct::Removed) {
            removed.push(read.card(goal)?);
        }
    }
    Ok(GoalList { goals, removed })
}

/// A goal to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedGoal {
    /// Its id.
    pub id: GoalId,
    /// What it is called.
    pub title: Verbatim,
}

/// The open goals, by id: what a theme can be said to stand in the way of.
///
/// # Errors
/// Any failure of the store.
pub fn pick_goals(view: &View) -> Result<Vec<OfferedGoal>, AppError> {
    let goals = view.store().goals().all()?.into_iter();
    let open = goals.filter(|goal| goal.last != GoalAct::Removed && goal.state == GoalState::Open);
    Ok(open.map(|goal| OfferedGoal { id: goal.id, title: title(goal.words.as_ref()) }).collect())
}

/// One goal.
///
/// # Errors
/// There is none of that id, or it was removed; or any failure of the store.
pub fn show_goal(view: &View, id: GoalId) -> Result<GoalCard, AppError> {
    let goal = view.store().goals().get(id)?.filter(|goal| goal.last != GoalAct::Removed);
    let missing = || AppError::not_found(format!("there is no goal {id}"), NextStep::ListGoals);
    Goals::read(view)?.card(&goal.ok_or_else(missing)?)
}
