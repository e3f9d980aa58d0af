//! How unlikely so many are.

use crate::trend::gamma::ln_chance;

/// Terms of a tail that are added up, at most.
const TERMS: u32 = 100_000;

/// The chance of `count` or more where a negative binomial count has this mean and this shape (its variance is
/// mean + mean²/shape). Terms follow each other by p(x+1)/p(x) = (x + shape)/(x + 1) · mean/(mean + shape)
/// (Johnson, Kemp and Kotz, Univariate Discrete Distributions, ch. 5).
pub(super) fn tail(count: usize, mean: f64, shape: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    let shrink = mean / (mean + shape);
    let mut at = count as f64;
    let mut term = ln_chance(at, shape, shape / mean).exp();
    let mut sum = term;
    for _ in 0..TERMS {
        term *= (at + shape) / (at + 1.0) * shrink;
        at += 1.0;
        sum += term;
        if term < sum * 1e-9 {
            break;
        }
    }
    sum.clamp(0.0, 1.0)
}

/// The dispersion of counts of which so many were expected each, by moments: Σ((y − μ)² − y) / Σμ² (Cameron and Trivedi,
/// Regression Analysis of Count Data, 3.3); none where they vary less than Poisson counts.
pub(super) fn dispersion(counts: &[f64], expected: &[f64]) -> f64 {
    let squares: f64 = expected.iter().map(|mean| mean * mean).sum();
    let more: f64 = counts.iter().zip(expected).map(|(count, mean)| (count - mean).powi(2) - count).sum();
    if squares > 0.0 { (more / squares).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_what_the_chances_of_fewer_leave() {
        let (mean, shape) = (1.7, 2.5);
        for count in [1_usize, 2, 5, 9] {
            let fewer: f64 = (0..count).map(|x| ln_chance(x as f64, shape, shape / mean).exp()).sum();
            assert!((tail(count, mean, shape) - (1.0 - fewer)).abs() < 1e-9, "{count}");
        }
        assert_eq!(tail(0, mean, shape), 1.0);
        assert!(tail(40, 0.001, 0.5) > 0.0, "a tiny chance is a chance");
    }

    #[test]
    fn counts_that_come_in_clumps_are_dispersed() {
        assert_eq!(dispersion(&[1.0, 1.0, 1.0, 1.0], &[1.0; 4]), 0.0);
        assert!(dispersion(&[0.0, 0.0, 0.0, 4.0], &[1.0; 4]) > 1.0);
        assert_eq!(dispersion(&[], &[]), 0.0);
    }
}
