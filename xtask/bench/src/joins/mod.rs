//! `bench joins`: whose the product says a signal is, against a population whose truth is known from how it was made.

mod people;
mod product;
mod said;
mod score;

use clap::Args;
use serde_json::json;

use crate::row;
use people::People;
use score::Score;

#[derive(Args)]
pub struct JoinsArgs {
    /// Seeds of the populations
    #[arg(long, value_delimiter = ',', default_value = "1,2,3,4,5")]
    seeds: Vec<u64>,
    /// Customers in each
    #[arg(long, default_value_t = 2_000)]
    customers: usize,
    /// Signals of each
    #[arg(long, default_value_t = 40_000)]
    signals: usize,
}

/// Prints a row for each seed, and one for each kind of case over all seeds.
pub fn run(args: &JoinsArgs) -> anyhow::Result<()> {
    let mut all = Score::default();
    for &seed in &args.seeds {
        let score = measure(seed, args.customers, args.signals)?;
        let mut told = score.row();
        told["seed"] = json!(seed);
        told["customers"] = json!(args.customers);
        row::print(&told)?;
        all.add(score);
    }
    for told in all.cases() {
        row::print(&told)?;
    }
    row::print(&all.row())
}

/// How well the product joins one population.
fn measure(seed: u64, customers: usize, signals: usize) -> anyhow::Result<Score> {
    let people = People::made(seed, customers);
    let said = said::by(&people, seed, signals);
    let joined = product::join(&people, &said)?;
    let mut score = Score::default();
    for said in &said {
        let joined = joined.get(&said.id).cloned().unwrap_or_default();
        score.count(said, &joined);
    }
    Ok(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_of_a_population_are_right_and_miss_little_that_an_exact_identifier_tells() {
        for seed in [1, 2] {
            let score = measure(seed, 150, 1_500).unwrap();
            row::print(&score.row()).unwrap();
            assert!(score.precision() >= 0.999, "seed {seed}: {:#?}", score.cases());
            assert!(score.recall() >= 0.95, "seed {seed}: {:#?}", score.cases());
        }
    }

    #[test]
    fn a_seed_makes_the_same_population_again_and_every_case_occurs() {
        let made = |seed| {
            let people = People::made(seed, 150);
            let said = said::by(&people, seed, 1_500);
            (people.lists(), said)
        };
        assert_eq!(made(1), made(1));
        assert_ne!(made(1).0, made(2).0);
        let (_, said) = made(1);
        for case in said::cases() {
            assert!(said.iter().any(|said| said.case == case), "{case}");
        }
    }
}
