//! Goals with whose they are by now and the themes that stand in their way by now: customers and themes that were merged are
//! followed to what they are part of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hearken_domain::{
    CustomerId, GoalAct, GoalOf, GoalState, SegmentId, ThemeId, Unredacted, Verbatim, counted,
};
use hearken_store::Goal;

use crate::actions::cards::ThemeLink;
use crate::actions::goals::cards::{BlockedGoal, BlockingTheme, GoalCard, GoalCustomer, GoalOwner};
use crate::actions::segments::members::{Segments, title};
use crate::error::AppError;
use crate::kept_members::Members;
use crate::view::View;

/// Merges that are followed from one theme to the next.
const MERGES_MAX: usize = 100;

/// All goals that stand, and what their cards are made from. Who is in a segment is worked out once.
pub(crate) struct Goals<'v> {
    view: &'v View,
    goals: Vec<Goal>,
    /// How many customers there are, once that was asked.
    everybody: Option<u64>,
    segments: Option<Segments<'v>>,
    members: BTreeMap<SegmentId, Result<Arc<Members>, String>>,
}

impl<'v> Goals<'v> {
    /// Reads those that stand.
    pub(crate) fn read(view: &'v View) -> Result<Self, AppError> {
        let mut goals = view.store().goals().all()?;
        goals.retain(|goal| goal.last != GoalAct::Removed);
        Ok(Self { view, goals, everybody: None, segments: None, members: BTreeMap::new() })
    }

    /// Reads those that were removed.
    pub(crate) fn removed(view: &'v View) -> Result<Self, AppError> {
        let mut goals = view.store().goals().all()?;
        goals.retain(|goal| goal.last == GoalAct::Removed);
        Ok(Self { view, goals, everybody: None, segments: None, members: BTreeMap::new() })
    }

    /// Those that are a customer's own, by what it counts as, and its parts'.
    pub(crate) fn their_own(&mut self, root: CustomerId) -> Result<Vec<GoalCard>, AppError> {
        let parts = self.view.store().customers().parts(root)?;
        let mut found = Vec::new();
        for goal in self.all() {
            if matches!(goal.of, GoalOf::Customer(customer) if parts.contains(&customer)) {
                found.push(self.card(&goal)?);
            }
        }
        Ok(found)
    }

    /// Them.
    pub(crate) fn all(&self) -> Vec<Goal> {
        self.goals.clone()
    }

    /// The open ones that any of these themes stands in the way of, by goal.
    pub(crate) fn blocked_by(&mut self, themes: &[ThemeId]) -> Result<Vec<BlockedGoal>, AppError> {
        let asked: BTreeSet<ThemeId> = themes.iter().copied().collect();
        let mut blocked = Vec::new();
        for goal in self.all() {
            if goal.state != GoalState::Open || !self.names_any(&goal, &asked)? {
                continue;
            }
            let card = self.card(&goal)?;
            let themes = card.themes.iter().map(|blocking| blocking.theme.clone());
            let themes: Vec<ThemeLink> = themes.filter(|theme| asked.contains(&theme.id)).collect();
            blocked.push(BlockedGoal { says: says(&card), goal: card, themes });
        }
        Ok(blocked)
    }

    /// Those that a theme was said to stand in the way of, whatever their state; the open ones first.
    pub(crate) fn of_theme(&mut self, theme: ThemeId) -> Result<Vec<BlockedGoal>, AppError> {
        let asked = BTreeSet::from([theme]);
        let mut found = Vec::new();
        for goal in self.all() {
            if self.names_any(&goal, &asked)? {
                let card = self.card(&goal)?;
                let themes = card.themes.iter().map(|blocking| blocking.theme.clone());
                let themes = themes.filter(|other| other.id == theme).collect();
                found.push(BlockedGoal { says: says(&card), goal: card, themes });
            }
        }
        found.sort_by_key(|blocked| (blocked.goal.state, blocked.goal.id));
        Ok(found)
    }

    /// Those of a customer, by what it counts as: its own and its parts', those of segments that it is in, and everybody's.
    pub(crate) fn of_customer(&mut self, root: CustomerId) -> Result<Vec<GoalCard>, AppError> {
        let parts = self.view.store().customers().parts(root)?;
        let mut found = Vec::new();
        for goal in self.all() {
            let theirs = match goal.of {
                GoalOf::Everybody => true,
                GoalOf::Customer(customer) => customer == root || parts.contains(&customer),
                GoalOf::Segment(segment) => {
                    let members = self.members(segment)?.as_ref();
                    members.is_ok_and(|members| members.customers.binary_search(&root).is_ok())
                }
            };
            if theirs {
                found.push(self.card(&goal)?);
            }
        }
        let closeness = |card: &GoalCard| match card.of {
            GoalOwner::Customer(_) => 0,
            GoalOwner::Segment(_) => 1,
            GoalOwner::Everybody => 2,
        };
        found.sort_by_key(|card| (card.state, closeness(card), card.id));
        Ok(found)
    }

    /// The card of a goal.
    pub(crate) fn card(&mut self, goal: &Goal) -> Result<GoalCard, AppError> {
        let (of, customers, problem) = self.owner(goal.of)?;
        Ok(GoalCard {
            id: goal.id,
            words: goal.words.clone(),
            state: goal.state,
            of,
            customers,
            problem: problem.map(Unredacted::new),
            themes: self.themes(goal)?,
            last: goal.last,
            by: goal.by.clone(),
            at: goal.at,
        })
    }

    fn owner(&mut self, of: GoalOf) -> Result<(GoalOwner, Option<u64>, Option<String>), AppError> {
        let customers = self.view.store().customers();
        match of {
            GoalOf::Everybody => {
                let all = match self.everybody {
                    Some(all) => all,
                    None => *self.everybody.insert(customers.count()?),
                };
                Ok((GoalOwner::Everybody, Some(all), None))
            }
            GoalOf::Customer(customer) => {
                let found = customers.root_of(customer)?;
                let root = found.unwrap_or(customer);
                let name = customers.names(&[root])?.remove(&root).map(Unredacted::new);
                let gone = found.is_none().then(|| format!("{customer} is not there any more"));
                let owner = GoalOwner::Customer(GoalCustomer { id: root, name });
                Ok((owner, gone.is_none().then_some(1), gone))
            }
            GoalOf::Segment(segment) => {
                let (count, problem) = match self.members(segment)? {
                    Ok(members) => (Some(members.customers.len() as u64), None),
                    Err(problem) => (None, Some(problem.clone())),
                };
                let segments = self.segments()?;
                let name = segments.all().find(|one| one.id == segment).and_then(|one| one.name.clone());
                Ok((GoalOwner::Segment(name), count, problem))
            }
        }
    }

    fn segments(&mut self) -> Result<&mut Segments<'v>, AppError> {
        let segments = match self.segments.take() {
            Some(segments) => segments,
            None => Segments::read(self.view)?,
        };
        Ok(self.segments.insert(segments))
    }

    /// Who is in a segment, or why that cannot be said.
    fn members(&mut self, id: SegmentId) -> Result<&Result<Arc<Members>, String>, AppError> {
        if !self.members.contains_key(&id) {
            let segments = self.segments()?;
            let found = segments.all().find(|segment| segment.id == id).cloned();
            let members = match found {
                Some(segment) if segment.last == hearken_domain::SegmentAct::Removed => {
                    Err(format!("the segment '{}' is not there any more", title(&segment)))
                }
                Some(segment) => match segments.members(&segment) {
                    Ok(members) => Ok(members),
                    Err(AppError::Internal(error)) => return Err(AppError::Internal(error)),
                    Err(problem) => Err(problem.to_string()),
                },
                None => Err("the segment is not there any more".to_owned()),
            };
            self.members.insert(id, members);
        }
        Ok(&self.members[&id])
    }

    fn names_any(&self, goal: &Goal, asked: &BTreeSet<ThemeId>) -> Result<bool, AppError> {
        for theme in &goal.themes {
            if asked.contains(theme) || asked.contains(&lives_on(self.view, *theme)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn themes(&self, goal: &Goal) -> Result<Vec<BlockingTheme>, AppError> {
        let mut linked: BTreeMap<ThemeId, Vec<ThemeId>> = BTreeMap::new();
        for theme in &goal.themes {
            linked.entry(lives_on(self.view, *theme)?).or_default().push(*theme);
        }
        let mut blocking = Vec::new();
        let known: BTreeSet<ThemeId> = linked.keys().copied().collect();
        for (id, linked) in linked {
            let Some(theme) = self.view.store().themes().get(id)? else { continue };
            blocking.push(BlockingTheme {
                theme: ThemeLink { id, name: theme.name },
                linked,
                retired: theme.retired_at.is_some(),
                parts: taken_out(self.view, id, &known)?,
            });
        }
        Ok(blocking)
    }
}

/// The themes that were taken out of one and live, but for those that are linked themselves.
pub(crate) fn taken_out(
    view: &View,
    id: ThemeId,
    linked: &BTreeSet<ThemeId>,
) -> Result<Vec<ThemeLink>, AppError> {
    let themes = view.store().themes();
    let mut parts = Vec::new();
    for other in themes.split_off(id)?.into_iter().filter(|other| !linked.contains(other)) {
        if let Some(theme) = themes.get(other)?.filter(|theme| theme.retired_at.is_none()) {
            parts.push(ThemeLink { id: other, name: theme.name });
        }
    }
    Ok(parts)
}

/// The theme that one is part of by now, or itself.
pub(crate) fn lives_on(view: &View, theme: ThemeId) -> Result<ThemeId, AppError> {
    let mut id = theme;
    for _ in 0..MERGES_MAX {
        match view.store().themes().get(id)?.and_then(|theme| theme.merged_into) {
            Some(into) => id = into,
            None => break,
        }
    }
    Ok(id)
}

fn says(card: &GoalCard) -> Verbatim {
    let customers = match card.customers {
        Some(customers) => format!(" of {}", counted(customers, "customer")),
        None => String::new(),
    };
    Verbatim::redacted(format!("blocks {} ‘{}’{customers}", card.id, card.title().as_str()))
}
