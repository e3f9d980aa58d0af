//! How many customers signals are of, and what they are worth: each customer once, as what it is part of; revenue by currency,
//! added across currencies only at rates that a person gave; and what is not known of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_analysis::weigh::Heard;
use hearken_domain::{
    Currency, CustomerId, CustomerState, Date, Money, Rates, RevenueSums, SignalFilter, SignalId, ThemeId,
};
use hearken_store::{CustomerWorth, CustomersOfThemes, ThemeCustomers};

use crate::error::AppError;
use crate::view::View;
use crate::wording;
use crate::worth::FactsOfDay;
pub use crate::worth::WorthCard;

impl FactsOfDay {
    /// What is known of a customer.
    pub(crate) fn of(&self, customer: CustomerId) -> Option<&CustomerWorth> {
        self.worth.get(&customer).map(Arc::as_ref)
    }

    fn short(&self, customer: CustomerId) -> (CustomerState, Option<Money>) {
        let known = usize::try_from(customer.0).ok().and_then(|number| self.by_number.get(number).copied());
        known.flatten().unwrap_or_default()
    }
}

/// What customers are worth on one day, and at which rates.
#[derive(Debug, Clone)]
pub struct Worth {
    facts: Arc<FactsOfDay>,
    rates: Rates,
    day: Date,
}

impl Worth {
    /// Reads it; `None` where there is no customer.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View) -> Result<Option<Self>, AppError> {
        if !view.store().customers().any()? {
            return Ok(None);
        }
        let day = view.day_of_facts()?;
        let rates = view.store().customers().rates()?;
        let facts = view.facts_of_customers()?;
        Ok(Some(Self { facts, rates: Rates::on(day, rates.into_iter().map(|held| held.rate)), day }))
    }

    /// The day as of which it holds.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The rates that hold on that day.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// What is known of a customer.
    pub(crate) fn of(&self, customer: CustomerId) -> Option<&CustomerWorth> {
        self.facts.of(customer)
    }

    /// A card of these customers, each of which must be named once, and of signals of which so many are of somebody known.
    pub fn card(
        &self,
        customers: impl IntoIterator<Item = CustomerId>,
        known: u64,
        signals: u64,
    ) -> WorthCard {
        let mut sums = RevenueSums::default();
        let (mut all, mut with, mut without, mut former, mut prospects) = (0, 0, 0, 0, 0);
        for customer in customers {
            all += 1;
            match self.facts.short(customer) {
                (CustomerState::Former, _) => former += 1,
                (CustomerState::Prospect, _) => prospects += 1,
                (CustomerState::Customer, None) => without += 1,
                (CustomerState::Customer, Some(yearly)) => {
                    with += 1;
                    sums.add(yearly, &self.rates);
                }
            }
        }
        let of_nobody = signals.saturating_sub(known);
        let mut card = WorthCard {
            customers: all,
            signals_of_nobody: of_nobody,
            share_of_nobody: if signals == 0 { 0.0 } else { of_nobody as f64 / signals as f64 },
            revenue: sums.sums(),
            with_revenue: with,
            without_revenue: without,
            former,
            prospects,
            rates: sums.rates(),
            says: String::new(),
        };
        card.says = wording::worth::says(&card);
        card
    }

    /// What these customers pay who buy.
    fn revenue(&self, customers: impl Iterator<Item = CustomerId>) -> RevenueSums {
        let mut sums = RevenueSums::default();
        for customer in customers {
            if let (CustomerState::Customer, Some(yearly)) = self.facts.short(customer) {
                sums.add(yearly, &self.rates);
            }
        }
        sums
    }

    /// A card of these signals.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn of_signals(&self, view: &View, signals: &[SignalId]) -> Result<WorthCard, AppError> {
        let whose = view.store().customers().of_signals(signals)?;
        Ok(self.of_known(&whose, signals.iter().copied()))
    }

    /// A card of signals, each of which must be named once, of whose customers it is known who they are.
    pub fn of_known(
        &self,
        whose: &BTreeMap<SignalId, Vec<CustomerId>>,
        signals: impl IntoIterator<Item = SignalId>,
    ) -> WorthCard {
        let (mut customers, mut known, mut all) = (Vec::new(), 0, 0);
        for signal in signals {
            all += 1;
            if let Some(of) = whose.get(&signal) {
                known += 1;
                customers.extend(of);
            }
        }
        customers.sort_unstable();
        customers.dedup();
        self.card(customers, known, all)
    }
}

/// What each theme's customers are worth, under one filter.
#[derive(Debug, Clone)]
pub struct ThemesWorth {
    worth: Worth,
    counted: CustomersOfThemes,
}

impl ThemesWorth {
    /// Reads it for signals under the filter; `None` where there is no customer.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View, filter: &SignalFilter) -> Result<Option<Self>, AppError> {
        let Some(worth) = Worth::read(view)? else { return Ok(None) };
        Ok(Some(Self { worth, counted: view.store().customers().of_themes(filter)? }))
    }

    /// Of one theme, which has so many signals.
    pub fn of_theme(&self, theme: ThemeId, signals: u64) -> WorthCard {
        let Some(of_theme) = self.counted.get(&Some(theme)) else { return self.worth.card([], 0, signals) };
        let customers = of_theme.customers.iter().map(|(customer, _)| *customer);
        self.worth.card(customers, of_theme.known, signals)
    }

    /// The customers of a theme whose revenue is in its sum.
    pub fn paying(&self, theme: ThemeId) -> Vec<CustomerId> {
        let of_theme = self.counted.get(&Some(theme)).into_iter().flat_map(|of_theme| &of_theme.customers);
        let pays = |customer: &CustomerId| {
            matches!(self.worth.facts.short(*customer), (CustomerState::Customer, Some(_)))
        };
        of_theme.map(|(customer, _)| *customer).filter(pays).collect()
    }

    /// Of several themes together, which have so many signals; each customer counts once.
    pub fn of_themes(&self, themes: impl IntoIterator<Item = Option<ThemeId>>, signals: u64) -> WorthCard {
        let of_themes: Vec<&ThemeCustomers> =
            themes.into_iter().filter_map(|theme| self.counted.get(&theme)).map(Arc::as_ref).collect();
        let known = of_themes.iter().map(|of_theme| of_theme.known).sum();
        let all = of_themes.iter().flat_map(|of_theme| &of_theme.customers);
        let mut met = Marks::default();
        let customers = all.map(|(customer, _)| *customer).filter(|customer| met.first_time(*customer));
        self.worth.card(customers, known, signals)
    }

    /// What was heard of several themes together, which have so many signals: each customer once, with how many spoke once and
    /// twice.
    pub fn heard(&self, themes: &[ThemeId], signals: u64) -> Heard {
        let of_themes = themes.iter().filter_map(|theme| self.counted.get(&Some(*theme)));
        let (mut all, mut known) = (Vec::new(), 0);
        for of_theme in of_themes {
            known += of_theme.known;
            all.extend_from_slice(&of_theme.customers);
        }
        // Those of each theme are in order, which a stable sort merges.
        all.sort_by_key(|(customer, _)| *customer);
        let mut heard = Heard { of_nobody: signals.saturating_sub(known), ..Heard::default() };
        for of_customer in all.chunk_by(|a, b| a.0 == b.0) {
            let signals: u64 = of_customer.iter().map(|(_, signals)| signals).sum();
            heard.customers += 1;
            heard.once += u64::from(signals == 1);
            heard.twice += u64::from(signals == 2);
            heard.signals += signals;
        }
        heard
    }

    /// How many customers a theme has.
    pub fn customers_of(&self, theme: ThemeId) -> u64 {
        self.counted.get(&Some(theme)).map_or(0, |of_theme| of_theme.customers.len() as u64)
    }

    /// The largest sum of the revenue of a theme's customers, whatever its currency.
    pub fn revenue_of(&self, theme: ThemeId) -> Option<u64> {
        let of_theme = self.counted.get(&Some(theme))?;
        let customers = of_theme.customers.iter().map(|(customer, _)| *customer);
        self.worth.revenue(customers).sums().first().map(|sum| sum.hundredths)
    }

    /// The currencies in which the customers of these themes pay, after rates.
    pub fn currencies(&self, themes: impl IntoIterator<Item = ThemeId>) -> Vec<Currency> {
        let mut met = Marks::default();
        let of_themes = themes.into_iter().filter_map(|theme| self.counted.get(&Some(theme)));
        let all = of_themes.flat_map(|of_theme| &of_theme.customers).map(|(customer, _)| *customer);
        let sums = self.worth.revenue(all.filter(|customer| met.first_time(*customer))).sums();
        let mut currencies: Vec<Currency> = sums.into_iter().map(|sum| sum.currency).collect();
        currencies.sort_unstable();
        currencies
    }

    /// Of all that passes the filter, *unsorted* too.
    pub fn of_everything(&self, signals: u64) -> WorthCard {
        self.of_themes(self.counted.keys().copied(), signals)
    }
}

/// Which customers were met: numbers lie close together, so that a mark for each costs less than a set.
#[derive(Default)]
struct Marks(Vec<bool>);

impl Marks {
    fn first_time(&mut self, customer: CustomerId) -> bool {
        let number = customer.0 as usize;
        if self.0.len() <= number {
            self.0.resize(number + 1, false);
        }
        !std::mem::replace(&mut self.0[number], true)
    }
}
