//! What the data directory takes on disk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::error::PageError;
use super::layout::{Layout, Section};
use super::{act, html, show};
use crate::actions::show_sizes::{Sizes, show_sizes};
use crate::app::App;

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
