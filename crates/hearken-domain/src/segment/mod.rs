//! Segments: sets of customers by conditions on what is held of them, such as `plan = Business and revenue >= 10000 EUR`.
//! Who is in one is worked out whenever it is asked for.

mod compare;
mod read;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::SegmentId;

pub use compare::{Compared, HeldValue, Order, Tested, Verdict};
pub use read::ConditionError;

/// Conditions in one segment.
pub const CONDITIONS_MAX: usize = 20;
/// Characters of all of them.
pub const CONDITION_CHARS_MAX: usize = 1_000;

/// What was done to a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentAct {
    /// It was made.
    Added,
    /// It was called by another name.
    Renamed,
    /// Its conditions were changed.
    Set,
    /// It was let go.
    Removed,
}

/// How a segment stands after an act. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSegment<Text> {
    /// What it is called.
    pub name: Text,
    /// Its conditions, as [`SegmentCondition`] writes them.
    pub condition: Text,
}

/// Conditions that all must hold for a customer to be in a segment.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentCondition(pub(crate) Vec<Condition>);

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Something that is held of the customer compares so.
    Held(Tested, Compared),
    /// The customer is in another segment.
    In(SegmentId),
}

impl SegmentCondition {
    /// Each of the conditions.
    pub fn all(&self) -> &[Condition] {
        &self.0
    }

    /// The other segments that it names.
    pub fn segments(&self) -> impl Iterator<Item = SegmentId> {
        self.0.iter().filter_map(|condition| match condition {
            Condition::In(segment) => Some(*segment),
            Condition::Held(..) => None,
        })
    }

    /// As people read it, with the names of other segments.
    pub fn told(&self, name: impl Fn(SegmentId) -> String) -> String {
        let told = |condition: &Condition| match condition {
            Condition::Held(tested, compared) => format!("{tested} {compared}"),
            Condition::In(segment) => format!("segment = {}", compare::quoted(&name(*segment))),
        };
        self.0.iter().map(told).collect::<Vec<_>>().join(" and ")
    }
}

/// As it is kept: other segments by their numbers, so that they may be renamed.
impl fmt::Display for SegmentCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(|segment| format!("#{segment}")))
    }
}

#[cfg(test)]
mod tests;
