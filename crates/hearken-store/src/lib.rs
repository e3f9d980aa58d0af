//! The log on SQLite, and its views on disk: words (tantivy) and vectors.
//!
//! This crate is the only place that names a table. It knows nothing of HTTP, of formats, of how a vector is made
//! or a theme is found: an action hands those in as values.

mod backup;
mod code_links;
mod contacts;
mod directory;
mod erase;
mod erasures;
mod error;
mod filter;
#[cfg(test)]
mod fixture;
mod hear;
mod imports;
mod learnings;
mod lineage;
mod log;
mod readers;
mod record;
mod rejects;
mod repositories;
mod rollup;
mod rulings;
mod signals;
mod sources;
mod store;
mod themes;
mod undo;
mod vectors;
mod watch;
mod words;
mod writer;

pub use backup::{BackupReport, restore, verify};
pub use code_links::{CodeLink, Issue, Led, LinkState};
pub use directory::{Access, DataDir, Holder};
pub use erase::{FoundContact, Removed};
pub use erasures::{Erasure, Ledger};
pub use error::StoreError;
pub use hear::{Heard, Once};
pub use imports::{Import, ImportState, Rejected};
pub use learnings::{CurrentLearning, NewLearning, NewTheme};
pub use log::{Change, Entry};
pub use record::{Arrived, Recorded};
pub use rejects::{KEPT_FOR, RejectRecord, RejectWriter};
pub use repositories::Repository;
pub use rollup::{Field, FieldCount, ThemeWeek, week_of, week_start};
pub use rulings::{Bindings, Part, Rule};
pub use signals::{Page, PastRevision, StoredText};
pub use sources::Source;
pub use store::Store;
pub use themes::ThemeTotals;
pub use undo::Undone;
pub use vectors::{Vectors, VectorsWriter};
pub use words::{WordHit, WordQuery, Words};
pub use writer::{COMMIT_SECONDS, Pending, WriterStats};
