//! Rates: what one unit of a currency is in another, from a day on. A rate is a person's word; Hearken knows none by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Currency, Money};

/// What one is divided into, so that rates are exact.
const ONE: u64 = 100_000_000;
const DECIMALS: usize = 8;
const WHOLE_DIGITS_MAX: usize = 9;

/// How many units of one currency a unit of another is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(into = "String", try_from = "String")]
#[schema(value_type = String, pattern = r"^[0-9]{1,9}(\.[0-9]{1,8})?$", example = "0.92")]
pub struct Rate(u64);

/// What is no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid rate; write it like 0.92, more than nothing and with at most {DECIMALS} decimals"
)]
pub struct RateError(String);

impl Rate {
    /// The rate as a whole number of hundred-millionths.
    pub fn hundred_millionths(self) -> u64 {
        self.0
    }

    /// The rate of so many hundred-millionths; nothing is none.
    pub fn from_hundred_millionths(number: u64) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }
}

impl FromStr for Rate {
    type Err = RateError;
    fn from_str(given: &str) -> Result<Self, RateError> {
        let wrong = || {
            let shown = given.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(40);
            RateError(shown.collect())
        };
        let (whole, decimals) = given.trim().split_once('.').unwrap_or((given.trim(), "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let fits = whole.len() <= WHOLE_DIGITS_MAX && decimals.len() <= DECIMALS;
        if !fits || !all_digits(whole) || !all_digits(decimals) {
            return Err(wrong());
        }
        let number: u64 = format!("{whole}{decimals:0<DECIMALS$}").parse().map_err(|_| wrong())?;
        Self::from_hundred_millionths(number).ok_or_else(wrong)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / ONE, self.0 % ONE);
        match decimals {
            0 => write!(f, "{whole}"),
            decimals => f.write_str(format!("{whole}.{decimals:0DECIMALS$}").trim_end_matches('0')),
        }
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;
    fn try_from(given: String) -> Result<Self, RateError> {
        given.parse()
    }
}

/// A rate between two currencies, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CurrencyRate {
    /// Sums in this currency …
    pub currency: Currency,
    /// … are counted in this one.
    pub into: Currency,
    /// How many units of it one is.
    pub rate: Rate,
    /// The day from which it holds, until another does.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
}

impl CurrencyRate {
    /// A sum of its currency in the other; half a hundredth and more is rounded up.
    pub fn turn(&self, sum: Money) -> Money {
        let exact = u128::from(sum.hundredths) * u128::from(self.rate.0);
        let hundredths = (exact + u128::from(ONE / 2)) / u128::from(ONE);
        Money { hundredths: u64::try_from(hundredths).unwrap_or(u64::MAX), currency: self.into }
    }
}

impl fmt::Display for CurrencyRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1 {} = {} {} from {}", self.currency, self.rate, self.into, self.from)
    }
}

/// The rates that hold on a day: of each currency at most one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates(BTreeMap<Currency, CurrencyRate>);

impl Rates {
    /// Those of all rates that hold on a day: of each currency the one that began last.
    pub fn on(day: Date, all: impl IntoIterator<Item = CurrencyRate>) -> Self {
        let mut held: BTreeMap<Currency, CurrencyRate> = BTreeMap::new();
        for rate in all.into_iter().filter(|rate| rate.from <= day) {
            let other = held.entry(rate.currency).or_insert(rate);
            if rate.from >= other.from {
                *other = rate;
            }
        }
        Self(held)
    }

    /// The rate at which sums of a currency are counted in another.
    pub fn of(&self, currency: Currency) -> Option<&CurrencyRate> {
        self.0.get(&currency)
    }

    /// A sum as it is counted.
    pub fn turn(&self, sum: Money) -> Money {
        self.of(sum.currency).map_or(sum, |rate| rate.turn(sum))
    }
}

/// Why a rate cannot stand beside those there are: sums would be turned twice, or one currency into two.
pub fn rate_against(all: &[CurrencyRate], new: &CurrencyRate) -> Option<String> {
    if new.currency == new.into {
        return Some("a currency has no rate to itself".to_owned());
    }
    let others: BTreeSet<(Currency, Currency)> = all.iter().map(|rate| (rate.currency, rate.into)).collect();
    let clash = others.into_iter().find(|(currency, into)| {
        (*currency == new.currency && *into != new.into) || *currency == new.into || *into == new.currency
    })?;
    let (currency, into) = clash;
    Some(format!(
        "{currency} is counted in {into} already; all sums are to end in one currency: remove that rate first"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(currency: &str, into: &str, rate: &str, from: &str) -> CurrencyRate {
        CurrencyRate {
            currency: currency.parse().unwrap(),
            into: into.parse().unwrap(),
            rate: rate.parse().unwrap(),
            from: from.parse().unwrap(),
        }
    }

    fn money(text: &str) -> Money {
        Money::read(text, None).unwrap()
    }

    #[test]
    fn a_rate_is_kept_as_it_was_written() {
        for (given, shown) in
            [("0.92", "0.92"), ("1", "1"), ("150.250", "150.25"), ("0.00000001", "0.00000001")]
        {
            let rate: Rate = given.parse().unwrap();
            assert_eq!(rate.to_string(), shown);
            assert_eq!(serde_json::from_str::<Rate>(&serde_json::to_string(&rate).unwrap()).unwrap(), rate);
        }
        for wrong in
            ["", "0", "0.0", "-1", "1e3", "1,5", "0.123456789", "1234567890", ".", "1.", "NaN", "\u{1b}"]
        {
            assert!(wrong.parse::<Rate>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_sum_is_turned_exactly_and_rounded_once() {
        let rate = rate("USD", "EUR", "0.92", "2026-01-01");
        assert_eq!(rate.turn(money("40000 USD")).to_string(), "36,800 EUR");
        assert_eq!(rate.turn(money("0.01 USD")).to_string(), "0.01 EUR");
        let most = Money { hundredths: u64::MAX, currency: rate.currency };
        assert!(rate.turn(most).hundredths < u64::MAX);
        assert_eq!(rate.to_string(), "1 USD = 0.92 EUR from 2026-01-01");
    }

    #[test]
    fn of_several_days_the_last_that_has_come_holds() {
        let all = [
            rate("USD", "EUR", "0.92", "2026-01-01"),
            rate("USD", "EUR", "0.95", "2026-06-01"),
            rate("USD", "EUR", "0.90", "2025-01-01"),
        ];
        let on = |day: &str| {
            Rates::on(day.parse().unwrap(), all).of("USD".parse().unwrap()).map(|rate| rate.rate.to_string())
        };
        assert_eq!(on("2024-12-31"), None);
        assert_eq!(on("2025-12-31").as_deref(), Some("0.9"));
        assert_eq!(on("2026-05-31").as_deref(), Some("0.92"));
        assert_eq!(on("2026-06-01").as_deref(), Some("0.95"));
        let held = Rates::on("2026-06-01".parse().unwrap(), all);
        assert_eq!(held.turn(money("5 GBP")), money("5 GBP"), "without a rate a sum stays what it is");
    }

    #[test]
    fn no_sum_is_turned_twice_and_no_currency_into_two() {
        let all = [rate("USD", "EUR", "0.92", "2026-01-01")];
        let against = |currency, into| rate_against(&all, &rate(currency, into, "2", "2026-01-01"));
        assert_eq!(against("USD", "EUR"), None);
        assert_eq!(against("GBP", "EUR"), None);
        for (currency, into) in [("USD", "GBP"), ("EUR", "USD"), ("GBP", "USD"), ("EUR", "CHF")] {
            let told = against(currency, into).unwrap();
            assert!(told.starts_with("USD is counted in EUR already"), "{told}");
        }
        assert!(against("CHF", "CHF").unwrap().contains("to itself"));
    }
}
