//! Segments.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::segments::list::{ShowSegment, TrySegment};
use hearken_app::query::ListSegments;
use hearken_domain::{CONDITION_CHARS_MAX, CustomerId};

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, LIMIT_MAX, Query};

/// `GET /api/v1/segments`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut list = api.read(|view| view.ask(&ListSegments)).await?;
    list.segments.truncate(most);
    list.removed.truncate(most);
    json(&list)
}

/// `GET /api/v1/segments/{name}`
pub async fn show(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["after", "limit"]]);
    let after = query.parsed::<CustomerId>("after");
    let asked = ShowSegment { name: name.0, after, limit: query.number("limit", 50, 1, LIMIT_MAX) };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}

/// `GET /api/v1/segment-preview`
pub async fn preview(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["condition", "limit"]]);
    let condition = query.text("condition", CONDITION_CHARS_MAX);
    if condition.is_none() {
        query.wrong("condition", "it is missing; give conditions such as plan = Business");
    }
    let limit = query.number("limit", 20, 1, LIMIT_MAX);
    query.done()?;
    let asked = TrySegment { condition: condition.unwrap_or_default(), limit };
    json(&api.read(move |view| view.ask(&asked)).await?)
}
