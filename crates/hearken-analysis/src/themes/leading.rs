//! Places in few dimensions: the directions in which they differ most (principal components, by subspace iteration: Halko,
//! Martinsson, Tropp 2011), and beside them how much of a place lies outside of these. That bounds what two places can have
//! in common there (Li, Chan, Yiu, Mamoulis 2017, "FEXIPRO"), so most pairs need not be compared in full.

use rayon::prelude::*;

use super::latent::{LATENT, Latent, orthonormalise, products, sum};
use super::products::{ABREAST, Columns};
use super::space::{Place, SPACE};
use crate::random::Random;

/// Places that the directions are taken from, at most.
const SEEN_MAX: usize = 2_048;
/// Rounds of the iteration.
const ROUNDS: usize = 3;
/// Of the greatest product that two places can have outside of the leading directions, the share that is reckoned with.
const OUTSIDE: f32 = 0.3;

/// The number of the value that stands for what lies outside of the directions.
pub(super) const REST: usize = LATENT - 1;

/// A place along the leading directions, and how far it lies outside of them. Whole numbers, as a [`Place`]'s.
pub(super) type Short = Latent;

/// Each place in short. The product of two is about the most that that of the places can be.
pub(super) fn shortened(places: &[Place]) -> Vec<Short> {
    let directions = directions(places);
    let columns: Vec<Place> = (0..REST).map(|at| std::array::from_fn(|d| directions[d][at])).collect();
    let columns = Columns::of(&columns);
    let some = |places: &[Place]| {
        let mut short = vec![[0.0; LATENT]; places.len()];
        for (places, short) in places.chunks(ABREAST).zip(short.chunks_mut(ABREAST)) {
            let rows: Vec<&Place> = places.iter().collect();
            columns.with(&rows, |first, products| {
                for (short, (products, _)) in short.iter_mut().zip(products) {
                    short[first..].iter_mut().zip(products).for_each(|(s, p)| *s = p.round());
                }
            });
            for (place, short) in places.iter().zip(short) {
                let square = |values: &[f32]| values.iter().map(|v| v * v).sum::<f32>();
                let outside = (square(place) - square(&short[..REST])).max(0.0) * OUTSIDE;
                short[REST] = outside.sqrt().ceil();
            }
        }
        short
    };
    places.par_chunks(512).flat_map_iter(some).collect()
}

/// Orthonormal columns: what they span holds nearly as much of the places as [`LATENT`] dimensions can.
fn directions(places: &[Place]) -> Vec<Latent> {
    let every = places.len().div_ceil(SEEN_MAX).max(1);
    let seen: Vec<Place> = places.iter().step_by(every).copied().collect();
    // Whole numbers in each part, and added in the order of the places: the same on any number of threads.
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

    /// Places that have values in every fifth dimension only, and one, the second, that has none there. Directions are taken
    /// from every other.
    fn mostly_in_few_dimensions() -> Vec<Place> {
        let mut random = Random::new(3);
        let mut places: Vec<Place> = (0..3000)
            .map(|_| std::array::from_fn(|d| if d % 5 == 0 { random.below(29) as f32 - 14.0 } else { 0.0 }))
            .collect();
        places[1] = std::array::from_fn(|d| if d == 1 { 127.0 } else { 0.0 });
        places
    }

    #[test]
    fn places_along_the_leading_directions_have_in_short_what_they_have_in_common() {
        let places = mostly_in_few_dimensions();
        let shorts = shortened(&places);
        for (one, other) in [(0, 2), (7, 2000), (1500, 2999), (4, 4)] {
            let (full, short) =
                (product(&places[one], &places[other]), product(&shorts[one], &shorts[other]));
            assert!((full - short).abs() < 200.0, "{full} {short}");
        }
    }

    #[test]
    fn what_lies_outside_of_the_directions_is_reckoned_with() {
        let shorts = shortened(&mostly_in_few_dimensions());
        assert_eq!(shorts[1][REST], (127.0 * OUTSIDE.sqrt()).ceil());
        assert!(shorts[0][REST] < 10.0);
    }
}
