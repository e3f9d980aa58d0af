//! What is news about themes now. The one place that says so: whatever computes trends otherwise is asked here.

use std::collections::BTreeSet;

use hearken_domain::{
    Counted, Lineage, NewsKind, SignalFilter, Theme, ThemeId, Threshold, Timestamp, ViewId,
};
use hearken_store::{News, week_start};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::actions::cards::{Direction, Movement, ThemeCards};
use crate::error::AppError;
use crate::view::View;

/// Days that a theme was not found for, after which it returns when it is.
pub(super) const QUIET_DAYS: i64 = 28;

/// What is looked at: signals under a filter, and thresholds that may be crossed by them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scope {
    /// The saved view whose filter it is; `None` is none.
    pub view: Option<ViewId>,
    /// The filter.
    pub filter: SignalFilter,
    /// Thresholds.
    pub thresholds: BTreeSet<Threshold>,
}

/// Everything that is so now about themes that nobody ignores, whether it is news or goes on.
///
/// # Errors
/// Any failure of the store.
pub(super) fn what_is_so(view: &View, scope: &Scope) -> Result<Vec<News>, AppError> {
    let now = view.as_of()?;
    let living = view.store().themes().living()?;
    let themes: Vec<&Theme> = living.values().filter(|theme| !theme.ignored).collect();
    let cards = ThemeCards::read(view, &scope.filter, now)?;
    cards.read_movements();
    let mut so = Vec::new();
    for theme in &themes {
        let movement = cards.movement_of(theme.id);
        let what = match movement.direction {
            Direction::Rising if came_back(view, theme.id, now)? => NewsKind::Returns,
            Direction::Rising => NewsKind::Rises,
            Direction::New if was_there_before(&cards, theme.id, &movement) => NewsKind::Returns,
            Direction::New => NewsKind::New,
            Direction::Falling | Direction::Steady | Direction::TooLittle => continue,
        };
        so.push(News {
            theme: theme.id,
            view: scope.view,
            what,
            threshold: None,
            signals: movement.recent,
            customers: None,
        });
    }
    for threshold in &scope.thresholds {
        so.extend(crossing(view, scope, *threshold, &themes, now)?);
    }
    Ok(so)
}

/// The themes that have as many as a threshold says.
fn crossing(
    view: &View,
    scope: &Scope,
    threshold: Threshold,
    themes: &[&Theme],
    now: Timestamp,
) -> Result<Vec<News>, AppError> {
    let from = now.checked_sub(SignedDuration::from_hours(24 * i64::from(threshold.days))).unwrap_or(now);
    let filter = scope.filter.clone().no_earlier_than(from).no_later_than(now);
    let cards = ThemeCards::read(view, &filter, now)?;
    let news = themes.iter().filter_map(|theme| {
        let signals = cards.signals_of(theme.id);
        let customers = cards.customers_of(theme.id).map(|worth| worth.customers);
        let count = match threshold.of {
            Counted::Signals => signals,
            Counted::Customers => customers.unwrap_or_default(),
        };
        let threshold_met = count >= u64::from(threshold.count.max(1));
        threshold_met.then_some(News {
            theme: theme.id,
            view: scope.view,
            what: NewsKind::Crosses,
            threshold: Some(threshold),
            signals,
            customers,
        })
    });
    Ok(news.collect())
}

/// Whether anybody spoke of a theme before the days that it is compared with, in which next to nobody did.
pub(crate) fn was_there_before(cards: &ThemeCards, theme: ThemeId, movement: &Movement) -> bool {
    let compared = TimeZone::UTC.to_timestamp(movement.before_from.at(0, 0, 0, 0));
    let first = cards.first_week(theme).map(|first| week_start(first + 1));
    first.zip(compared.ok()).is_some_and(|(first, compared)| first <= compared)
}

/// Whether a theme was found again lately that was not for some time.
pub(crate) fn came_back(view: &View, theme: ThemeId, now: Timestamp) -> Result<bool, AppError> {
    let quiet = SignedDuration::from_hours(24 * QUIET_DAYS);
    let steps = view.store().themes().lineage(theme)?;
    let Some(back) = steps.iter().rposition(|step| step.what == Lineage::Returned) else { return Ok(false) };
    let gone = steps[..back].iter().rev().find(|step| step.what == Lineage::Retired);
    Ok(now.duration_since(steps[back].at) < quiet
        && gone.is_some_and(|gone| steps[back].at.duration_since(gone.at) >= quiet))
}
