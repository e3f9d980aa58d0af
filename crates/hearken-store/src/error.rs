//! What can go wrong in the store, said so that a person can act on it.

use hearken_domain::{
    Actor, DecisionId, GoalId, OpportunityId, ReleaseId, RulingId, SurgeId, Timestamp, ViewId,
};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// A failure of the store. [`StoreError::is_config`] tells whose turn it is to act.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the data directory.
    #[error("the data directory {dir} is held by another Hearken process{}", .pid.map(|p| format!(" (process {p})")).unwrap_or_default())]
    Held {
        /// The directory.
        dir: PathBuf,
        /// The process, where it said so.
        pid: Option<u32>,
    },
    /// Other users of the machine can enter the data directory.
    #[error("the data directory {dir} is open to other users of this machine (mode {mode:04o})")]
    OpenToOthers {
        /// The directory.
        dir: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A token that keeps nobody out.
    #[error(
        "{path} holds no token of {letters} visible ASCII characters or more: delete it, and the next start makes one"
    )]
    NoToken {
        /// The file.
        path: PathBuf,
        /// Letters that one has at least.
        letters: usize,
    },
    /// Nothing there to read.
    #[error("there is no Hearken data in {0}")]
    Absent(PathBuf),
    /// Written by a newer program.
    #[error(
        "the data in {dir} has format {found}, this Hearken knows formats up to {known}: use the newer Hearken that wrote it"
    )]
    Newer {
        /// The directory.
        dir: PathBuf,
        /// The format found.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// The database file is not one, or damaged.
    #[error("the database {path} is damaged ({detail})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// A ruling about a theme that cannot be made or undone.
    #[error("{subject}: {detail}{}", .against.map(|other| format!(" ({other})")).unwrap_or_default())]
    Ruling {
        /// The theme, signal or ruling it is about.
        subject: String,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
        /// The ruling that stands against it.
        against: Option<RulingId>,
    },
    /// Something about a saved view that cannot be done.
    #[error("{view}: {detail}")]
    View {
        /// The view that it is about, or that stands against it.
        view: ViewId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about a customer that cannot be done.
    #[error("{subject}: {detail}")]
    Customer {
        /// The customer, or the signal, that it is about.
        subject: String,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about a segment that cannot be done.
    #[error("{segment}: {detail}")]
    Segment {
        /// The segment that it is about, or that stands against it.
        segment: String,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about a goal that cannot be done.
    #[error("{goal}: {detail}")]
    Goal {
        /// The goal that it is about.
        goal: GoalId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about an alert, or about hearing of a theme, that cannot be done.
    #[error("{subject}: {detail}")]
    Alert {
        /// The alert or theme that it is about.
        subject: String,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about a surge that cannot be done.
    #[error("{surge}: {detail}")]
    Surge {
        /// The surge that it is about.
        surge: SurgeId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about an opportunity that cannot be done.
    #[error("{opportunity}: {detail}")]
    Opportunity {
        /// The opportunity that it is about.
        opportunity: OpportunityId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something about a decision that cannot be done.
    #[error("{decision}: {detail}")]
    Decision {
        /// The decision that it is about.
        decision: DecisionId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something that cannot be said: what it is about, or what is to be taken back, is not there.
    #[error("{subject}: {detail}")]
    Comment {
        /// What it is about.
        subject: String,
        /// Why not.
        detail: String,
    },
    /// Somebody else changed what is to be changed.
    #[error("{subject} was changed by {by} meanwhile, at {at}")]
    ChangedMeanwhile {
        /// What it is about.
        subject: String,
        /// Who changed it.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// Something about a release that cannot be done.
    #[error("{release}: {detail}")]
    Release {
        /// The release that it is about, or that stands against it.
        release: ReleaseId,
        /// Why not.
        detail: String,
        /// Whether it is because that is not there.
        missing: bool,
    },
    /// Something is there already.
    #[error("there is {what} at {path} already, and nothing is overwritten")]
    Exists {
        /// What is in the way.
        what: &'static str,
        /// Path of what is in the way.
        path: PathBuf,
    },
    /// A file that is not a sound backup.
    #[error("{path} is not a backup that can be restored: {detail}")]
    NoBackup {
        /// The file.
        path: PathBuf,
        /// Why not.
        detail: String,
    },
    /// The key of the ledger of erasures is gone.
    #[error(
        "the key of the ledger of erasures is gone from {path}, and without it whoever was erased would be taken in again: \
         put it back, from beside a backup (its name ends in .key) or from a copy of the data directory"
    )]
    KeyGone {
        /// Where it is looked for.
        path: PathBuf,
    },
    /// A ledger of erasures that was made with another key.
    #[error(
        "the erasures that {path} remembers were made with another key than {key}: put the key that belongs to it there, or \
         use a data directory of its own; nothing was changed"
    )]
    OtherKey {
        /// What remembers the erasures: a ledger, a database or a backup.
        path: PathBuf,
        /// The key that does not fit.
        key: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{doing} {path}: {source}")]
    File {
        /// What was being done, as "cannot open".
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A disk that is full.
    #[error(
        "the disk that holds the data directory is full: free some space and try again; what was acknowledged is kept"
    )]
    DiskFull,
    /// A disk that is nearly full.
    #[error(
        "the disk that holds the data directory is full: free some space and try again ({} MiB are left, and {} MiB are \
         kept for what must still be written); what was acknowledged is kept",
        .free >> 20,
        .kept >> 20
    )]
    DiskLow {
        /// Bytes that are left.
        free: u64,
        /// Bytes that are to be left.
        kept: u64,
    },
    /// As many signals as there may be.
    #[error("there are {max} or more signals, as many as are taken in; what was acknowledged is kept")]
    TooManySignals {
        /// As many as there may be.
        max: u64,
    },
    /// Any other failure of SQLite.
    #[error("database: {0}")]
    Database(rusqlite::Error),
    /// A failure of the text index.
    #[error("text index: {0}")]
    Words(tantivy::TantivyError),
    /// A text index that holds other bytes than were written.
    #[error("the text index {path} is damaged")]
    DamagedWords {
        /// The folder.
        path: PathBuf,
    },
    /// Something erased that stays in the files while somebody still reads them.
    #[error("a reader holds on to what was erased")]
    NotScrubbed,
    /// A stored value that this program cannot read.
    #[error("stored {what} cannot be read: {detail}")]
    Unreadable {
        /// Which value.
        what: &'static str,
        /// Why not.
        detail: String,
    },
    /// The store is open for reading only, or is closing.
    #[error("the store is not open for writing")]
    ReadOnly,
}

impl StoreError {
    /// Whether the data directory or its surroundings want fixing, rather than the program.
    pub fn is_config(&self) -> bool {
        !matches!(self, Self::Database(_) | Self::Words(_) | Self::Unreadable { .. } | Self::ReadOnly)
    }

    /// A damaged database, said with the file that is damaged.
    pub(crate) fn located(self, connection: &Connection) -> Self {
        match self {
            Self::Database(error) if is_damage(&error) => {
                let path = connection.path().map(PathBuf::from).unwrap_or_default();
                Self::Damaged { path, detail: error.to_string() }
            }
            other => other,
        }
    }

    /// A database that cannot be opened.
    pub(crate) fn opening(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        move |error| match Self::from(error) {
            Self::Database(error) if is_damage(&error) => {
                Self::Damaged { path: path.to_owned(), detail: error.to_string() }
            }
            Self::Database(error) => Self::File {
                doing: "cannot open the database",
                path: path.to_owned(),
                source: std::io::Error::other(error.to_string()),
            },
            other => other,
        }
    }

    pub(crate) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::File { doing, path, source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}

/// tantivy keeps the reason of a failed write in one of three places.
impl From<tantivy::TantivyError> for StoreError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError::{IoError, OpenWriteError};
        use tantivy::directory::error::OpenWriteError as Open;
        let kind = match &error {
            IoError(error) => Some(error.kind()),
            OpenWriteError(Open::IoError { io_error, .. }) => Some(io_error.kind()),
            _ => None,
        };
        if kind == Some(std::io::ErrorKind::StorageFull) { Self::DiskFull } else { Self::Words(error) }
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(NotADatabase | DatabaseCorrupt))
}

pub(crate) fn unreadable(what: &'static str) -> impl FnOnce(serde_json::Error) -> StoreError {
    move |error| StoreError::Unreadable { what, detail: error.to_string() }
}
