//! The table of goals: which event says how each stands.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{CustomerId, Event, GoalId, GoalOf, LogPosition, NewGoal, TextId};
use rusqlite::Connection;

use crate::StoreError;
use crate::events::event_at;

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::GoalChanged { id, .. } => {
            let sql = "INSERT INTO goals (id, position) VALUES (?1, ?2)";
            c.prepare_cached(sql)?.execute([id.0, position.0])?;
        }
        Event::GoalChangeUndone { id, change } => take_back(c, *id, *change, position)?,
        // The rows stay, so that no goal after them gets their ids.
        Event::Erased { customers, .. } => {
            for (id, change) in going(c, customers)?.rows {
                take_back(c, id, change, position)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn take_back(c: &Connection, id: GoalId, change: LogPosition, by: LogPosition) -> Result<(), StoreError> {
    let sql = "UPDATE goals SET undone_position = ?3 WHERE id = ?1 AND position = ?2";
    c.prepare_cached(sql)?.execute([id.0, change.0, by.0])?;
    Ok(())
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
