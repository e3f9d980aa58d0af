//! Releases, and lists of them that are taken in.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use hearken_app::actions::releases::import::{ImportReleases, ReleasesImported};
use hearken_app::actions::releases::list::ListReleases;
use hearken_app::query::ShowRelease;
use hearken_domain::ReleaseId;
use serde_json::json;

use crate::http::api::Api;
use crate::http::api::answer::{json, page};
use crate::http::api::operation::{Operation, query, text};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, LIMIT_MAX, Query};
use crate::http::api::sources::take_in;

/// Letters of a product.
pub const PRODUCT_MAX: usize = 200;

/// `GET /api/v1/releases`
pub async fn list(State(api): State<Api>, uri: Uri, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["product", "cursor", "limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let wanted = ListReleases {
        product: query.text("product", PRODUCT_MAX),
        cursor: query.text("cursor", 40),
        limit: query.number("limit", 50, 1, LIMIT_MAX),
    };
    query.done()?;
    let list = api.read(move |view| view.ask(&wanted)).await?;
    page(&list, &uri, list.next.as_deref())
}

/// `GET /api/v1/releases/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: ReleaseId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowRelease(id))).await?)
}

/// What `POST /api/v1/releases` takes and answers.
pub fn operation() -> Operation {
    Operation::change("import_releases", "Take in a list of releases")
        .about(
            "The body is the list: CSV, JSON or JSON Lines, with a column version (or tag), a column date (or released), and \
             product (or repository) where the parameter does not say it. Of a version with two dates the first is kept, and \
             the other refused with its place",
        )
        .takes([
            query("file", "Its name", text(200)),
            query("product", "What was released, where a row does not say it", text(PRODUCT_MAX)),
        ])
        .body("application/octet-stream", json!({"type": "string", "format": "binary"}))
        .body("text/csv", json!({"type": "string"}))
        .answers::<ReleasesImported>(200, "What became of it")
        .or(&[429])
        .example("/api/v1/releases?product=shop")
        .sending("-H 'Content-Type: text/csv' --data-binary @releases.csv")
}

/// `POST /api/v1/releases`
pub async fn import(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["file", "product"]]);
    let request = ImportReleases { product: query.text("product", PRODUCT_MAX) };
    let file = query.text("file", 200).unwrap_or_else(|| "-".to_owned());
    query.done()?;
    take_in(api, &headers, file, body, request).await
}
