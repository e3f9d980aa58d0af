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
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut list = api.read(|view| view.ask(&ListViews)).await?;
    list.views.truncate(most);
    list.deleted.truncate(most);
    json(&list)
}
