//! How many customers something reaches, where it is not known whose some of the signals are.
//!
//! What is known is a floor: these customers spoke of it. The signals of nobody known are of at most as many more. How many
//! more are likely is what ecologists ask of species that were not caught yet: each further signal is a new customer's with a
//! chance that falls as more are known (Chao's estimate of the unseen, 1984, and its extrapolation by Colwell and others,
//! Journal of Plant Ecology 5, 2012, equation 9). That takes signals of nobody to be spread over customers like the others, and
//! it holds for a sample that grows to two or three times its size; beyond that nothing is likelier than the middle.

use super::Spread;

/// What was heard of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// Customers who spoke of it, each once.
    pub customers: u64,
    /// Those of them who spoke once.
    pub once: u64,
    /// Those of them who spoke twice.
    pub twice: u64,
    /// Signals of those customers.
    pub signals: u64,
    /// Signals of nobody who is known.
    pub of_nobody: u64,
}

/// For so many times the signals of known customers the estimate is taken to hold.
const TIMES_MAX: f64 = 2.0;

/// How many customers it reaches; `None` where no customer is known to have spoken, so that nothing can be said.
pub fn reach(heard: Heard) -> Option<Spread> {
    if heard.customers == 0 {
        return None;
    }
    let [known, once, twice, signals, more] =
        [heard.customers, heard.once, heard.twice, heard.signals, heard.of_nobody].map(|count| count as f64);
    let unseen = match heard.twice {
        0 => once * (once - 1.0).max(0.0) / 2.0,
        _ => once * once / (2.0 * twice),
    } * ((signals - 1.0).max(0.0) / signals.max(1.0));
    let found = match unseen > 0.0 {
        true => unseen * (1.0 - (1.0 - once / (signals * unseen + once)).powf(more)),
        false => 0.0,
    };
    let found = if more > TIMES_MAX * signals { more / 2.0 } else { found };
    Some(Spread { low: known, likely: known + found.min(more), high: known + more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn where_every_signal_is_somebodys_the_reach_is_known() {
        let heard = Heard { customers: 7, once: 5, twice: 1, signals: 12, of_nobody: 0 };
        assert_eq!(reach(heard), Some(Spread::sure(7.0)));
        assert_eq!(reach(Heard { of_nobody: 40, ..Heard::default() }), None);
    }

    #[test]
    fn the_likeliest_reach_lies_between_the_known_customers_and_one_a_signal() {
        let heard = Heard { customers: 10, once: 10, twice: 0, signals: 10, of_nobody: 20 };
        let found = reach(heard).unwrap();
        assert_eq!((found.low, found.high), (10.0, 30.0));
        assert!(
            found.likely > 20.0 && found.likely < 30.0,
            "all spoke once, so most others are new: {found:?}"
        );
        let heavy = Heard { customers: 10, once: 0, twice: 5, signals: 200, of_nobody: 30 };
        assert_eq!(
            reach(heavy).unwrap().likely,
            10.0,
            "nobody spoke once, so nobody is likely to be missing"
        );
    }

    #[test]
    fn from_few_known_signals_nothing_is_likelier_than_the_middle() {
        let heard = Heard { customers: 1, once: 1, twice: 0, signals: 1, of_nobody: 119 };
        assert_eq!(reach(heard), Some(Spread { low: 1.0, likely: 60.5, high: 120.0 }));
    }

    /// Signals over customers, the heavy ones speaking more; then joins that fail by chance.
    fn population(customers: usize, signals: usize, recall: f64, seed: u64) -> (Heard, f64) {
        let mut random = Random::new(seed);
        let weights: Vec<f64> = (0..customers).map(|_| (1.2 * random.normal()).exp()).collect();
        let total: f64 = weights.iter().sum();
        let mut spoke = vec![(0_u64, 0_u64); customers];
        for _ in 0..signals {
            let mut at = random.unit() * total;
            let who = weights.iter().position(|weight| {
                at -= weight;
                at <= 0.0
            });
            let one = &mut spoke[who.unwrap_or(0)];
            one.0 += 1;
            one.1 += u64::from(random.unit() < recall);
        }
        let joined = || spoke.iter().filter(|(_, joined)| *joined > 0);
        let heard = Heard {
            customers: joined().count() as u64,
            once: joined().filter(|(_, joined)| *joined == 1).count() as u64,
            twice: joined().filter(|(_, joined)| *joined == 2).count() as u64,
            signals: joined().map(|(_, joined)| joined).sum(),
            of_nobody: spoke.iter().map(|(all, joined)| all - joined).sum(),
        };
        (heard, spoke.iter().filter(|(all, _)| *all > 0).count() as f64)
    }

    #[test]
    fn under_a_known_error_of_joins_the_truth_lies_within_and_near_the_likeliest() {
        for (customers, signals) in [(60, 80), (300, 600), (300, 3_000), (2_000, 3_000)] {
            for recall in [0.95, 0.8, 0.5] {
                let mut errors = Vec::new();
                for seed in 0..40 {
                    let (heard, truth) = population(customers, signals, recall, seed);
                    let found = reach(heard).unwrap();
                    assert!(found.low <= truth && truth <= found.high, "{heard:?} {truth}");
                    errors.push((found.likely - truth) / truth);
                }
                let bias = errors.iter().sum::<f64>() / errors.len() as f64;
                assert!(bias.abs() < 0.06, "{customers} customers, {signals} signals, {recall}: {bias:.3}");
            }
        }
    }
}
