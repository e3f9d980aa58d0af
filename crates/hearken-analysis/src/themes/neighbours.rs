//! The nearest neighbours of every place. Among few places all are compared. Many are put into cells around common middles
//! first, and each place is compared with those in the cells nearest to it (an inverted file: Sivic and Zisserman 2003):
//! in short, and in full where that promises enough. Products are whole numbers and ties go to the lower index, so the
//! answer is the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::leading::{REST, Short, shortened};
use super::products::{ABREAST, Columns, product};
use super::space::Place;

/// So many places are all compared with each other.
const EXACT_MAX: usize = 4_000;
/// Rounds of the search for middles (k-means by cosine: Dhillon and Modha 2001),
const ROUNDS: usize = 4;
/// each of which looks at every so manieth place.
const SEEN_EVERY: usize = 3;
/// Cells that a place's neighbours are looked for in.
const CELLS_NEAR: usize = 32;
/// Places that one core looks up before another may take over.
const PLACES_AT_ONCE: usize = 512;

/// A neighbour: where it is, and its cosine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub index: u32,
    pub dot: i32,
}

/// The `k` nearest other places of each, nearest first. Fewer when there are not so many.
pub(super) fn nearest(places: &[Place], k: usize, progress: &(dyn Fn(f32) + Sync)) -> Vec<Vec<Neighbour>> {
    let done = AtomicUsize::new(0);
    let passed = |count: usize| {
        let done = done.fetch_add(count, Ordering::Relaxed) + count;
        progress(done as f32 / places.len() as f32);
    };
    if places.len() > EXACT_MAX { in_cells(places, k, &passed) } else { among_all(places, k, &passed) }
}

fn among_all(places: &[Place], k: usize, passed: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Neighbour>> {
    let columns = Columns::of(places);
    let indices: Vec<u32> = (0..places.len() as u32).collect();
    let some = |at: &[u32]| {
        let mut best: Vec<Best> = at.iter().map(|own| Best::new(k, *own)).collect();
        let all: Vec<usize> = (0..at.len()).collect();
        let rows = &places[at[0] as usize..][..at.len()];
        compare(rows, &all, (&columns, &indices), &mut best, |_, _, dot| dot);
        passed(at.len());
        best
    };
    let found: Vec<Vec<Best>> = indices.par_chunks(PLACES_AT_ONCE).map(some).collect();
    found.into_iter().flatten().map(|best| best.found).collect()
}

fn in_cells(places: &[Place], k: usize, passed: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Neighbour>> {
    let (middles, cells) = cells(places);
    let of_cell = |own: &Cell| {
        let mut by_cell: Vec<(&Cell, Vec<usize>)> = cells.iter().map(|cell| (cell, Vec::new())).collect();
        for (row, near) in nearest_middles(&middles, &own.shorts, CELLS_NEAR).into_iter().enumerate() {
            near.into_iter().for_each(|cell| by_cell[cell.index as usize].1.push(row));
        }
        // Where most look is what is nearest; whoever has seen that need not see much of the rest in full.
        by_cell.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        let mut best: Vec<Best> = own.indices.iter().map(|own| Best::new(k, *own)).collect();
        for (cell, rows) in by_cell {
            let in_full = |row: usize, at: usize, _| product(&own.places[row], &cell.places[at]);
            compare(&own.shorts, &rows, (&cell.columns, &cell.indices), &mut best, in_full);
        }
        passed(own.indices.len());
        best
    };
    let found: Vec<Vec<Best>> = cells.par_iter().map(of_cell).collect();
    let mut near = vec![Vec::new(); places.len()];
    for best in found.into_iter().flatten() {
        near[best.own as usize] = best.found;
    }
    near
}

/// Places that lie near each other, and which ones they are.
struct Cell {
    indices: Vec<u32>,
    places: Vec<Place>,
    shorts: Vec<Short>,
    columns: Columns<{ REST + 1 }>,
}

/// The middles of the cells, and what is in each.
fn cells(places: &[Place]) -> (Vec<Short>, Vec<Cell>) {
    let shorts = shortened(places);
    let count = (places.len() as f64).sqrt() as usize;
    let mut middles: Vec<Short> =
        (0..count).map(|cell| direction(&shorts[cell * places.len() / count])).collect();
    for round in 0..ROUNDS {
        let seen: Vec<Short> = shorts.iter().skip(round % SEEN_EVERY).step_by(SEEN_EVERY).copied().collect();
        let mut sums = vec![[0.0; REST + 1]; count];
        for (short, cell) in seen.iter().zip(own_cells(&middles, &seen)) {
            sums[cell].iter_mut().zip(short).for_each(|(sum, value)| *sum += value);
        }
        middles = sums.iter().map(direction).collect();
    }
    let mut members = vec![Vec::new(); count];
    for (cell, index) in own_cells(&middles, &shorts).into_iter().zip(0u32..) {
        members[cell].push(index);
    }
    let cell = |indices: Vec<u32>| {
        let of_cell: Vec<Short> = indices.iter().map(|at| shorts[*at as usize]).collect();
        Cell {
            places: indices.iter().map(|at| places[*at as usize]).collect(),
            columns: Columns::of(&of_cell),
            shorts: of_cell,
            indices,
        }
    };
    (middles, members.into_par_iter().map(cell).collect())
}

fn own_cells(middles: &[Short], shorts: &[Short]) -> Vec<usize> {
    let one = |chunk: &[Short]| nearest_middles(middles, chunk, 1);
    let found: Vec<Vec<Vec<Neighbour>>> = shorts.par_chunks(PLACES_AT_ONCE).map(one).collect();
    found.into_iter().flatten().map(|near| near.first().map_or(0, |cell| cell.index as usize)).collect()
}

fn direction(sum: &Short) -> Short {
    let length = sum[..REST].iter().map(|value| value * value).sum::<f32>().sqrt().max(1.0);
    let mut direction = sum.map(|value| (value / length * 127.0).round());
    direction[REST] = 0.0;
    direction
}

fn nearest_middles(middles: &[Short], rows: &[Short], k: usize) -> Vec<Vec<Neighbour>> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let indices: Vec<u32> = (0..middles.len() as u32).collect();
    let mut best = vec![Best::new(k, u32::MAX); rows.len()];
    compare(rows, &all, (&Columns::of(middles), &indices), &mut best, |_, _, dot| dot);
    best.into_iter().map(|best| best.found).collect()
}

/// Offers all columns to the rows at the places given. Where a product promises enough, `in_full` tells, by row and column,
/// what it comes to.
fn compare<const N: usize>(
    rows: &[[f32; N]],
    at: &[usize],
    (columns, indices): (&Columns<N>, &[u32]),
    best: &mut [Best],
    in_full: impl Fn(usize, usize, f32) -> f32,
) {
    for at in at.chunks(ABREAST) {
        let of_rows: Vec<&[f32; N]> = at.iter().map(|row| &rows[*row]).collect();
        columns.with(&of_rows, |first, products| {
            for (row, (products, greatest)) in at.iter().zip(products) {
                let best = &mut best[*row];
                if *greatest < best.least {
                    continue;
                }
                for ((product, index), column) in products.iter().zip(&indices[first..]).zip(first..) {
                    if *product >= best.least && *index != best.own {
                        best.offer(Neighbour { index: *index, dot: in_full(*row, column, *product) as i32 });
                    }
                }
            }
        });
    }
}

/// The best `k` so far, the best first, without the place itself.
#[derive(Clone)]
struct Best {
    k: usize,
    own: u32,
    /// What a neighbour must reach to be among them.
    least: f32,
    found: Vec<Neighbour>,
}

impl Best {
    fn new(k: usize, own: u32) -> Self {
        Self { k, own, least: f32::MIN, found: Vec::with_capacity(k + 1) }
    }

    fn offer(&mut self, new: Neighbour) {
        let at = self.found.partition_point(|old| (old.dot, new.index) > (new.dot, old.index));
        if at == self.k {
            return;
        }
        self.found.truncate(self.k - 1);
        self.found.insert(at, new);
        if let Some(worst) = self.found.get(self.k - 1) {
            self.least = worst.dot as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn direction(of: &Place) -> Place {
        let length = of.iter().map(|value| value * value).sum::<f32>().sqrt();
        of.map(|value| (value / length * 127.0).round())
    }

    /// Places around so many middles.
    fn around(middles: usize, count: usize) -> Vec<Place> {
        let mut random = Random::new(7);
        let mut value = || random.below(2001) as f32 / 1000.0 - 1.0;
        let middles: Vec<Place> = (0..middles).map(|_| std::array::from_fn(|_| value())).collect();
        let place = |n: usize| direction(&std::array::from_fn(|d| middles[n % middles.len()][d] + value()));
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
