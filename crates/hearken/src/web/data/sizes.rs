//! What the data directory takes on disk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{html, show};
use hearken_app::actions::data::sizes::Sizes;
use hearken_app::query::ShowSizes;

#[derive(Template)]
#[template(path = "sizes.html")]
struct SizesPage {
    layout: Layout,
    sizes: Sizes,
}

/// `GET /sizes`
pub async fn page(State(door): State<Door>) -> Result<Response, PageError> {
    let sizes = door.read(|view| view.ask(&ShowSizes)).await?;
    html(&SizesPage { layout: Layout::new("Sizes", Section::Sources), sizes })
}
