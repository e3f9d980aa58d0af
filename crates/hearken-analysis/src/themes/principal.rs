//! Projects points on the directions in which they differ most (principal components, by subspace iteration: Halko,
//! Martinsson, Tropp 2011), and keeps beside them the length of the residual. That bounds what the residuals add to the
//! product of two points (Li, Chan, Yiu, Mamoulis 2017, "FEXIPRO"), so most pairs need not be compared in full.

use rayon::prelude::*;

use super::latent::{LATENT, Latent, orthonormalise, products, sum};
use super::products::{PackedMatrix, ROWS};
use super::space::{Point, SPACE};
use crate::random::Random;

/// Points that the directions are taken from, at most.
const SEEN_MAX: usize = 2_048;
/// Rounds of the iteration.
const ROUNDS: usize = 3;
/// The share of the greatest product that two residuals can have which is allowed for.
const RESIDUAL_SHARE: f32 = 0.3;

/// The index of the residual's value in a projection.
pub(super) const RESIDUAL: usize = LATENT - 1;

/// A point along the principal directions, and its residual. Whole numbers, as a [`Point`]'s.
pub(super) type Projection = Latent;

/// The projection of each point. The product of two is about the most that the product of the points can be.
pub(super) fn projections(points: &[Point]) -> Vec<Projection> {
    let directions = directions(points);
    let columns: Vec<Point> =
        (0..RESIDUAL).map(|index| std::array::from_fn(|d| directions[d][index])).collect();
    let columns = PackedMatrix::pack(&columns);
    let some = |points: &[Point]| {
        let mut projections = vec![[0.0; LATENT]; points.len()];
        for (points, projections) in points.chunks(ROWS).zip(projections.chunks_mut(ROWS)) {
            let rows: Vec<&Point> = points.iter().collect();
            columns.multiply(&rows, |first, products| {
                for (projection, (products, _)) in projections.iter_mut().zip(products) {
                    projection[first..].iter_mut().zip(products).for_each(|(s, p)| *s = p.round());
                }
            });
            for (point, projection) in points.iter().zip(projections) {
                let square = |values: &[f32]| values.iter().map(|v| v * v).sum::<f32>();
                let residual = (square(point) - square(&projection[..RESIDUAL])).max(0.0) * RESIDUAL_SHARE;
                projection[RESIDUAL] = residual.sqrt().ceil();
            }
        }
        projections
    };
    points.par_chunks(512).flat_map_iter(some).collect()
}

/// Orthonormal columns that span nearly as much of the points as [`LATENT`] dimensions can.
fn directions(points: &[Point]) -> Vec<Latent> {
    let every = points.len().div_ceil(SEEN_MAX).max(1);
    let seen: Vec<Point> = points.iter().step_by(every).copied().collect();
    // Whole numbers in each part, and added in the order of the points: the same on any number of threads.
    let mut together = vec![[0.0; SPACE]; SPACE];
    for part in seen.par_chunks(512).map(products).collect::<Vec<_>>() {
        for (sum, value) in together.iter_mut().flatten().zip(part.iter().flatten()) {
            *sum += value;
        }
    }
    let all: Vec<u32> = (0..SPACE as u32).collect();
    let mut random = Random::new(1);
    let mut basis: Vec<Latent> =
        (0..SPACE).map(|_| std::array::from_fn(|_| random.below(2001) as f32 / 1000.0 - 1.0)).collect();
    for _ in 0..ROUNDS {
        basis = together.par_iter().map(|row| sum(&basis, &all, row)).collect();
        orthonormalise(&mut basis);
    }
    basis
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::themes::products::product;

    /// Points that have values in every fifth dimension only, and one, the second, that has none there. Directions are taken
    /// from every other.
    fn mostly_in_few_dimensions() -> Vec<Point> {
        let mut random = Random::new(3);
        let mut points: Vec<Point> = (0..3000)
            .map(|_| std::array::from_fn(|d| if d % 5 == 0 { random.below(29) as f32 - 14.0 } else { 0.0 }))
            .collect();
        points[1] = std::array::from_fn(|d| if d == 1 { 127.0 } else { 0.0 });
        points
    }

    #[test]
    fn the_products_of_projections_are_near_those_of_points_along_the_principal_directions() {
        let points = mostly_in_few_dimensions();
        let projected = projections(&points);
        for (one, other) in [(0, 2), (7, 2000), (1500, 2999), (4, 4)] {
            let (full, short) =
                (product(&points[one], &points[other]), product(&projected[one], &projected[other]));
            assert!((full - short).abs() < 200.0, "{full} {short}");
        }
    }

    #[test]
    fn the_residual_is_what_lies_outside_of_the_principal_directions() {
        let projected = projections(&mostly_in_few_dimensions());
        assert_eq!(projected[1][RESIDUAL], (127.0 * RESIDUAL_SHARE.sqrt()).ceil());
        assert!(projected[0][RESIDUAL] < 10.0);
    }
}
