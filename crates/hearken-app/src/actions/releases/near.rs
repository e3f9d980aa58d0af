//! Releases beside what customers say: those that a trend is drawn with, the last before a theme was first heard, and the one
//! whose version a signal names. Only the order of events is told, never that one led to another.

use hearken_domain::{
    ReleaseId, Signal, SignalFilter, ThemeId, Timestamp, Verbatim, VersionStep, counted, step_of,
    version_of_tag,
};
use hearken_store::{week_of, week_start};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::releases::card::{ReleaseCard, ReleaseLink, title};
use crate::actions::releases::touched::{Touched, touched};
use crate::error::AppError;
use crate::view::View;

/// A release is near when it came no longer before than this.
const NEAR_DAYS: i64 = 28;
/// New releases that are told of.
const NEW_MAX: usize = 5;
/// Products that are named.
const PRODUCTS_NAMED: usize = 3;

/// The releases of the weeks that trends show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkReleases {
    /// Whose.
    pub of: ReleasesOf,
    /// How many weeks, up to now or what is looked back to.
    pub weeks: usize,
}

/// Whose releases are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleasesOf {
    /// Of all products.
    Everything,
    /// Of this product, if it has any; else of all.
    Product(String),
    /// Of the products that these themes touch, where that can be told; else of all.
    Themes(Vec<ThemeId>),
}

/// The releases to mark a trend with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkedReleases {
    /// The releases, in their order.
    pub marks: Vec<ReleaseMark>,
    /// Of which of several products they are, in words; `None` where there is nothing to tell apart.
    pub whose: Option<String>,
}

/// A release as a trend is marked with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseMark {
    /// Its id.
    pub id: ReleaseId,
    /// Product and version.
    pub name: Verbatim,
    /// When it came out.
    pub at: Timestamp,
    /// How much of a step it is: the larger are drawn where not all have room.
    pub step: VersionStep,
}

/// A release before a theme was first heard.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AfterRelease {
    /// The release.
    pub release: ReleaseLink,
    /// Days from it to the first signal, by the calendar (UTC).
    pub days: u64,
    /// In words: the order of events, and nothing of causes.
    pub says: Verbatim,
}

/// The releases to mark.
///
/// # Errors
/// Any failure of the store.
pub fn mark_releases(view: &View, query: &MarkReleases) -> Result<MarkedReleases, AppError> {
    let until = view.as_of()?;
    let from = week_start(week_of(until) - i64::try_from(query.weeks).unwrap_or(i64::MAX / 2));
    let store = view.store().releases();
    let (products, whose) = match &query.of {
        ReleasesOf::Everything => (None, None),
        ReleasesOf::Product(product) if store.between(Some(product), from, until)?.is_empty() => (None, None),
        ReleasesOf::Product(product) => (Some(vec![product.clone()]), None),
        ReleasesOf::Themes(themes) => match touched(view, themes)? {
            Touched::OnlyOne => (None, None),
            Touched::Unknown => {
                (None, Some("of all products: which of them it touches is not known".to_owned()))
            }
            Touched::These(products) => {
                let whose = whose(&products);
                (Some(products), Some(whose))
            }
        },
    };
    let mut found = Vec::new();
    match products {
        None => found = store.between(None, from, until)?,
        Some(products) => {
            for product in products {
                found.extend(store.between(Some(&product), from, until)?);
            }
            found.sort_by_key(|one| (one.at, one.id));
        }
    }
    let mark = |one: hearken_store::ReleaseDate| ReleaseMark {
        id: one.id,
        name: title(one.product.as_ref(), one.version.as_ref()),
        at: one.at,
        step: step_of(one.version.as_ref().map_or("", |version| version.as_str())),
    };
    Ok(MarkedReleases { marks: found.into_iter().map(mark).collect(), whose })
}

/// Products in words: of all products that it touches, the first few by name.
fn whose(products: &[String]) -> String {
    let named = products.iter().take(PRODUCTS_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match products.len().saturating_sub(PRODUCTS_NAMED) {
        0 => format!("of what it touches: {named}"),
        more => format!("of what it touches: {named} and {more} more"),
    }
}

/// The last release before a theme was first heard, of the products that it touches where that can be told: where it is near and
/// others were heard long enough before, for what begins with the data did not begin then.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn after_release(
    view: &View,
    theme: ThemeId,
    first_heard: Option<Timestamp>,
) -> Result<Option<AfterRelease>, AppError> {
    let Some(heard) = first_heard else { return Ok(None) };
    let store = view.store().releases();
    let mut last = store.page(None, Some(heard), None, 1)?;
    if !last.is_empty()
        && let Touched::These(products) = touched(view, &[theme])?
    {
        last.clear();
        for product in products {
            last.extend(store.page(Some(&product), Some(heard), None, 1)?);
        }
    }
    let Some(last) = last.into_iter().max_by_key(|release| (release.at, release.id)) else {
        return Ok(None);
    };
    let days = (day_number(heard) - day_number(last.at)).max(0);
    let everything = view.up_to_then(&SignalFilter::default());
    let (_, span) = view.store().signals().span(&everything, None)?;
    let listened = span
        .is_some_and(|(first, _)| heard.duration_since(first) >= SignedDuration::from_hours(24 * NEAR_DAYS));
    if days > NEAR_DAYS || !listened {
        return Ok(None);
    }
    let release = ReleaseCard::from(last).link();
    let name = release.name.as_str();
    let says = match u64::try_from(days).unwrap_or(0) {
        0 => format!("first heard on the day on which {name} was released"),
        days => format!("first heard {} after {name} was released", counted(days, "day")),
    };
    Ok(Some(AfterRelease { days: days.unsigned_abs(), says: Verbatim::redacted(says), release }))
}

/// Releases of the last four weeks, the last first, and how many there are.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn new_releases(view: &View, now: Timestamp) -> Result<(Vec<ReleaseCard>, u64), AppError> {
    let store = view.store().releases();
    let since = now - SignedDuration::from_hours(24 * NEAR_DAYS);
    let count = store.between(None, since, now)?.len();
    let page = store.page(None, Some(now), None, count.min(NEW_MAX))?;
    Ok((page.into_iter().map(ReleaseCard::from).collect(), count as u64))
}

/// The release whose version a signal names: of its product, or the only one of that version.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn release_of(view: &View, signal: &Signal) -> Result<Option<ReleaseLink>, AppError> {
    let Some(version) = signal.version.as_ref().map(|version| version.as_str().trim()) else {
        return Ok(None);
    };
    let product = signal.product.as_ref().map_or("", |product| product.as_str());
    let plain = version_of_tag(version, product).unwrap_or_else(|| version.to_owned());
    let mut found = view.store().releases().of_version(&plain)?;
    let of_product = |release: &hearken_store::Release| {
        release.product.as_ref().is_some_and(|known| known.as_str().eq_ignore_ascii_case(product))
    };
    let index = found.iter().position(of_product).or((found.len() == 1).then_some(0));
    Ok(index.map(|index| ReleaseCard::from(found.swap_remove(index)).link()))
}

fn day_number(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}
