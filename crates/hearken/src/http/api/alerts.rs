//! Alerts, what was news, and what became of what was sent.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::alerts::list::{DELIVERIES_MAX, ListAlerts, ListDeliveries, ListNews, NEWS_MAX};
use hearken_domain::AlertId;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{LIMIT_MAX, Query, SHORT_MAX};

/// `GET /api/v1/alerts`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut list = api.read(|view| view.ask(&ListAlerts)).await?;
    list.alerts.truncate(most);
    list.removed.truncate(most);
    list.muted.truncate(most);
    json(&list)
}

/// `GET /api/v1/alerts/news`
pub async fn news(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["before", "limit"]]);
    let before = query.parsed::<u64>("before");
    let asked = ListNews { before, limit: query.number("limit", NEWS_MAX, 1, NEWS_MAX) };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}

/// `GET /api/v1/alerts/deliveries`
pub async fn deliveries(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["alert", "before", "limit"]]);
    let asked = ListDeliveries {
        alert: query.parsed::<AlertId>("alert"),
        before: query.text("before", SHORT_MAX),
        limit: query.number("limit", DELIVERIES_MAX, 1, LIMIT_MAX),
    };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}
