//! What is answered about a plan. Everything is counted or quoted; nothing says what would come of the plan.

use hearken_domain::{
    CustomerId, Money, Says, Sentiment, Severity, ThemeId, Timestamp, Unredacted, Verbatim,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::briefs::page::Brief;
use crate::actions::cards::{Facet, Facets, SignalCard, ThemeCard, ThemeLink, TrendCard};
use crate::actions::customers::worth::WorthCard;
use crate::actions::decisions::cards::DecisionRow;
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::opportunities::of_themes::OpportunityLink;
use crate::actions::signals::search::Found;

/// What is known of a plan before anything is built.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedAhead {
    /// Whose words and needs it touches.
    pub touched: PlanTouched,
    /// The same in sentences, with a note for every number.
    pub brief: Brief,
}

/// Whose words and needs a plan touches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlanTouched {
    /// As of when.
    pub now: Timestamp,
    /// The plan, redacted.
    pub plan: Verbatim,
    /// The words of it that were looked for, each with how many signals have it.
    pub words: Vec<PlanWord>,
    /// How many of these words a signal has at least to be counted; those that nothing has don't count.
    pub words_needed: u64,
    /// Signals that have so many of them, under the filter.
    pub having_words: u64,
    /// All signals under the filter.
    pub signals: u64,
    /// The first of what is said of it: one row a burst, no two alike, nearest to the plan first.
    pub verbatims: Vec<PlanVerbatim>,
    /// What the signals that have the words say, most first.
    pub says: Vec<Facet>,
    /// In which mood they are, most first.
    pub sentiments: Vec<Facet>,
    /// How bad those that are pain points are, most first.
    pub severities: Vec<Facet>,
    /// How the signals that have the words compare with all; `None` where none has them.
    pub trend: Option<TrendCard>,
    /// Whose they are, and what these customers pay; `None` where no customer is known at all.
    pub worth: Option<WorthCard>,
    /// The customers who have said most of it.
    pub customers: Vec<TouchedCustomer>,
    /// The segments in which any of the customers are, those with most first.
    pub segments: Vec<TouchedSegment>,
    /// The themes in which it is said, and those that lie near the plan.
    pub themes: Vec<TouchedTheme>,
    /// The open goals that people linked to these themes.
    pub goals: Vec<BlockedGoal>,
    /// The parts of the code to which these themes lead.
    pub components: Vec<TouchedComponent>,
    /// Opportunities that come from these themes, or that are called by the plan's words.
    pub opportunities: Vec<OpportunityLink>,
    /// Decisions that rest on these themes, or that ask about the plan's words.
    pub decisions: Vec<DecisionRow>,
    /// What was said about these themes by people who work here.
    pub talks: Vec<Talk>,
    /// What is not known of it, the most telling first.
    pub unknown: Vec<Unknown>,
    /// What can be filtered by.
    pub facets: Facets,
}

/// A word of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanWord {
    /// As it was typed.
    pub word: Verbatim,
    /// Signals that have it in any form.
    pub signals: u64,
}

/// One signal that a plan touches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlanVerbatim {
    /// The signal.
    pub signal: SignalCard,
    /// The stretch of it that is nearest to the plan.
    pub passage: Verbatim,
    /// What found it.
    pub by: Found,
    /// What it says; `None` where it was not read yet.
    pub says: Option<Says>,
    /// In which mood.
    pub sentiment: Option<Sentiment>,
    /// How bad it is; of pain points alone.
    pub severity: Option<Severity>,
}

/// A theme that a plan touches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TouchedTheme {
    /// The theme, under the filter.
    pub theme: ThemeCard,
    /// How many of its signals have the plan's words.
    pub having_words: u64,
    /// What its signals say, in words.
    pub told: Option<String>,
}

/// A customer who spoke of what a plan touches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TouchedCustomer {
    /// Which.
    pub id: CustomerId,
    /// What it is called.
    pub name: Option<Unredacted>,
    /// Their signals that have the plan's words.
    pub signals: u64,
    /// What they pay a year, where that is known.
    pub revenue: Option<Money>,
    /// The day on which they renew, where that is known.
    pub renewal: Option<Unredacted>,
    /// Whether that is within 60 days.
    pub renews_soon: bool,
}

/// A segment in which some of these customers are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TouchedSegment {
    /// What it is called.
    pub name: Verbatim,
    /// How many of them are in it.
    pub customers: u64,
    /// How many customers are in it in all.
    pub of: u64,
}

/// A part of the code to which touched themes lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TouchedComponent {
    /// Name of the repository.
    pub repository: String,
    /// Its name.
    pub name: String,
    /// Who owns it by CODEOWNERS.
    pub owners: Vec<String>,
    /// The themes that lead there.
    pub themes: Vec<ThemeId>,
}

/// How much was said about a theme by people who work here.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Talk {
    /// The theme.
    pub theme: ThemeLink,
    /// How many comments stand.
    pub comments: u64,
}

/// Something that is not known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Unknown {
    /// What sort.
    pub what: UnknownKind,
    /// In a sentence or two.
    pub says: Verbatim,
}

/// What sort of thing is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownKind {
    /// None of the plan's words names anything.
    NothingNamed,
    /// Nothing was heard at all.
    NothingHeard,
    /// No theme was found yet.
    NoThemes,
    /// Few signals have the words.
    Few,
    /// Words that no signal has.
    UnknownWords,
    /// Some signals are of nobody known.
    OfNobody,
    /// Some are undated.
    Undated,
    /// Some customers never said anything.
    Silent,
    /// Some signals are in languages that the plan's words are not of.
    Languages,
    /// There is no text index, or there are no vectors.
    NotLookedFor,
    /// What people would do.
    Effect,
}
