//! How good a ranking is: whether a right file is among the first, and how far down the right ones stand.

use serde_json::json;

use crate::row;

/// Sums over reports.
#[derive(Default, Clone, Copy)]
pub(super) struct Score {
    reports: usize,
    hits: [usize; 3],
    reciprocal: f64,
    precision: f64,
}

const FIRST: [usize; 3] = [1, 5, 10];

impl Score {
    /// Counts one report's ranking.
    pub fn count(&mut self, ranked: &[String], right: &[String]) {
        let found = right.iter().filter_map(|file| ranked.iter().position(|path| path == file)).collect();
        self.add(&Self::from_ranks(found, right.len()));
    }

    /// One report, by the ranks of the right files that were found, from 0, and how many are right.
    pub fn from_ranks(mut found: Vec<usize>, right: usize) -> Self {
        found.sort_unstable();
        let precision =
            found.iter().enumerate().map(|(n, rank)| (n + 1) as f64 / (*rank + 1) as f64).sum::<f64>();
        Self {
            reports: 1,
            hits: FIRST.map(|first| usize::from(found.first().is_some_and(|rank| *rank < first))),
            reciprocal: found.first().map_or(0.0, |rank| 1.0 / (*rank + 1) as f64),
            precision: precision / right.max(1) as f64,
        }
    }

    /// One figure for all: means, the nearer hits a little more than the farther ones; weighed by the root of the reports.
    /// The second number is that weight.
    pub fn objective(&self) -> (f64, f64) {
        let n = self.reports.max(1) as f64;
        let [hit1, hit5, hit10] = self.hits.map(|hits| hits as f64 / n);
        let objective =
            self.reciprocal / n + 0.5 * self.precision / n + 0.3 * hit1 + 0.3 * hit5 + 0.2 * hit10;
        (objective, (self.reports as f64).sqrt())
    }

    pub fn add(&mut self, other: &Self) {
        self.reports += other.reports;
        self.hits.iter_mut().zip(other.hits).for_each(|(sum, hits)| *sum += hits);
        self.reciprocal += other.reciprocal;
        self.precision += other.precision;
    }

    /// Shares in percent, means from 0 to 1.
    pub fn row(&self) -> serde_json::Value {
        let mean = |sum: f64| row::round(sum / self.reports.max(1) as f64);
        let [hit1, hit5, hit10] = self.hits.map(|hits| (mean(hits as f64) * 1000.0).round() / 10.0);
        json!({ "n": self.reports, "hit1": hit1, "hit5": hit5, "hit10": hit10, "mrr": mean(self.reciprocal), "map": mean(self.precision) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_of_the_first_right_file_and_of_all_of_them_count() {
        let path = |name: &str| name.to_owned();
        let mut score = Score::default();
        score.count(&[path("a"), path("b"), path("c")], &[path("b"), path("c")]);
        score.count(&[path("a")], &[path("z")]);
        let row = score.row();
        assert_eq!(
            (row["hit1"].as_f64(), row["hit5"].as_f64(), row["mrr"].as_f64()),
            (Some(0.0), Some(50.0), Some(0.25))
        );
        assert_eq!(row["map"].as_f64(), Some(row::round((0.5 + 2.0 / 3.0) / 4.0)));
    }
}
