//! What the data directory takes on disk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{act, html, show};
use hearken_app::actions::data::sizes::{Sizes, show_sizes};
use hearken_app::app::App;

#[derive(Template)]
#[template(path = "sizes.html")]
struct SizesPage {
    layout: Layout,
    sizes: Sizes,
}

/// `GET /sizes`
pub async fn page(State(app): State<App>) -> Result<Response, PageError> {
    let sizes = act(app, show_sizes).await?;
    html(&SizesPage { layout: Layout::new("Sizes", Section::Sources), sizes })
}
