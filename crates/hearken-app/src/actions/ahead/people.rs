//! Whose words have what a plan touches: customers with what they pay and when they renew, and the segments that they are in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{CustomerId, CustomerState, SegmentAct, SignalId, Unredacted, Verbatim};
use hearken_store::{HeldRevenue, Segment};
use jiff::Span;

use crate::actions::ahead::cards::{TouchedCustomer, TouchedSegment};
use crate::actions::customers::worth::{Worth, WorthCard};
use crate::actions::segments::members::{Segments, title};
use crate::error::AppError;
use crate::view::View;

/// Customers, and segments, that are named.
const NAMED: usize = 10;
/// Days before a renewal in which there is time to talk.
const SOON_DAYS: i64 = 60;

/// Whose they are.
#[derive(Default)]
pub(super) struct Whose {
    pub(super) worth: Option<WorthCard>,
    pub(super) customers: Vec<TouchedCustomer>,
    pub(super) segments: Vec<TouchedSegment>,
}

/// Whose these signals are.
pub(super) fn touched(view: &View, signals: &[SignalId]) -> Result<Whose, AppError> {
    let Some(worth) = Worth::read(view)? else { return Ok(Whose::default()) };
    let of = view.store().customers().of_signals(signals)?;
    let mut counts: BTreeMap<CustomerId, u64> = BTreeMap::new();
    for customer in of.values().flatten() {
        *counts.entry(*customer).or_default() += 1;
    }
    let mut most: Vec<(CustomerId, u64)> = counts.iter().map(|(id, signals)| (*id, *signals)).collect();
    most.sort_by_key(|(id, signals)| (Reverse(*signals), *id));
    most.truncate(NAMED);
    let ids: Vec<CustomerId> = most.iter().map(|(id, _)| *id).collect();
    let names = view.store().customers().names(&ids)?;
    let today = worth.day();
    let soon = today.checked_add(Span::new().days(SOON_DAYS)).unwrap_or(today);
    let near = today.to_string()..=soon.to_string();
    let mut customers = Vec::new();
    for (id, signals) in most {
        let renewal = view.store().customers().summary(id)?.renewal;
        // What a former customer paid, and would have renewed, is no more.
        let buys = worth.of(id).filter(|known| known.state == CustomerState::Customer);
        customers.push(TouchedCustomer {
            id,
            name: names.get(&id).cloned().map(Unredacted::new),
            signals,
            revenue: buys.and_then(|known| known.revenue.as_ref()).map(HeldRevenue::yearly),
            renews_soon: buys.is_some() && renewal.as_ref().is_some_and(|day| near.contains(day)),
            renewal: renewal.map(Unredacted::new),
        });
    }
    let segments = segments(view, &counts.into_keys().collect())?;
    Ok(Whose { worth: Some(worth.of_known(&of, signals.iter().copied())), customers, segments })
}

/// The segments in which any of these customers are.
fn segments(view: &View, customers: &BTreeSet<CustomerId>) -> Result<Vec<TouchedSegment>, AppError> {
    let mut read = Segments::read(view)?;
    let all: Vec<Segment> = read.all().filter(|one| one.last != SegmentAct::Removed).cloned().collect();
    let mut touched = Vec::new();
    for segment in &all {
        // One that cannot be worked out says nothing here; its own page says why.
        let members = match read.members(segment) {
            Ok(members) => members,
            Err(AppError::User { .. } | AppError::NotFound { .. }) => continue,
            Err(error) => return Err(error),
        };
        let among = members.customers.iter().filter(|member| customers.contains(member)).count() as u64;
        if among > 0 {
            let name = Verbatim::redacted(title(segment));
            touched.push(TouchedSegment { name, customers: among, of: members.customers.len() as u64 });
        }
    }
    touched.sort_by_key(|segment| Reverse(segment.customers));
    touched.truncate(NAMED);
    Ok(touched)
}
