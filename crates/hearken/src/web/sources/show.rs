//! One source: its imports, what was rejected and why, and the way to take an import back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::{ImportId, Kind};
use hearken_store::ImportState;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::sources::keep::{self, Typed};
use crate::web::sources::list as sources;
use crate::web::sources::list::{signals_href, source_href};
use crate::web::{html, legible, show};
use hearken_app::actions::sources::keep::RetentionChosen;
use hearken_app::actions::sources::list::ImportRow;
use hearken_app::actions::sources::show::SourcePage;
use hearken_app::query::ShowSource;

#[derive(Template)]
#[template(path = "source.html")]
struct Page {
    layout: Layout,
    page: SourcePage,
    /// The import that was just taken back.
    undone: Option<ImportId>,
    /// How long it is to be kept, as it was typed, and what that would do or why it is none.
    typed: Typed,
    preview: Option<RetentionChosen>,
    problem: Option<String>,
}

impl Page {
    fn signals_href(&self, name: &str) -> String {
        self.layout.to(&signals_href(name))
    }

    fn can_undo(&self, import: &ImportRow) -> bool {
        matches!(import.state, ImportState::Finished | ImportState::Interrupted)
    }
}

/// `GET /sources/{name}`
pub async fn page(
    State(door): State<Door>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let (page, seen) = door.read(move |view| Ok((view.ask(&ShowSource(name))?, view.position()?))).await?;
    let typed = Typed::read(&params);
    let tried = keep::preview(&door, &page.source.name, &typed).await?;
    // The address is anybody's to write: believe it only where the imports say the same.
    let undone = params.get("undone").and_then(|id| id.parse().ok()).map(ImportId).filter(|id| {
        page.imports.iter().any(|import| import.id == *id && import.state == ImportState::Undone)
    });
    html(&Page {
        layout: Layout::new(page.source.name.as_str(), Section::Sources)
            .showing(seen)
            .looking_back(params.without("undone").look_back(&source_href(&page.source.name))?),
        undone,
        page,
        problem: tried.as_ref().and_then(|tried| tried.as_ref().err().cloned()),
        preview: tried.and_then(Result::ok),
        typed,
    })
}
