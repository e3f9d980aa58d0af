//! How good a ranking is: whether a right file is among the first, and how far down the right ones stand.

use serde_json::json;

/// Sums over reports.
#[derive(Default)]
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
        let mut found: Vec<usize> =
            right.iter().filter_map(|file| ranked.iter().position(|path| path == file)).collect();
        found.sort_unstable();
        self.reports += 1;
        for (hits, first) in self.hits.iter_mut().zip(FIRST) {
            *hits += usize::from(found.first().is_some_and(|at| *at < first));
        }
        self.reciprocal += found.first().map_or(0.0, |at| 1.0 / (*at + 1) as f64);
        let sum: f64 = found.iter().enumerate().map(|(n, at)| (n + 1) as f64 / (*at + 1) as f64).sum();
        self.precision += sum / right.len().max(1) as f64;
    }

    pub fn add(&mut self, other: &Self) {
        self.reports += other.reports;
        self.hits.iter_mut().zip(other.hits).for_each(|(sum, hits)| *sum += hits);
        self.reciprocal += other.reciprocal;
        self.precision += other.precision;
    }

    /// Shares in percent, means from 0 to 1.
    pub fn row(&self) -> serde_json::Value {
        let mean = |sum: f64| super::round(sum / self.reports.max(1) as f64);
        let [hit1, hit5, hit10] = self.hits.map(|hits| (mean(hits as f64) * 1000.0).round() / 10.0);
        json!({ "n": self.reports, "hit1": hit1, "hit5": hit5, "hit10": hit10, "mrr": mean(self.reciprocal), "map": mean(self.precision) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_the_first_right_file_and_of_all_of_them_count() {
        let path = |name: &str| name.to_owned();
        let mut score = Score::default();
        score.count(&[path("a"), path("b"), path("c")], &[path("b"), path("c")]);
        score.count(&[path("a")], &[path("z")]);
        let row = score.row();
        assert_eq!(
            (row["hit1"].as_f64(), row["hit5"].as_f64(), row["mrr"].as_f64()),
            (Some(0.0), Some(50.0), Some(0.25))
        );
        assert_eq!(row["map"].as_f64(), Some(super::super::round((0.5 + 2.0 / 3.0) / 4.0)));
    }
}
