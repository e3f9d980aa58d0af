//! Sources, and files that are imported into them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use hearken_domain::Kind;
use hearken_ingest::{Format, Input, Mapping};
use serde_json::json;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::operation::{Operation, query, text, words};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};
use crate::http::api::signals::refuse;
use crate::http::body::stream;
use hearken_app::actions::sources::import::{ImportFile, ImportReport};
use hearken_app::command::{CommandRequest, execute};
use hearken_app::host::Host;
use hearken_app::query::{ListSources, ShowSource};

/// `GET /api/v1/sources`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let most = query.most();
    query.done()?;
    let mut list = api.read(|view| view.ask(&ListSources)).await?;
    list.sources.truncate(most);
    json(&list)
}

/// `GET /api/v1/sources/{name}`
pub async fn show(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"]]);
    let api = api.looking_back(&mut query);
    query.done()?;
    json(&api.read(move |view| view.ask(&ShowSource(name.0))).await?)
}

/// What `POST /api/v1/imports` takes and answers.
pub fn operation() -> Operation {
    let formats = Format::ALL.map(Format::as_str);
    let map = json!({"type": "string", "maxLength": 200, "pattern": "^[a-z-]+=[^,=]+(,[a-z-]+=[^,=]+)*$"});
    Operation::change("import", "Import a file of any format and size")
        .about("The body is the file, read while it arrives; plain, gzip, zstd or zip, told by its content")
        .takes([
            query("file", "Its name, which names the source where none is given", text(200)),
            query("source", "Name of the source", text(100)),
            query(
                "format",
                "Its format, where it is not recognised",
                json!({"type": "string", "enum": formats}),
            ),
            query(
                "encoding",
                "Its encoding, where it is not recognised: windows-1252, macroman, cp437, …",
                text(40),
            ),
            query("map", "Which column is what: text=Review,at=\"Submit Date\"", map),
            query("kind", "What the items are", words::<Kind>()),
            query(
                "skip_lines",
                "Lines before a table's header that are left out",
                json!({"type": "integer", "minimum": 0, "maximum": 100_000}),
            ),
            query(
                "keep_repeats",
                "Whether rows that say the same, without id and date, are each an item of its own",
                json!({"type": "boolean"}),
            ),
        ])
        .body("application/octet-stream", json!({"type": "string", "format": "binary"}))
        .body("text/csv", json!({"type": "string"}))
        .answers::<ImportReport>(200, "What became of it")
        .or(&[429])
        .example("/api/v1/imports?file=reviews.csv")
        .sending("-H 'Content-Type: text/csv' --data-binary @reviews.csv")
}

/// `POST /api/v1/imports`
pub async fn import(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&[
        "file",
        "source",
        "format",
        "encoding",
        "map",
        "kind",
        "skip_lines",
        "keep_repeats",
    ]]);
    let mapping: Mapping = query.parsed("map").unwrap_or_default();
    let request = ImportFile {
        source: query.text("source", 100),
        format: query.text("format", 100),
        encoding: query.text("encoding", 40),
        mapping: mapping.to_map().into_iter().collect::<BTreeMap<_, _>>(),
        kind: query.parsed("kind"),
        skip_lines: query.number("skip_lines", 0, 0, 100_000),
        keep_repeats: query.parsed("keep_repeats").unwrap_or_default(),
        text_bytes_max: None,
        line_bytes_max: None,
    };
    let file = query.text("file", 200).unwrap_or_else(|| "-".to_owned());
    query.done()?;
    take_in(api, &headers, file, body, request).await
}

/// Does a command that reads the file which is sent, as it comes.
pub async fn take_in<A: CommandRequest>(
    api: Api,
    headers: &HeaderMap,
    file: String,
    body: Body,
    request: A,
) -> Result<Response, Problem> {
    not_from_a_form(headers)?;
    let Ok(permit) = Arc::clone(&api.imports).try_acquire_owned() else { return Err(refuse(body).await) };
    let (body, forwarding) = stream(body);
    let input = Input::from_reader(file, body);
    let report = api.door.blocking(move |ctx| {
        let _held = permit; // until the work is done, though whoever asked for it may have gone
        execute(ctx, request, &mut Host { input: Some(input), ..Host::default() })
    });
    let report = report.await;
    // Whoever is still sending gets an answer only once all is sent: a refusal would reach nobody.
    if let Ok(Err(error)) = forwarding.await {
        return Err(error.into()); // what was recorded of it before stands, and importing it again goes on there
    }
    json(&report?)
}

/// A page of another site can have a browser post text or a form unasked; a file comes under a type of its own.
fn not_from_a_form(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "" | "text/plain" | "application/x-www-form-urlencoded" | "multipart/form-data" => {
            Err(Problem::unsupported(
                "Content-Type must be application/octet-stream, or the file's own such as text/csv",
            ))
        }
        _ => Ok(()),
    }
}
