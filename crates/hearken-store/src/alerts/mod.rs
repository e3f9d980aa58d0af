//! Alerts: which news about themes is sent where, what was news, and what became of it. What people say of alerts and of
//! themes that they want to hear nothing of are events; news and deliveries are kept beside the log.

pub(crate) mod deliveries;
mod mutes;
mod news;
mod secret;

use std::collections::BTreeSet;

use hearken_domain::{
    Actor, AlertAct, AlertId, AlertPace, By, Event, LogPosition, NewAlert, NewsKind, TextId, Threshold,
    Timestamp,
};
use rusqlite::Connection;

use crate::acts::ALERTS;
use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, typed, views};

pub use deliveries::{Delivery, Tried};
pub use mutes::MutedTheme;
pub use news::{News, NoticedNews};

/// An alert as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// What it sends where; an address that was erased is `None`.
    pub alert: NewAlert<Option<String>>,
    /// What was last done to it and stands.
    pub last: AlertAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// When it was added: what was news before, it does not send.
    pub added_at: Timestamp,
}

impl Alert {
    /// Whether it sends.
    pub fn stands(&self) -> bool {
        matches!(self.last, AlertAct::Added | AlertAct::Changed)
    }
}

/// Reads alerts, what was news, and deliveries.
#[derive(Debug, Clone, Copy)]
pub struct AlertReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of alerts in this snapshot.
    pub fn alerts(&self) -> AlertReader<'_> {
        AlertReader(self)
    }
}

impl AlertReader<'_> {
    /// Every alert that somebody added, those that were removed, too; in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Alert>, StoreError> {
        self.0.read(|c| ALERTS.all(c)?.into_iter().map(|position| whole(c, position)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: AlertId) -> Result<Option<Alert>, StoreError> {
        self.0.read(|c| ALERTS.last(c, id.0)?.map(|position| whole(c, position)).transpose())
    }
}

impl Store {
    /// Keeps an alert.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn add_alert(&self, alert: NewAlert<String>, by: &By) -> Result<Alert, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let id = AlertId(ALERTS.next_id(c)?);
            record(c, &by, id, AlertAct::Added, kept(c, alert)?)
        })
    }

    /// Says something else of an alert; one that was stopped sends again.
    ///
    /// # Errors
    /// [`StoreError::Alert`] where it is not there; or any failure of the database.
    pub fn change_alert(
        &self,
        id: AlertId,
        what: BTreeSet<NewsKind>,
        threshold: Option<Threshold>,
        pace: AlertPace,
        by: &By,
    ) -> Result<Alert, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let alert = NewAlert { what, threshold, pace, ..living(c, id)? };
            record(c, &by, id, AlertAct::Changed, alert)
        })
    }

    /// Lets an alert go, or stops it because its receiver is gone; what it was still to send is dropped.
    ///
    /// # Errors
    /// [`StoreError::Alert`] where it is not there; or any failure of the database.
    pub fn end_alert(&self, id: AlertId, act: AlertAct, by: &By) -> Result<Alert, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let alert = living(c, id)?;
            deliveries::drop_waiting(c, id)?;
            record(c, &by, id, act, alert)
        })
    }

    /// Takes back what was last done to an alert.
    ///
    /// # Errors
    /// [`StoreError::Alert`] where it is not there, or nothing was done to it since it was added; or any failure of the database.
    pub fn undo_alert(&self, id: AlertId, by: &By) -> Result<Alert, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let (change, act, _) = last(c, id)?.ok_or_else(|| missing(id))?;
            if act == AlertAct::Added {
                return Err(refused(id, "nothing was done to it since it was added"));
            }
            views::record(c, &by, Event::AlertChangeUndone { id, change })?;
            let (position, ..) = last(c, id)?.ok_or_else(|| missing(id))?;
            whole(c, position)
        })
    }
}

fn kept(c: &Connection, alert: NewAlert<String>) -> Result<NewAlert<TextId>, StoreError> {
    let NewAlert { what, threshold, themes, to, pace } = alert;
    let to = to.try_map(|address| typed::keep_as_typed(c, &address))?;
    Ok(NewAlert { what, threshold, themes, to, pace })
}

fn record(
    c: &Connection,
    by: &By,
    id: AlertId,
    act: AlertAct,
    alert: NewAlert<TextId>,
) -> Result<Alert, StoreError> {
    let recorded = views::record(c, by, Event::AlertChanged { id, act, alert })?;
    whole(c, recorded.position)
}

/// What was last done to an alert, where, and how it stands.
type Last = (LogPosition, AlertAct, NewAlert<TextId>);

fn last(c: &Connection, id: AlertId) -> Result<Option<Last>, StoreError> {
    let Some(position) = ALERTS.last(c, id.0)? else { return Ok(None) };
    Ok(match event_at(c, position)?.map(|recorded| recorded.event) {
        Some(Event::AlertChanged { act, alert, .. }) => Some((position, act, alert)),
        _ => None,
    })
}

fn whole(c: &Connection, position: LogPosition) -> Result<Alert, StoreError> {
    let unreadable = || StoreError::Unreadable {
        what: "alert",
        detail: format!("none was changed at position {position}"),
    };
    let recorded = event_at(c, position)?;
    let Some((by, Event::AlertChanged { id, act, alert })) = recorded.map(|one| (one.by, one.event)) else {
        return Err(unreadable());
    };
    let first = ALERTS.every(c, id.0)?.into_iter().next().ok_or_else(unreadable)?;
    let added_at = event_at(c, first)?.ok_or_else(unreadable)?.by.at;
    let NewAlert { what, threshold, themes, to, pace } = alert;
    let to = to.try_map(|address| typed::text(c, address))?;
    let alert = NewAlert { what, threshold, themes, to, pace };
    Ok(Alert { id, alert, last: act, by: by.actor, at: by.at, added_at })
}

/// How an alert stands, which must not be removed.
fn living(c: &Connection, id: AlertId) -> Result<NewAlert<TextId>, StoreError> {
    match last(c, id)?.ok_or_else(|| missing(id))? {
        (_, AlertAct::Removed, _) => Err(refused(id, "it was removed")),
        (_, _, alert) => Ok(alert),
    }
}

fn missing(id: AlertId) -> StoreError {
    StoreError::Alert { subject: id.to_string(), detail: "there is no such alert".to_owned(), missing: true }
}

fn refused(id: AlertId, detail: &str) -> StoreError {
    StoreError::Alert { subject: id.to_string(), detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
