//! What customers are worth, in words: how many, what they pay, and what is not known.

use hearken_domain::{Currency, CurrencyRate, Money, counted, grouped};

use crate::worth::WorthCard;

/// The whole of it in one sentence.
pub(crate) fn says(card: &WorthCard) -> String {
    let mut parts = vec![counted(card.customers, "customer")];
    match (card.revenue.is_empty(), card.customers > 0) {
        (false, _) => parts.push(format!("{} a year", sums(&card.revenue))),
        (true, true) => parts.push("no revenue known".to_owned()),
        (true, false) => {}
    }
    parts.extend(card.rates.iter().map(|rate| format!("at {rate}")));
    if card.without_revenue > 0 && !card.revenue.is_empty() {
        let buying = card.with_revenue + card.without_revenue;
        parts.push(format!(
            "of {} ({} of those who buy) no revenue is known",
            grouped(card.without_revenue),
            percent(card.without_revenue as f64 / buying as f64)
        ));
    }
    let apart = [(card.former, "former customer"), (card.prospects, "prospect")];
    let apart: Vec<String> =
        apart.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    if !apart.is_empty() {
        parts.push(format!("{} among them, whose revenue is not counted", apart.join(" and ")));
    }
    if card.signals_of_nobody > 0 {
        parts.push(format!("{} of the signals come from no known customer", percent(card.share_of_nobody)));
    }
    parts.join("; ")
}

/// Sums of several currencies, which are not one.
pub(crate) fn sums(sums: &[Money]) -> String {
    let sums: Vec<String> = sums.iter().map(Money::to_string).collect();
    match sums.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Why themes cannot be put in the order of revenue.
pub(crate) fn incomparable(currencies: &[Currency]) -> String {
    let letters: Vec<&str> = currencies.iter().map(Currency::as_str).collect();
    format!(
        "revenue is in {}, and no rate of them is given: what is in different currencies is neither more nor less",
        letters.join(", ")
    )
}

/// What a customer pays, and how the sum came about.
pub(crate) struct RevenueSaid<'a> {
    /// `arr` or `mrr`.
    pub(crate) field: &'a str,
    /// The sum as it was said.
    pub(crate) sum: Money,
    /// The sum a year.
    pub(crate) yearly: Money,
    /// From which day, or when it was said.
    pub(crate) since: String,
    /// By whom.
    pub(crate) by: String,
    /// At which rate it is counted.
    pub(crate) rate: Option<CurrencyRate>,
    /// As it is counted.
    pub(crate) counted: Money,
}

/// The arithmetic of one customer's revenue.
pub(crate) fn arithmetic(said: &RevenueSaid<'_>) -> String {
    let mut words = match said.field {
        "mrr" => format!("mrr {} × 12 = {}", said.sum, said.yearly),
        field => format!("{field} {}", said.sum),
    };
    if let Some(rate) = said.rate {
        words += &format!(" × {} from {} = {}", rate.rate, rate.from, said.counted);
    }
    format!("{words} ({}, {})", said.since, said.by)
}

fn percent(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 0.005 => "under 1%".to_owned(),
        share if (0.995..1.0).contains(&share) => "over 99%".to_owned(),
        share => format!("{:.0}%", share * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::read(text, None).unwrap()
    }

    fn card() -> WorthCard {
        WorthCard {
            customers: 12,
            signals_of_nobody: 38,
            share_of_nobody: 0.38,
            revenue: vec![money("120000 EUR"), money("40000 USD")],
            with_revenue: 7,
            without_revenue: 2,
            former: 1,
            prospects: 2,
            rates: Vec::new(),
            says: String::new(),
        }
    }

    #[test]
    fn what_is_known_and_what_is_not_stands_in_one_sentence() {
        assert_eq!(
            says(&card()),
            "12 customers; 120,000 EUR and 40,000 USD a year; of 2 (22% of those who buy) no revenue is known; \
             1 former customer and 2 prospects among them, whose revenue is not counted; 38% of the signals come from no known customer"
        );
        let nobody = WorthCard { customers: 0, revenue: Vec::new(), former: 0, prospects: 0, ..card() };
        assert_eq!(says(&nobody), "0 customers; 38% of the signals come from no known customer");
    }

    #[test]
    fn a_sum_says_the_rate_that_it_was_counted_at() {
        let rate = CurrencyRate {
            currency: "USD".parse().unwrap(),
            into: "EUR".parse().unwrap(),
            rate: "0.92".parse().unwrap(),
            from: "2026-01-01".parse().unwrap(),
        };
        let one = WorthCard { revenue: vec![money("156800 EUR")], rates: vec![rate], ..card() };
        assert!(says(&one).contains("156,800 EUR a year; at 1 USD = 0.92 EUR from 2026-01-01"));
        let said = RevenueSaid {
            field: "mrr",
            sum: money("1000 USD"),
            yearly: money("12000 USD"),
            since: "from 2026-02-01".to_owned(),
            by: "source billing".to_owned(),
            rate: Some(rate),
            counted: money("11040 EUR"),
        };
        assert_eq!(
            arithmetic(&said),
            "mrr 1,000 USD × 12 = 12,000 USD × 0.92 from 2026-01-01 = 11,040 EUR (from 2026-02-01, source billing)"
        );
    }
}
