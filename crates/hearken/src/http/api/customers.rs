//! Customers.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::customers::domains::ListUnclaimed;
use hearken_app::actions::customers::list::CustomerQuery;
use hearken_app::actions::customers::show::ShowCustomer;
use hearken_app::actions::customers::timeline::ShowTimeline;
use hearken_app::query::ExportCustomer;
use hearken_domain::{ContactId, CustomerId};

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, LIMIT_MAX, Query, SHORT_MAX};

/// Signals that may be passed over.
pub const OFFSET_MAX: usize = 1_000_000;

/// `GET /api/v1/customers`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["named", "sort", "after", "limit"]]);
    let asked = CustomerQuery {
        named: query.text("named", SHORT_MAX),
        sort: query.parsed("sort").unwrap_or_default(),
        after: query.parsed::<CustomerId>("after"),
        limit: query.number("limit", 50, 1, LIMIT_MAX),
    };
    query.done()?;
    json(&api.read(move |view| view.ask(&asked)).await?)
}

/// `GET /api/v1/unclaimed-domains`
pub async fn unclaimed(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let limit = query.number("limit", 50, 1, LIMIT_MAX);
    query.done()?;
    json(&api.read(move |view| view.ask(&ListUnclaimed { limit })).await?)
}

/// `GET /api/v1/customers/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["offset", "limit", "people_after"]]);
    let (offset, limit) = (query.number("offset", 0, 0, OFFSET_MAX), query.number("limit", 20, 1, LIMIT_MAX));
    let people_after = query.parsed::<ContactId>("people_after");
    query.done()?;
    let id: CustomerId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowCustomer { id, offset, limit, people_after })).await?)
}

/// `GET /api/v1/customers/{id}/timeline`
pub async fn timeline(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["offset", "limit"]]);
    let (offset, limit) = (query.number("offset", 0, 0, OFFSET_MAX), query.number("limit", 20, 1, LIMIT_MAX));
    query.done()?;
    let id: CustomerId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowTimeline { id, offset, limit })).await?)
}

/// `GET /api/v1/customers/{id}/export`
pub async fn export(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: CustomerId = id.parse()?;
    json(&api.read(move |view| view.ask(&ExportCustomer(id))).await?)
}
