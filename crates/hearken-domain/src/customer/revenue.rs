//! What a customer pays a year: the fact `arr`, or twelve times the fact `mrr`. Revenue of several customers is added within
//! a currency, and across currencies only at rates that a person gave.

use std::collections::BTreeMap;

use super::{Currency, CurrencyRate, Money, Rates};

/// Months of a year.
const MONTHS: u64 = 12;

/// A sum a year of a sum a month.
pub fn yearly(monthly: Money) -> Money {
    Money { hundredths: monthly.hundredths.saturating_mul(MONTHS), ..monthly }
}

/// Sums of several customers, a currency each after rates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevenueSums {
    sums: BTreeMap<Currency, u64>,
    /// The rates that were used.
    rates: BTreeMap<Currency, CurrencyRate>,
}

impl RevenueSums {
    /// Adds a sum a year, at the rate of its currency where there is one.
    pub fn add(&mut self, yearly: Money, rates: &Rates) {
        if let Some(rate) = rates.of(yearly.currency) {
            self.rates.insert(yearly.currency, *rate);
        }
        let counted = rates.turn(yearly);
        let sum = self.sums.entry(counted.currency).or_default();
        *sum = sum.saturating_add(counted.hundredths);
    }

    /// The sums, the largest number first.
    pub fn sums(&self) -> Vec<Money> {
        let sums = self.sums.iter();
        let mut sums: Vec<Money> = sums
            .map(|(currency, hundredths)| Money { hundredths: *hundredths, currency: *currency })
            .collect();
        sums.sort_by(|a, b| b.hundredths.cmp(&a.hundredths).then(a.currency.cmp(&b.currency)));
        sums
    }

    /// The rates that were used, by currency.
    pub fn rates(&self) -> Vec<CurrencyRate> {
        self.rates.values().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::read(text, None).unwrap()
    }

    #[test]
    fn sums_stay_apart_by_currency_until_a_person_gives_a_rate() {
        let rate = CurrencyRate {
            currency: "USD".parse().unwrap(),
            into: "EUR".parse().unwrap(),
            rate: "0.5".parse().unwrap(),
            from: "2026-01-01".parse().unwrap(),
        };
        let of = |rates: &Rates| {
            let mut sums = RevenueSums::default();
            for sum in ["100 EUR", "40 USD", "20 EUR"] {
                sums.add(money(sum), rates);
            }
            sums
        };
        let apart = of(&Rates::default());
        assert_eq!(apart.sums(), [money("120 EUR"), money("40 USD")]);
        assert_eq!(apart.rates(), []);
        let together = of(&Rates::on("2026-02-01".parse().unwrap(), [rate]));
        assert_eq!(together.sums(), [money("140 EUR")]);
        assert_eq!(together.rates(), [rate]);
    }

    #[test]
    fn a_month_is_a_twelfth_of_a_year() {
        assert_eq!(yearly(money("99.50 EUR")), money("1194 EUR"));
    }
}
