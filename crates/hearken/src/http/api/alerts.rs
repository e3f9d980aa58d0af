//! Alerts, what was news, and what became of what was sent.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::alerts::list::{ListAlerts, ListDeliveries, ListNews};
use hearken_domain::AlertId;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// `GET /api/v1/alerts`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&api.read(|view| view.ask(&ListAlerts)).await?)
}

/// `GET /api/v1/alerts/news`
pub async fn news(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&api.read(|view| view.ask(&ListNews)).await?)
}

/// `GET /api/v1/alerts/deliveries`
pub async fn deliveries(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["alert"]]);
    let asked = ListDeliveries { alert: query.parsed::<AlertId>("alert") };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}
