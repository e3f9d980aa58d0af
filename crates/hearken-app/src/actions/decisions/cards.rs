//! A decision as doors show it.

use hearken_domain::{
    Actor, Date, DecisionAct, DecisionId, DecisionState, LogPosition, Money, SignalId, ThemeId, Timestamp,
    Unredacted, Verbatim,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::ThemeLink;
use crate::actions::opportunities::of_themes::OpportunityLink;

/// A decision, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionCard {
    /// Its id.
    pub id: DecisionId,
    /// The question; `None` where that was erased.
    pub question: Option<Verbatim>,
    /// How it stands today.
    pub state: DecisionState,
    /// What might be done.
    pub options: Vec<OptionCard>,
    /// Which of them was chosen, counted from 1; `None` while it is open.
    pub choice: Option<u64>,
    /// Why.
    pub because: Option<Verbatim>,
    /// Who disagreed.
    pub dissent: Vec<DissentCard>,
    /// What would change our mind.
    pub unless: Option<Verbatim>,
    /// When to look at it again.
    pub review: Option<Date>,
    /// The opportunities that it is about.
    pub opportunities: Vec<OpportunityLink>,
    /// What it rests on, as it stood, beside what that comes to by now.
    pub evidence: DecisionEvidence,
    /// Which took its place.
    pub superseded_by: Option<DecisionLink>,
    /// Those whose place it took.
    pub supersedes: Vec<DecisionLink>,
    /// What was done to it and stands, the last first.
    pub history: Vec<DecisionStep>,
    /// Where the last act on it stands in the log: who changes it may say so, and is told where somebody else was faster.
    pub version: LogPosition,
    /// What was last done to it: what an undo takes back.
    pub last: DecisionAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A decision in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionRow {
    /// Its id.
    pub id: DecisionId,
    /// The question; `None` where that was erased.
    pub question: Option<Verbatim>,
    /// How it stands today.
    pub state: DecisionState,
    /// How many options it has.
    pub options: u64,
    /// What was chosen, in words.
    pub chosen: Option<Verbatim>,
    /// When to look at it again.
    pub review: Option<Date>,
    /// The themes that it rests on, as they are by now.
    pub themes: Vec<ThemeLink>,
    /// The opportunities that it is about.
    pub opportunities: Vec<OpportunityLink>,
    /// Which took its place.
    pub superseded_by: Option<DecisionId>,
    /// What was last done to it.
    pub last: DecisionAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Something that might be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OptionCard {
    /// What; `None` where that was erased.
    pub words: Option<Verbatim>,
    /// What it costs technically.
    pub cost: Option<Verbatim>,
    /// What it does for customers, and to them.
    pub effect: Option<Verbatim>,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// Somebody who disagreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DissentCard {
    /// Who; `None` where that was erased.
    pub who: Option<Verbatim>,
    /// Why; `None` where that was erased.
    pub why: Option<Verbatim>,
}

/// A decision's id and question, to link to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionLink {
    /// Its id.
    pub id: DecisionId,
    /// The question; `None` where that was erased.
    pub question: Option<Verbatim>,
}

/// Something that was done to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionStep {
    /// What.
    pub act: DecisionAct,
    /// The same in words.
    pub says: String,
    /// Where it stands in the log.
    pub position: LogPosition,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What customers said and what that amounted to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionEvidence {
    /// When it was frozen.
    pub frozen_at: Timestamp,
    /// How far the log went then.
    pub position: LogPosition,
    /// The moment that counted as now then, which that of the newest signal is where none came for weeks: looked back to, what was
    /// said up to it is there.
    pub as_of: Timestamp,
    /// Which signals counted, each value of a filter as `name=value`; none is all of them.
    pub filter: Vec<Verbatim>,
    /// Why nothing can be counted under that filter any more.
    pub problem: Option<Unredacted>,
    /// What stood of each theme.
    pub themes: Vec<EvidenceOfTheme>,
}

/// What stood of one theme, and stands by now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceOfTheme {
    /// The theme that was meant, under the name that it has by now.
    pub theme: ThemeLink,
    /// The theme that it is part of by now, or itself.
    pub lives_on: ThemeId,
    /// As it stood.
    pub then: EvidenceNumbers,
    /// As it is now, of the theme that it is part of by now; `None` where that cannot be counted.
    pub now: Option<EvidenceNumbers>,
    /// What became of it since, a sentence each: that it was merged, split, found no more.
    pub became: Vec<Verbatim>,
    /// Signals that stood for it, as they were read.
    pub quotes: Vec<EvidenceQuote>,
}

/// What a theme amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceNumbers {
    /// Its signals.
    pub signals: u64,
    /// Those of them that are of no customer that is known.
    pub of_nobody: u64,
    /// The customers of the others, each once.
    pub customers: u64,
    /// What these pay a year, a sum for each currency.
    pub revenue: Vec<Money>,
    /// Whether that sum told of a customer who was erased, and went with it.
    pub revenue_erased: bool,
    /// Customers for whom it is a blocker, as people judged.
    pub blocked: u64,
}

/// A signal that stood for a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceQuote {
    /// Which.
    pub signal: SignalId,
    /// The log position of the revision that was read.
    pub revision: LogPosition,
    /// Its words; `None` where it was erased or taken back.
    pub text: Option<Verbatim>,
    /// Whether these are other words than were read, which were redacted anew or erased.
    pub reworded: bool,
    /// When it was said.
    pub said_at: Option<Timestamp>,
}

/// What is shown where words were erased.
pub const ERASED: &str = "[erased]";

fn or_erased(text: Option<&Verbatim>) -> Verbatim {
    text.cloned().unwrap_or_else(|| Verbatim::redacted(ERASED.to_owned()))
}

impl DecisionCard {
    /// The question, or that it was erased.
    pub fn title(&self) -> Verbatim {
        or_erased(self.question.as_ref())
    }

    /// The option that was chosen.
    pub fn chosen(&self) -> Option<&OptionCard> {
        self.options.iter().find(|option| option.chosen)
    }
}

impl DecisionRow {
    /// The question, or that it was erased.
    pub fn title(&self) -> Verbatim {
        or_erased(self.question.as_ref())
    }
}

impl DecisionLink {
    /// The question, or that it was erased.
    pub fn title(&self) -> Verbatim {
        or_erased(self.question.as_ref())
    }
}

impl OptionCard {
    /// What, or that it was erased.
    pub fn title(&self) -> Verbatim {
        or_erased(self.words.as_ref())
    }
}

impl DissentCard {
    /// Who, or that it was erased.
    pub fn name(&self) -> Verbatim {
        or_erased(self.who.as_ref())
    }

    /// Why, or that it was erased.
    pub fn reason(&self) -> Verbatim {
        or_erased(self.why.as_ref())
    }
}

impl EvidenceQuote {
    /// Its words, or that they were erased.
    pub fn words(&self) -> Verbatim {
        or_erased(self.text.as_ref())
    }
}
