//! An opportunity as doors show it.

use std::collections::BTreeMap;

use hearken_domain::{
    Actor, Date, GuessOf, LogPosition, OpportunityAct, OpportunityId, OpportunityState, Range, SignalId,
    ThemeId, Timestamp, Verbatim,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::ThemeLink;
use crate::actions::themes::strength::Strengths;
use crate::worth::WorthCard;

/// An opportunity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpportunityCard {
    /// Its id.
    pub id: OpportunityId,
    /// What it is called; `None` where that was erased.
    pub title: Option<Verbatim>,
    /// The problem, in words.
    pub problem: Option<Verbatim>,
    /// How it stands.
    pub state: OpportunityState,
    /// Why it was dismissed.
    pub reason: Option<Verbatim>,
    /// Until when it is left alone.
    pub until: Option<Date>,
    /// That the pain is back, or the day has come, where it rests.
    pub returned: Option<String>,
    /// Who owns it.
    pub owner: Option<Verbatim>,
    /// The themes that it comes from, as they are by now, with those of the ones that are part of it.
    pub themes: Vec<OpportunityTheme>,
    /// Signals of these themes.
    pub signals: u64,
    /// Whose these are, and what they are worth; `None` where no customer is known at all.
    pub worth: Option<WorthCard>,
    /// How many customers need it how much.
    pub strengths: Strengths,
    /// How many customers it reaches.
    pub reach: Reach,
    /// What people guess.
    pub guesses: BTreeMap<GuessOf, Range>,
    /// What is believed about these customers.
    pub hypotheses: Vec<HypothesisCard>,
    /// What might solve it.
    pub solutions: Vec<SolutionCard>,
    /// Addresses of issues in trackers that are about it.
    pub issues: Vec<Verbatim>,
    /// What a tracker or a commit said by which it was moved last; `None` where a person did that.
    pub told: Option<Verbatim>,
    /// Which it was held to be the same as.
    pub into: Option<OpportunityId>,
    /// Those that were held to be the same as it.
    pub parts: Vec<OpportunityId>,
    /// How it weighs.
    pub score: ScoreCard,
    /// Where the last act on it stands in the log: who changes it may say so, and is told where somebody else was faster.
    pub version: LogPosition,
    /// What was last done to it: what an undo takes back.
    pub last: OpportunityAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A theme that an opportunity comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpportunityTheme {
    /// The theme; of one that became part of another, that one.
    pub theme: ThemeLink,
    /// Its signals.
    pub signals: u64,
    /// Whether it is found no more.
    pub retired: bool,
    /// The ids by which it was named, where it was another theme then.
    pub named: Vec<ThemeId>,
    /// Themes that were taken out of it since: nobody said whether it comes from these, too.
    pub parts: Vec<ThemeLink>,
}

/// How many customers something reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reach {
    /// From the customers who are known to the most that it can be; `None` where nobody who spoke is known.
    pub customers: Option<Range>,
    /// The same in words.
    pub says: String,
}

/// Something that is believed about these customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HypothesisCard {
    /// What is believed; `None` where that was erased.
    pub belief: Option<Verbatim>,
    /// Signals that speak for it.
    pub supported_by: Vec<SignalId>,
    /// Signals that speak against it.
    pub contradicted_by: Vec<SignalId>,
    /// What changed our mind.
    pub changed_by: Option<Verbatim>,
}

/// Something that might solve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SolutionCard {
    /// What would be done; `None` where that was erased.
    pub words: Option<Verbatim>,
    /// Whether it is to be built.
    pub chosen: bool,
}

/// How an opportunity weighs by one method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreCard {
    /// The method.
    pub method: String,
    /// What that is called.
    pub title: String,
    /// Its formula in words.
    pub formula: String,
    /// The score, with where 95% of its draws lie; `None` where something is missing.
    pub score: Option<Range>,
    /// The numbers that go into it.
    pub terms: Vec<ScoreTerm>,
    /// What is missing.
    pub missing: Vec<String>,
    /// In what share of the draws it is the first of those it is compared with, 0 to 1.
    pub first: Option<f64>,
    /// The arithmetic, with its numbers.
    pub says: String,
}

/// A number that goes into a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreTerm {
    /// What it is.
    pub what: String,
    /// How large.
    pub value: Range,
    /// Whether a person guessed it; else it is measured.
    pub guessed: bool,
}

impl OpportunityCard {
    /// What it is called, or that this was erased.
    pub fn title(&self) -> Verbatim {
        self.title.clone().unwrap_or_else(|| Verbatim::redacted("[erased]".to_owned()))
    }
}
