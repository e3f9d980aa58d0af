//! Goals: what customers try to get done, in words, and which themes stand in their way.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CustomerId, SegmentId, ThemeId};

/// How a goal stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum GoalState {
    /// They try.
    #[default]
    Open,
    /// They can do it.
    Met,
    /// They try no more.
    Dropped,
}

impl GoalState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Met, Self::Dropped];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met => "met",
            Self::Dropped => "dropped",
        }
    }
}

impl fmt::Display for GoalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no state of a goal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a valid state of a goal; there are open, met and dropped")]
pub struct GoalStateError(String);

impl FromStr for GoalState {
    type Err = GoalStateError;
    fn from_str(given: &str) -> Result<Self, GoalStateError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        Self::ALL.into_iter().find(|state| state.as_str() == given).ok_or_else(|| GoalStateError(shown()))
    }
}

/// Whose goal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoalOf {
    /// Every customer's.
    Everybody,
    /// One customer's.
    Customer(CustomerId),
    /// That of whoever is in a segment.
    Segment(SegmentId),
}

/// What was done to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoalAct {
    /// It was told of.
    Added,
    /// Its words, its state or whose it is was changed.
    Set,
    /// A theme was said to stand in its way.
    Linked,
    /// A theme was said to stand in its way no more.
    Unlinked,
    /// It was let go.
    Removed,
}

/// How a goal stands after an act. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGoal<Text> {
    /// What they try to get done.
    pub words: Text,
    /// Whose it is.
    pub of: GoalOf,
    /// How it stands.
    pub state: GoalState,
    /// The themes that were said to stand in its way, by the ids that they had then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, GoalId, TextId};

    #[test]
    fn a_state_reads_back_what_it_prints_and_another_word_is_told() {
        for state in GoalState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        let told = "done\u{1b}".parse::<GoalState>().unwrap_err().to_string();
        assert_eq!(told, "'done ' is not a valid state of a goal; there are open, met and dropped");
    }

    #[test]
    fn the_event_of_a_goal_holds_no_words_and_reads_back() {
        for (of, written) in [
            (GoalOf::Everybody, r#""everybody""#),
            (GoalOf::Customer(CustomerId(7)), r#"{"customer":"C-7"}"#),
            (GoalOf::Segment(SegmentId(3)), r#"{"segment":3}"#),
        ] {
            let goal = NewGoal { words: TextId(9), of, state: GoalState::Open, themes: vec![ThemeId(4)] };
            let event = Event::GoalChanged { id: GoalId(2), act: GoalAct::Added, goal };
            let expected = format!(
                r#"{{"event":"goal-changed","id":"G-2","act":"added","words":9,"of":{written},"state":"open","themes":["T-4"]}}"#
            );
            let written = serde_json::to_string(&event).unwrap();
            assert_eq!(written, expected);
            assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
        }
    }
}
