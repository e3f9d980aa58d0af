//! What goes of goals with customers who are erased.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{CustomerId, Event, GoalId, GoalOf, LogPosition, NewGoal, TextId};
use rusqlite::Connection;

use crate::StoreError;
use crate::acts::GOALS;
use crate::events::event_at;

/// The goals of customers who are erased stand no more. Their rows stay, so that no goal after them gets their ids.
pub(super) fn erased(
    c: &Connection,
    position: LogPosition,
    customers: &[CustomerId],
) -> Result<(), StoreError> {
    let rows = going(c, customers)?.rows;
    rows.into_iter().try_for_each(|(id, change)| GOALS.undone(c, id.0, change, position))
}

/// What goes of goals with customers.
#[derive(Debug, Default)]
pub(crate) struct Going {
    /// Goals that are theirs: they go with all that they ever said.
    pub(crate) goals: BTreeSet<GoalId>,
    /// What of them stands, and of others what was said of them while they were theirs.
    rows: Vec<(GoalId, LogPosition)>,
    /// What was typed for what goes, and for nothing that stays.
    pub(crate) texts: BTreeSet<TextId>,
}

/// What goes of goals with these customers.
pub(crate) fn going(c: &Connection, customers: &[CustomerId]) -> Result<Going, StoreError> {
    let theirs = |goal: &NewGoal<TextId>| match goal.of {
        GoalOf::Customer(customer) => customers.contains(&customer),
        GoalOf::Everybody | GoalOf::Segment(_) => false,
    };
    let mut statement =
        c.prepare_cached("SELECT id, position, undone_position IS NULL FROM goals ORDER BY id, position")?;
    let mut rows = statement.query([])?;
    let mut acts: BTreeMap<GoalId, Vec<(LogPosition, bool, NewGoal<TextId>)>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (id, position) = (GoalId(row.get(0)?), LogPosition(row.get(1)?));
        if let Some(Event::GoalChanged { goal, .. }) = event_at(c, position)?.map(|one| one.event) {
            acts.entry(id).or_default().push((position, row.get(2)?, goal));
        }
    }
    let (mut going, mut staying) = (Going::default(), BTreeSet::new());
    for (id, acts) in acts {
        let whole = acts.iter().rfind(|(_, stands, _)| *stands).is_some_and(|(.., goal)| theirs(goal));
        going.goals.extend(whole.then_some(id));
        for (position, stands, goal) in acts {
            let goes = whole || theirs(&goal);
            if goes && stands {
                going.rows.push((id, position));
            }
            if goes {
                going.texts.insert(goal.words)
            } else {
                staying.insert(goal.words)
            };
        }
    }
    going.texts.retain(|text| !staying.contains(text));
    Ok(going)
}
