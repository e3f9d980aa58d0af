//! Domains that somebody wrote from and no customer has: each leads to adding one, or is said to be none.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::customers::domains::{ListUnclaimed, UnclaimedList};
use hearken_app::view::View;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, legible, show};

/// Domains on the page.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "unclaimed.html")]
struct Page {
    layout: Layout,
    list: UnclaimedList,
}

/// `GET /customers/domains`
pub async fn page(State(door): State<Door>, _: Params) -> Result<Response, PageError> {
    let read = |view: &View| Ok((view.ask(&ListUnclaimed { limit: SHOWN })?, view.position()?));
    let (list, seen) = door.read(read).await?;
    html(&Page {
        layout: Layout::new("Domains that no customer has", Section::Customers).showing(seen),
        list,
    })
}
