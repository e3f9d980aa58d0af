//! Decisions: a question, the options with what they cost and what they do for customers, the evidence as it stood, the choice,
//! who disagreed, and when to look at it again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CustomerId, Date, LogPosition, Money, OpportunityId, SignalId, ThemeId, Timestamp};

/// What was done to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionAct {
    /// It was written down.
    Added,
    /// Something about it was changed.
    Set,
    /// It was looked at again, and holds.
    Reviewed,
    /// Another took its place.
    Superseded,
    /// It was let go.
    Removed,
}

/// How a decision stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionState {
    /// The day has come on which it is to be looked at again.
    Due,
    /// Nothing is chosen yet.
    Open,
    /// One of its options is chosen.
    Chosen,
    /// Another took its place.
    Superseded,
}

impl DecisionState {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Due, Self::Open, Self::Chosen, Self::Superseded];

    /// The word that commands, pages and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Open => "open",
            Self::Chosen => "chosen",
            Self::Superseded => "superseded",
        }
    }
}

impl fmt::Display for DecisionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no state of a decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a valid state of a decision; there are due, open, chosen and superseded")]
pub struct DecisionStateError(String);

impl FromStr for DecisionState {
    type Err = DecisionStateError;
    fn from_str(given: &str) -> Result<Self, DecisionStateError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        let known = Self::ALL.into_iter().find(|state| state.as_str() == given);
        known.ok_or_else(|| DecisionStateError(shown()))
    }
}

/// Something that might be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Alternative<Text> {
    /// What.
    pub words: Text,
    /// What it costs technically.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub cost: Option<Text>,
    /// What it does for customers, and to them.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub effect: Option<Text>,
}

/// Somebody who disagreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dissent<Text> {
    /// Who.
    pub who: Text,
    /// Why.
    pub why: Text,
}

/// What customers said and what that amounted to, as it stood when the decision was written: numbers and ids, no words, so that
/// what is erased later is gone from here, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// How far the log went.
    pub position: LogPosition,
    /// The moment that counted as now.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// What stood of each theme.
    pub themes: Vec<ThemeEvidence>,
}

/// What stood of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThemeEvidence {
    /// Which.
    pub theme: ThemeId,
    /// Its signals.
    pub signals: u64,
    /// Those of them that were of no customer that is known.
    pub of_nobody: u64,
    /// The customers of the others, each once.
    pub customers: u64,
    /// What these paid a year, a sum for each currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revenue: Vec<Money>,
    /// The customers whose revenue that is, where these are fewer than [`TELLING_OF_NOBODY`]: where one of them is erased, the
    /// sum goes with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whose: Vec<CustomerId>,
    /// Whether the sum went with one of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revenue_erased: bool,
    /// Customers for whom it was a blocker.
    #[serde(default)]
    pub blocked: u64,
    /// Signals that stood for it, each with the log position of the revision that was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<QuotedSignal>,
}

/// From so many customers on a sum of what they pay tells of none of them.
pub const TELLING_OF_NOBODY: usize = 5;

impl Evidence {
    /// Takes away what tells of these customers, who were erased; whether there was anything.
    pub fn forget(&mut self, erased: &[CustomerId]) -> bool {
        let mut told = false;
        for theme in self.themes.iter_mut().filter(|theme| theme.whose.iter().any(|one| erased.contains(one)))
        {
            theme.whose.retain(|one| !erased.contains(one));
            theme.revenue = Vec::new();
            theme.revenue_erased = true;
            told = true;
        }
        told
    }
}

/// A signal as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuotedSignal {
    /// Which.
    pub signal: SignalId,
    /// The log position of the revision.
    pub revision: LogPosition,
}

/// How a decision stands after an act. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDecision<Text> {
    /// The question.
    pub question: Text,
    /// What might be done.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Alternative<Text>>,
    /// Which of them was chosen, counted from 0; `None` while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<usize>,
    /// Why.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub because: Option<Text>,
    /// Who disagreed.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub dissent: Vec<Dissent<Text>>,
    /// What would change our mind.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub unless: Option<Text>,
    /// When to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Date>,
    /// The opportunities that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opportunities: Vec<OpportunityId>,
    /// Which signals counted in what it rests on, a line for each value of a filter: `segment=Large`; `None` is all of them.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Text>,
    /// What it rests on.
    pub evidence: Evidence,
    /// Which decision took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<crate::DecisionId>,
}

fn none<Text>() -> Option<Text> {
    None
}

impl<Text> NewDecision<Text> {
    /// How it stands on a day.
    pub fn state(&self, today: Date) -> DecisionState {
        match (self.superseded_by, self.review, self.choice) {
            (Some(_), ..) => DecisionState::Superseded,
            (None, Some(review), _) if review <= today => DecisionState::Due,
            (None, _, Some(_)) => DecisionState::Chosen,
            (None, _, None) => DecisionState::Open,
        }
    }

    /// The same with each text turned into another thing.
    ///
    /// # Errors
    /// The first that `turn` has.
    pub fn try_map<To, E>(self, mut turn: impl FnMut(Text) -> Result<To, E>) -> Result<NewDecision<To>, E> {
        let options = self.options.into_iter().map(|option| {
            Ok(Alternative {
                words: turn(option.words)?,
                cost: option.cost.map(&mut turn).transpose()?,
                effect: option.effect.map(&mut turn).transpose()?,
            })
        });
        let options = options.collect::<Result<_, E>>()?;
        let dissent = self.dissent.into_iter();
        let dissent = dissent
            .map(|one| Ok(Dissent { who: turn(one.who)?, why: turn(one.why)? }))
            .collect::<Result<_, E>>()?;
        Ok(NewDecision {
            question: turn(self.question)?,
            options,
            choice: self.choice,
            because: self.because.map(&mut turn).transpose()?,
            dissent,
            unless: self.unless.map(&mut turn).transpose()?,
            review: self.review,
            opportunities: self.opportunities,
            filter: self.filter.map(&mut turn).transpose()?,
            evidence: self.evidence,
            superseded_by: self.superseded_by,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DecisionId, Event, TextId};

    #[test]
    fn the_event_of_a_decision_holds_numbers_and_ids_and_reads_back() {
        let quoted = vec![QuotedSignal { signal: SignalId(5), revision: LogPosition(6) }];
        let theme = ThemeEvidence {
            theme: ThemeId(4),
            signals: 30,
            of_nobody: 10,
            customers: 7,
            revenue: vec![Money::read("1200 EUR", None).unwrap()],
            whose: Vec::new(),
            revenue_erased: false,
            blocked: 2,
            quoted,
        };
        let evidence =
            Evidence { position: LogPosition(99), as_of: Timestamp::UNIX_EPOCH, themes: vec![theme] };
        let decision = NewDecision {
            question: TextId(1),
            options: vec![Alternative { words: TextId(2), cost: Some(TextId(3)), effect: None }],
            choice: Some(0),
            because: None,
            dissent: vec![Dissent { who: TextId(8), why: TextId(9) }],
            unless: None,
            review: Some("2026-05-01".parse().unwrap()),
            opportunities: vec![OpportunityId(1)],
            filter: Some(TextId(11)),
            evidence,
            superseded_by: None,
        };
        let event = Event::DecisionChanged { id: DecisionId(3), act: DecisionAct::Added, decision };
        let written = serde_json::to_string(&event).unwrap();
        assert!(
            written.starts_with(r#"{"event":"decision-changed","id":"D-3","act":"added","question":1,"#),
            "{written}"
        );
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }

    #[test]
    fn a_sum_that_would_tell_of_an_erased_customer_goes_with_it_and_others_stay() {
        let of = |whose: Vec<CustomerId>| ThemeEvidence {
            theme: ThemeId(4),
            signals: 3,
            of_nobody: 0,
            customers: whose.len() as u64,
            revenue: vec![Money::read("1200 EUR", None).unwrap()],
            whose,
            revenue_erased: false,
            blocked: 0,
            quoted: Vec::new(),
        };
        let themes = vec![of(vec![CustomerId(1), CustomerId(2)]), of(vec![CustomerId(2)])];
        let mut evidence = Evidence { position: LogPosition(1), as_of: Timestamp::UNIX_EPOCH, themes };
        assert!(evidence.forget(&[CustomerId(1)]));
        assert_eq!((evidence.themes[0].revenue.len(), evidence.themes[0].revenue_erased), (0, true));
        assert_eq!(evidence.themes[0].whose, [CustomerId(2)]);
        assert_eq!((evidence.themes[1].revenue.len(), evidence.themes[1].revenue_erased), (1, false));
        assert!(!evidence.forget(&[CustomerId(7)]));
    }
}
