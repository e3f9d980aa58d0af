//! The nearest neighbours of every vector, exactly: all pairs, in tiles that stay in the cache, each pair
//! computed once. Ties go to the lower index, so the answer is the same on any number of threads.

use pulp::Arch;
use rayon::prelude::*;

use super::space::{Place, SPACE};

/// Rows of a tile; two tiles of 16-bit values fit the second-level cache.
const TILE: usize = 256;

/// A neighbour: where it is, and its cosine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub index: u32,
    pub dot: i32,
}

/// The `k` nearest other places of each, nearest first. Fewer when there are not so many.
pub(super) fn nearest(wide: &[Place], k: usize, progress: &(dyn Fn(f32) + Sync)) -> Vec<Vec<Neighbour>> {
    let tiles = wide.len().div_ceil(TILE);
    let pairs: Vec<(usize, usize)> = (0..tiles).flat_map(|a| (a..tiles).map(move |b| (a, b))).collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let merged = pairs
        .par_chunks(pairs.len().div_ceil(rayon::current_num_threads() * 4).max(1))
        .map(|chunk| {
            let mut best = vec![Best::new(k); wide.len()];
            let mut dots = vec![0; TILE * TILE];
            for &(a, b) in chunk {
                tile(wide, a, b, &mut dots, &mut best);
                let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if done.is_multiple_of(64) {
                    progress(done as f32 / pairs.len() as f32);
                }
            }
            best
        })
        .reduce(Vec::new, |left, right| {
            if left.is_empty() {
                return right;
            }
            left.into_par_iter().zip(right).map(|(left, right)| left.merge(&right)).collect()
        });
    merged.into_par_iter().map(Best::sorted).collect()
}

fn tile(wide: &[Place], a: usize, b: usize, dots: &mut [i32], best: &mut [Best]) {
    let range = |tile: usize| tile * TILE..((tile + 1) * TILE).min(wide.len());
    let (rows, columns) = (range(a), range(b));
    products(&wide[rows.clone()], &wide[columns.clone()], dots);
    for (i, row) in rows.enumerate() {
        for (j, column) in columns.clone().enumerate() {
            if column > row {
                let dot = dots[i * TILE + j];
                best[row].offer(column as u32, dot);
                best[column].offer(row as u32, dot);
            }
        }
    }
}

fn products(rows: &[Place], columns: &[Place], dots: &mut [i32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (i, row) in rows.iter().enumerate() {
                for (j, column) in columns.iter().enumerate() {
                    let mut sum = 0i32;
                    for d in 0..SPACE {
                        sum += i32::from(row[d]) * i32::from(column[d]);
                    }
                    dots[i * TILE + j] = sum;
                }
            }
        },
    );
}

/// The best `k` so far, unordered, with the worst known.
#[derive(Clone)]
struct Best {
    k: usize,
    found: Vec<Neighbour>,
    worst: usize,
}

impl Best {
    fn new(k: usize) -> Self {
        Self { k, found: Vec::new(), worst: 0 }
    }

    #[inline]
    fn offer(&mut self, index: u32, dot: i32) {
        let new = Neighbour { index, dot };
        if self.found.len() < self.k {
            self.found.push(new);
            if self.found.len() == self.k {
                self.find_worst();
            }
        } else if self.k > 0 && better(&new, &self.found[self.worst]) {
            self.found[self.worst] = new;
            self.find_worst();
        }
    }

    fn find_worst(&mut self) {
        for at in 0..self.found.len() {
            if better(&self.found[self.worst], &self.found[at]) {
                self.worst = at;
            }
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        for neighbour in &other.found {
            self.offer(neighbour.index, neighbour.dot);
        }
        self
    }

    fn sorted(mut self) -> Vec<Neighbour> {
        self.found.sort_unstable_by(|a, b| b.dot.cmp(&a.dot).then(a.index.cmp(&b.index)));
        self.found
    }
}

fn better(a: &Neighbour, b: &Neighbour) -> bool {
    a.dot > b.dot || a.dot == b.dot && a.index < b.index
}
