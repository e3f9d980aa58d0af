//! The space in which neighbours are looked for: a text's centred embedding, and beside it its latent embedding,
//! from how these customers use its words.

use super::latent::{LATENT, Latent};
use crate::embedding::{DIM, Vector};

/// Dimensions of the space.
pub(super) const SPACE: usize = DIM + LATENT;

/// How much latent space counts beside the table's, for a short text: on eleven labelled sets a third and two thirds were
/// both worse on most. The more words a text has, the more its own words tell and the less their mean meaning does:
const LATENT_WEIGHT: f32 = 0.5;
/// so much for a long one. Chosen on seven trackers (`docs/decisions/0040`).
const LATENT_WEIGHT_LONG: f32 = 0.8;
/// Features of a text up to which it is short, and from which on it is long.
const SHORT: f32 = 40.0;
const LONG: f32 = 100.0;

/// A direction in it; zero where a text says nothing. The values are whole and sum up to less than 2^24 in any product, so
/// that products are exact, whatever the order of summing.
pub(super) type Point = [f32; SPACE];

/// The mean of the vectors: what all of them say, and what hence tells nothing about any.
pub(super) fn mean(vectors: &[Vector]) -> [f32; DIM] {
    let mut sum = [0.0f64; DIM];
    for vector in vectors {
        for (s, v) in sum.iter_mut().zip(vector.values()) {
            *s += f64::from(*v) / 127.0;
        }
    }
    sum.map(|s| (s / vectors.len().max(1) as f64) as f32)
}

/// The direction of the vector less the mean.
pub(super) fn centred(vector: &Vector, mean: &[f32; DIM]) -> Vector {
    if vector.is_empty() {
        return Vector::EMPTY;
    }
    Vector::quantise(&std::array::from_fn(|d| f32::from(vector.values()[d]) / 127.0 - mean[d]))
}

/// The point of a text of so many features, from its centred and its latent embedding.
pub(super) fn point(centred: &Vector, latent: &Latent, features: usize) -> Point {
    let long = ((features as f32 - SHORT) / (LONG - SHORT)).clamp(0.0, 1.0);
    let weight = LATENT_WEIGHT + (LATENT_WEIGHT_LONG - LATENT_WEIGHT) * long;
    let latent = latent.iter().map(|v| v * weight);
    let values: Vec<f32> = centred.values().iter().map(|v| f32::from(*v) / 127.0).chain(latent).collect();
    let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
    let scale = if length > 0.0 { 127.0 / length } else { 0.0 };
    std::array::from_fn(|d| (values[d] * scale).round())
}
