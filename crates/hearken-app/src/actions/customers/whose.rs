//! Whose the signals of a theme are: its customers, those with most signals in it first, and how the sum of their revenue came about.

use hearken_domain::{
    CurrencyRate, CustomerId, CustomerState, Date, FactField, Money, SignalFilter, SourceId, ThemeId,
    Timestamp, Unredacted,
};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::actions::customers::worth::{Worth, WorthCard};
use crate::error::AppError;
use crate::view::View;
use crate::wording::worth::{RevenueSaid, arithmetic};

/// Whose the signals of a theme are.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Whose {
    /// The day as of which facts and rates hold.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// How many customers, and what they are worth.
    pub worth: WorthCard,
    /// The customers, those with most signals in it first.
    pub customers: Vec<WhoseCustomer>,
    /// How many more there are.
    pub more: u64,
    /// What these others are worth, in the same currencies.
    pub revenue_of_more: Vec<Money>,
}

/// A customer whose signals are in a theme.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WhoseCustomer {
    /// Which.
    pub id: CustomerId,
    /// What it is called; `None` where nobody said.
    pub name: Option<Unredacted>,
    /// Its signals in the theme.
    pub signals: u64,
    /// Whether it buys; only then its revenue is in the sum.
    pub state: CustomerState,
    /// What it pays; `None` where nobody said.
    pub revenue: Option<RevenueCard>,
}

/// What a customer pays a year, and how that came about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RevenueCard {
    /// Of which customer it was said: itself, or one that is part of it.
    pub customer: CustomerId,
    /// The fact: `arr` is a year's, `mrr` a month's.
    #[schema(value_type = String)]
    pub field: FactField,
    /// The sum as it was said.
    pub sum: Money,
    /// The sum a year.
    pub yearly: Money,
    /// The rate at which it is counted; `None` in its own currency.
    pub rate: Option<CurrencyRate>,
    /// The sum a year as it is counted.
    pub counted: Money,
    /// The day from which it is valid, where that was said.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// The source that says it; `None` is a person.
    pub source: Option<String>,
    /// When it was said.
    pub at: Timestamp,
    /// All of it in words.
    pub says: String,
}

/// Whose the signals of a theme are under a filter, with so many customers listed; `None` where there is no customer at all.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn whose_it_is(
    view: &View,
    theme: ThemeId,
    filter: &SignalFilter,
    signals: u64,
    limit: usize,
) -> Result<Option<Whose>, AppError> {
    let Some(worth) = Worth::read(view)? else { return Ok(None) };
    let mut of_theme = view.store().customers().of_theme(theme, filter)?;
    let card = worth.card(of_theme.customers.iter().map(|(customer, _)| *customer), of_theme.known, signals);
    of_theme.customers.sort_by_key(|(customer, signals)| (Reverse(*signals), *customer));
    let listed: Vec<(CustomerId, u64)> = of_theme.customers.iter().take(limit).copied().collect();
    let others: Vec<CustomerId> =
        of_theme.customers.iter().skip(limit).map(|(customer, _)| *customer).collect();
    let ids: Vec<CustomerId> = listed.iter().map(|(customer, _)| *customer).collect();
    let names = view.store().customers().names(&ids)?;
    let sources = view.store().sources().names()?;
    let customers = listed.into_iter().map(|(id, signals)| WhoseCustomer {
        id,
        name: names.get(&id).cloned().map(Unredacted::new),
        signals,
        state: worth.of(id).map(|known| known.state).unwrap_or_default(),
        revenue: revenue_card(&worth, id, &sources),
    });
    Ok(Some(Whose {
        day: worth.day(),
        worth: card,
        customers: customers.collect(),
        more: others.len() as u64,
        revenue_of_more: worth.card(others, 0, 0).revenue,
    }))
}

/// What a customer pays, if that is known.
pub(crate) fn revenue_card(
    worth: &Worth,
    customer: CustomerId,
    sources: &BTreeMap<SourceId, String>,
) -> Option<RevenueCard> {
    let held = worth.of(customer)?.revenue.clone()?;
    let yearly = held.yearly();
    let rate = worth.rates().of(yearly.currency).copied();
    let counted = worth.rates().turn(yearly);
    let source = held.source.and_then(|source| sources.get(&source).cloned());
    let part = if held.customer == customer { String::new() } else { format!(", of {}", held.customer) };
    let said = RevenueSaid {
        field: held.field.as_str(),
        sum: held.sum,
        yearly,
        since: match &held.from_day {
            Some(day) => format!("from {day}"),
            None => format!("said {}", held.at.strftime("%Y-%m-%d")),
        },
        by: source.as_ref().map_or("by hand".to_owned(), |source| format!("source {source}")) + &part,
        rate,
        counted,
    };
    Some(RevenueCard {
        says: arithmetic(&said),
        customer: held.customer,
        field: held.field,
        sum: held.sum,
        yearly,
        rate,
        counted,
        from: held.from_day,
        source,
        at: held.at,
    })
}
