//! The page for whoever has not been let in: how to get in.

use askama::Template;
use axum::response::{IntoResponse as _, Response};

use crate::http::entry::Locked;
use crate::web::html;
use crate::web::layout::{Layout, Section};

#[derive(Template)]
#[template(path = "locked.html")]
struct LockedPage {
    layout: Layout,
    again: Option<String>,
}

/// The page; its status is its caller's.
pub fn page(locked: Locked) -> Response {
    let layout = Layout::new("Not let in", Section::Elsewhere);
    html(&LockedPage { layout, again: locked.again }).into_response()
}
