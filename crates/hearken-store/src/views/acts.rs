//! The tables of what is changed act by act: which event says how each thing stands.

use hearken_domain::{Event, LogPosition};
use rusqlite::Connection;

use crate::acts::Acts;
use crate::{StoreError, decisions, goals, opportunities, segments};

/// Brings the tables up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    let done = |table: Acts, id: u64| table.done(c, id, position);
    let undone = |table: Acts, id: u64, change: LogPosition| table.undone(c, id, change, position);
    match event {
        Event::SegmentChanged { id, .. } => done(segments::TABLE, id.0),
        Event::SegmentChangeUndone { id, change } => undone(segments::TABLE, id.0, *change),
        Event::GoalChanged { id, .. } => done(goals::TABLE, id.0),
        Event::GoalChangeUndone { id, change } => undone(goals::TABLE, id.0, *change),
        Event::OpportunityChanged { id, .. } => done(opportunities::TABLE, id.0),
        Event::OpportunityChangeUndone { id, change } => undone(opportunities::TABLE, id.0, *change),
        Event::DecisionChanged { id, .. } => done(decisions::TABLE, id.0),
        Event::DecisionChangeUndone { id, change } => undone(decisions::TABLE, id.0, *change),
        _ => Ok(()),
    }
}
