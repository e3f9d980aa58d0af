//! Code: the components of all repositories, the pain that customers have with each against how much it changes, and the
//! code of whoever looks.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::code::address;
use crate::web::code::scatter::Scatter;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, next_step, show};
use hearken_app::actions::code::components::{CodePage, ComponentCard};
use hearken_app::actions::code::list::CodeState;
use hearken_app::next_step::NextStep;
use hearken_app::query::ListComponents;

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
    exports: Exports,
}

/// `GET /code`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let code = door.read(|view| view.ask(&ListComponents::default())).await?;
    let limit = if params.get("all").is_some() { usize::MAX } else { LIMIT };
    let rows: Vec<ComponentCard> = code.components.iter().take(limit).cloned().collect();
    html(&Page {
        layout: Layout::new("Code", Section::Code).looking_back(params.look_back("/code")?),
        scatter: Scatter::new(&code.components, &params.only(&["as_of"])),
        everything: (rows.len() < code.components.len()).then(|| params.with("all", "1").href("/code")),
        exports: Exports::new("components", "All components", &params.only(&["as_of"]), &["as_of"]),
        rows,
        code,
    })
}
