//! One area: its weeks, its themes, what people decided about it, and what became of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::areas::show::{AreaPage, ShowArea};
use hearken_app::actions::cards::AreaLink;
use hearken_app::actions::opportunities::of_themes::{OpportunitiesOf, OpportunityOf};
use hearken_app::actions::releases::near::ReleasesOf;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::query::{PickAreas, PickThemes};
use hearken_app::view::View;
use hearken_domain::AreaId;

use crate::http::door::Door;
use crate::web::chart::{self, Sparkline, TrendChart};
use crate::web::error::PageError;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::releases::marks::Releases;
use crate::web::themes::field;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "area.html")]
struct Page {
    layout: Layout,
    area: AreaPage,
    chart: TrendChart,
    /// Other living areas, to merge with.
    others: Vec<AreaLink>,
    /// Living themes that lie elsewhere, to move here.
    elsewhere: OfferedThemes,
    /// Opportunities that come from its themes.
    opportunities: Vec<OpportunityOf>,
    form: FilterForm,
    /// What trends are marked with.
    releases: Releases,
    /// What the signals were counted under, for links to them.
    filter: Params,
    /// All of the area's signals under the filter, in the search page's list.
    search: Params,
    /// The address of the signals that the trend is about.
    recent: String,
}

/// `GET /areas/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: AreaId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let door = door.looking_back(params.as_of()?);
    let asked = params.clone();
    let read = move |view: &View| -> Result<_, PageError> {
        let query = ShowArea { area: id.to_string(), filter: filter::read(view, &asked)? };
        let area = view.ask(&query)?;
        let themes: Vec<_> = area.themes.iter().map(|card| card.id).collect();
        let opportunities = view.ask(&OpportunitiesOf { themes: themes.clone() })?;
        let releases = Releases::read(view, ReleasesOf::Themes(themes), area.card.weeks.len())?;
        Ok((
            area,
            opportunities,
            releases,
            view.ask(&PickAreas)?,
            view.ask(&PickThemes { near: None })?,
            view.position()?,
        ))
    };
    let (area, opportunities, releases, others, themes, seen) = door.understand(read).await?;
    // One that became part of another is shown as that.
    let path = format!("/areas/{}", area.id);
    let filter = params.counted_under();
    let search = filter.with("area", area.id.to_string());
    let lies_here = |theme| area.themes.iter().any(|card| card.id == theme);
    html(&Page {
        layout: Layout::new(show::words(&area.name), Section::Themes)
            .showing(seen)
            .looking_back(params.look_back(&path)?),
        chart: TrendChart::of_area(&area.card, &search).marked(&area.card.weeks, &releases),
        opportunities,
        releases,
        others: others.into_iter().filter(|other| other.id != area.id).collect(),
        elsewhere: themes.without(lies_here),
        form: FilterForm::new(&path, &params, &area.facets, &[]),
        recent: chart::compared_href(&area.card.trend, &search),
        filter,
        search,
        area,
    })
}
