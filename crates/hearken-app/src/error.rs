//! What people are told when something fails, by whose turn it is to act.

use hearken_store::StoreError;

use crate::next_step::NextStep;

/// A failure, by whose turn it is to act.
#[derive(Debug)]
pub enum AppError {
    /// The person who asked can fix it.
    User {
        /// What failed, and which one.
        message: String,
        /// What to do.
        next_step: Option<NextStep>,
    },
    /// Something else that was done stands against it.
    Conflict {
        /// What failed, and what stands against it.
        message: String,
        /// What to do.
        next_step: Option<NextStep>,
    },
    /// What was asked for is not there.
    NotFound {
        /// What is not there.
        message: String,
        /// Where to look instead.
        next_step: Option<NextStep>,
    },
    /// Whoever set Hearken up can fix it.
    Config {
        /// What failed, and which one.
        message: String,
        /// What to do.
        next_step: Option<NextStep>,
    },
    /// There is no room for more: a full disk, or a quota.
    Full {
        /// What is full.
        message: String,
    },
    /// Another process holds the data directory; it may take the action over.
    Held(StoreError),
    /// Hearken is at fault.
    Internal(anyhow::Error),
}

impl AppError {
    /// An error the person who asked can fix.
    pub fn user(message: impl Into<String>) -> Self {
        Self::User { message: message.into(), next_step: None }
    }

    /// Something that is not there.
    pub fn not_found(message: impl Into<String>, next_step: NextStep) -> Self {
        Self::NotFound { message: message.into(), next_step: Some(next_step) }
    }

    /// With what to do about it.
    #[must_use]
    pub fn suggest(self, step: NextStep) -> Self {
        let next_step = Some(step);
        match self {
            Self::User { message, .. } => Self::User { message, next_step },
            Self::Conflict { message, .. } => Self::Conflict { message, next_step },
            Self::NotFound { message, .. } => Self::NotFound { message, next_step },
            Self::Config { message, .. } => Self::Config { message, next_step },
            other => other,
        }
    }

    /// What went wrong without what it went wrong with, for where nobody's words may stand.
    pub fn class(&self) -> &'static str {
        match self {
            Self::User { .. } => "what was asked for cannot be done",
            Self::Conflict { .. } => "something else that was done stands against it",
            Self::NotFound { .. } => "what it is about is not there",
            Self::Config { .. } => "a disk, folder or repository cannot be used; the server's log says which",
            Self::Full { .. } => "there is no room for more",
            Self::Held(_) => "another process holds the data directory",
            Self::Internal(_) => "Hearken is at fault; the server's log says more",
        }
    }

    /// What to do, where that is known.
    pub fn next_step(&self) -> Option<&NextStep> {
        match self {
            Self::User { next_step, .. }
            | Self::Conflict { next_step, .. }
            | Self::NotFound { next_step, .. }
            | Self::Config { next_step, .. } => next_step.as_ref(),
            Self::Held(_) => Some(&NextStep::WaitForHolder),
            Self::Full { .. } | Self::Internal(_) => None,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User { message, .. }
            | Self::Conflict { message, .. }
            | Self::NotFound { message, .. }
            | Self::Config { message, .. }
            | Self::Full { message } => f.write_str(message),
            Self::Held(error) => error.fmt(f),
            Self::Internal(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        let next_step = match &error {
            StoreError::Held { .. } => return Self::Held(error),
            StoreError::Ruling { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListThemesAndRulings);
            }
            StoreError::Ruling { against, .. } => {
                return Self::Conflict { message, next_step: against.map(NextStep::UndoRuling) };
            }
            StoreError::View { missing: true, .. } => return Self::not_found(message, NextStep::ListViews),
            StoreError::View { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::Customer { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListCustomers);
            }
            StoreError::Customer { missing: false, .. } => {
                return Self::Conflict { message, next_step: None };
            }
            StoreError::Alert { missing: true, .. } => return Self::not_found(message, NextStep::ListAlerts),
            StoreError::Alert { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::Surge { missing: true, .. } => return Self::not_found(message, NextStep::ListSurges),
            StoreError::Surge { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::Goal { missing: true, .. } => return Self::not_found(message, NextStep::ListGoals),
            StoreError::Goal { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::Opportunity { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListOpportunities);
            }
            StoreError::Opportunity { missing: false, .. } | StoreError::Decision { missing: false, .. } => {
                return Self::Conflict { message, next_step: None };
            }
            StoreError::Decision { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListDecisions);
            }
            StoreError::Comment { .. } => return Self::NotFound { message, next_step: None },
            StoreError::ChangedMeanwhile { .. } => {
                return Self::Conflict { message, next_step: Some(NextStep::ReadAgain) };
            }
            StoreError::Segment { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListSegments);
            }
            StoreError::Segment { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::Release { missing: true, .. } => {
                return Self::not_found(message, NextStep::ListReleases);
            }
            StoreError::Release { missing: false, .. } => return Self::Conflict { message, next_step: None },
            StoreError::DiskFull | StoreError::DiskLow { .. } | StoreError::TooManySignals { .. } => {
                return Self::Full { message };
            }
            StoreError::OpenToOthers { dir, .. } => {
                Some(NextStep::CloseDirectory(dir.to_string_lossy().into_owned()))
            }
            StoreError::Absent(_) => Some(NextStep::Import),
            StoreError::Damaged { .. } => Some(NextStep::RestoreBackup),
            StoreError::DamagedWords { .. } => Some(NextStep::RebuildView),
            StoreError::NotScrubbed => Some(NextStep::RebuildViews),
            StoreError::File { source, .. } if is_refusal(source) => Some(NextStep::LetHearkenWrite),
            _ if error.is_config() => None,
            _ => return Self::Internal(error.into()),
        };
        Self::Config { message, next_step }
    }
}

/// A field of what is asked for that cannot be taken, so that a form can say at which one.
#[derive(Debug)]
pub struct WrongField {
    /// Its name in what is asked for.
    pub field: &'static str,
    /// What is wrong with it.
    pub error: AppError,
}

impl WrongField {
    /// Says that a failure is of a field.
    pub(crate) fn at(field: &'static str) -> impl Fn(AppError) -> Self {
        move |error| Self { field, error }
    }
}

impl From<WrongField> for AppError {
    fn from(wrong: WrongField) -> Self {
        wrong.error
    }
}

fn is_refusal(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}
