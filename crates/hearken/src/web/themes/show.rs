//! One theme: its words, its weeks, its most telling verbatims, where it comes from, and every signal in it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::{Subject, ThemeId};

use crate::web::chart::{self, Breakdown, TrendChart};
use crate::web::code::links::Links;
use crate::web::error::PageError;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::themes::lineage::LineagePicture;
use crate::web::{act, html, show};
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::themes::rule::themes;
use hearken_app::actions::themes::show::{ShowTheme, ThemePage, show_theme};
use hearken_app::app::App;

const LIMIT: usize = 20;

#[derive(Template)]
#[template(path = "theme.html")]
struct Page {
    layout: Layout,
    theme: ThemePage,
    chart: TrendChart,
    lineage: LineagePicture,
    /// Other living themes, to merge with.
    others: Vec<ThemeLink>,
    breakdowns: Vec<Breakdown>,
    /// Where it leads in the code.
    links: Links,
    form: FilterForm,
    /// What the signals were counted under, for links to them.
    filter: Params,
    /// All of the theme's signals under the filter, in the search page's list.
    search: Params,
    first: Option<String>,
    next: Option<String>,
}

impl Page {
    fn word_href(&self, word: &str) -> String {
        self.search.with("q", format!("\"{}\"", word.replace('"', " "))).href("/search")
    }
}

/// `GET /themes/{id}`
pub async fn page(
    State(app): State<App>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: ThemeId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let cursor = params.get("cursor").map(str::to_owned);
    let query = ShowTheme { id, filter: filter::read(&params)?, cursor, limit: LIMIT };
    let read =
        move |app: &App| Ok((show_theme(app, &query)?, themes(app)?, Links::of(app, Subject::Theme(id))?));
    let (theme, others, links) = act(app, read).await?;
    let others = others.into_iter().filter(|other| other.id != id).collect();

    let path = format!("/themes/{id}");
    let filter = params.only(&filter::FIELDS);
    let search = filter.with("theme", id.to_string());
    let by = |name: &'static str| {
        let search = &search;
        move |value: &str| search.with(name, value)
    };
    let by_rating = |value: &str| search.with("rating_min", value).with("rating_max", format!("{value}.99"));
    let breakdowns = [
        Breakdown::of("Source", &theme.by_source, by("source")),
        Breakdown::of("Product", &theme.by_product, by("product")),
        Breakdown::of("Version", &theme.by_version, by("version")),
        Breakdown::of("Segment", &theme.by_segment, by("segment")),
        Breakdown::of("Rating", &theme.by_rating, by_rating),
    ];
    html(&Page {
        layout: Layout::new(theme.card.name.as_str(), Section::Themes),
        chart: TrendChart::of(&theme.card, &filter),
        lineage: LineagePicture::of(&theme.lineage),
        others,
        links,
        breakdowns: breakdowns.into_iter().filter(|breakdown| !breakdown.is_empty()).collect(),
        form: FilterForm::new(&path, &params, &theme.facets, &[]),
        first: params.get("cursor").map(|_| filter.href(&path) + "#signals"),
        next: theme.next.as_ref().map(|next| filter.with("cursor", next).href(&path) + "#signals"),
        filter,
        search,
        theme,
    })
}
