//! Opportunities: problems that are worth solving, with what people believe about them, what might solve them, and how they stand.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Date, Guess, GuessOf, IssueNews, OpportunityId, SignalId, ThemeId, TrackerFact};

/// How an opportunity stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum OpportunityState {
    /// It is weighed.
    #[default]
    Open,
    /// It is to be solved.
    Chosen,
    /// It is being solved.
    Building,
    /// What is to solve it has come out.
    Shipped,
    /// It is done with.
    Closed,
    /// It is not to be solved, for a reason.
    Dismissed,
    /// It is left alone until a day.
    Snoozed,
}

impl OpportunityState {
    /// All of them, in the order of a board.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Chosen,
        Self::Building,
        Self::Shipped,
        Self::Closed,
        Self::Dismissed,
        Self::Snoozed,
    ];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Chosen => "chosen",
            Self::Building => "building",
            Self::Shipped => "shipped",
            Self::Closed => "closed",
            Self::Dismissed => "dismissed",
            Self::Snoozed => "snoozed",
        }
    }

    /// Whether nobody works on it or weighs it any more: then it returns when the pain does.
    pub fn is_resting(self) -> bool {
        matches!(self, Self::Shipped | Self::Closed | Self::Dismissed | Self::Snoozed)
    }

    /// What follows for an opportunity that stands so; `None` where nothing does. What was dismissed, or is left alone until a day,
    /// is never moved by a machine.
    pub fn after(self, news: IssueNews, other_issues_are_closed: bool) -> Option<Self> {
        let moves = matches!(self, Self::Open | Self::Chosen | Self::Building);
        let begun = matches!(self, Self::Open | Self::Chosen).then_some(Self::Building);
        match news {
            IssueNews::Begun => begun,
            IssueNews::Closed | IssueNews::Dropped if !other_issues_are_closed => begun,
            IssueNews::Closed => moves.then_some(Self::Shipped),
            IssueNews::Dropped => moves.then_some(Self::Closed),
            IssueNews::Reopened => matches!(self, Self::Shipped | Self::Closed).then_some(Self::Building),
        }
    }
}

impl fmt::Display for OpportunityState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OpportunityState {
    type Err = OpportunityStateError;
    fn from_str(given: &str) -> Result<Self, OpportunityStateError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        let known = Self::ALL.into_iter().find(|state| state.as_str() == given);
        known.ok_or_else(|| OpportunityStateError(shown()))
    }
}

/// A word that is no state of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid state of an opportunity; there are open, chosen, building, shipped, closed, dismissed and snoozed"
)]
pub struct OpportunityStateError(String);

/// What was done to an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpportunityAct {
    /// It was opened.
    Added,
    /// Something about it was changed.
    Set,
    /// It was held to be the same as another.
    Merged,
    /// It was let go.
    Removed,
}

/// Something that is believed about these customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hypothesis<Text> {
    /// What is believed.
    pub belief: Text,
    /// Signals that speak for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supported_by: Vec<SignalId>,
    /// Signals that speak against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradicted_by: Vec<SignalId>,
    /// Where it is believed no more, or otherwise: what changed our mind.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<Text>,
}

/// Something that might solve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Solution<Text> {
    /// What would be done.
    pub words: Text,
    /// Whether it is the one that is to be built.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
}

/// How an opportunity stands after an act. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOpportunity<Text> {
    /// What it is called.
    pub title: Text,
    /// The problem, in words.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub problem: Option<Text>,
    /// The themes that it comes from, by the ids that they had then.
    pub themes: Vec<ThemeId>,
    /// What is believed about these customers.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub hypotheses: Vec<Hypothesis<Text>>,
    /// What might solve it.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub solutions: Vec<Solution<Text>>,
    /// Who owns it.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Text>,
    /// What people guess of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guesses: BTreeMap<GuessOf, Guess>,
    /// Addresses of issues in trackers that are about it.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Text>,
    /// How it stands.
    #[serde(default)]
    pub state: OpportunityState,
    /// Why it was dismissed.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// Until when it is left alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Which it is the same as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<OpportunityId>,
    /// By what it was moved, where a tracker or a commit did so.
    #[serde(default = "none_told", skip_serializing_if = "Option::is_none")]
    pub told: Option<TrackerFact<Text>>,
}

fn none_told<Text>() -> Option<TrackerFact<Text>> {
    None
}

fn none<Text>() -> Option<Text> {
    None
}

impl<Text> NewOpportunity<Text> {
    /// An open one of this title, and nothing else.
    pub fn titled(title: Text) -> Self {
        Self {
            title,
            problem: None,
            themes: Vec::new(),
            hypotheses: Vec::new(),
            solutions: Vec::new(),
            owner: None,
            guesses: BTreeMap::new(),
            issues: Vec::new(),
            state: OpportunityState::Open,
            reason: None,
            until: None,
            into: None,
            told: None,
        }
    }

    /// The same with each text turned into another thing.
    ///
    /// # Errors
    /// The first that `turn` has.
    pub fn try_map<To, E>(
        self,
        mut turn: impl FnMut(Text) -> Result<To, E>,
    ) -> Result<NewOpportunity<To>, E> {
        let hypotheses = self.hypotheses.into_iter().map(|hypothesis| {
            Ok(Hypothesis {
                belief: turn(hypothesis.belief)?,
                supported_by: hypothesis.supported_by,
                contradicted_by: hypothesis.contradicted_by,
                changed_by: hypothesis.changed_by.map(&mut turn).transpose()?,
            })
        });
        let hypotheses = hypotheses.collect::<Result<_, E>>()?;
        let told = self.told.map(|told| {
            Ok(TrackerFact {
                issue: told.issue.map(&mut turn).transpose()?,
                news: told.news,
                signal: told.signal,
                commit: told.commit,
                at: told.at,
            })
        });
        let told = told.transpose()?;
        let solutions = self.solutions.into_iter();
        let solutions = solutions
            .map(|one| Ok(Solution { words: turn(one.words)?, chosen: one.chosen }))
            .collect::<Result<_, E>>()?;
        Ok(NewOpportunity {
            title: turn(self.title)?,
            problem: self.problem.map(&mut turn).transpose()?,
            themes: self.themes,
            hypotheses,
            solutions,
            owner: self.owner.map(&mut turn).transpose()?,
            guesses: self.guesses,
            issues: self.issues.into_iter().map(&mut turn).collect::<Result<_, E>>()?,
            state: self.state,
            reason: self.reason.map(&mut turn).transpose()?,
            until: self.until,
            into: self.into,
            told,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, TextId};

    #[test]
    fn a_state_reads_back_what_it_prints_and_another_word_is_told() {
        for state in OpportunityState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        let told = "won\u{1b}".parse::<OpportunityState>().unwrap_err().to_string();
        assert!(
            told.starts_with("'won ' is not a valid state of an opportunity; there are open, chosen"),
            "{told}"
        );
    }

    #[test]
    fn what_a_machine_may_move_is_moved_and_what_rests_for_a_reason_is_not() {
        use OpportunityState::{Building, Chosen, Closed, Dismissed, Open, Shipped, Snoozed};
        for (state, news, others, after) in [
            (Open, IssueNews::Begun, true, Some(Building)),
            (Building, IssueNews::Begun, true, None),
            (Chosen, IssueNews::Closed, true, Some(Shipped)),
            (Chosen, IssueNews::Closed, false, Some(Building)),
            (Building, IssueNews::Closed, false, None),
            (Building, IssueNews::Dropped, true, Some(Closed)),
            (Shipped, IssueNews::Reopened, true, Some(Building)),
            (Shipped, IssueNews::Closed, true, None),
            (Dismissed, IssueNews::Closed, true, None),
            (Snoozed, IssueNews::Begun, true, None),
            (Snoozed, IssueNews::Reopened, true, None),
        ] {
            assert_eq!(state.after(news, others), after, "{state} {news:?}");
        }
    }

    #[test]
    fn the_event_of_an_opportunity_holds_no_words_and_reads_back() {
        let mut opportunity = NewOpportunity::titled(TextId(1));
        let plain = Event::OpportunityChanged {
            id: OpportunityId(2),
            act: OpportunityAct::Added,
            opportunity: opportunity.clone(),
        };
        let written = serde_json::to_string(&plain).unwrap();
        assert_eq!(
            written,
            r#"{"event":"opportunity-changed","id":"O-2","act":"added","title":1,"themes":[],"state":"open"}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), plain);
        opportunity.problem = Some(TextId(3));
        opportunity.guesses.insert(GuessOf::Effort, Guess::read(GuessOf::Effort, "1..2..4").unwrap());
        opportunity.hypotheses.push(Hypothesis {
            belief: TextId(4),
            supported_by: vec![SignalId(7)],
            contradicted_by: Vec::new(),
            changed_by: Some(TextId(5)),
        });
        opportunity.solutions.push(Solution { words: TextId(6), chosen: true });
        opportunity.until = Some("2026-03-01".parse().unwrap());
        let full = Event::OpportunityChanged { id: OpportunityId(2), act: OpportunityAct::Set, opportunity };
        let written = serde_json::to_string(&full).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), full);
    }
}
