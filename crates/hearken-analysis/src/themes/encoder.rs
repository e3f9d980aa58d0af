//! What a text is compared by: its features, and its embedding relative to the mean of all texts.

use super::features::Features;
use super::language_group::{LanguageGroup, group_of};
use super::space::centred;
use crate::embedding::{DIM, Vector};

/// Encodes texts, those of a sample and later arrivals alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Encoder {
    /// The mean embedding.
    pub mean: [f32; DIM],
    pub groups: Vec<LanguageGroup>,
    pub features: Features,
}

/// An encoded text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Encoded {
    /// Indices into the encoder's features, ascending.
    pub features: Vec<u32>,
    /// The embedding relative to the mean, or to that of the text's language group.
    pub centred: Vector,
}

impl Encoder {
    /// Encodes a text, given by its hashed words and its embedding.
    pub(super) fn encode(&self, hashes: &[u32], vector: &Vector) -> Encoded {
        let features = self.features.indices(hashes);
        let mean = group_of(&self.groups, hashes, features.len()).map_or(&self.mean, |group| &group.mean);
        Encoded { features, centred: centred(vector, mean) }
    }
}
