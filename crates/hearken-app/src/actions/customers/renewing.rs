//! What Today says of customers: whose renewal is near while they are heard more and more, and how much of what was said is
//! nobody's. Only what the data says: where no customer is known, nothing.

use hearken_domain::{CustomerId, FilterField, SignalFilter, Timestamp, Unredacted};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{Direction, ThemeCards, TrendCard};
use crate::error::AppError;
use crate::view::View;

/// Days before a renewal in which there is time to do something about it.
const DAYS: i64 = 60;
/// Customers whose renewal is nearest that are looked at, and that are told.
const LOOKED_AT: usize = 200;
const TOLD: usize = 6;

/// What Today says of customers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerNews {
    /// Customers who renew within 60 days and whose share of all signals rises, the nearest first.
    pub renewing: Vec<RenewingCustomer>,
    /// How many there are of those.
    pub renewing_total: u64,
    /// Signals that are no customer's, as far as is known.
    pub signals_of_nobody: u64,
}

/// A customer who renews soon and is heard more and more.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RenewingCustomer {
    /// Which.
    pub id: CustomerId,
    /// What it is called.
    pub name: Option<Unredacted>,
    /// The day on which they renew.
    pub renewal: Unredacted,
    /// How what they say compares with what all say.
    pub trend: TrendCard,
}

/// What is so of customers now; nothing looking back, for what is known of them is known as of now.
pub(crate) fn customer_news(
    view: &View,
    cards: &ThemeCards,
    now: Timestamp,
) -> Result<Option<CustomerNews>, AppError> {
    let reader = view.store().customers();
    if view.looks_back() || reader.count()? == 0 {
        return Ok(None);
    }
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let last = today.checked_add(jiff::Span::new().days(DAYS)).unwrap_or(today);
    let mut renewing = Vec::new();
    for id in reader.renewing(&today.to_string(), &last.to_string(), LOOKED_AT)? {
        let Some(customer) = reader.get(id)?.filter(|customer| customer.root == id) else { continue };
        let known = reader.summary(id)?;
        let within = |day: &String| (today.to_string()..=last.to_string()).contains(day);
        // What another source says does not hold.
        let Some(renewal) = known.renewal.filter(within).filter(|_| known.state.as_deref() != Some("former"))
        else {
            continue;
        };
        let trend = trend(view, cards, id, now)?;
        if matches!(trend.direction, Direction::Rising | Direction::New) {
            let (name, renewal) = (customer.name.map(Unredacted::new), Unredacted::new(renewal));
            renewing.push(RenewingCustomer { id, name, renewal, trend });
        }
    }
    let renewing_total = renewing.len() as u64;
    renewing.truncate(TOLD);
    Ok(Some(CustomerNews { renewing, renewing_total, signals_of_nobody: reader.signals_of_nobody()? }))
}

fn trend(view: &View, cards: &ThemeCards, id: CustomerId, now: Timestamp) -> Result<TrendCard, AppError> {
    let mut filter = SignalFilter::default();
    let added = filter.add(FilterField::Customer, &id.to_string(), now);
    added.map_err(|error| AppError::user(error.to_string()))?;
    let mut weeks = std::collections::BTreeMap::new();
    for week in view.store().rollup().weeks(&filter)? {
        if let Some(of) = week.week {
            *weeks.entry(of).or_default() += week.signals;
        }
    }
    Ok(cards.trend_of_weeks(&weeks, None))
}
