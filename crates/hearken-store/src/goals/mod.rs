//! Goals: what customers try to get done, and the themes that stand in their way. Each act is an event that says how the goal
//! stands from then on; the last that was not taken back holds.

use std::collections::BTreeSet;

use hearken_domain::{
    Actor, By, CustomerId, Event, GoalAct, GoalId, GoalOf, GoalState, LogPosition, NewGoal, SegmentAct,
    TextId, ThemeId, Timestamp, Verbatim,
};
use rusqlite::Connection;

use crate::acts::GOALS;
use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, segments, there, typed, views};

/// A goal as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its id.
    pub id: GoalId,
    /// What they try to get done; `None` where that was erased.
    pub words: Option<Verbatim>,
    /// Whose it is.
    pub of: GoalOf,
    /// How it stands.
    pub state: GoalState,
    /// The themes that were said to stand in its way, by the ids that they had then.
    pub themes: Vec<ThemeId>,
    /// What was last done to it and stands.
    pub last: GoalAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What is to be different about a goal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoalChange {
    /// What they try to get done.
    pub words: Option<String>,
    /// Whose it is.
    pub of: Option<GoalOf>,
    /// How it stands.
    pub state: Option<GoalState>,
}

/// Reads goals.
#[derive(Debug, Clone, Copy)]
pub struct GoalReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of goals in this snapshot.
    pub fn goals(&self) -> GoalReader<'_> {
        GoalReader(self)
    }
}

impl GoalReader<'_> {
    /// Every goal that somebody told of, those that were removed, too; in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Goal>, StoreError> {
        self.0.read(|c| GOALS.all(c)?.into_iter().map(|position| whole(c, position)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: GoalId) -> Result<Option<Goal>, StoreError> {
        self.0.read(|c| GOALS.last(c, id.0)?.map(|position| whole(c, position)).transpose())
    }

    /// What was typed for goals of these customers, and for no goal of others.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn typed_of(&self, customers: &[CustomerId]) -> Result<BTreeSet<TextId>, StoreError> {
        self.0.read(|c| Ok(views::goals::going(c, customers)?.texts))
    }
}

impl Store {
    /// Keeps what customers try to get done.
    ///
    /// # Errors
    /// [`StoreError::Goal`] where whose it is, or a theme, is not there; or any failure of the database.
    pub fn add_goal(&self, goal: NewGoal<String>, by: &By) -> Result<Goal, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let id = GoalId(GOALS.next_id(c)?);
            check_owner(c, id, goal.of)?;
            goal.themes.iter().try_for_each(|theme| check_theme(c, id, *theme))?;
            let NewGoal { words, of, state, mut themes } = goal;
            themes.sort();
            themes.dedup();
            let goal = NewGoal { words: typed::keep(c, &words)?, of, state, themes };
            record(c, &by, id, GoalAct::Added, goal)
        })
    }

    /// Says something else of a goal: its words, whose it is, how it stands.
    ///
    /// # Errors
    /// [`StoreError::Goal`] where it, or whose it is to be, is not there; or any failure of the database.
    pub fn set_goal(&self, id: GoalId, change: GoalChange, by: &By) -> Result<Goal, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let mut goal = living(c, id)?;
            if let Some(words) = &change.words {
                goal.words = typed::keep(c, words)?;
            }
            if let Some(of) = change.of {
                check_owner(c, id, of)?;
                goal.of = of;
            }
            goal.state = change.state.unwrap_or(goal.state);
            record(c, &by, id, GoalAct::Set, goal)
        })
    }

    /// Says that a theme stands in the way of a goal, or that these do no more.
    ///
    /// # Errors
    /// [`StoreError::Goal`] where the goal or a theme is not there, or nothing would be different; or any failure of the database.
    pub fn link_goal(
        &self,
        id: GoalId,
        themes: Vec<ThemeId>,
        linked: bool,
        by: &By,
    ) -> Result<Goal, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let mut goal = living(c, id)?;
            let before = goal.themes.clone();
            match linked {
                true => {
                    themes.iter().try_for_each(|theme| check_theme(c, id, *theme))?;
                    goal.themes.extend(themes);
                    goal.themes.sort();
                    goal.themes.dedup();
                }
                false => goal.themes.retain(|theme| !themes.contains(theme)),
            }
            if goal.themes == before {
                let detail = if linked { "it stands in its way already" } else { "it stands not in its way" };
                return Err(refused(id, detail));
            }
            let act = if linked { GoalAct::Linked } else { GoalAct::Unlinked };
            record(c, &by, id, act, goal)
        })
    }

    /// Lets a goal go.
    ///
    /// # Errors
    /// [`StoreError::Goal`] where it is not there; or any failure of the database.
    pub fn remove_goal(&self, id: GoalId, by: &By) -> Result<Goal, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let goal = living(c, id)?;
            record(c, &by, id, GoalAct::Removed, goal)
        })
    }

    /// Takes back what was last done to a goal.
    ///
    /// # Errors
    /// [`StoreError::Goal`] where it is not there, or nothing was done to it since it was added; or any failure of the database.
    pub fn undo_goal(&self, id: GoalId, by: &By) -> Result<Goal, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (change, act, _) = last(c, id)?.ok_or_else(|| missing(id))?;
            if act == GoalAct::Added {
                return Err(refused(id, "nothing was done to it since it was added"));
            }
            let sql = "SELECT count(*) FROM goals WHERE id = ?1 AND undone_position IS NULL";
            if c.prepare_cached(sql)?.query_row([id.0], |row| row.get::<_, u64>(0))? < 2 {
                return Err(refused(id, "how it stood before went with the customer whose it was"));
            }
            views::record(c, &by, Event::GoalChangeUndone { id, change })?;
            let (position, ..) = last(c, id)?.ok_or_else(|| missing(id))?;
            whole(c, position)
        })
    }
}

fn record(
    c: &Connection,
    by: &By,
    id: GoalId,
    act: GoalAct,
    goal: NewGoal<TextId>,
) -> Result<Goal, StoreError> {
    let recorded = views::record(c, by, Event::GoalChanged { id, act, goal })?;
    whole(c, recorded.position)
}

/// What was last done to a goal, where, and how it stands.
fn last(c: &Connection, id: GoalId) -> Result<Option<(LogPosition, GoalAct, NewGoal<TextId>)>, StoreError> {
    let Some(position) = GOALS.last(c, id.0)? else { return Ok(None) };
    Ok(match event_at(c, position)?.map(|recorded| recorded.event) {
        Some(Event::GoalChanged { act, goal, .. }) => Some((position, act, goal)),
        _ => None,
    })
}

fn whole(c: &Connection, position: LogPosition) -> Result<Goal, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::GoalChanged { id, act, goal })) = recorded.map(|one| (one.by, one.event)) else {
        let detail = format!("none was changed at position {position}");
        return Err(StoreError::Unreadable { what: "goal", detail });
    };
    let words = typed::text(c, goal.words)?.map(Verbatim::redacted);
    let NewGoal { of, state, themes, .. } = goal;
    Ok(Goal { id, words, of, state, themes, last: act, by: by.actor, at: by.at })
}

/// How a goal stands, which must not be removed.
fn living(c: &Connection, id: GoalId) -> Result<NewGoal<TextId>, StoreError> {
    match last(c, id)?.ok_or_else(|| missing(id))? {
        (_, GoalAct::Removed, _) => Err(refused(id, "it was removed")),
        (_, _, goal) => Ok(goal),
    }
}

fn check_owner(c: &Connection, id: GoalId, of: GoalOf) -> Result<(), StoreError> {
    match of {
        GoalOf::Everybody => Ok(()),
        GoalOf::Customer(customer) => {
            let sql = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)";
            match c.prepare_cached(sql)?.query_row([customer.0], |row| row.get(0))? {
                true => Ok(()),
                false => Err(refused(id, &format!("there is no customer {customer}"))),
            }
        }
        GoalOf::Segment(segment) => match segments::last_act(c, segment)? {
            Some(SegmentAct::Added | SegmentAct::Renamed | SegmentAct::Set) => Ok(()),
            Some(SegmentAct::Removed) | None => Err(refused(id, "the segment is not there any more")),
        },
    }
}

fn check_theme(c: &Connection, id: GoalId, theme: ThemeId) -> Result<(), StoreError> {
    match there::is_theme(c, theme)? {
        true => Ok(()),
        false => Err(refused(id, &format!("there is no theme {theme}"))),
    }
}

fn missing(id: GoalId) -> StoreError {
    StoreError::Goal { goal: id, detail: "there is no such goal".to_owned(), missing: true }
}

fn refused(id: GoalId, detail: &str) -> StoreError {
    StoreError::Goal { goal: id, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
