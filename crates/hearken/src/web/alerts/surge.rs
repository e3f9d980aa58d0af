//! One surge: what many people said at once, or what gathers, with its signals.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::surges::list::{ShowSurge, SurgePage};
use hearken_app::view::View;
use hearken_domain::{SurgeId, SurgeKind};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "surge.html")]
struct Page {
    layout: Layout,
    page: SurgePage,
}

/// `GET /surges/{id}`
pub async fn page(State(door): State<Door>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: SurgeId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read = move |view: &View| Ok((view.ask(&ShowSurge(id))?, view.position()?));
    let (page, seen) = door.read(read).await?;
    let layout = Layout::new(page.surge.says(), Section::Today).showing(seen);
    html(&Page { layout, page })
}
