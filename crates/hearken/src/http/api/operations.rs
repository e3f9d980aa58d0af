//! What whoever runs Hearken needs: the document, erasing, sizes, and whether all is well.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::http::api::answer::{act, json};
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;
use crate::http::api::sources::command;
use crate::http::api::{Api, OPENAPI};
use hearken_app::actions::data::check::check as look;
use hearken_app::actions::data::erase::{EraseRequest, erase as remove};
use hearken_app::actions::data::sizes::show_sizes;

/// People named in one erasure.
const CONTACTS_MAX: usize = 1_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Erase {
    #[serde(default)]
    contacts: Vec<String>,
    source: Option<String>,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    #[serde(default)]
    rebuild: bool,
}

/// `GET /api/v1/openapi.json`
pub async fn openapi() -> Response {
    let kind = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1");
    ([(header::CONTENT_TYPE, kind)], OPENAPI).into_response()
}

/// `POST /api/v1/erasures`
pub async fn erase(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let asked: Erase = command(&headers, body).await?;
    if asked.contacts.len() > CONTACTS_MAX {
        return Err(Problem::body(format!("at most {CONTACTS_MAX} people are erased at once")));
    }
    let request = EraseRequest { contacts: asked.contacts, source: asked.source, dry_run: asked.dry_run };
    json(&act(&api.app, move |app| remove(app, &request)).await?)
}

/// `GET /api/v1/sizes`
pub async fn sizes(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&act(&api.app, show_sizes).await?)
}

/// `POST /api/v1/checks`
pub async fn check(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let asked: Check = command(&headers, body).await?;
    json(&act(&api.app, move |app| look(app, asked.rebuild, &|_, _| {})).await?)
}
