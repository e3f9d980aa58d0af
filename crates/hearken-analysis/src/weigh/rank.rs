//! How sure a score is, and how often it is the highest: both by drawing every range many times.

use super::method::{Formula, Inputs, Method, Term, Unweighable};
use crate::random::{Random, mix};

/// Draws of each score. Shares of first ranks change by less than 0.03 from here on (the test below; docs/weighing.md).
pub const DRAWS: usize = 4_000;

/// A score with the range that it lies in.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Where everything has its likeliest value.
    pub likely: f64,
    /// 95% of draws lie from here, or from what is likeliest where that is at an end …
    pub low: f64,
    /// … to here.
    pub high: f64,
    /// What goes into it, in the order of the formula.
    pub terms: Vec<Term>,
}

/// What a score was in each draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws(Vec<f64>);

/// A score by one method, from `draws` draws that depend on nothing but `seed`.
///
/// # Errors
/// What is missing for it.
pub fn weigh(
    method: Method,
    inputs: &Inputs,
    draws: usize,
    seed: u64,
) -> Result<(Score, Draws), Unweighable> {
    let formula = Formula::of(method, inputs)?;
    let mut random = Random::new(mix(seed ^ 0x6865_6172_6b65_6e00));
    let drawn: Vec<f64> = (0..draws.max(1)).map(|_| formula.draw(&mut random)).collect();
    let mut sorted = drawn.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    let likely = formula.likely();
    let score =
        Score { likely, low: at(0.025).min(likely), high: at(0.975).max(likely), terms: formula.terms };
    Ok((score, Draws(drawn)))
}

/// In what share of the draws each score is the highest; scores that are equally high share it.
pub fn first_shares(all: &[&Draws]) -> Vec<f64> {
    let draws = all.iter().map(|draws| draws.0.len()).min().unwrap_or(0);
    let mut firsts = vec![0.0; all.len()];
    for draw in 0..draws {
        let highest = all.iter().map(|draws| draws.0[draw]).fold(f64::NEG_INFINITY, f64::max);
        let first: Vec<usize> =
            all.iter().enumerate().filter(|(_, draws)| draws.0[draw] == highest).map(|(at, _)| at).collect();
        let share = 1.0 / first.len() as f64;
        first.into_iter().for_each(|at| firsts[at] += share);
    }
    firsts.into_iter().map(|firsts| firsts / draws.max(1) as f64).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use hearken_domain::{Guess, GuessOf};

    use super::*;
    use crate::weigh::{Spread, Strengths};

    fn inputs(reach: Spread, given: &[(GuessOf, &str)]) -> Inputs {
        let guesses: BTreeMap<GuessOf, Guess> =
            given.iter().map(|(of, typed)| (*of, Guess::read(*of, typed).unwrap())).collect();
        let strengths = Strengths { blocker: 2, important: 1, nice: 0, unknown: 9 };
        Inputs { reach: Some(reach), most_reach: 120.0, strengths, guesses }
    }

    fn everything(reach: Spread, effort: &str) -> Inputs {
        use GuessOf::{Confidence, Effort, Impact, Importance, Risk, Satisfaction, Urgency, Value};
        let given = [
            (Impact, "0.5..1..3"),
            (Confidence, "40..70..90"),
            (Effort, effort),
            (Importance, "4..8..9"),
            (Satisfaction, "2..6..9"),
            (Value, "3..8..13"),
            (Urgency, "1..2..8"),
            (Risk, "1..1..5"),
        ];
        inputs(reach, &given)
    }

    /// The same interval from every combination of quantiles of the terms: no chance in it.
    fn brute_force(method: Method, inputs: &Inputs) -> (f64, f64) {
        let formula = Formula::of(method, inputs).unwrap();
        let free = formula.terms.iter().filter(|term| !term.spread.is_sure()).count();
        let steps = [1, 100_000, 1_500, 130, 40][free];
        let mut all = Vec::new();
        for combination in 0..usize::pow(steps, free as u32) {
            let mut rest = combination;
            all.push(formula.with(|spread| {
                if spread.is_sure() {
                    return spread.likely;
                }
                let step = rest % steps;
                rest /= steps;
                spread.quantile((step as f64 + 0.5) / steps as f64)
            }));
        }
        all.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| all[((all.len() - 1) as f64 * share).round() as usize];
        (at(0.025), at(0.975))
    }

    #[test]
    fn the_interval_of_each_score_is_that_of_brute_force_over_the_same_inputs() {
        let inputs = everything(Spread { low: 20.0, likely: 35.0, high: 90.0 }, "1..3..9");
        for method in Method::ALL {
            let (score, _) = weigh(method, &inputs, 40_000, 3).unwrap();
            let (low, high) = brute_force(method, &inputs);
            let width = high - low;
            assert!((score.low - low).abs() < 0.03 * width, "{method}: {} against {low}", score.low);
            assert!((score.high - high).abs() < 0.03 * width, "{method}: {} against {high}", score.high);
            let (few, _) = weigh(method, &inputs, DRAWS, 3).unwrap();
            assert!(
                (few.low - low).abs() < 0.06 * width && (few.high - high).abs() < 0.06 * width,
                "{method}"
            );
            assert!(few.low <= few.likely && few.likely <= few.high, "{method}");
        }
    }

    #[test]
    fn what_is_sure_has_no_width() {
        use GuessOf::{Confidence, Effort, Impact};
        let sure = inputs(Spread::sure(10.0), &[(Impact, "1"), (Confidence, "50"), (Effort, "2")]);
        let (score, _) = weigh(Method::Rice, &sure, DRAWS, 1).unwrap();
        assert_eq!((score.low, score.likely, score.high), (2.5, 2.5, 2.5));
    }

    #[test]
    fn shares_of_first_ranks_add_up_and_are_stable_from_a_thousand_draws_on() {
        let opportunities: Vec<Inputs> = (0..12)
            .map(|n| {
                let reach = f64::from(20 + 7 * n);
                let spread = Spread { low: reach * 0.6, likely: reach, high: reach * 2.0 };
                everything(spread, &format!("1..{}..20", 2 + n))
            })
            .collect();
        for method in Method::ALL {
            let shares = |draws: usize, salt: u64| {
                let drawn: Vec<Draws> = opportunities
                    .iter()
                    .enumerate()
                    .map(|(n, inputs)| weigh(method, inputs, draws, salt + n as u64).unwrap().1)
                    .collect();
                first_shares(&drawn.iter().collect::<Vec<_>>())
            };
            let settled = shares(60_000, 0);
            assert!((settled.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for (draws, allowed) in [(1_000, 0.05), (DRAWS, 0.03)] {
                for salt in [100, 200, 300] {
                    let found = shares(draws, salt);
                    let off = found.iter().zip(&settled).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                    assert!(off < allowed, "{method} {draws}: {off}");
                }
            }
        }
    }

    #[test]
    fn the_same_inputs_give_the_same_draws_and_equals_share_the_first_rank() {
        let one = everything(Spread::sure(10.0), "1..3..9");
        assert_eq!(weigh(Method::Rice, &one, 100, 5), weigh(Method::Rice, &one, 100, 5));
        let (_, drawn) = weigh(Method::Rice, &one, 100, 5).unwrap();
        let shares = first_shares(&[&drawn, &drawn]);
        assert!(shares.iter().all(|share| (share - 0.5).abs() < 1e-9), "{shares:?}");
        assert!(first_shares(&[]).is_empty());
    }
}
