//! Repositories, and the ways between customers' words and code. Registering a repository is left to the command: whoever
//! reaches this address must not choose what is read on this machine.

use axum::extract::State;
use axum::response::Response;
use hearken_domain::{SignalId, Subject, ThemeId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};
use hearken_app::actions::code::file::ShowFile;
use hearken_app::actions::code::list::RepositoryCard;
use hearken_app::actions::code::locate::{LocateRequest, What};
use hearken_app::actions::code::watch::WatchCode;
use hearken_app::query::{ListComponents, ListRepositories, ShowComponent};

/// Letters of a text that is located.
pub const TEXT_MAX: usize = 8_000;
/// Letters of a path.
pub const PATH_MAX: usize = 1_000;
/// Letters of a name.
pub const NAME_MAX: usize = 200;
/// Links in an answer.
pub const LINKS_MAX: usize = 100;

/// The registered repositories.
#[derive(Debug, Serialize, ToSchema)]
pub struct Repositories {
    /// By name.
    repositories: Vec<RepositoryCard>,
}

/// `GET /api/v1/repositories`
pub async fn repositories(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut repositories = api.read(|view| view.ask(&ListRepositories)).await?;
    repositories.truncate(most);
    json(&Repositories { repositories })
}

/// `GET /api/v1/repositories/{name}/component`
pub async fn component(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["name", "as_of"]]);
    let api = api.looking_back(&mut query);
    let Some(component) = query.text("name", PATH_MAX) else {
        return Err(missing(query, "name", "it is missing: which component"));
    };
    query.done()?;
    json(&api.read(move |view| view.ask(&ShowComponent { repository: Some(name.0), name: component })).await?)
}

/// `GET /api/v1/repositories/{name}/file`
pub async fn file(State(api): State<Api>, name: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["path", "from", "to", "as_of"]]);
    let api = api.looking_back(&mut query);
    let first = query.number("from", 1, 1, 10_000_000) as u32;
    let last = query.number("to", 10_000_000, 1, 10_000_000) as u32;
    let Some(path) = query.text("path", PATH_MAX) else {
        return Err(missing(query, "path", "it is missing: the file, from the top of the repository"));
    };
    query.done()?;
    let wanted = ShowFile { repository: Some(name.0), path, lines: Some((first, last)) };
    json(&api.read(move |view| view.ask(&wanted)).await?)
}

/// `GET /api/v1/components`
pub async fn components(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["repository", "limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let repository = query.text("repository", NAME_MAX);
    let most = query.most();
    query.done()?;
    let mut page = api.read(move |view| view.ask(&ListComponents { repository })).await?;
    page.components.truncate(most);
    json(&page)
}

/// `GET /api/v1/locate`
pub async fn find(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["q", "repository", "limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let Some(text) = query.text("q", TEXT_MAX) else {
        return Err(missing(query, "q", "it is missing: what a customer said"));
    };
    let wanted = locate_request(&mut query, What::Text(text));
    query.done()?;
    json(&api.read(move |view| view.ask(&wanted)).await?)
}

/// `GET /api/v1/themes/{id}/links`
pub async fn links_of_theme(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    links(api, Subject::Theme(id.parse::<ThemeId>()?), query).await
}

/// `GET /api/v1/signals/{id}/links`
pub async fn links_of_signal(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    links(api, Subject::Signal(id.parse::<SignalId>()?), query).await
}

async fn links(api: Api, subject: Subject, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["repository", "limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let wanted = locate_request(&mut query, What::Subject(subject));
    query.done()?;
    json(&api.read(move |view| view.ask(&wanted)).await?)
}

fn locate_request(query: &mut Query, what: What) -> LocateRequest {
    LocateRequest {
        what,
        repository: query.text("repository", NAME_MAX),
        limit: query.number("limit", 10, 1, LINKS_MAX),
    }
}

/// `GET /api/v1/watch`
pub async fn look(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["owner", "limit"]]);
    let wanted = WatchCode { owner: query.text("owner", NAME_MAX) };
    let most = query.most();
    query.done()?;
    let mut watched = api.read(move |view| view.ask(&wanted)).await?;
    watched.components.truncate(most);
    json(&watched)
}

/// Says that a parameter is missing.
pub fn missing(mut query: Query, name: &'static str, detail: &str) -> Problem {
    query.wrong(name, detail);
    query.done().err().unwrap_or_else(Problem::busy)
}
