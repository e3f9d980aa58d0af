//! What the erasure of a customer would take, before it is done: it cannot be taken back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::customers::cards::CustomerCard;
use hearken_app::actions::customers::show::ShowCustomer;
use hearken_app::actions::data::erase::{Erase, EraseReport};
use hearken_app::view::View;
use hearken_domain::CustomerId;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "customer_erase.html")]
struct Page {
    layout: Layout,
    customer: CustomerCard,
    parts: Vec<CustomerId>,
    report: EraseReport,
}

/// `GET /customers/{id}/erase`
pub async fn page(State(door): State<Door>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: CustomerId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read = move |view: &View| {
        let page = view.ask(&ShowCustomer { id, offset: 0, limit: 0, people_after: None })?;
        Ok((page, view.position()?))
    };
    let (page, seen) = door.read(read).await?;
    let report = door.execute(Erase { customer: Some(id), dry_run: true, ..Erase::default() }).await?;
    html(&Page {
        layout: Layout::new("Erase a customer", Section::Customers).showing(seen),
        customer: page.customer,
        parts: page.parts,
        report,
    })
}
