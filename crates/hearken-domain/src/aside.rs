//! What is set aside: it stays in the log and can be found, and counts nowhere.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::reading::shown;

/// Whether a signal counts, or why it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Aside {
    /// It counts.
    Counted,
    /// It advertises something.
    Spam,
    /// It is one of many alike from accounts that say nothing else.
    Campaign,
}

/// A word that says neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is nothing that a signal is counted as; give counted, spam or campaign")]
pub struct UnknownAsideError(String);

impl Aside {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Counted, Self::Spam, Self::Campaign];

    /// The word that commands and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Spam => "spam",
            Self::Campaign => "campaign",
        }
    }
}

impl FromStr for Aside {
    type Err = UnknownAsideError;
    fn from_str(word: &str) -> Result<Self, UnknownAsideError> {
        Self::ALL
            .into_iter()
            .find(|aside| aside.as_str() == word)
            .ok_or_else(|| UnknownAsideError(shown(word)))
    }
}
