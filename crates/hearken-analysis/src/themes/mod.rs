//! Themes: which texts say the same thing. Clustered without a number of clusters given, assigned in microseconds on
//! arrival, and matched to what was before so that a theme keeps its identity.

mod areas;
mod assign;
mod assignment;
mod cluster;
mod deduplicate;
mod encoder;
mod features;
mod graph;
mod language_group;
mod language_groups;
mod latent;
mod leiden;
mod locked;
mod matching;
mod model;
mod neighbours;
mod passages;
mod praise;
mod principal;
mod products;
mod refine;
mod resolution;
mod row;
mod sample;
mod settings;
mod shared;
mod space;
mod split;
mod stored;
mod wide;

pub use assign::assign;
pub use assignment::Assignment;
pub use cluster::{Cluster, Clustering, Step, cluster};
pub use deduplicate::{Deduplicated, deduplicate};
pub use matching::{Matching, match_themes};
pub use model::Model;
pub use passages::{Passage, passages};
pub use settings::Settings;
pub use split::parts;
pub use stored::ModelError;

use crate::embedding::Vector;

/// One text to be clustered.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The caller's own number for it; it decides which texts a sample takes, so it should be lasting.
    pub id: u64,
    /// The words, redacted: its title, if it has one, on a line of its own, and what its writer says.
    pub text: &'a str,
    /// The title alone, empty where there is none. It says more of what a text is about than any other line.
    pub title: &'a str,
    /// Its embedding, by one and the same table for all texts.
    pub vector: Vector,
    /// The theme that it was in before.
    pub prior: PriorTheme,
    /// Who said it, by the caller's own number; `None` where nobody is known, and then each text counts for itself.
    pub speaker: Option<u64>,
    /// Stars or score, if the source gave one.
    pub rating: Option<f64>,
    /// When it was said, in milliseconds since 1970.
    pub at_ms: i64,
}

impl<'a> Text<'a> {
    /// A text of which nothing else is known.
    pub fn new(id: u64, text: &'a str, vector: Vector) -> Self {
        Self {
            id,
            text,
            title: "",
            vector,
            prior: PriorTheme::Unassigned,
            speaker: None,
            rating: None,
            at_ms: 0,
        }
    }
}

/// Where a text was before a clustering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PriorTheme {
    /// In no theme: it is new, or was *unsorted*.
    #[default]
    Unassigned,
    /// In a theme that nobody ruled about.
    Free,
    /// In a theme that is kept because a person ruled about it, by a number of the caller's, from 0 without great gaps.
    Locked(u32),
}

impl PriorTheme {
    /// The number of the locked theme.
    fn locked(self) -> Option<u32> {
        if let Self::Locked(theme) = self { Some(theme) } else { None }
    }
}

#[cfg(test)]
mod tests;
