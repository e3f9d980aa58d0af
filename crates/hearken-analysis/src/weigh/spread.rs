//! A number that is not known for sure: it lies between two ends, and one value in between is the likeliest.

use hearken_domain::Guess;

use crate::random::Random;

/// A triangular distribution: nothing is outside `low..=high`, `likely` is where it is densest. People can say three numbers, and
/// no more can be made of them than that (Johnson 1997, The Statistician 46(3), on the triangle in place of the beta in PERT).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// It is not less.
    pub low: f64,
    /// What is likeliest.
    pub likely: f64,
    /// It is not more.
    pub high: f64,
}

impl Spread {
    /// A number that is known.
    pub fn sure(value: f64) -> Self {
        Self { low: value, likely: value, high: value }
    }

    /// Whether it is known.
    pub fn is_sure(&self) -> bool {
        self.low == self.high
    }

    /// The value below which a share `p` of it lies (the inverse of the distribution function), for `p` from 0 to 1.
    pub fn quantile(&self, p: f64) -> f64 {
        let width = self.high - self.low;
        if width <= 0.0 {
            return self.likely;
        }
        let (left, right) = (self.likely - self.low, self.high - self.likely);
        if p <= left / width {
            self.low + (p * width * left).sqrt()
        } else {
            self.high - ((1.0 - p) * width * right).sqrt()
        }
    }

    /// One draw of it.
    pub(crate) fn draw(&self, random: &mut Random) -> f64 {
        match self.is_sure() {
            true => self.likely,
            false => self.quantile(random.unit()),
        }
    }
}

impl From<Guess> for Spread {
    fn from(guess: Guess) -> Self {
        let range = guess.range();
        Self { low: range.low, likely: range.likely, high: range.high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_go_from_one_end_to_the_other_and_halve_a_symmetric_triangle() {
        let spread = Spread { low: 1.0, likely: 2.0, high: 3.0 };
        assert_eq!((spread.quantile(0.0), spread.quantile(0.5), spread.quantile(1.0)), (1.0, 2.0, 3.0));
        let steep = Spread { low: 0.0, likely: 0.0, high: 4.0 };
        assert!((steep.quantile(0.75) - 2.0).abs() < 1e-12, "a quarter of it is in the upper half");
        assert_eq!(Spread::sure(5.0).quantile(0.3), 5.0);
    }

    #[test]
    fn draws_have_the_mean_of_the_triangle() {
        let spread = Spread { low: 1.0, likely: 2.0, high: 9.0 };
        let mut random = Random::new(7);
        let mean = (0..100_000).map(|_| spread.draw(&mut random)).sum::<f64>() / 100_000.0;
        assert!((mean - 4.0).abs() < 0.02, "{mean}");
    }
}
