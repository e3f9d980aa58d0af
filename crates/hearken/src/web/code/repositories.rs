//! Code: the components of all repositories, the pain that customers have with each against how much it changes, and the
//! code of whoever looks.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::web::code::repositories as code;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::themes::scatter::Scatter;
use crate::web::{act, html, show};
use hearken_app::actions::code::components::{CodePage, ComponentCard, list_components};
use hearken_app::actions::code::list::CodeState;
use hearken_app::actions::code::watch::{WatchRequest, watch};
use hearken_app::app::App;

/// Rows shown before all are asked for.
const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "code.html")]
struct Page {
    layout: Layout,
    code: CodePage,
    scatter: Scatter,
    /// Components of the table.
    rows: Vec<ComponentCard>,
    everything: Option<String>,
}

/// `GET /code`
pub async fn page(State(app): State<App>, params: Params) -> Result<Response, PageError> {
    let code = act(app, |app| list_components(app, None)).await?;
    let limit = if params.get("all").is_some() { usize::MAX } else { LIMIT };
    let rows: Vec<ComponentCard> = code.components.iter().take(limit).cloned().collect();
    html(&Page {
        layout: Layout::new("Code", Section::Code),
        scatter: Scatter::of(&code.components),
        everything: (rows.len() < code.components.len()).then(|| params.with("all", "1").href("/code")),
        rows,
        code,
    })
}

/// `POST /code/seen`
pub async fn seen(State(app): State<App>, form: Bytes) -> Result<Response, PageError> {
    let owner = Params::parse(&form).get("owner").map(str::to_owned);
    act(app, move |app| watch(app, &WatchRequest { owner, seen: true })).await?;
    Ok(Redirect::to("/").into_response())
}

/// The address of a component's page.
pub fn component_href(repository: &str, name: &str) -> String {
    Params::default().with("repository", repository).with("name", name).href("/code/component")
}

/// The address of a file's page.
pub fn file_href(repository: &str, path: &str) -> String {
    Params::default().with("repository", repository).with("path", path).href("/code/file")
}
