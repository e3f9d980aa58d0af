//! Releases page by page, the last first, with what was done about them lately.

use hearken_domain::{Actor, ReleaseId, Timestamp, Verbatim};
use hearken_store::ReleasePlace;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::releases::card::{ReleaseCard, title};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Acts that are shown.
const ACTS: usize = 10;
/// Products that can be chosen from.
const PRODUCTS_MAX: usize = 200;

/// Which releases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListReleases {
    /// Only those of this product.
    pub product: Option<String>,
    /// Where the list goes on, as [`ReleaseList::next`] gave it.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// A page of releases.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReleaseList {
    /// The releases, the last first.
    pub releases: Vec<ReleaseCard>,
    /// How many there are without the limit.
    pub total: u64,
    /// The products that something was released of, those with most releases first.
    pub products: Vec<ProductReleases>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<String>,
    /// What was last done about releases and can be undone, the last first.
    pub acts: Vec<ReleaseActCard>,
}

/// A product with its releases.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProductReleases {
    /// What it is called.
    pub product: Verbatim,
    /// How many releases it has.
    pub releases: u64,
}

/// An act about releases that stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReleaseActCard {
    /// The release by which it is undone.
    pub release: ReleaseId,
    /// Its product and version.
    pub name: Verbatim,
    /// How many were added; `None` is a removal.
    pub added: Option<u64>,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Lists releases; looking back, none that came later.
///
/// # Errors
/// The cursor is not one, or any failure of the store.
pub fn list_releases(view: &View, query: &ListReleases) -> Result<ReleaseList, AppError> {
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let until = up_to(view)?;
    let (store, product) = (view.store().releases(), query.product.as_deref());
    let mut releases = store.page(product, until, after, query.limit.saturating_add(1))?;
    let more = releases.len() > query.limit;
    releases.truncate(query.limit);
    let last = releases.last().filter(|_| more);
    let next = last.map(|last| format!("{}.{}", last.at.as_millisecond(), last.id.0));
    let products = store.products(until)?.into_iter().take(PRODUCTS_MAX);
    let acts = if view.looks_back() { Vec::new() } else { store.acts(ACTS)? };
    Ok(ReleaseList {
        releases: releases.into_iter().map(ReleaseCard::from).collect(),
        total: store.count(product, until)?,
        products: products
            .map(|one| ProductReleases { product: one.product, releases: one.releases })
            .collect(),
        next,
        acts: acts
            .into_iter()
            .map(|act| ReleaseActCard {
                release: act.release,
                name: title(act.product.as_ref(), act.version.as_ref()),
                added: act.added,
                by: act.by,
                at: act.at,
            })
            .collect(),
    })
}

/// One release.
///
/// # Errors
/// There is none of that id, or, looking back, it came later; or any failure of the store.
pub fn show_release(view: &View, id: ReleaseId) -> Result<ReleaseCard, AppError> {
    let until = up_to(view)?;
    let found = view.store().releases().get(id)?.filter(|found| until.is_none_or(|until| found.at <= until));
    let missing = || AppError::not_found(format!("there is no release {id}"), NextStep::ListReleases);
    Ok(found.ok_or_else(missing)?.into())
}

/// Up to when releases are shown: all, but for what is looked back to.
pub(crate) fn up_to(view: &View) -> Result<Option<Timestamp>, AppError> {
    Ok(if view.looks_back() { Some(view.as_of()?) } else { None })
}

fn parse_cursor(text: &str) -> Result<ReleasePlace, AppError> {
    let parse = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, ReleaseId(id.parse().ok()?)))
    };
    parse().ok_or_else(|| AppError::user("that is not a valid cursor").suggest(NextStep::ListFromStart))
}
