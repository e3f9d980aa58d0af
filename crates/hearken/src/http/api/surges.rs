//! Surges: what many people say at once, and what gathers.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::surges::list::{ListSurges, ShowSurge};
use hearken_domain::SurgeId;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/surges`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["going_on"]]);
    let asked = ListSurges { going_on: query.parsed::<bool>("going_on").unwrap_or_default() };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}

/// `GET /api/v1/surges/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: SurgeId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowSurge(id))).await?)
}
