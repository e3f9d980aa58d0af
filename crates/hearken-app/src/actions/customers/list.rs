//! Customers, and how much of what was said is known to be of one.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::str::FromStr;

use hearken_domain::{CustomerId, Money, Timestamp, Unredacted};
use hearken_store::{Customer, CustomerSummary};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// The order of a list of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CustomerSort {
    /// In the order in which they became known.
    #[default]
    Added,
    /// By name; those without one last.
    Name,
    /// Most signals first.
    Signals,
    /// Heard last first; those who never were last.
    Heard,
    /// Most revenue first, each currency by itself; those without any last.
    Revenue,
    /// By the day of renewal; those without one last.
    Renewal,
}

impl CustomerSort {
    /// Every order.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Name, Self::Signals, Self::Heard, Self::Revenue, Self::Renewal];

    /// The word that commands and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Name => "name",
            Self::Signals => "signals",
            Self::Heard => "heard",
            Self::Revenue => "revenue",
            Self::Renewal => "renewal",
        }
    }
}

impl FromStr for CustomerSort {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid order of customers; orders are added, name, signals, heard, revenue, renewal")
        })
    }
}

/// Which customers to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerQuery {
    /// Only those in whose name, or in one of whose domains, this stands, whatever its case.
    pub named: Option<String>,
    /// In which order.
    pub sort: CustomerSort,
    /// Where the list goes on: behind this customer.
    pub after: Option<CustomerId>,
    /// How many at most.
    pub limit: usize,
}

/// Customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerList {
    /// Each that is part of another counts there.
    pub customers: Vec<ListedCustomer>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<CustomerId>,
    /// Why sums of the order by revenue stand apart, where they are in several currencies.
    pub currencies_apart: Option<String>,
    /// How many there are in all, each once.
    pub total: u64,
    /// How many signals there are.
    pub signals: u64,
    /// How many of them are no customer's, as far as is known.
    pub signals_of_nobody: u64,
}

/// A customer in a list, with what holds of the facts that people ask for first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedCustomer {
    /// Its id.
    pub id: CustomerId,
    /// What it is called; `None` where nobody said.
    pub name: Option<Unredacted>,
    /// Whether every source that told of it tells of it no more.
    pub gone: bool,
    /// Whether they buy: prospect, customer or former.
    pub state: Option<Unredacted>,
    /// What they have subscribed to.
    pub plan: Option<Unredacted>,
    /// Revenue a year, where somebody says so.
    pub arr: Option<Money>,
    /// Revenue a month, where somebody says so.
    pub mrr: Option<Money>,
    /// The day on which they renew.
    pub renewal: Option<Unredacted>,
    /// The colleague who holds the account.
    pub owner: Option<Unredacted>,
    /// Signals that are its own, or of what is part of it.
    pub signals: u64,
    /// When they were last heard; `None` where nothing of it is dated.
    pub last_heard: Option<Timestamp>,
}

impl ListedCustomer {
    /// What they pay, in words, for how long: a year before a month.
    pub fn revenue(&self) -> Option<String> {
        let yearly = self.arr.map(|money| format!("{money} a year"));
        yearly.or_else(|| self.mrr.map(|money| format!("{money} a month")))
    }
}

/// Lists customers.
///
/// # Errors
/// Any failure of the store.
pub fn list_customers(view: &View, query: &CustomerQuery) -> Result<CustomerList, AppError> {
    let reader = view.store().customers();
    let named = query.named.as_deref().map(str::trim).filter(|named| !named.is_empty());
    let mut ids = match query.sort {
        CustomerSort::Added => {
            let after = query.after.unwrap_or(CustomerId(0));
            reader.ids(named, after, query.limit.saturating_add(1))?
        }
        sort => ordered(view, named, sort, query.after)?,
    };
    let more = ids.len() > query.limit;
    ids.truncate(query.limit);
    let next = ids.last().copied().filter(|_| more);
    Ok(CustomerList {
        customers: reader.several(&ids)?.into_iter().map(listed).collect(),
        next,
        currencies_apart: match query.sort {
            CustomerSort::Revenue => currencies_apart(view)?,
            _ => None,
        },
        total: reader.count()?,
        signals: view.store().signals().span(&hearken_domain::SignalFilter::default(), None)?.0,
        signals_of_nobody: reader.signals_of_nobody()?,
    })
}

/// What is to be known of the order by revenue, where it is in several currencies.
fn currencies_apart(view: &View) -> Result<Option<String>, AppError> {
    let all = view.store().customers().summaries()?;
    let currencies = all.values().filter_map(|row| a_year(&row.1)).map(|(_, currency)| currency.to_string());
    let currencies: BTreeSet<String> = currencies.collect();
    let named = currencies.into_iter().collect::<Vec<_>>();
    Ok((named.len() > 1).then(|| {
        format!(
            "revenue is in {}: each currency stands by itself, since what is in different currencies is neither more nor less",
            named.join(", ")
        )
    }))
}

/// The customers behind `after` in an order that takes all of them.
fn ordered(
    view: &View,
    named: Option<&str>,
    sort: CustomerSort,
    after: Option<CustomerId>,
) -> Result<Vec<CustomerId>, AppError> {
    let all = view.store().customers().summaries()?;
    let among: Option<BTreeSet<CustomerId>> = match named {
        Some(_) => {
            Some(view.store().customers().ids(named, CustomerId(0), usize::MAX)?.into_iter().collect())
        }
        None => None,
    };
    let mut rows: Vec<(CustomerId, Option<&str>, &CustomerSummary)> = all
        .iter()
        .filter(|(id, _)| among.as_ref().is_none_or(|among| among.contains(id)))
        .map(|(id, row)| (*id, row.0.as_deref(), &row.1))
        .collect();
    match sort {
        CustomerSort::Added => {}
        CustomerSort::Name => {
            rows.sort_by_cached_key(|(id, name, _)| (name.is_none(), name.map(str::to_lowercase), *id));
        }
        CustomerSort::Signals => rows.sort_by_key(|(id, _, row)| (Reverse(row.signals), *id)),
        CustomerSort::Heard => rows.sort_by_key(|(id, _, row)| (Reverse(row.last_heard), *id)),
        CustomerSort::Revenue => rows.sort_by_key(|(id, _, row)| {
            let money = a_year(row);
            (money.is_none(), money.map(|(_, currency)| currency), Reverse(money.map(|(sum, _)| sum)), *id)
        }),
        CustomerSort::Renewal => {
            let unknown = |row: &CustomerSummary| row.renewal.is_none();
            rows.sort_by(|(a, _, one), (b, _, other)| {
                (unknown(one), &one.renewal, a).cmp(&(unknown(other), &other.renewal, b))
            });
        }
    }
    let ids = rows.into_iter().map(|(id, ..)| id);
    Ok(match after {
        Some(after) => ids.skip_while(|id| *id != after).skip(1).collect(),
        None => ids.collect(),
    })
}

/// Revenue a year, in hundredths of its currency.
fn a_year(row: &CustomerSummary) -> Option<(u64, hearken_domain::Currency)> {
    let yearly = row.arr.map(|money| (money.hundredths, money.currency));
    yearly.or_else(|| row.mrr.map(|money| (money.hundredths.saturating_mul(12), money.currency)))
}

fn listed((customer, row): (Customer, CustomerSummary)) -> ListedCustomer {
    ListedCustomer {
        id: customer.id,
        name: customer.name.map(Unredacted::new),
        gone: customer.gone,
        state: row.state.map(Unredacted::new),
        plan: row.plan.map(Unredacted::new),
        arr: row.arr,
        mrr: row.mrr,
        renewal: row.renewal.map(Unredacted::new),
        owner: row.owner.map(Unredacted::new),
        signals: row.signals,
        last_heard: row.last_heard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revenue_a_month_is_twelve_times_as_much_a_year() {
        let money = |sum: &str| Money::read(sum, None).ok();
        let row = |arr, mrr| CustomerSummary { arr, mrr, ..CustomerSummary::default() };
        let sum = |row: &CustomerSummary| a_year(row).map(|(sum, _)| sum);
        assert_eq!(sum(&row(None, money("10 EUR"))), Some(12_000));
        assert_eq!(sum(&row(money("100 EUR"), money("10 EUR"))), Some(10_000));
        assert_eq!(sum(&row(None, None)), None);
    }
}
