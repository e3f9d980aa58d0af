//! What a merge of two customers would move, before it is done.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::customers::merge::{MergeCustomers, MergeReport};
use hearken_app::view::View;
use hearken_domain::CustomerId;

use crate::http::door::Door;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "customer_merge.html")]
struct Page {
    layout: Layout,
    report: MergeReport,
}

/// `GET /customers/{id}/merge`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let customer: CustomerId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let into = params.value::<CustomerId>("into")?;
    // What was asked for comes back to be changed.
    let typed = params.text("into");
    let again =
        |error: PageError| error.among(Again::asked(std::iter::once(("into", typed.as_str())), "into"));
    let into =
        into.ok_or_else(|| again(PageError::field("into", "say which customer it is part of, such as C-7")))?;
    let seen = door.read(|view: &View| view.position()).await?;
    let report = door.execute(MergeCustomers { customer, into, dry_run: true }).await;
    let report = report.map_err(|error| again(error.into()))?;
    html(&Page { layout: Layout::new("Merge two customers", Section::Customers).showing(seen), report })
}
