//! Repositories, and the ways between customers' words and code. Registering a repository is left to the command: whoever
//! reaches this address must not choose what is read on this machine.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use hearken_domain::{SignalId, Subject, ThemeId};
use serde::{Deserialize, Serialize};

use crate::http::api::Api;
use crate::http::api::answer::{act, json};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};
use crate::http::api::sources::command;
use hearken_app::actions::code::component::show_component;
use hearken_app::actions::code::components::list_components;
use hearken_app::actions::code::file::{ShowFile, show_file};
use hearken_app::actions::code::list::{RepositoryCard, list_code};
use hearken_app::actions::code::locate::{LocateRequest, What, locate};
use hearken_app::actions::code::update::update_code;
use hearken_app::actions::code::watch::{WatchRequest, watch};

/// Letters of a text that is located.
const TEXT_MAX: usize = 8_000;
/// Letters of a path.
const PATH_MAX: usize = 1_000;
/// Letters of a name.
const NAME_MAX: usize = 200;
/// Links in an answer.
const LINKS_MAX: usize = 100;

#[derive(Debug, Serialize)]
struct Repositories {
    repositories: Vec<RepositoryCard>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    owner: Option<String>,
}

/// `GET /api/v1/repositories`
pub async fn repositories(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&Repositories { repositories: act(&api.app, list_code).await? })
}

/// `POST /api/v1/repositories/{name}/update`
pub async fn update(
    State(api): State<Api>,
    name: Id,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let Nothing {} = command(&headers, body).await?;
    json(&act(&api.app, move |app| update_code(app, &name.0, &|_, _| {})).await?)
}

/// `GET /api/v1/repositories/{name}/component`
pub async fn component(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["name"]]);
    let Some(component) = query.text("name", PATH_MAX) else {
        return Err(missing(query, "name", "it is missing: which component"));
    };
    query.done()?;
    json(&act(&api.app, move |app| show_component(app, Some(&name.0), &component)).await?)
}

/// `GET /api/v1/repositories/{name}/file`
pub async fn file(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["path", "from", "to"]]);
    let first = query.number("from", 1, 1, 10_000_000) as u32;
    let last = query.number("to", 10_000_000, 1, 10_000_000) as u32;
    let Some(path) = query.text("path", PATH_MAX) else {
        return Err(missing(query, "path", "it is missing: the file, from the top of the repository"));
    };
    query.done()?;
    let wanted = ShowFile { repository: Some(name.0), path, lines: Some((first, last)) };
    json(&act(&api.app, move |app| show_file(app, &wanted)).await?)
}

/// `GET /api/v1/components`
pub async fn components(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["repository"]]);
    let repository = query.text("repository", NAME_MAX);
    query.done()?;
    json(&act(&api.app, move |app| list_components(app, repository.as_deref())).await?)
}

/// `GET /api/v1/locate`
pub async fn find(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["q", "repository", "limit"]]);
    let Some(text) = query.text("q", TEXT_MAX) else {
        return Err(missing(query, "q", "it is missing: what a customer said"));
    };
    let wanted = places(&mut query, What::Text(text));
    query.done()?;
    json(&act(&api.app, move |app| locate(app, &wanted)).await?)
}

/// `GET /api/v1/themes/{id}/links`
pub async fn links_of_theme(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    links(api, Subject::Theme(id.parse::<ThemeId>()?), query).await
}

/// `GET /api/v1/signals/{id}/links`
pub async fn links_of_signal(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    links(api, Subject::Signal(id.parse::<SignalId>()?), query).await
}

async fn links(api: Api, of: Subject, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["repository", "limit"]]);
    let wanted = places(&mut query, What::Of(of));
    query.done()?;
    json(&act(&api.app, move |app| locate(app, &wanted)).await?)
}

fn places(query: &mut Query, what: What) -> LocateRequest {
    LocateRequest {
        what,
        repository: query.text("repository", NAME_MAX),
        limit: query.number("limit", 10, 1, LINKS_MAX),
    }
}

/// `GET /api/v1/watch`
pub async fn look(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["owner"]]);
    let wanted = WatchRequest { owner: query.text("owner", NAME_MAX), seen: false };
    query.done()?;
    json(&act(&api.app, move |app| watch(app, &wanted)).await?)
}

/// `POST /api/v1/watch`
pub async fn seen(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let Seen { owner } = command(&headers, body).await?;
    if owner.as_ref().is_some_and(|owner| owner.chars().count() > NAME_MAX) {
        return Err(Problem::body(format!("an owner has at most {NAME_MAX} characters")));
    }
    json(&act(&api.app, move |app| watch(app, &WatchRequest { owner, seen: true })).await?)
}

fn missing(mut query: Query, name: &'static str, detail: &str) -> Problem {
    query.wrong(name, detail);
    query.done().err().unwrap_or_else(Problem::busy)
}
