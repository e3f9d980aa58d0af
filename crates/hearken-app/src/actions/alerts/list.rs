//! All alerts, what was news lately, and what became of what was sent.

use hearken_domain::{AlertAct, AlertId, ThemeId, Timestamp};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::alerts::cards::{AlertCard, DeliveryCard, NewsCard, card};
use crate::actions::alerts::message::news_cards;
use crate::actions::alerts::mute::{MuteCard, said};
use crate::error::AppError;
use crate::view::View;

/// Days of news in the feed.
const FEED_DAYS: i64 = 60;
/// Pieces of news that are listed at a time, and at most.
pub const NEWS_MAX: usize = 500;
/// Deliveries that are listed at a time, where nobody says how many.
pub const DELIVERIES_MAX: usize = 100;

/// Every alert.
#[derive(Debug, Clone, Copy)]
pub struct ListAlerts;

/// What was news in the last 60 days, the last first.
#[derive(Debug, Clone, Copy)]
pub struct ListNews {
    /// Only what came before the piece of this number, as [`NewsList::next`] gave it.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

impl Default for ListNews {
    fn default() -> Self {
        Self { before: None, limit: NEWS_MAX }
    }
}

/// What became of what was sent, the last first.
#[derive(Debug, Clone)]
pub struct ListDeliveries {
    /// By this alert; by all, where none is given.
    pub alert: Option<AlertId>,
    /// Only what came before the delivery of this message, as [`DeliveryList::next`] gave it.
    pub before: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Default for ListDeliveries {
    fn default() -> Self {
        Self { alert: None, before: None, limit: DELIVERIES_MAX }
    }
}

/// Whether anybody wants to hear of a theme; `None` where nobody said.
#[derive(Debug, Clone, Copy)]
pub struct ShowMute(pub ThemeId);

/// Alerts, and themes that nothing is told of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlertList {
    /// Those there are; one that was stopped among them.
    pub alerts: Vec<AlertCard>,
    /// Those that were removed, which an undo brings back; the last first.
    pub removed: Vec<AlertCard>,
    /// Themes that nothing is told of now.
    pub muted: Vec<MuteCard>,
}

/// What was news.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewsList {
    /// As of when.
    pub now: Timestamp,
    /// The last first.
    pub news: Vec<NewsCard>,
    /// What to give as `before` for those that came earlier; nothing at the end.
    pub next: Option<u64>,
}

/// What became of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryList {
    /// The last first.
    pub deliveries: Vec<DeliveryCard>,
    /// What to give as `before` for those that came earlier; nothing at the end.
    pub next: Option<String>,
}

/// All alerts.
///
/// # Errors
/// Any failure of the store.
pub fn list_alerts(view: &View) -> Result<AlertList, AppError> {
    let all = view.store().alerts().all()?.into_iter().map(card);
    let (mut removed, alerts): (Vec<_>, Vec<_>) = all.partition(|card| card.last == AlertAct::Removed);
    removed.reverse();
    let mutes = view.store().alerts().mutes()?.into_values().map(|mute| said(mute, view.now()));
    Ok(AlertList { alerts, removed, muted: mutes.filter(|mute| mute.muted).collect() })
}

/// What was news lately; themes that were ignored since are not told of.
///
/// # Errors
/// Any failure of the store.
pub fn list_news(view: &View, query: &ListNews) -> Result<NewsList, AppError> {
    let now = view.now();
    let since = now.checked_sub(SignedDuration::from_hours(24 * FEED_DAYS)).unwrap_or(now);
    let ListNews { before, limit } = *query;
    let mut news = view.store().alerts().news_since(since, before, limit.saturating_add(1))?;
    let more = news.len() > limit;
    news.truncate(limit);
    let next = news.last().filter(|_| more).map(|last| last.id);
    Ok(NewsList { now, news: news_cards(view, &news)?, next })
}

/// What became of what was sent.
///
/// # Errors
/// Any failure of the store.
pub fn list_deliveries(view: &View, query: &ListDeliveries) -> Result<DeliveryList, AppError> {
    let ListDeliveries { alert, before, limit } = query;
    let mut found = view.store().alerts().deliveries(*alert, before.as_deref(), limit.saturating_add(1))?;
    let more = found.len() > *limit;
    found.truncate(*limit);
    let next = found.last().filter(|_| more).map(|last| last.message.clone());
    Ok(DeliveryList { deliveries: found.into_iter().map(DeliveryCard::from).collect(), next })
}

/// What was last said of hearing of a theme.
///
/// # Errors
/// Any failure of the store.
pub fn show_mute(view: &View, theme: ThemeId) -> Result<Option<MuteCard>, AppError> {
    let mute = view.store().alerts().mutes()?.remove(&theme);
    Ok(mute.map(|mute| said(mute, view.now())))
}
