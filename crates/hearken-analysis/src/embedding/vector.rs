//! The quantised unit vector that is stored, compared and assigned by.

use std::fmt;

use pulp::Arch;
use rayon::prelude::*;

use super::DIM;

/// Rows that one core compares before another may take over.
const ROWS_AT_ONCE: usize = 16_384;

/// A unit vector of [`DIM`] signed bytes (a value is byte / 127); all zero where a text says nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vector([i8; DIM]);

impl Vector {
    /// The vector of a text that says nothing.
    pub const EMPTY: Self = Self([0; DIM]);

    /// Brings `values` to length one and quantises them. Values that have no direction give [`Self::EMPTY`].
    pub fn quantise(values: &[f32; DIM]) -> Self {
        let norm = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !norm.is_finite() || norm <= f32::MIN_POSITIVE {
            return Self::EMPTY;
        }
        // Saturating: a component beyond 1 cannot arise from a unit vector save by rounding.
        Self(std::array::from_fn(|d| (values[d] / norm * 127.0).round() as i8))
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` when it has not [`DIM`] bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; DIM] = bytes.try_into().ok()?;
        Some(Self(bytes.map(|b| b as i8)))
    }

    /// [`DIM`] bytes, for a store.
    pub fn to_bytes(&self) -> [u8; DIM] {
        self.0.map(|v| v as u8)
    }

    /// The quantised values.
    pub fn values(&self) -> &[i8; DIM] {
        &self.0
    }

    /// The cosine of the angle between two vectors, as near as the quantisation allows; 0 when one is empty.
    pub fn dot(&self, other: &Self) -> f32 {
        let sum: i32 = self.0.iter().zip(&other.0).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        sum as f32 / (127.0 * 127.0)
    }

    /// Whether [`Self::quantise`] can have made it: empty, or of length one but for the rounding of each value.
    pub fn is_sound(&self) -> bool {
        let length = self.0.iter().map(|v| f32::from(*v) * f32::from(*v)).sum::<f32>().sqrt();
        self.is_empty() || (length - 127.0).abs() <= 0.5 * (DIM as f32).sqrt() + 0.01
    }

    /// Whether it has no direction: the text says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|v| *v == 0)
    }
}

impl fmt::Debug for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vector({:?} …)", &self.0[..8])
    }
}

/// Cosines of one vector with many.
pub(crate) fn dots(vector: &Vector, others: &[Vector], out: &mut Vec<f32>) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            out.clear();
            out.extend(others.iter().map(|other| {
                let sum: i32 = vector
                    .0
                    .iter()
                    .zip(&other.0)
                    .map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b)))
                    .sum();
                sum as f32 / (127.0 * 127.0)
            }));
        },
    );
}

/// Cosines of one vector with many that stand one after the other as [`Vector::to_bytes`] wrote them; a last one
/// that is cut short is left out.
pub fn similarities(to: &Vector, rows: &[u8]) -> Vec<f32> {
    let one = |row: &[u8]| {
        let sum: i32 =
            to.0.iter().zip(row).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b as i8))).sum();
        sum as f32 / (127.0 * 127.0)
    };
    let some = |rows: &[u8]| -> Vec<f32> {
        Arch::new().dispatch(
            #[inline(always)]
            || rows.chunks_exact(DIM).map(one).collect(),
        )
    };
    rows.par_chunks(ROWS_AT_ONCE * DIM).flat_map_iter(some).collect()
}

/// Adds `scale × row` for each row named.
pub(crate) fn accumulate(rows: &[u8], scales: &[f32], ids: &[u32], sum: &mut [f32; DIM]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for &id in ids {
                let id = id as usize;
                let scale = scales[id];
                let row = &rows[id * DIM..(id + 1) * DIM];
                for (s, value) in sum.iter_mut().zip(row) {
                    *s += scale * f32::from(*value as i8);
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_reads_back_from_its_bytes_and_lies_along_itself() {
        let vector = Vector::quantise(&std::array::from_fn(|d| (d as f32 * 0.7).sin()));
        assert_eq!(Vector::from_bytes(&vector.to_bytes()), Some(vector));
        assert!((vector.dot(&vector) - 1.0).abs() < 0.02);
        assert_eq!(Vector::from_bytes(&[1, 2, 3]), None);
    }

    #[test]
    fn values_without_a_direction_are_empty_and_never_not_a_number() {
        for value in [0.0, f32::NAN, f32::INFINITY] {
            let vector = Vector::quantise(&[value; DIM]);
            assert!(vector.is_empty());
            assert_eq!(vector.dot(&vector), 0.0);
        }
    }

    #[test]
    fn many_cosines_at_once_are_the_same_as_one_by_one() {
        let vectors: Vec<_> =
            (0..9).map(|n| Vector::quantise(&std::array::from_fn(|d| ((d * n) as f32).cos()))).collect();
        let mut out = Vec::new();
        dots(&vectors[3], &vectors, &mut out);
        let single: Vec<_> = vectors.iter().map(|v| vectors[3].dot(v)).collect();
        assert_eq!(out, single);
    }

    #[test]
    fn what_quantising_made_is_told_from_other_bytes() {
        assert!(Vector::EMPTY.is_sound());
        for n in 1..200_u32 {
            let made = Vector::quantise(&std::array::from_fn(|d| {
                ((d as u32 * n) as f32).sin().powi(n as i32 % 9 + 1)
            }));
            assert!(made.is_sound(), "{n}");
        }
        assert!(!Vector([1; DIM]).is_sound() && !Vector([-100; DIM]).is_sound());
    }
}
