//! What a search looks for, and in which order.

use std::str::FromStr;

use hearken_domain::{SignalFilter, ThemeId};
use serde::Serialize;
use utoipa::ToSchema;

/// Nobody pages further than this.
pub const OFFSET_MAX: usize = 1000;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchQuery {
    /// As typed: all words, "phrases", -without.
    pub words: String,
    /// Whether somebody is at it still, so that the last word may be only begun; themes are not counted then.
    pub typing: bool,
    /// In which order.
    pub sort: SearchSort,
    /// Only signals that this lets through.
    pub filter: SignalFilter,
    /// Only signals whose own theme this is.
    pub theme: Option<ThemeId>,
    /// Only signals of the themes of this area, by its id or name.
    pub area: Option<String>,
    /// Only signals without a theme; `theme` says nothing then.
    pub unsorted: bool,
    /// Whether a page is cut by rows: what is of one burst is one, and comes with the first of it.
    pub in_rows: bool,
    /// Signals, or rows, on a page.
    pub limit: usize,
    /// Signals, or rows, to pass over, at most [`OFFSET_MAX`].
    pub offset: usize,
}

/// The order of what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SearchSort {
    /// The best first, those that mean alike among them; without words, the newest.
    #[default]
    Relevance,
    /// What was said last first; the undated last.
    Newest,
    /// What was said first first; the undated last.
    Oldest,
}

impl SearchSort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Relevance, Self::Newest, Self::Oldest];

    /// The word that commands and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }
}

impl FromStr for SearchSort {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid order of signals; orders are relevance, newest, oldest")
        })
    }
}

/// What found a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = FoundBy)] // the code has a Found of its own
pub enum Found {
    /// The words stand in it.
    Words,
    /// It means something alike.
    #[serde(rename = "meaning")]
    Embedding,
    /// Both.
    Both,
}
