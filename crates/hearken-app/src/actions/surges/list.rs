//! Surges of the last weeks, and one with its signals.

use hearken_domain::{SurgeId, Timestamp};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, signal_cards};
use crate::actions::surges::cards::{SurgeCard, surge_card};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Days that are looked back.
const DAYS: i64 = 60;
/// Surges that are listed.
const LISTED_MAX: usize = 200;
/// Signals of one that are shown.
const SHOWN_MAX: usize = 200;

/// Which surges to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListSurges {
    /// Only those that go on, and that nobody dismissed.
    pub going_on: bool,
}

/// One surge, with its signals.
#[derive(Debug, Clone, Copy)]
pub struct ShowSurge(pub SurgeId);

/// Surges of the last 60 days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SurgeList {
    /// As of when.
    pub now: Timestamp,
    /// The last noticed first.
    pub surges: Vec<SurgeCard>,
}

/// A surge, and its signals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SurgePage {
    /// What is so.
    pub surge: SurgeCard,
    /// Its signals in the order in which they were said, at most 200: the first.
    pub signals: Vec<SignalCard>,
}

/// Surges of the last weeks.
///
/// # Errors
/// Any failure of the store.
pub fn list_surges(view: &View, query: &ListSurges) -> Result<SurgeList, AppError> {
    let now = view.now();
    let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(now);
    let mut surges = Vec::new();
    for surge in view.store().surges().since(since, LISTED_MAX)? {
        let card = surge_card(view, &surge)?;
        surges.extend(card.filter(|card| !query.going_on || (card.goes_on && card.dismissed_by.is_none())));
    }
    Ok(SurgeList { now, surges })
}

/// One surge.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn show_surge(view: &View, id: SurgeId) -> Result<SurgePage, AppError> {
    let gone = || AppError::not_found(format!("{id}: there is no such surge"), NextStep::ListSurges);
    let surge = view.store().surges().get(id)?.ok_or_else(gone)?;
    let card = surge_card(view, &surge)?.ok_or_else(gone)?;
    let ids: Vec<_> = surge.signals.iter().take(SHOWN_MAX).map(|signal| signal.id).collect();
    let signals = signal_cards(view, &view.store().signals().several(&ids)?)?;
    Ok(SurgePage { surge: card, signals })
}
