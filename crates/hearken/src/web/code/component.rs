//! One component: the themes that lead into it, who owns and changes it, and its files.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::chart::{self, Sparkline};
use crate::web::code::address;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::releases::marks::Releases;
use crate::web::{html, show};
use hearken_app::actions::code::component::ComponentPage;
use hearken_app::actions::opportunities::of_themes::{OpportunitiesOf, OpportunityOf};
use hearken_app::query::ShowComponent;
use hearken_app::view::View;
use hearken_domain::GoalState;

#[derive(Template)]
#[template(path = "component.html")]
struct Page {
    layout: Layout,
    page: ComponentPage,
    /// Opportunities that come from themes that lead here.
    opportunities: Vec<OpportunityOf>,
    /// Themes are counted here without any filter, but for what is looked back to.
    filter: Params,
    /// What the small lines are marked with: the releases of the repository, where it has any.
    releases: Releases,
}

/// `GET /code/component`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let name = params.get("name").ok_or(PageError::NoSuchPage)?.to_owned();
    let repository = params.get("repository").map(str::to_owned);
    let door = door.looking_back(params.as_of()?);
    let read = move |view: &View| {
        let page = view.ask(&ShowComponent { repository, name })?;
        let releases = Releases::of_sparks(view, Some(&page.card.repository))?;
        let themes = page.themes.iter().map(|leading| leading.card.id).collect();
        let opportunities = view.ask(&OpportunitiesOf { themes })?;
        Ok((page, opportunities, releases))
    };
    let (page, opportunities, releases) = door.read(read).await?;
    html(&Page {
        layout: Layout::new(page.card.name.clone(), Section::Code)
            .looking_back(params.look_back("/code/component")?),
        page,
        opportunities,
        filter: params.only(&["as_of"]),
        releases,
    })
}
