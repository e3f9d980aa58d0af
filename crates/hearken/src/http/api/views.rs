//! Saved views.

use axum::extract::State;
use axum::response::Response;
use hearken_app::query::ListViews;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// `GET /api/v1/views`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&api.read(|view| view.ask(&ListViews)).await?)
}
