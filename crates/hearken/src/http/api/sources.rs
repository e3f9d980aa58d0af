//! Sources, and files that are imported into them.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use hearken_domain::ImportId;
use hearken_ingest::{Input, Mapping};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::http::api::Api;
use crate::http::api::answer::{act, json};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};
use crate::http::handover::stream;
use hearken_app::actions::sources::import::{ImportRequest, Watch, import as take_in};
use hearken_app::actions::sources::list::list_sources;
use hearken_app::actions::sources::show::show_source;
use hearken_app::actions::sources::undo_import::undo_import;

/// Bytes of a body that only says what to do.
pub const COMMAND_BYTES_MAX: usize = 1 << 20;

/// What to undo.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Undo {
    /// JSON knows one sort of number: 3.0 is 3.
    import: Option<f64>,
}

/// `GET /api/v1/sources`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&act(&api.app, list_sources).await?)
}

/// `GET /api/v1/sources/{name}`
pub async fn show(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&act(&api.app, move |app| show_source(app, &name.0)).await?)
}

/// `POST /api/v1/sources/{name}/undo`
pub async fn undo(
    State(api): State<Api>,
    name: Id,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let asked: Undo = command(&headers, body).await?;
    let import = match asked.import {
        Some(number) if number < 0.0 || number.fract() != 0.0 => {
            return Err(Problem::body("import is the number of an import"));
        }
        number => number.map(|number| ImportId(number as u64)),
    };
    json(&act(&api.app, move |app| undo_import(app, &name.0, import)).await?)
}

/// `POST /api/v1/imports`
pub async fn import(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["file", "source", "format", "map", "kind"]]);
    let mapping: Mapping = query.parsed("map").unwrap_or_default();
    let request = ImportRequest {
        source: query.text("source", 100),
        format: query.text("format", 100),
        mapping: mapping.to_map().into_iter().collect::<BTreeMap<_, _>>(),
        kind: query.parsed("kind"),
        text_bytes_max: None,
        line_bytes_max: None,
    };
    let file = query.text("file", 200).unwrap_or_else(|| "-".to_owned());
    query.done()?;
    not_from_a_form(&headers)?;
    let Ok(_permit) = api.posts.try_acquire() else { return Err(Problem::busy()) };
    let (body, forwarding) = stream(body);
    let input = Input::from_reader(file, body);
    let report = act(&api.app, move |app| {
        let never = AtomicBool::new(false);
        take_in(app, input, &request, &Watch { progress: &|_| {}, stop: &never })
    });
    let report = report.await;
    // Whoever is still sending hears an answer only once all is sent: a refusal would reach nobody.
    let _ = forwarding.await;
    json(&report?)
}

/// A page of another site can have a browser post text or a form unasked; a file comes under a type of its own.
fn not_from_a_form(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "" | "text/plain" | "application/x-www-form-urlencoded" | "multipart/form-data" => {
            Err(Problem::unsupported(
                "Content-Type must be application/octet-stream, or the file's own such as text/csv",
            ))
        }
        _ => Ok(()),
    }
}

/// A small JSON body that says what to do; none is an empty one.
pub async fn command<T: for<'d> Deserialize<'d>>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::unsupported("Content-Type must be application/json"));
    }
    let most = COMMAND_BYTES_MAX;
    let too_large = |_| Problem::too_large(format!("this body has at most {most} bytes"));
    let bytes = to_bytes(body, most).await.map_err(too_large)?;
    // A list would pass for a struct by position.
    let object: Map<String, Value> =
        serde_json::from_slice(&bytes).map_err(|error| Problem::body(error.to_string()))?;
    serde_json::from_value(Value::Object(object)).map_err(|error| Problem::body(error.to_string()))
}
