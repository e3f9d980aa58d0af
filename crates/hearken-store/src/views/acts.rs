//! The tables of what is changed act by act: which event says how each thing stands.

use hearken_domain::{Event, LogPosition};
use rusqlite::Connection;

use crate::StoreError;
use crate::acts::{ALERTS, Acts, DECISIONS, DISMISSED_SURGES, GOALS, MUTES, OPPORTUNITIES, SEGMENTS};

/// Brings the tables up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    let done = |table: Acts, id: u64| table.done(c, id, position);
    let undone = |table: Acts, id: u64, change: LogPosition| table.undone(c, id, change, position);
    match event {
        Event::SegmentChanged { id, .. } => done(SEGMENTS, id.0),
        Event::SegmentChangeUndone { id, change } => undone(SEGMENTS, id.0, *change),
        Event::GoalChanged { id, .. } => done(GOALS, id.0),
        Event::GoalChangeUndone { id, change } => undone(GOALS, id.0, *change),
        Event::OpportunityChanged { id, .. } => done(OPPORTUNITIES, id.0),
        Event::OpportunityChangeUndone { id, change } => undone(OPPORTUNITIES, id.0, *change),
        Event::DecisionChanged { id, .. } => done(DECISIONS, id.0),
        Event::DecisionChangeUndone { id, change } => undone(DECISIONS, id.0, *change),
        Event::AlertChanged { id, .. } => done(ALERTS, id.0),
        Event::AlertChangeUndone { id, change } => undone(ALERTS, id.0, *change),
        Event::ThemeMuted { theme, .. } => done(MUTES, theme.0),
        Event::ThemeMuteUndone { theme, change } => undone(MUTES, theme.0, *change),
        Event::SurgeDismissed { surge } => done(DISMISSED_SURGES, surge.0),
        Event::SurgeDismissalUndone { surge, change } => undone(DISMISSED_SURGES, surge.0, *change),
        _ => Ok(()),
    }
}
