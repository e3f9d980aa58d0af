//! The nearest neighbours of every point. Among few points all are compared. Many are put into cells around centroids
//! first, and each point is compared with those in the cells nearest to it (an inverted file: Sivic and Zisserman 2003):
//! by its projection, and in full where that promises enough. Products are whole numbers and ties go to the lower index, so the
//! answer is the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::principal::{Projection, RESIDUAL, projections};
use super::products::{PackedMatrix, ROWS, product};
use super::space::Point;

/// Up to so many points are all compared with each other.
const EXACT_MAX: usize = 4_000;
/// Rounds of the search for centroids (k-means by cosine: Dhillon and Modha 2001),
const ROUNDS: usize = 4;
/// each of which looks at every third point.
const SEEN_EVERY: usize = 3;
/// Cells that a point's neighbours are looked for in.
const CELLS_NEAR: usize = 32;
/// Points that one core looks up before another may take over.
const POINTS_AT_ONCE: usize = 512;

/// A neighbour: its index, and its product, which is the cosine times 127².
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub index: u32,
    pub dot: i32,
}

/// The `k` nearest other points of each, nearest first. Fewer when there are not so many.
pub(super) fn nearest(points: &[Point], k: usize, progress: &(dyn Fn(f32) + Sync)) -> Vec<Vec<Neighbour>> {
    let done = AtomicUsize::new(0);
    let passed = |count: usize| {
        let done = done.fetch_add(count, Ordering::Relaxed) + count;
        progress(done as f32 / points.len() as f32);
    };
    if points.len() > EXACT_MAX { in_cells(points, k, &passed) } else { among_all(points, k, &passed) }
}

fn among_all(points: &[Point], k: usize, passed: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Neighbour>> {
    let matrix = PackedMatrix::pack(points);
    let indices: Vec<u32> = (0..points.len() as u32).collect();
    let some = |chunk: &[u32]| {
        let mut best: Vec<Best> = chunk.iter().map(|index| Best::new(k, *index)).collect();
        let all: Vec<usize> = (0..chunk.len()).collect();
        let rows = &points[chunk[0] as usize..][..chunk.len()];
        compare(rows, &all, (&matrix, &indices), &mut best, |_, _, dot| dot);
        passed(chunk.len());
        best
    };
    let found: Vec<Vec<Best>> = indices.par_chunks(POINTS_AT_ONCE).map(some).collect();
    found.into_iter().flatten().map(|best| best.found).collect()
}

fn in_cells(points: &[Point], k: usize, passed: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Neighbour>> {
    let (centroids, cells) = cells(points);
    let neighbours_in = |home: &Cell| {
        let mut by_cell: Vec<(&Cell, Vec<usize>)> = cells.iter().map(|cell| (cell, Vec::new())).collect();
        for (row, near) in
            nearest_centroids(&centroids, &home.projections, CELLS_NEAR).into_iter().enumerate()
        {
            near.into_iter().for_each(|cell| by_cell[cell.index as usize].1.push(row));
        }
        // Where most look is what is nearest; whoever has seen that need not see much of the rest in full.
        by_cell.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        let mut best: Vec<Best> = home.indices.iter().map(|index| Best::new(k, *index)).collect();
        for (cell, rows) in by_cell {
            let in_full = |row: usize, column: usize, _| product(&home.points[row], &cell.points[column]);
            compare(&home.projections, &rows, (&cell.matrix, &cell.indices), &mut best, in_full);
        }
        passed(home.indices.len());
        best
    };
    let found: Vec<Vec<Best>> = cells.par_iter().map(neighbours_in).collect();
    let mut near = vec![Vec::new(); points.len()];
    for best in found.into_iter().flatten() {
        near[best.index as usize] = best.found;
    }
    near
}

/// Points that lie near each other, and their indices.
struct Cell {
    indices: Vec<u32>,
    points: Vec<Point>,
    projections: Vec<Projection>,
    matrix: PackedMatrix<{ RESIDUAL + 1 }>,
}

/// The centroids of the cells, and what is in each.
fn cells(points: &[Point]) -> (Vec<Projection>, Vec<Cell>) {
    let projected = projections(points);
    let count = (points.len() as f64).sqrt() as usize;
    let mut centroids: Vec<Projection> =
        (0..count).map(|cell| direction(&projected[cell * points.len() / count])).collect();
    for round in 0..ROUNDS {
        let seen: Vec<Projection> =
            projected.iter().skip(round % SEEN_EVERY).step_by(SEEN_EVERY).copied().collect();
        let mut sums = vec![[0.0; RESIDUAL + 1]; count];
        for (projection, cell) in seen.iter().zip(own_cells(&centroids, &seen)) {
            sums[cell].iter_mut().zip(projection).for_each(|(sum, value)| *sum += value);
        }
        centroids = sums.iter().map(direction).collect();
    }
    let mut members = vec![Vec::new(); count];
    for (cell, index) in own_cells(&centroids, &projected).into_iter().zip(0u32..) {
        members[cell].push(index);
    }
    let cell = |indices: Vec<u32>| {
        let of_cell: Vec<Projection> = indices.iter().map(|index| projected[*index as usize]).collect();
        Cell {
            points: indices.iter().map(|index| points[*index as usize]).collect(),
            matrix: PackedMatrix::pack(&of_cell),
            projections: of_cell,
            indices,
        }
    };
    (centroids, members.into_par_iter().map(cell).collect())
}

fn own_cells(centroids: &[Projection], projections: &[Projection]) -> Vec<usize> {
    let one = |chunk: &[Projection]| nearest_centroids(centroids, chunk, 1);
    let found: Vec<Vec<Vec<Neighbour>>> = projections.par_chunks(POINTS_AT_ONCE).map(one).collect();
    found.into_iter().flatten().map(|near| near.first().map_or(0, |cell| cell.index as usize)).collect()
}

fn direction(sum: &Projection) -> Projection {
    let length = sum[..RESIDUAL].iter().map(|value| value * value).sum::<f32>().sqrt().max(1.0);
    let mut direction = sum.map(|value| (value / length * 127.0).round());
    direction[RESIDUAL] = 0.0;
    direction
}

fn nearest_centroids(centroids: &[Projection], rows: &[Projection], k: usize) -> Vec<Vec<Neighbour>> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let indices: Vec<u32> = (0..centroids.len() as u32).collect();
    let mut best = vec![Best::new(k, u32::MAX); rows.len()];
    compare(rows, &all, (&PackedMatrix::pack(centroids), &indices), &mut best, |_, _, dot| dot);
    best.into_iter().map(|best| best.found).collect()
}

/// Offers all columns of the matrix to the chosen rows. Where a product promises enough, `in_full` gives, by row and
/// column, the exact one.
fn compare<const N: usize>(
    rows: &[[f32; N]],
    chosen: &[usize],
    (matrix, indices): (&PackedMatrix<N>, &[u32]),
    best: &mut [Best],
    in_full: impl Fn(usize, usize, f32) -> f32,
) {
    for chosen in chosen.chunks(ROWS) {
        let of_rows: Vec<&[f32; N]> = chosen.iter().map(|row| &rows[*row]).collect();
        matrix.multiply(&of_rows, |first, products| {
            for (row, (products, greatest)) in chosen.iter().zip(products) {
                let best = &mut best[*row];
                if *greatest < best.least {
                    continue;
                }
                for ((product, index), column) in products.iter().zip(&indices[first..]).zip(first..) {
                    if *product >= best.least && *index != best.index {
                        best.offer(Neighbour { index: *index, dot: in_full(*row, column, *product) as i32 });
                    }
                }
            }
        });
    }
}

/// The best `k` so far, the best first, without the point itself.
#[derive(Clone)]
struct Best {
    k: usize,
    index: u32,
    /// What a neighbour must reach to be among them.
    least: f32,
    found: Vec<Neighbour>,
}

impl Best {
    fn new(k: usize, index: u32) -> Self {
        Self { k, index, least: f32::MIN, found: Vec::with_capacity(k + 1) }
    }

    fn offer(&mut self, new: Neighbour) {
        let position = self.found.partition_point(|old| (old.dot, new.index) > (new.dot, old.index));
        if position == self.k {
            return;
        }
        self.found.truncate(self.k - 1);
        self.found.insert(position, new);
        if let Some(worst) = self.found.get(self.k - 1) {
            self.least = worst.dot as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn direction(point: &Point) -> Point {
        let length = point.iter().map(|value| value * value).sum::<f32>().sqrt();
        point.map(|value| (value / length * 127.0).round())
    }

    /// Points around so many centroids.
    fn around(centroids: usize, count: usize) -> Vec<Point> {
        let mut random = Random::new(7);
        let mut value = || random.below(2001) as f32 / 1000.0 - 1.0;
        let centroids: Vec<Point> = (0..centroids).map(|_| std::array::from_fn(|_| value())).collect();
        let point =
            |n: usize| direction(&std::array::from_fn(|d| centroids[n % centroids.len()][d] + value()));
        (0..count).map(point).collect()
    }

    fn dot(a: &Point, b: &Point) -> i32 {
        a.iter().zip(b).map(|(a, b)| *a as i32 * *b as i32).sum()
    }

    fn one_by_one(points: &[Point], index: usize, k: usize) -> Vec<Neighbour> {
        let others = (0..points.len()).filter(|other| *other != index);
        let mut all: Vec<Neighbour> = others
            .map(|other| Neighbour { index: other as u32, dot: dot(&points[index], &points[other]) })
            .collect();
        all.sort_by_key(|n| (std::cmp::Reverse(n.dot), n.index));
        all.truncate(k);
        all
    }

    #[test]
    fn among_few_points_the_neighbours_are_the_nearest_there_are() {
        for count in [0, 1, 2, 7, 301] {
            let points = around(5, count);
            let near = nearest(&points, 15, &|_| {});
            assert_eq!(near.len(), count);
            for (index, near) in near.iter().enumerate() {
                assert_eq!(near, &one_by_one(&points, index, 15), "{index} of {count}");
            }
        }
    }

    #[test]
    fn among_many_points_nearly_all_of_the_nearest_are_found() {
        let points = around(40, EXACT_MAX + 1000);
        let near = nearest(&points, 10, &|_| {});
        let looked: Vec<usize> = (0..points.len()).step_by(50).collect();
        let found = looked.iter().map(|index| {
            let exact = one_by_one(&points, *index, 10);
            exact.iter().filter(|n| near[*index].contains(n)).count()
        });
        let share = found.sum::<usize>() as f64 / (looked.len() * 10) as f64;
        assert!(share > 0.95, "{share}");
    }

    #[test]
    fn points_that_are_all_the_same_are_each_others_neighbours_in_order() {
        let points = vec![around(1, 1)[0]; EXACT_MAX + 10];
        let near = nearest(&points, 3, &|_| {});
        let indices = |index: usize| near[index].iter().map(|n| n.index).collect::<Vec<_>>();
        assert_eq!((indices(0), indices(2), indices(4000)), (vec![1, 2, 3], vec![0, 1, 3], vec![0, 1, 2]));
    }
}
