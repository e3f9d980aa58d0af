//! The nearest neighbours of every place. Among few places all are compared. Many are put into cells around common middles
//! first, and each place is compared with those in the cells nearest to it (an inverted file: Sivic and Zisserman 2003).
//! Products are whole numbers and ties go to the lower index, so the answer is the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::space::{Place, SPACE};

/// So many places are all compared with each other.
const EXACT_MAX: usize = 4_000;
/// Rounds of the search for middles (k-means by cosine: Dhillon and Modha 2001),
const ROUNDS: usize = 4;
/// each of which looks at every so manieth place.
const SEEN_EVERY: usize = 3;
/// Cells that a place's neighbours are looked for in.
const CELLS_NEAR: usize = 32;
/// Places that one core looks up before another may take over.
const PLACES_AT_ONCE: usize = 1024;
/// Places that are compared at a time, so that what they are compared with is read once for all of them.
const ABREAST: usize = 4;

/// A neighbour: where it is, and its cosine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub index: u32,
    pub dot: i32,
}

/// The `k` nearest other places of each, nearest first. Fewer when there are not so many.
pub(super) fn nearest(places: &[Place], k: usize, progress: &(dyn Fn(f32) + Sync)) -> Vec<Vec<Neighbour>> {
    let (middles, cells) = cells(places);
    let done = AtomicUsize::new(0);
    let found: Vec<Vec<Vec<Neighbour>>> = places
        .par_chunks(PLACES_AT_ONCE)
        .enumerate()
        .map(|(chunk, rows)| {
            let first = chunk * PLACES_AT_ONCE;
            let mut by_cell = vec![Vec::new(); cells.len()];
            for (row, near) in nearest_in(&middles, rows, CELLS_NEAR).into_iter().enumerate() {
                near.into_iter().for_each(|cell| by_cell[cell.index as usize].push(row));
            }
            let mut best: Vec<Best> = (0..rows.len()).map(|row| Best::new(k, (first + row) as u32)).collect();
            for (of_cell, cell) in by_cell.iter().zip(&cells) {
                compare(rows, of_cell, cell, &mut best);
            }
            let done = done.fetch_add(rows.len(), Ordering::Relaxed) + rows.len();
            progress(done as f32 / places.len() as f32);
            best.into_iter().map(|best| best.found).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Places beside each other, and which ones they are.
#[derive(Clone, Default)]
struct Block {
    places: Vec<Place>,
    indices: Vec<u32>,
}

impl Block {
    fn of(places: Vec<Place>) -> Self {
        Self { indices: (0..places.len() as u32).collect(), places }
    }
}

/// The middles of the cells, and what is in each: one cell, where all are to be compared.
fn cells(places: &[Place]) -> (Block, Vec<Block>) {
    let count = if places.len() > EXACT_MAX { (places.len() as f64).sqrt() as usize } else { 1 };
    let first = (0..count).filter_map(|cell| places.get(cell * places.len() / count));
    let mut middles = Block::of(first.copied().collect());
    for round in 0..if count > 1 { ROUNDS } else { 0 } {
        let seen: Vec<Place> = places.iter().skip(round % SEEN_EVERY).step_by(SEEN_EVERY).copied().collect();
        let mut sums = vec![[0.0; SPACE]; count];
        for (place, cell) in seen.iter().zip(own_cells(&middles, &seen)) {
            sums[cell].iter_mut().zip(place).for_each(|(sum, value)| *sum += value);
        }
        middles = Block::of(sums.iter().map(direction).collect());
    }
    let mut cells = vec![Block::default(); count];
    for ((place, cell), index) in places.iter().zip(own_cells(&middles, places)).zip(0..) {
        cells[cell].places.push(*place);
        cells[cell].indices.push(index);
    }
    (middles, cells)
}

fn own_cells(middles: &Block, places: &[Place]) -> Vec<usize> {
    let one = |chunk: &[Place]| nearest_in(middles, chunk, 1);
    let found: Vec<Vec<Vec<Neighbour>>> = places.par_chunks(PLACES_AT_ONCE).map(one).collect();
    found.into_iter().flatten().map(|near| near.first().map_or(0, |cell| cell.index as usize)).collect()
}

fn direction(sum: &Place) -> Place {
    let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt().max(1.0);
    sum.map(|value| (value / length * 127.0).round())
}

fn nearest_in(block: &Block, rows: &[Place], k: usize) -> Vec<Vec<Neighbour>> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let mut best = vec![Best::new(k, u32::MAX); rows.len()];
    compare(rows, &all, block, &mut best);
    best.into_iter().map(|best| best.found).collect()
}

/// Offers everything in the block to the rows at the places given.
fn compare(rows: &[Place], at: &[usize], block: &Block, best: &mut [Best]) {
    let mut dots = Vec::new();
    for at in at.chunks(ABREAST) {
        let of_rows = std::array::from_fn(|i| &rows[at[i.min(at.len() - 1)]]);
        Arch::new().dispatch(Products { rows: of_rows, columns: &block.places, dots: &mut dots });
        for (i, row) in at.iter().enumerate() {
            let best = &mut best[*row];
            let mut least = best.least() as f32;
            for (index, dots) in block.indices.iter().zip(&dots) {
                if dots[i] >= least {
                    best.offer(Neighbour { index: *index, dot: dots[i] as i32 });
                    least = best.least() as f32;
                }
            }
        }
    }
}

/// The product of each column with each of the rows.
struct Products<'p> {
    rows: [&'p Place; ABREAST],
    columns: &'p [Place],
    dots: &'p mut Vec<[f32; ABREAST]>,
}

impl WithSimd for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let rows = self.rows.map(
            #[inline(always)]
            |row| S::as_simd_f32s(row).0,
        );
        self.dots.clear();
        // Two at a time, so that what is read of a row serves both.
        for pair in self.columns.chunks(2) {
            let (one, other) = (S::as_simd_f32s(&pair[0]).0, S::as_simd_f32s(&pair[pair.len() - 1]).0);
            let mut sums = [[simd.splat_f32s(0.0); ABREAST]; 2];
            for d in 0..one.len() {
                for (at, row) in rows.iter().enumerate() {
                    sums[0][at] = simd.mul_add_f32s(row[d], one[d], sums[0][at]);
                    sums[1][at] = simd.mul_add_f32s(row[d], other[d], sums[1][at]);
                }
            }
            for sums in &sums[..pair.len()] {
                self.dots.push(sums.map(
                    #[inline(always)]
                    |sum| simd.reduce_sum_f32s(sum),
                ));
            }
        }
    }
}

/// The best `k` so far, the best first, without the place itself.
#[derive(Clone)]
struct Best {
    k: usize,
    own: u32,
    found: Vec<Neighbour>,
}

impl Best {
    fn new(k: usize, own: u32) -> Self {
        Self { k, own, found: Vec::with_capacity(k + 1) }
    }

    /// What a neighbour must reach to be among them.
    fn least(&self) -> i32 {
        if self.found.len() < self.k {
            i32::MIN
        } else {
            self.found.last().map_or(i32::MAX, |worst| worst.dot)
        }
    }

    fn offer(&mut self, new: Neighbour) {
        if new.index == self.own {
            return;
        }
        let at = self.found.partition_point(|old| (old.dot, new.index) > (new.dot, old.index));
        self.found.insert(at, new);
        self.found.truncate(self.k);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Places around so many middles.
    fn around(middles: usize, count: usize) -> Vec<Place> {
        let mut random = Random::new(7);
        let mut value = || random.below(2001) as f32 / 1000.0 - 1.0;
        let middles: Vec<Place> = (0..middles).map(|_| std::array::from_fn(|_| value())).collect();
        let place =
            |n: usize| direction(&std::array::from_fn(|d| 127.0 * (middles[n % middles.len()][d] + value())));
        (0..count).map(place).collect()
    }

    fn dot(a: &Place, b: &Place) -> i32 {
        a.iter().zip(b).map(|(a, b)| *a as i32 * *b as i32).sum()
    }

    fn one_by_one(places: &[Place], at: usize, k: usize) -> Vec<Neighbour> {
        let others = (0..places.len()).filter(|other| *other != at);
        let mut all: Vec<Neighbour> = others
            .map(|other| Neighbour { index: other as u32, dot: dot(&places[at], &places[other]) })
            .collect();
        all.sort_by_key(|n| (std::cmp::Reverse(n.dot), n.index));
        all.truncate(k);
        all
    }

    #[test]
    fn among_few_places_the_neighbours_are_the_nearest_there_are() {
        for count in [0, 1, 2, 7, 301] {
            let places = around(5, count);
            let near = nearest(&places, 15, &|_| {});
            assert_eq!(near.len(), count);
            for (at, near) in near.iter().enumerate() {
                assert_eq!(near, &one_by_one(&places, at, 15), "{at} of {count}");
            }
        }
    }

    #[test]
    fn among_many_places_nearly_all_of_the_nearest_are_found() {
        let places = around(40, EXACT_MAX + 1000);
        let near = nearest(&places, 10, &|_| {});
        let looked: Vec<usize> = (0..places.len()).step_by(50).collect();
        let found = looked.iter().map(|at| {
            let exact = one_by_one(&places, *at, 10);
            exact.iter().filter(|n| near[*at].contains(n)).count()
        });
        let share = found.sum::<usize>() as f64 / (looked.len() * 10) as f64;
        assert!(share > 0.95, "{share}");
    }

    #[test]
    fn places_that_are_all_the_same_are_each_others_neighbours_in_order() {
        let places = vec![around(1, 1)[0]; EXACT_MAX + 10];
        let near = nearest(&places, 3, &|_| {});
        let indices = |at: usize| near[at].iter().map(|n| n.index).collect::<Vec<_>>();
        assert_eq!((indices(0), indices(2), indices(4000)), (vec![1, 2, 3], vec![0, 1, 3], vec![0, 1, 2]));
    }
}
