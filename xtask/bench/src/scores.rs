//! How well found themes agree with labels: accuracy under the best one-to-one matching, normalised mutual
//! information (arithmetic mean) and the adjusted Rand index.

use std::collections::HashMap;

use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    pub acc: f64,
    pub nmi: f64,
    pub ari: f64,
}

/// Scores `found` against `gold`; both number their classes from 0.
pub fn scores(gold: &[usize], found: &[usize]) -> Scores {
    let n = gold.len() as f64;
    let classes = |numbers: &[usize]| numbers.iter().max().map_or(0, |max| max + 1);
    let (rows, columns) = (classes(gold), classes(found));
    let mut table: HashMap<(usize, usize), i64> = HashMap::new();
    let (mut of_gold, mut of_found) = (vec![0i64; rows], vec![0i64; columns]);
    for (g, f) in gold.iter().zip(found) {
        *table.entry((*g, *f)).or_default() += 1;
        of_gold[*g] += 1;
        of_found[*f] += 1;
    }
    let mut square = Matrix::new(rows.min(columns), rows.max(columns), 0i64);
    for ((g, f), count) in &table {
        square[if rows <= columns { (*g, *f) } else { (*f, *g) }] = *count;
    }
    let matched = if gold.is_empty() { 0 } else { kuhn_munkres(&square).0 };

    let entropy = |counts: &[i64]| -> f64 {
        counts.iter().filter(|c| **c > 0).map(|c| *c as f64 / n).map(|p| -p * p.ln()).sum()
    };
    let mutual: f64 = table
        .iter()
        .map(|((g, f), count)| {
            let c = *count as f64;
            c / n * (c * n / (of_gold[*g] as f64 * of_found[*f] as f64)).ln()
        })
        .sum();
    let mean = (entropy(&of_gold) + entropy(&of_found)) / 2.0;

    let pairs = |count: i64| count as f64 * (count - 1) as f64 / 2.0;
    let both: f64 = table.values().map(|c| pairs(*c)).sum();
    let (in_gold, in_found): (f64, f64) =
        (of_gold.iter().map(|c| pairs(*c)).sum(), of_found.iter().map(|c| pairs(*c)).sum());
    let chance = in_gold * in_found / pairs(gold.len() as i64).max(1.0);
    let most = (in_gold + in_found) / 2.0;
    Scores {
        acc: matched as f64 / n.max(1.0),
        nmi: if mean > 0.0 { mutual / mean } else { 1.0 },
        ari: if most > chance { (both - chance) / (most - chance) } else { 1.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_grouping_under_other_numbers_is_perfect() {
        let scores = scores(&[0, 0, 1, 1, 2], &[2, 2, 0, 0, 1]);
        assert!(
            (scores.acc - 1.0).abs() < 1e-9
                && (scores.nmi - 1.0).abs() < 1e-9
                && (scores.ari - 1.0).abs() < 1e-9
        );
    }

    #[test]
    fn figures_are_those_of_scikit_learn() {
        // adjusted_rand_score, normalized_mutual_info_score and linear_sum_assignment on these two rows.
        let scores = scores(&[0, 0, 0, 1, 1, 1, 2, 2], &[0, 0, 1, 1, 1, 3, 2, 3]);
        assert_eq!(scores.acc, 0.625);
        assert!((scores.nmi - 0.557_796_5).abs() < 1e-6, "{scores:?}");
        assert!((scores.ari - 0.157_894_7).abs() < 1e-6, "{scores:?}");
    }
}
