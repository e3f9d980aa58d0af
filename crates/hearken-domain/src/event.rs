//! Events of the log: what people decided, and what the machine applied. An event names its actor and how far that actor
//! had seen the log. It holds ids, numbers, spans in signals, and places in code (a repository's name, a path, a symbol: the
//! house's own, not a customer's). It never holds what a customer said or a person typed, so that it can stay when words
//! are erased.
//!
//! Rulings, answers to links, lineage and the state of themes are views of these events.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Actor, AddedRelease, AlertAct, AlertId, AreaStep, CommentId, Currency, CurrencyRate, CustomerId,
    DecisionAct, DecisionId, FoundTheme, Generation, GoalAct, GoalId, ImportId, Kind, Lineage, LogPosition,
    Mute, NewAlert, NewComment, NewDecision, NewGoal, NewOpportunity, NewSavedView, NewSegment,
    OpportunityAct, OpportunityId, RedactionPolicy, ReleaseId, Retention, Ruled, RulingId, Says, SegmentAct,
    SegmentId, Sentiment, Severity, SignalId, SourceId, Strength, SurgeId, TextId, ThemeId, ViewId,
};

/// By whom something is done, when, and what they had seen of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Who acted.
    pub actor: Actor,
    /// When, by this machine's clock.
    pub at: Timestamp,
    /// The log position up to which they had seen.
    pub seen: LogPosition,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its log position, unique.
    pub position: LogPosition,
    /// By whom it was done, when, and what they had seen.
    pub by: By,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A person ruled about themes, areas or links.
    Ruled {
        /// The ruling's id.
        id: RulingId,
        /// What was decided.
        #[serde(flatten)]
        what: Ruled<TextId>,
        /// The parts that a split made, in the order of their ids.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<FoundTheme>,
        /// What became of themes by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<ThemeStep>,
        /// What became of areas by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        area_steps: Vec<AreaStep>,
    },
    /// A person undid a ruling.
    RulingUndone {
        /// Which.
        id: RulingId,
        /// What became of themes by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<ThemeStep>,
        /// What became of areas by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        area_steps: Vec<AreaStep>,
    },
    /// A clustering run became current. What it found stands with the run.
    ClusteringApplied {
        /// The run.
        generation: Generation,
        /// What became of themes by it.
        steps: Vec<ThemeStep>,
        /// What became of areas by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        area_steps: Vec<AreaStep>,
    },
    /// An import was taken back.
    ImportUndone {
        /// Which.
        import: ImportId,
        /// Signals that are gone.
        removed: u64,
        /// Signals that say again what they said before.
        reverted: u64,
    },
    /// People, a source or a customer were erased.
    Erased {
        /// The entry in the ledger of erasures.
        erasure: u64,
        /// Signals that are gone.
        signals: u64,
        /// Customers that are gone, with what was judged of them and their goals.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        customers: Vec<CustomerId>,
    },
    /// A person chose what is done with personal data in what a source brings.
    RedactionSet {
        /// Which source.
        source: SourceId,
        /// What is done from then on.
        policy: RedactionPolicy,
    },
    /// A person chose how long what a source brings is kept as it came.
    RetentionSet {
        /// Which source.
        source: SourceId,
        /// Only signals of this kind; `None` is all that have no choice of their own.
        kind: Option<Kind>,
        /// For how long; `None` is for ever.
        keep: Option<Retention>,
    },
    /// Who said what was kept long enough was removed.
    Anonymised {
        /// Of which source.
        source: SourceId,
        /// From how many signals.
        signals: u64,
    },
    /// Newer rules of redaction went over what is stored.
    RedactedAgain {
        /// The version of the rules.
        rules: u32,
        /// Signals in which they masked something.
        signals: u64,
    },
    /// Somebody looked at what their code causes.
    CodeSeen {
        /// Whose code.
        owner: TextId,
        /// Up to where in the log they looked.
        position: LogPosition,
    },
    /// A person kept a page with its filter and order under a name.
    ViewSaved {
        /// The view's id.
        id: ViewId,
        /// What it is.
        #[serde(flatten)]
        view: NewSavedView<TextId>,
    },
    /// A person called a saved view by another name.
    ViewRenamed {
        /// Which.
        id: ViewId,
        /// Its name from then on.
        name: TextId,
    },
    /// A person let a saved view go.
    ViewDeleted {
        /// Which.
        id: ViewId,
    },
    /// A person took back what was last done to a saved view.
    ViewChangeUndone {
        /// Which view.
        id: ViewId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A source told of customers. What it told stands in rows of this position.
    CustomersTold {
        /// The import that brought it.
        import: ImportId,
        /// How much was new, or not as it was.
        changes: u64,
    },
    /// A person said something of a customer: a fact, an identifier. It stands in rows of this position.
    CustomerSet {
        /// Of which.
        customer: CustomerId,
    },
    /// A person held two customers to be one.
    CustomersMerged {
        /// Which of them.
        customer: CustomerId,
        /// What it is a part of from then on.
        into: CustomerId,
    },
    /// A person said that one thing that identifies a merged customer is that customer's alone.
    IdentifierKeptApart {
        /// Whose.
        customer: CustomerId,
    },
    /// A person gave a signal to a customer, or to none.
    SignalGiven {
        /// Which signal.
        signal: SignalId,
        /// To whom; to nobody where it is `None`.
        customer: Option<CustomerId>,
    },
    /// A person said what a domain is: ours, one that anybody can have, a company's.
    DomainSorted,
    /// A person said which source is believed about a field.
    SourcePreferred,
    /// A person took back what a person said of customers.
    CustomerChangeUndone {
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said at which rate sums of a currency are counted in another.
    RateSet {
        /// The rate.
        #[serde(flatten)]
        rate: CurrencyRate,
    },
    /// A person let a rate go.
    RateRemoved {
        /// Of which currency …
        currency: Currency,
        /// … into which …
        into: Currency,
        /// … from which day on.
        from: Date,
    },
    /// A person took back what was last said of rates.
    RateChangeUndone {
        /// The event that is taken back.
        change: LogPosition,
    },
    /// Releases were told of: from tags, from a list, or one by hand.
    ReleasesAdded {
        /// Which.
        releases: Vec<AddedRelease>,
    },
    /// A person said that one of them is none.
    ReleaseRemoved {
        /// Which.
        id: ReleaseId,
    },
    /// A person took back what was last done to a release: its removal, or the adding of all that came with it.
    ReleaseChangeUndone {
        /// Which release.
        id: ReleaseId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person made a segment, called it by another name, changed its conditions, or let it go.
    SegmentChanged {
        /// Which.
        id: SegmentId,
        /// What was done.
        act: SegmentAct,
        /// How it stands from then on; where it was let go, how it stood.
        #[serde(flatten)]
        segment: NewSegment<TextId>,
    },
    /// A person took back what was last done to a segment.
    SegmentChangeUndone {
        /// Which segment.
        id: SegmentId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person told of a goal, said something else of it, or let it go.
    GoalChanged {
        /// Which.
        id: GoalId,
        /// What was done.
        act: GoalAct,
        /// How it stands from then on; where it was let go, how it stood.
        #[serde(flatten)]
        goal: NewGoal<TextId>,
    },
    /// A person took back what was last done to a goal.
    GoalChangeUndone {
        /// Which goal.
        id: GoalId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person judged how much a customer needs what a theme asks for.
    StrengthJudged {
        /// Which theme.
        theme: ThemeId,
        /// Which customer.
        customer: CustomerId,
        /// How much.
        strength: Strength,
    },
    /// A person took that back.
    StrengthUndone {
        /// Which theme.
        theme: ThemeId,
        /// Which customer.
        customer: CustomerId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said what a signal says, in which mood, or how bad it is: otherwise than it was read, or the same.
    SignalCorrected {
        /// Which signal.
        signal: SignalId,
        /// What it says, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        says: Option<Says>,
        /// In which mood it is, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sentiment: Option<Sentiment>,
        /// How bad it is, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        severity: Option<Severity>,
    },
    /// A person took that back.
    CorrectionUndone {
        /// Which signal.
        signal: SignalId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person opened an opportunity, changed something about it, held it to be the same as another, or let it go.
    OpportunityChanged {
        /// Which.
        id: OpportunityId,
        /// What was done.
        act: OpportunityAct,
        /// How it stands from then on; where it was let go, how it stood.
        #[serde(flatten)]
        opportunity: NewOpportunity<TextId>,
    },
    /// A person took back what was last done to an opportunity.
    OpportunityChangeUndone {
        /// Which opportunity.
        id: OpportunityId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person wrote a decision down, changed something about it, looked at it again, or let it go.
    DecisionChanged {
        /// Which.
        id: DecisionId,
        /// What was done.
        act: DecisionAct,
        /// How it stands from then on; where it was let go, how it stood.
        #[serde(flatten)]
        decision: NewDecision<TextId>,
    },
    /// A person took back what was last done to a decision.
    DecisionChangeUndone {
        /// Which decision.
        id: DecisionId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said which news is sent where, or something else of that; or the machine stopped what has no receiver any more.
    AlertChanged {
        /// The alert's id.
        id: AlertId,
        /// What was done.
        act: AlertAct,
        /// How it stands from then on.
        alert: NewAlert<TextId>,
    },
    /// A person took back what was last done to an alert.
    AlertChangeUndone {
        /// Which alert.
        id: AlertId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said whether they want to hear of a theme.
    ThemeMuted {
        /// Which.
        theme: ThemeId,
        /// Whether they do.
        mute: Mute,
    },
    /// A person took back what was last said of hearing of a theme.
    ThemeMuteUndone {
        /// Which.
        theme: ThemeId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said that a surge is nothing to hear of.
    SurgeDismissed {
        /// Which.
        surge: SurgeId,
    },
    /// A person took that back.
    SurgeDismissalUndone {
        /// Which.
        surge: SurgeId,
        /// The event that is taken back.
        change: LogPosition,
    },
    /// A person said something about a theme, an opportunity or a decision, or said who is to do something about it.
    Commented {
        /// The comment's id.
        id: CommentId,
        /// What was said.
        #[serde(flatten)]
        comment: NewComment<TextId>,
    },
    /// A person took back what they said.
    CommentUndone {
        /// Which comment.
        id: CommentId,
    },
    /// A repository was registered.
    RepositoryAdded {
        /// Its name.
        name: TextId,
    },
    /// A repository was forgotten.
    RepositoryRemoved {
        /// Its name.
        name: TextId,
    },
}

impl Event {
    /// The word that the store and people use.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ruled { .. } => "ruled",
            Self::RulingUndone { .. } => "ruling-undone",
            Self::ClusteringApplied { .. } => "clustering-applied",
            Self::ImportUndone { .. } => "import-undone",
            Self::Erased { .. } => "erased",
            Self::RedactionSet { .. } => "redaction-set",
            Self::RetentionSet { .. } => "retention-set",
            Self::Anonymised { .. } => "anonymised",
            Self::RedactedAgain { .. } => "redacted-again",
            Self::CodeSeen { .. } => "code-seen",
            Self::ViewSaved { .. } => "view-saved",
            Self::ViewRenamed { .. } => "view-renamed",
            Self::ViewDeleted { .. } => "view-deleted",
            Self::ViewChangeUndone { .. } => "view-change-undone",
            Self::CustomersTold { .. } => "customers-told",
            Self::CustomerSet { .. } => "customer-set",
            Self::CustomersMerged { .. } => "customers-merged",
            Self::IdentifierKeptApart { .. } => "identifier-kept-apart",
            Self::SignalGiven { .. } => "signal-given",
            Self::DomainSorted => "domain-sorted",
            Self::SourcePreferred => "source-preferred",
            Self::CustomerChangeUndone { .. } => "customer-change-undone",
            Self::RateSet { .. } => "rate-set",
            Self::RateRemoved { .. } => "rate-removed",
            Self::RateChangeUndone { .. } => "rate-change-undone",
            Self::ReleasesAdded { .. } => "releases-added",
            Self::ReleaseRemoved { .. } => "release-removed",
            Self::ReleaseChangeUndone { .. } => "release-change-undone",
            Self::SegmentChanged { .. } => "segment-changed",
            Self::SegmentChangeUndone { .. } => "segment-change-undone",
            Self::GoalChanged { .. } => "goal-changed",
            Self::GoalChangeUndone { .. } => "goal-change-undone",
            Self::StrengthJudged { .. } => "strength-judged",
            Self::StrengthUndone { .. } => "strength-undone",
            Self::SignalCorrected { .. } => "signal-corrected",
            Self::CorrectionUndone { .. } => "correction-undone",
            Self::OpportunityChanged { .. } => "opportunity-changed",
            Self::OpportunityChangeUndone { .. } => "opportunity-change-undone",
            Self::DecisionChanged { .. } => "decision-changed",
            Self::DecisionChangeUndone { .. } => "decision-change-undone",
            Self::AlertChanged { .. } => "alert-changed",
            Self::AlertChangeUndone { .. } => "alert-change-undone",
            Self::ThemeMuted { .. } => "theme-muted",
            Self::ThemeMuteUndone { .. } => "theme-mute-undone",
            Self::SurgeDismissed { .. } => "surge-dismissed",
            Self::SurgeDismissalUndone { .. } => "surge-dismissal-undone",
            Self::Commented { .. } => "commented",
            Self::CommentUndone { .. } => "comment-undone",
            Self::RepositoryAdded { .. } => "repository-added",
            Self::RepositoryRemoved { .. } => "repository-removed",
        }
    }

    /// What became of themes by it.
    pub fn steps(&self) -> &[ThemeStep] {
        match self {
            Self::Ruled { steps, .. }
            | Self::RulingUndone { steps, .. }
            | Self::ClusteringApplied { steps, .. } => steps,
            _ => &[],
        }
    }

    /// What became of areas by it.
    pub fn area_steps(&self) -> &[AreaStep] {
        match self {
            Self::Ruled { area_steps, .. }
            | Self::RulingUndone { area_steps, .. }
            | Self::ClusteringApplied { area_steps, .. } => area_steps,
            _ => &[],
        }
    }

    /// The ruling that it made or undid.
    pub fn ruling(&self) -> Option<RulingId> {
        match self {
            Self::Ruled { id, .. } | Self::RulingUndone { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// What became of one theme by an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeStep {
    /// Which theme.
    pub theme: ThemeId,
    /// What became of it.
    pub what: Lineage,
    /// The other theme in it: whose part it was, or became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<ThemeId>,
    /// Signals it had then; of a part, those that went with it.
    pub signals: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_reads_back_what_it_writes_and_holds_no_words() {
        let event = Event::Ruled {
            id: RulingId(5),
            what: Ruled::Renamed { theme: ThemeId(3), name: TextId(9) },
            parts: Vec::new(),
            steps: vec![ThemeStep { theme: ThemeId(3), what: Lineage::Grew, other: None, signals: 4 }],
            area_steps: Vec::new(),
        };
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(
            written,
            r#"{"event":"ruled","id":"R-5","ruling":"renamed","theme":"T-3","name":9,"steps":[{"theme":"T-3","what":"grew","signals":4}]}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }
}
