//! The space in which neighbours are looked for: what a text means by the table, seen from the middle of all texts, and
//! beside it what its words mean to these customers.

use rayon::prelude::*;

use super::latent::{LATENT, Latent};
use crate::meaning::{DIM, Vector};

/// Dimensions of the space.
pub(super) const SPACE: usize = DIM + LATENT;

/// How much latent space counts beside the table's. Measured on eleven labelled sets: a third and two thirds are both
/// worse on most of them.
const LATENT_WEIGHT: f32 = 0.5;

/// A direction in it; zero where a text says nothing. The values are whole and sum up to less than 2^24 in any product, so
/// that products are exact, whatever the order of summing.
pub(super) type Place = [f32; SPACE];

/// The middle of the vectors: what all of them say, and what hence tells nothing about any.
pub(super) fn middle(vectors: &[Vector]) -> [f32; DIM] {
    let mut sum = [0.0f64; DIM];
    for vector in vectors {
        for (s, v) in sum.iter_mut().zip(vector.values()) {
            *s += f64::from(*v) / 127.0;
        }
    }
    sum.map(|s| (s / vectors.len().max(1) as f64) as f32)
}

/// The vector as seen from the middle.
pub(super) fn centred(vector: &Vector, middle: &[f32; DIM]) -> Vector {
    if vector.is_empty() {
        return Vector::EMPTY;
    }
    Vector::quantise(&std::array::from_fn(|d| f32::from(vector.values()[d]) / 127.0 - middle[d]))
}

/// Where texts lie, from their centred vectors and their latent ones.
pub(super) fn places(centred: &[Vector], latent: &[Latent]) -> Vec<Place> {
    centred
        .par_iter()
        .zip(latent)
        .map(|(vector, latent)| {
            let latent = latent.iter().map(|v| v * LATENT_WEIGHT);
            let values: Vec<f32> =
                vector.values().iter().map(|v| f32::from(*v) / 127.0).chain(latent).collect();
            let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
            let scale = if length > 0.0 { 127.0 / length } else { 0.0 };
            std::array::from_fn(|d| (values[d] * scale).round())
        })
        .collect()
}
