//! What stands on a page that can be saved: the saved views, which of them is open and what of it is gone, and the form that
//! saves what the page shows.

use askama::Template;
use hearken_app::actions::views::list::SavedViewCard;
use hearken_app::error::AppError;
use hearken_app::query::ListViews;
use hearken_app::view::View;
use hearken_domain::{FilterField, LogPosition, SavedPage, ThemeId, ViewId};

use crate::web::params::Params;
use crate::web::{legible, show};

/// The parameter that says which saved view a page was opened by.
pub const OPENED_BY: &str = "view";
/// Links to views on a page, at most; the others are a click away.
const LINKS_MAX: usize = 12;

/// Saved views on a page that can be saved.
#[derive(Template)]
#[template(path = "_views.html")]
pub struct ViewsBar {
    links: Vec<ViewLink>,
    more: usize,
    open: Option<SavedViewCard>,
    page: SavedPage,
    /// As the command takes them, `name=value`.
    parameters: Vec<String>,
    next: String,
    seen: LogPosition,
}

struct ViewLink {
    href: String,
    name: String,
    current: bool,
}

/// What a page needs to know of saved views to show them.
pub struct KnownViews {
    views: Vec<SavedViewCard>,
    seen: LogPosition,
}

impl KnownViews {
    /// Reads them.
    pub fn read(view: &View) -> Result<Self, AppError> {
        Ok(Self { views: view.ask(&ListViews)?.views, seen: view.position()? })
    }
}

impl ViewsBar {
    /// The bar of `page` at `path`, which was asked for with `params`; `theme` is what the page is of.
    pub fn new(
        known: KnownViews,
        page: SavedPage,
        path: &str,
        params: &Params,
        theme: Option<ThemeId>,
    ) -> Self {
        let opened: Option<ViewId> = params.get(OPENED_BY).and_then(|id| id.parse().ok());
        // What is looked back to is no part of a view: it stays, whichever is opened.
        let back = params.only(&["as_of"]);
        let link = |card: &SavedViewCard| ViewLink {
            href: back.href(&format!("/views/{}", card.id)),
            name: show::words(&card.title()).to_owned(),
            current: Some(card.id) == opened,
        };
        let own: &[&str] = match page {
            SavedPage::Themes => &["kind", "area", "sort"],
            SavedPage::Theme => &[],
            SavedPage::Search => &["q", "theme", "area", "unsorted", "sort"],
        };
        let kept = params.only(&[own, &FilterField::NAMES].concat());
        let mut parameters: Vec<String> =
            kept.pairs().map(|(name, value)| format!("{name}={value}")).collect();
        parameters.extend(theme.map(|theme| format!("theme={theme}")));
        Self {
            links: known.views.iter().take(LINKS_MAX).map(link).collect(),
            more: known.views.len().saturating_sub(LINKS_MAX),
            open: known.views.into_iter().find(|card| Some(card.id) == opened),
            page,
            parameters,
            next: back.pairs().fold(kept, |kept, (name, value)| kept.and(name, value)).href(path),
            seen: known.seen,
        }
    }
}
