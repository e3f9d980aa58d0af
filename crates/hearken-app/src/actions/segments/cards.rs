//! A segment as doors show it.

use hearken_domain::{Actor, SegmentAct, Timestamp, Unredacted, Verbatim};
use hearken_store::Segment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::segments::members::Segments;
use crate::error::AppError;

/// A segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SegmentCard {
    /// Its name, by which it is meant everywhere; `None` where that was erased.
    pub name: Option<Verbatim>,
    /// Its conditions; `None` where they were erased.
    pub condition: Option<Unredacted>,
    /// How many customers are in it, each once; `None` where it cannot be said.
    pub customers: Option<u64>,
    /// Why it cannot be said.
    pub problem: Option<Unredacted>,
    /// What is to be known about who is in it, a sentence each: who is left out, and why.
    pub notes: Vec<Unredacted>,
    /// What was last done to it: what an undo takes back.
    pub last: SegmentChange,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What was last done to a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SegmentChange {
    /// It was made.
    Added,
    /// It was called by another name.
    Renamed,
    /// Its conditions were changed.
    Set,
    /// It was let go.
    Removed,
}

impl SegmentCard {
    /// Its name, or that it was erased.
    pub fn title(&self) -> Verbatim {
        self.name.clone().unwrap_or_else(|| Verbatim::redacted("[erased]".to_owned()))
    }

    /// Its conditions, or that they were erased.
    pub fn says(&self) -> Unredacted {
        self.condition.clone().unwrap_or_else(|| Unredacted::new("[erased]".to_owned()))
    }
}

/// The card of a segment. What is wrong with it is told on it, so that a list of them is shown all the same.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn card(segments: &mut Segments<'_>, segment: &Segment) -> Result<SegmentCard, AppError> {
    let condition = segments.condition(segment).map(|condition| segments.told(&condition));
    let (members, problem) = match segments.members(segment) {
        Ok(members) => (Some(members), None),
        Err(AppError::Internal(error)) => return Err(AppError::Internal(error)),
        Err(problem) => (None, Some(Unredacted::new(problem.to_string()))),
    };
    Ok(SegmentCard {
        name: segment.name.clone(),
        condition: condition.ok().map(Unredacted::new),
        customers: members.as_ref().map(|members| members.customers.len() as u64),
        problem,
        notes: members.iter().flat_map(|members| &members.notes).cloned().map(Unredacted::new).collect(),
        last: match segment.last {
            SegmentAct::Added => SegmentChange::Added,
            SegmentAct::Renamed => SegmentChange::Renamed,
            SegmentAct::Set => SegmentChange::Set,
            SegmentAct::Removed => SegmentChange::Removed,
        },
        by: segment.by.clone(),
        at: segment.at,
    })
}
