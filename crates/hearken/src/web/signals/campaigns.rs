//! Campaigns: the list of them, and one with its signals.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::SignalId;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{html, show};
use hearken_app::actions::signals::campaigns::{CampaignList, CampaignPage};
use hearken_app::query::{ListCampaigns, ShowCampaign};
use hearken_app::view::View;

#[derive(Template)]
#[template(path = "campaigns.html")]
struct ListPage {
    layout: Layout,
    list: CampaignList,
}

#[derive(Template)]
#[template(path = "campaign.html")]
struct OnePage {
    layout: Layout,
    page: CampaignPage,
}

/// `GET /campaigns`
pub async fn list(State(door): State<Door>) -> Result<Response, PageError> {
    let (list, seen) = door.read(|view| Ok((view.ask(&ListCampaigns)?, view.position()?))).await?;
    html(&ListPage { layout: Layout::new("Campaigns and spam", Section::Search).showing(seen), list })
}

/// `GET /campaigns/{id}`
pub async fn show(State(door): State<Door>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: SignalId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read = move |view: &View| Ok((view.ask(&ShowCampaign(id))?, view.position()?));
    let (page, seen) = door.read(read).await?;
    let title = format!("Campaign {}", page.campaign.first.id);
    html(&OnePage { layout: Layout::new(title, Section::Search).showing(seen), page })
}
