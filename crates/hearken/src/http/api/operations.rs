//! What whoever runs Hearken needs: the document and sizes.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hearken_app::query::ShowSizes;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// `GET /api/v1/openapi.json`
pub async fn openapi(State(api): State<Api>) -> Response {
    let kind = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1");
    ([(header::CONTENT_TYPE, kind)], api.document).into_response()
}

/// `GET /api/v1/sizes`
pub async fn sizes(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&api.read(|view| view.ask(&ShowSizes)).await?)
}
