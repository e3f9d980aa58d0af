//! Campaigns, and what is set aside.

use axum::extract::State;
use axum::response::Response;
use hearken_app::query::{ListCampaigns, ShowCampaign};
use hearken_domain::SignalId;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/campaigns`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut list = api.read(|view| view.ask(&ListCampaigns)).await?;
    list.campaigns.truncate(most);
    json(&list)
}

/// `GET /api/v1/campaigns/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: SignalId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowCampaign(id))).await?)
}
