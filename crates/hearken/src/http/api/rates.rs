//! Rates between currencies.

use axum::extract::State;
use axum::response::Response;
use hearken_app::query::ListRates;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// `GET /api/v1/rates`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"]]);
    let api = api.looking_back(&mut query);
    query.done()?;
    json(&api.read(|view| view.ask(&ListRates)).await?)
}
