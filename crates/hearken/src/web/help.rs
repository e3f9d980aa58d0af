//! The words of the product and the keys of its pages.

use askama::Template;
use axum::response::Response;

use crate::web::error::PageError;
use crate::web::html;
use crate::web::layout::{Layout, Section};

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    layout: Layout,
}

/// `GET /help`
pub async fn page() -> Result<Response, PageError> {
    html(&HelpPage { layout: Layout::new("Help", Section::Elsewhere) })
}
