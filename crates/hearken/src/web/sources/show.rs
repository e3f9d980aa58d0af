//! One source: its imports, what was rejected and why, and the way to take an import back.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearken_domain::ImportId;
use hearken_store::ImportState;

use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::sources::list as sources;
use crate::web::sources::list::signals_href;
use crate::web::{act, html, show};
use hearken_app::actions::sources::list::ImportRow;
use hearken_app::actions::sources::show::{SourcePage, show_source};
use hearken_app::actions::sources::undo_import::undo_import;
use hearken_app::app::App;

#[derive(Template)]
#[template(path = "source.html")]
struct Page {
    layout: Layout,
    page: SourcePage,
    /// The import that was just taken back.
    undone: Option<ImportId>,
}

impl Page {
    fn signals_href(&self, name: &str) -> String {
        signals_href(name)
    }

    fn can_undo(&self, import: &ImportRow) -> bool {
        matches!(import.state, ImportState::Finished | ImportState::Interrupted)
    }
}

/// `GET /sources/{name}`
pub async fn page(
    State(app): State<App>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let page = act(app, move |app| show_source(app, &name)).await?;
    // The address is anybody's to write: believe it only where the imports say the same.
    let undone = params.get("undone").and_then(|id| id.parse().ok()).map(ImportId).filter(|id| {
        page.imports.iter().any(|import| import.id == *id && import.state == ImportState::Undone)
    });
    html(&Page { layout: Layout::new(page.source.name.as_str(), Section::Sources), undone, page })
}

/// `POST /sources/{name}/undo`
pub async fn undo(
    State(app): State<App>,
    Path(name): Path<String>,
    form: Bytes,
) -> Result<Response, PageError> {
    let import = Params::parse(&form).value::<u64>("import")?.map(ImportId);
    let undone = act(app, move |app| undo_import(app, &name, import)).await?;
    let name: String = form_urlencoded::byte_serialize(undone.source.as_bytes()).collect();
    // A path escapes a space otherwise than a form does.
    let path = format!("/sources/{}", name.replace('+', "%20"));
    let told = Params::default().with("undone", undone.import.to_string());
    Ok(Redirect::to(&told.href(&path)).into_response())
}
