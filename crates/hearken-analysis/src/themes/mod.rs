//! Themes: which texts say the same thing. Learned on what is there without a count given, assigned in
//! microseconds on arrival, and matched to what was before so that a theme keeps its identity.

mod areas;
mod assign;
mod features;
mod fold;
mod grain;
mod graph;
mod hold;
mod latent;
mod leading;
mod learn;
mod leiden;
mod matching;
mod model;
mod neighbours;
mod products;
mod reading;
mod refine;
mod space;
mod split;
mod stored;
mod tongue;

pub use assign::{Assigned, assign};
pub use fold::{Folded, fold};
pub use learn::{Cluster, Learned, Settings, Step, learn};
pub use matching::{Matching, match_themes};
pub use model::Model;
pub use split::parts;
pub use stored::ModelError;

use crate::meaning::Vector;

/// One text to be grouped.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The caller's own number for it; it decides which texts a sample takes, so it should be lasting.
    pub id: u64,
    /// The words, redacted.
    pub text: &'a str,
    /// What they mean, by one and the same table for all texts.
    pub vector: Vector,
    /// The theme that it was in, by the caller's own number: one that learning has to keep, or any other.
    pub was: Was,
    /// Stars or score, if the source gave one.
    pub rating: Option<f64>,
    /// When it was said, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Where a text was before a learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Was {
    /// Nowhere: it is new, or was *unsorted*.
    #[default]
    Nowhere,
    /// In a theme that may go as it came.
    Somewhere,
    /// In a theme that a person ruled about, by a number of the caller's, from 0 without great gaps.
    Held(u32),
}

#[cfg(test)]
mod tests;
