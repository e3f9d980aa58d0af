//! The log on SQLite, and its views on disk: words (tantivy) and vectors.
//!
//! This crate is the only place that names a table. It knows nothing of HTTP, of formats, of how a vector is made
//! or a theme is found: an action hands those in as values.

mod acts;
mod alerts;
mod areas;
mod asides;
mod backup;
mod bursts;
mod clustering;
mod code_links;
mod comments;
mod contacts;
mod content;
mod customers;
mod decisions;
mod directory;
mod durable;
mod erase;
mod erased_texts;
mod erasures;
mod error;
mod events;
mod filter;
#[cfg(test)]
mod fixture;
mod generation;
mod goals;
mod hash;
mod imports;
mod jobs;
mod kept;
mod kept_under;
mod known;
mod labels;
mod lineage;
mod log;
mod masked;
mod meta;
mod migrate;
mod opportunities;
mod passages;
mod passing;
mod pinned;
mod post;
mod random;
mod readers;
mod readings;
mod record;
mod recovery;
mod redact_again;
mod redaction_key;
mod redaction_policy;
mod rejects;
mod releases;
mod repositories;
mod restore;
mod retention;
mod rollup;
mod room;
mod rows;
mod rulings;
mod said;
mod saved_views;
mod segments;
mod signal_row;
mod signals;
mod snapshot;
mod sources;
mod spans;
mod standing;
mod store;
mod strengths;
mod surges;
mod theme_cache;
mod themes;
mod there;
mod token;
mod touches;
mod typed;
mod undo;
mod vectors;
mod views;
mod watch;
mod words;
mod writer;

pub use alerts::{Alert, AlertReader, Delivery, MutedTheme, News, NoticedNews, Tried};
pub use areas::AreaReader;
pub use asides::{AsideCounts, AsideReader, GroupMember, NewCampaign, StoredAside, StoredCampaign};
pub use backup::{BackupReport, verify};
pub use bursts::{Burst, BurstReader, Bursts, Compared, ComparedText, FoundAlike};
pub use clustering::{ClusteringReader, CurrentClustering, NewArea, NewClusteringRun};
pub use code_links::{CodeLink, CodeLinkReader, Leading, LeadingFile, SharedFile};
pub use comments::{AssignmentRead, Comment, CommentReader, Mention};
pub use contacts::{ContactReader, FoundContact};
pub use customers::{
    Customer, CustomerContact, CustomerErasure, CustomerReader, CustomerSummary, CustomerWorth,
    CustomersOfThemes, CustomersState, DomainSaid, EverSaid, FactChange, GivenRow, Happening, Held, HeldFact,
    HeldIdentifier, HeldMerge, HeldRate, HeldRevenue, IdentifierSaid, RecordLine, RowFate, Said, SignalJoin,
    Summaries, SyncDisposition, SyncOrigin, SyncProblem, SyncReport, SyncScope, ThemeCustomers, TimelineItem,
    UnclaimedDomain, Vanished,
};
pub use decisions::{Decision, DecisionReader};
pub use directory::{Access, DataDir, Holder};
pub use erase::{Erasing, PendingErasure, Removed, TypedSuspect};
pub use erasures::{Erasure, ErasureReader, Ledger};
pub use error::StoreError;

pub use filter::Among;
pub use goals::{Goal, GoalChange, GoalReader};
pub use imports::{Import, ImportReader, ImportState, Rejected};
pub use jobs::{JobReader, JobRecord, JobState};
pub use log::{Change, Entry, LogReader};
pub use opportunities::{Opportunity, OpportunityReader};
pub use passages::PassageReader;
pub use passing::Passing;
pub use pinned::Pinned;
pub use post::{IdempotencyKey, RecordOutcome};
pub use readings::{
    BriefReading, NewReading, ReadPassing, ReadUpTo, ReadingReader, ReadingRun, ReadingState, SaidBy,
    StandingCorrection, StoredReading,
};
pub use record::{Arrived, Recorded};
pub use recovery::KEPT_FOR;
pub use redact_again::{Masked, Redact, RedactionRun, RedactionStep};
pub use rejects::RejectRecord;
pub use releases::{
    Release, ReleaseAct, ReleaseDate, ReleaseFate, ReleasePlace, ReleaseReader, ReleasedProduct,
    ReleasesUndone, RemovedReleases,
};
pub use repositories::{LinkState, Repository, RepositoryReader};
pub use restore::{BroughtAlong, Restoring};
pub use retention::{KeptFor, RetentionReader, Unname};
pub use rollup::{CountedFacets, Field, FieldCount, RollupReader, ThemeSum, ThemeSums, week_of, week_start};
pub use room::Quotas;
pub use rulings::{Bindings, Part, RulingReader};
pub use said::place_of;
pub use saved_views::{LastChange, SavedView, SavedViewReader};
pub use segments::{Segment, SegmentReader};
pub use signals::{Issue, Page, PastRevision, Place, SignalAsRead, SignalReader, StoredText};
pub use snapshot::Snapshot;
pub use sources::{Source, SourceReader};
pub use store::Store;
pub use strengths::{JudgedStrength, StrengthReader};
pub use surges::{DismissedSurge, FoundSurge, HeardSignal, Surge, SurgeReader, SurgeSignal};
pub use theme_cache::LivingThemes;
pub use themes::{ThemeReader, ThemeTotals};
pub use typed::{HeldText, Typed, TypedText, TypedTextReader};
pub use undo::Undone;
pub use vectors::{Vectors, VectorsWriter};
pub use views::RebuiltView;
pub use watch::WatchMarkReader;
pub use words::{WordHit, WordMatch, WordQuery, Words};
pub use writer::{COMMIT_SECONDS, Pending, WriterStats};
