//! What Today says of customers: whose renewal is near while they are heard more and more, and how much of what was said is
//! nobody's. Only what the data says: where no customer is known, nothing.

use hearken_domain::{CustomerId, Timestamp, Unredacted};
use jiff::SignedDuration;
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
/// Days of theirs that are read: two years tell what is usual, and of which sources.
const DAYS_READ: i64 = 731;

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
    let near = reader.renewing(&today.to_string(), &last.to_string(), LOOKED_AT)?;
    let days = reader.days(&near, now - SignedDuration::from_hours(24 * DAYS_READ))?;
    let mut renewing = Vec::new();
    for id in near {
        let Some(trend) = days.get(&id).map(|days| cards.trend_of_days(days, None)) else { continue };
        if !matches!(trend.direction, Direction::Rising | Direction::New) {
            continue;
        }
        let Some(customer) = reader.get(id)?.filter(|customer| customer.root == id) else { continue };
        let known = reader.summary(id)?;
        let within = |day: &String| (today.to_string()..=last.to_string()).contains(day);
        // What another source says does not hold.
        let holds = known.renewal.filter(within).filter(|_| known.state.as_deref() != Some("former"));
        renewing.extend(holds.map(|renewal| RenewingCustomer {
            id,
            name: customer.name.map(Unredacted::new),
            renewal: Unredacted::new(renewal),
            trend,
        }));
    }
    let renewing_total = renewing.len() as u64;
    renewing.truncate(TOLD);
    Ok(Some(CustomerNews { renewing, renewing_total, signals_of_nobody: reader.signals_of_nobody()? }))
}
