//! Briefs: one page about one thing, as data or as Markdown.

use std::str::FromStr;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hearken_app::actions::briefs::page::Brief;
use hearken_app::actions::briefs::show::ShowBrief;
use serde_json::json;

use crate::brief::{file_name, markdown};
use crate::http::api::Api;
use crate::http::api::answer::json as answered;
use crate::http::api::code::NAME_MAX;
use crate::http::api::operation::{Operation, as_of, query as parameter};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query, SHORT_MAX};

/// What a brief is answered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Json,
    Markdown,
}

impl FromStr for As {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        match given {
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            _ => Err(format!("'{given}' is not a valid format of a brief; formats are json, markdown")),
        }
    }
}

/// `GET /api/v1/briefs/{id}`
pub async fn of_id(
    State(api): State<Api>,
    id: Id,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "as_of"]]);
    let asked = ShowBrief::of_id(&id.0);
    if asked.is_none() {
        query.wrong(
            "id",
            "there is no brief of that; give the id of a theme, an opportunity or a customer: T-3, O-1, C-7",
        );
    }
    answer(api, query, asked, &headers).await
}

/// `GET /api/v1/briefs/week`
pub async fn week(State(api): State<Api>, query: Query, headers: HeaderMap) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "as_of", "week"]]);
    let asked = ShowBrief::Week(query.parsed("week"));
    answer(api, query, Some(asked), &headers).await
}

/// `GET /api/v1/briefs/component`
pub async fn component(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "as_of", "repository", "name"]]);
    let repository = query.text("repository", NAME_MAX);
    let name = query.text("name", NAME_MAX);
    if name.is_none() {
        query.wrong("name", "it is missing; name the component");
    }
    let asked = name.map(|name| ShowBrief::Component { repository, name });
    answer(api, query, asked, &headers).await
}

/// `GET /api/v1/briefs/customer`
pub async fn customer(State(api): State<Api>, query: Query, headers: HeaderMap) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "as_of", "name"]]);
    let name = query.text("name", SHORT_MAX);
    if name.is_none() {
        query.wrong("name", "it is missing; name the customer");
    }
    answer(api, query, name.map(ShowBrief::CustomerCalled), &headers).await
}

async fn answer(
    api: Api,
    mut query: Query,
    asked: Option<ShowBrief>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let format = query.parsed::<As>("format").unwrap_or_else(|| accepted(headers));
    let api = api.looking_back(&mut query);
    query.done()?;
    let Some(asked) = asked else { return Err(Problem::parameters(Vec::new())) };
    let brief = api.read(move |view| view.ask(&asked)).await?;
    if format == As::Json {
        return answered(&brief);
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let text = markdown(&brief, &format!("http://{host}"));
    let kind = HeaderValue::from_static("text/markdown; charset=utf-8");
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"{}.md\"", file_name(&brief))) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

/// Markdown only for whoever asks for it before JSON.
fn accepted(headers: &HeaderMap) -> As {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let first = accept.split(',').find_map(|one| match one.split(';').next().unwrap_or_default().trim() {
        "text/markdown" => Some(As::Markdown),
        "application/json" | "*/*" => Some(As::Json),
        _ => None,
    });
    first.unwrap_or(As::Json)
}

/// One that answers a brief.
pub fn operation(id: &'static str, summary: &'static str) -> Operation {
    let mut operation = Operation::read::<Brief>(id, summary);
    if let Some((_, _, content)) = operation.answers.first_mut() {
        content["text/markdown"] = json!({"schema": {"type": "string"}});
    }
    let formats = json!({"type": "string", "enum": ["json", "markdown"]});
    let about = "As what; where it is not given, as the header Accept says, else as JSON";
    operation
        .about("One page for people outside engineering, redacted; every number has a note that leads to what is behind it")
        .takes([parameter("format", about, formats), as_of()])
        .or(&[404, 422])
}
