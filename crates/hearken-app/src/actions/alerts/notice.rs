//! Noticing news, each piece once, and asking for it to be sent.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{AlertPace, AlertThemes, AlertTo, NewAlert, Timestamp, ViewId};
use hearken_store::{Alert, News};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};

use crate::actions::alerts::news::{QUIET_DAYS, Scope, what_is_so};
use crate::actions::views::list::show_view;
use crate::actions::views::parameters::ViewQuery;
use crate::context::Context;
use crate::error::AppError;
use crate::known::known_filter;
use crate::view::View;

/// The hour at which digests are sent, in UTC.
const DIGEST_HOUR: i8 = 7;

/// Notices what is so now, and asks for what of it is news to be sent by the alerts there are. What an alert that is about to
/// be kept looks at is looked at, too, so that it tells only of what begins after it. How much was news.
///
/// # Errors
/// Any failure of the store.
pub(super) fn notice<T>(ctx: &Context, coming: Option<&NewAlert<T>>) -> Result<u64, AppError> {
    let view = ctx.view()?.opening_saved(true);
    let alerts: Vec<Alert> = view.store().alerts().all()?.into_iter().filter(Alert::stands).collect();
    if alerts.is_empty() && coming.is_none() {
        return Ok(0);
    }
    let coming = coming.map(|alert| (alert.themes, alert.threshold));
    let looked = alerts.iter().map(|alert| (alert.alert.themes, alert.alert.threshold)).chain(coming);
    let mut thresholds: BTreeMap<Option<ViewId>, BTreeSet<_>> = BTreeMap::from([(None, BTreeSet::new())]);
    for (themes, threshold) in looked {
        thresholds.entry(view_of(themes)).or_default().extend(threshold);
    }
    let (mut so, mut looked_at) = (Vec::new(), Vec::new());
    for (of, thresholds) in thresholds {
        let Some(filter) = filter_of(&view, of)? else { continue };
        let scope = Scope { view: of, filter, thresholds };
        so.extend(what_is_so(&view, &scope)?);
        looked_at.push((of, None));
        looked_at.extend(scope.thresholds.iter().map(|threshold| (of, Some(*threshold))));
    }
    let now = ctx.now;
    let muted: BTreeSet<_> = view
        .store()
        .alerts()
        .mutes()?
        .into_values()
        .filter(|said| said.mute.holds_at(now))
        .map(|said| said.theme)
        .collect();
    drop(view);
    let forgotten = now.checked_sub(SignedDuration::from_hours(24 * QUIET_DAYS)).unwrap_or(now);
    let sent_by = move |news: &News| {
        let told = alerts.iter().filter(|alert| !muted.contains(&news.theme) && tells(&alert.alert, news));
        told.map(|alert| (alert.id, due(alert.alert.pace, now))).collect()
    };
    let noticed = ctx.app.store().notice_news(so, looked_at, now, forgotten, sent_by)?;
    Ok(noticed.len() as u64)
}

/// The view under whose filter an alert looks.
fn view_of(themes: AlertThemes) -> Option<ViewId> {
    match themes {
        AlertThemes::View(view) => Some(view),
        AlertThemes::All | AlertThemes::Theme(_) => None,
    }
}

/// The filter of a saved view; `None` where the view is not there any more, or can be asked no more.
pub(in crate::actions) fn filter_of(
    view: &View,
    of: Option<ViewId>,
) -> Result<Option<hearken_domain::SignalFilter>, AppError> {
    let Some(id) = of else { return Ok(Some(hearken_domain::SignalFilter::default())) };
    let filter = show_view(view, id).and_then(|card| card.query(view)).and_then(|query| {
        let filter = match query {
            ViewQuery::Themes(query) => query.filter,
            ViewQuery::Theme(query) => query.filter,
            ViewQuery::Search(query) => query.filter,
        };
        known_filter(view, &filter)
    });
    match filter {
        Ok(filter) => Ok(Some(filter)),
        Err(AppError::Internal(error)) => Err(AppError::Internal(error)),
        Err(_) => Ok(None),
    }
}

/// Whether an alert sends a piece of news.
fn tells<T>(alert: &NewAlert<T>, news: &News) -> bool {
    let of_theme = match alert.themes {
        AlertThemes::Theme(theme) => news.theme == theme,
        AlertThemes::All | AlertThemes::View(_) => true,
    };
    of_theme
        && !matches!(alert.to, AlertTo::Feed)
        && alert.what.contains(&news.what)
        && news.view == view_of(alert.themes)
        && news.threshold.is_none_or(|threshold| Some(threshold) == alert.threshold)
}

/// When news that is noticed now is sent.
pub(in crate::actions) fn due(pace: AlertPace, now: Timestamp) -> Timestamp {
    let here = now.to_zoned_datetime(TimeZone::UTC);
    let days = match pace {
        AlertPace::AtOnce => return now,
        AlertPace::Daily => 1,
        AlertPace::Weekly => match here.weekday().until(Weekday::Monday) {
            0 => 7,
            days => i64::from(days),
        },
    };
    let today = here.date().at(DIGEST_HOUR, 0, 0, 0);
    // One of today's that is still to come is today's.
    let on_its_day = pace == AlertPace::Daily || here.weekday() == Weekday::Monday;
    let wall = if on_its_day && today > here.datetime() { today } else { today.saturating_add(days.days()) };
    wall.to_zoned_datetime(TimeZone::UTC).map_or(now, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use hearken_domain::{Counted, NewsKind, ThemeId, Threshold};

    use super::*;

    #[test]
    fn a_digest_comes_at_the_next_seven_and_on_mondays() {
        let due = |pace, now: &str| due(pace, now.parse().unwrap()).to_string();
        // A Saturday.
        assert_eq!(due(AlertPace::AtOnce, "2026-11-28T12:30:00Z"), "2026-11-28T12:30:00Z");
        assert_eq!(due(AlertPace::Daily, "2026-11-28T06:59:59Z"), "2026-11-28T07:00:00Z");
        assert_eq!(due(AlertPace::Daily, "2026-11-28T07:00:00Z"), "2026-11-29T07:00:00Z");
        assert_eq!(due(AlertPace::Weekly, "2026-11-28T06:00:00Z"), "2026-11-30T07:00:00Z");
        assert_eq!(due(AlertPace::Weekly, "2026-11-30T06:00:00Z"), "2026-11-30T07:00:00Z");
        assert_eq!(due(AlertPace::Weekly, "2026-11-30T08:00:00Z"), "2026-12-07T07:00:00Z");
    }

    #[test]
    fn an_alert_tells_of_its_news_alone() {
        let threshold = |count| Threshold { count, of: Counted::Signals, days: 7 };
        let alert = |themes, to| NewAlert {
            what: [NewsKind::Rises, NewsKind::Crosses].into(),
            threshold: Some(threshold(20)),
            themes,
            to,
            pace: AlertPace::AtOnce,
        };
        let mail = || AlertTo::Mail { address: "ann@example.com" };
        let news = |theme, view, what, threshold| News {
            theme: ThemeId(theme),
            view,
            what,
            threshold,
            signals: 1,
            customers: None,
        };
        let rises = news(4, None, NewsKind::Rises, None);
        assert!(tells(&alert(AlertThemes::All, mail()), &rises));
        assert!(tells(&alert(AlertThemes::Theme(ThemeId(4)), mail()), &rises));
        assert!(!tells(&alert(AlertThemes::Theme(ThemeId(5)), mail()), &rises));
        assert!(!tells(&alert(AlertThemes::All, AlertTo::Feed), &rises));
        assert!(!tells(&alert(AlertThemes::View(ViewId(1)), mail()), &rises));
        assert!(!tells(&alert(AlertThemes::All, mail()), &news(4, None, NewsKind::New, None)));
        let crossed = |count| news(4, None, NewsKind::Crosses, Some(threshold(count)));
        assert!(tells(&alert(AlertThemes::All, mail()), &crossed(20)));
        assert!(!tells(&alert(AlertThemes::All, mail()), &crossed(21)));
    }
}
