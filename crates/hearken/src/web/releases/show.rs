//! One release: when it came out, how that is known, and what customers said of its version.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::releases::card::ReleaseCard;
use hearken_app::query::ShowRelease;
use hearken_app::view::View;
use hearken_domain::ReleaseId;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "release.html")]
struct Page {
    layout: Layout,
    card: ReleaseCard,
    /// The releases of its product.
    product_href: String,
    /// Signals that name its version.
    version_href: Option<String>,
    /// What was said since it came out.
    since_href: String,
}

/// `GET /releases/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: ReleaseId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let door = door.looking_back(params.as_of()?);
    let (card, seen) =
        door.read(move |view: &View| Ok((view.ask(&ShowRelease(id))?, view.position()?))).await?;
    let back = params.only(&["as_of"]);
    let product = card.product.as_ref().map_or("", |product| show::words(product));
    html(&Page {
        layout: Layout::new(show::words(&card.title()), Section::Releases)
            .showing(seen)
            .looking_back(params.look_back(&format!("/releases/{id}"))?),
        product_href: back.with("product", product).href("/releases"),
        version_href: card
            .version
            .as_ref()
            .map(|version| back.with("version", show::words(version)).href("/search")),
        since_href: back.with("since", show::day(&card.at)).href("/search"),
        card,
    })
}
