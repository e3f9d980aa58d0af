//! The nouns, ids and rules of Hearken.
//!
//! This crate knows no I/O, no async, no SQL and no clock: times come in as values.
//! The words are those of `docs/glossary.md`.

mod actor;
mod alert;
mod area;
mod aside;
mod count;
mod customer;
mod day;
mod decision;
mod disposition;
mod event;
mod filter;
mod goal;
mod guess;
mod id;
pub mod identity;
mod issue;
mod link;
mod opportunity;
mod reading;
mod redaction;
mod release;
mod retention;
mod ruling;
mod saved_view;
mod segment;
mod signal;
mod span;
mod talk;
mod theme;
mod tracker_fact;
mod version;

pub use actor::{Actor, ActorKind, Right};
pub use alert::{
    AlertAct, AlertPace, AlertThemes, AlertTo, Counted, DeliveryState, DeliveryTrouble, Mute, NewAlert,
    NewsKind, SurgeKind, Threshold,
};
pub use area::{Area, AreaLineageStep, AreaStep, FoundArea};
pub use aside::{Aside, UnknownAsideError};
pub use count::{counted, grouped, noun_for};
pub use customer::{
    ContactRow, Currency, CurrencyRate, CustomerRow, CustomerState, DomainSort, Fact, FactError, FactField,
    FactFieldError, IdentifierKind, JoinReason, Money, MoneyError, Rate, RateError, Rates, RefusedPerson,
    RefusedRow, RevenueSums, Strength, UnknownWordError, is_role_address, rate_against, registrable_domain,
    sort_of_domain, yearly,
};
pub use day::{DayCount, date_of, day_of};
pub use decision::{
    Alternative, DecisionAct, DecisionState, DecisionStateError, Dissent, Evidence, NewDecision,
    QuotedSignal, TELLING_OF_NOBODY, ThemeEvidence,
};
pub use disposition::{Counts, Disposition, Fate};
pub use event::{By, Event, RecordedEvent, ThemeStep};
pub use filter::{
    AsOf, Comparison, FieldDefinition, FilterError, FilterField, FilterValue, SegmentMembers, SignalFilter,
    UnknownFieldError, VALUE_CHARS_MAX, VALUES_MAX, ValueType, When, Whose, WhoseError,
};
pub use goal::{GoalAct, GoalOf, GoalState, GoalStateError, NewGoal};
pub use guess::{Guess, GuessError, GuessOf, Range};
pub use id::{
    AlertId, AreaId, ChangeId, CommentId, ContactId, CustomerId, DecisionId, Generation, GoalId, IdError,
    ImportId, LogPosition, OpportunityId, ReleaseId, RulingId, SegmentId, SignalId, SourceId, SurgeId,
    TextId, ThemeId, ViewId,
};
pub use issue::{IssueAddress, IssueAddressError, NewIssueForm, Tracker};
pub use link::{Answer, Link, Subject};
pub use opportunity::{
    Hypothesis, NewOpportunity, OpportunityAct, OpportunityState, OpportunityStateError, Solution,
};
pub use reading::{Reading, Says, Sentiment, Severity, UnknownReadingError};
pub use redaction::{Redacted, RedactionPolicy};
pub use release::{AddedRelease, Dated, NewRelease};
pub use retention::{Retention, WORDS_REMOVED, kept_days};
pub use ruling::{Ruled, Ruling};
pub use saved_view::{NewSavedView, SavedPage, UnknownPageError, ViewParameter};
pub use segment::{
    CONDITION_CHARS_MAX, CONDITIONS_MAX, Compared, Condition, ConditionError, HeldValue, NewSegment, Order,
    SegmentAct, SegmentCondition, Tested, Verdict,
};
pub use signal::{
    Contact, Kind, NewSignal, ParseKindError, ParseStateError, Signal, SignalState, Unredacted, Verbatim,
    excerpt,
};
pub use span::{Field, FoundTheme, Phrase, Span};
pub use talk::{Assignment, NewComment, Topic, TopicError, mentioned};
pub use theme::{Lineage, LineageStep, Membership, Passage, Theme, ThemeKind};
pub use tracker_fact::{IssueNews, Named, TrackerFact, means_begun, means_dropped, named_in};
pub use version::{VersionStep, step_of, version_of_tag};

pub use jiff::Timestamp;
pub use jiff::civil::Date;
