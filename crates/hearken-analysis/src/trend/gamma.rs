//! Negative binomial chances.

/// The logarithm of the gamma function (Lanczos 1964, with the coefficients of Press et al., Numerical Recipes), above 0.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.001_208_650_973_866_179,
        -0.000_005_395_239_384_953,
    ];
    let base = x + 5.5 - (x + 0.5) * (x + 5.5).ln();
    let series = TERMS.iter().zip(1..).map(|(term, step)| term / (x + f64::from(step))).sum::<f64>();
    -base + (2.506_628_274_631_000_5 * (1.000_000_000_190_015 + series) / x).ln()
}

/// The logarithm of the chance of a count whose Poisson rate is gamma with this shape and this rate.
pub(crate) fn ln_chance(count: f64, shape: f64, rate: f64) -> f64 {
    ln_gamma(count + shape) - ln_gamma(shape) - ln_gamma(count + 1.0) + shape * (rate / (1.0 + rate)).ln()
        - count * (1.0 + rate).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_of_whole_numbers_is_a_factorial() {
        for (x, factorial) in [(1.0, 1.0_f64), (2.0, 1.0), (5.0, 24.0), (11.0, 3_628_800.0)] {
            assert!((ln_gamma(x) - factorial.ln()).abs() < 1e-9, "{x}");
        }
    }

    #[test]
    fn chances_add_up_to_one() {
        let sum: f64 = (0..2_000).map(|count| ln_chance(f64::from(count), 2.5, 0.1).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}
