//! All releases, the means to tell of more, and what was done about them lately.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::releases::card::ReleaseCard;
use hearken_app::actions::releases::list::{ListReleases, ReleaseList};
use hearken_app::actions::releases::sync::{ReleasesSynced, SyncReleases};
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::query::ListRepositories;
use hearken_app::view::View;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};

const PATH: &str = "/releases";
const LIMIT: usize = 100;
/// Products to choose from on the page; a telephone has room for so many.
const PRODUCTS: usize = 20;

#[derive(Template)]
#[template(path = "releases.html")]
struct Page {
    layout: Layout,
    list: ReleaseList,
    /// Names of repositories, whose tags can be read.
    repositories: Vec<String>,
    products: Vec<Product>,
    more_products: usize,
    product: Option<String>,
    first: Option<String>,
    next: Option<String>,
    /// What was just read of tags.
    synced: Vec<ReleasesSynced>,
}

impl Page {
    fn href(&self, card: &ReleaseCard) -> String {
        self.layout.to(&format!("/releases/{}", card.id))
    }
}

/// A product to choose.
struct Product {
    name: String,
    releases: u64,
    href: String,
    current: bool,
}

/// `GET /releases`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    answer(door, params, Vec::new()).await
}

/// `POST /releases/sync`
pub async fn sync(State(door): State<Door>) -> Result<Response, PageError> {
    let done = door.blocking(|ctx| execute(ctx, SyncReleases::default(), &mut Host::default()));
    let synced = done.await?;
    answer(door, Params::default(), synced).await
}

async fn answer(door: Door, params: Params, synced: Vec<ReleasesSynced>) -> Result<Response, PageError> {
    let product = params.get("product").filter(|product| !product.is_empty()).map(str::to_owned);
    let cursor = params.get("cursor").map(str::to_owned);
    let query = ListReleases { product: product.clone(), cursor, limit: LIMIT };
    let door = door.looking_back(params.as_of()?);
    let read = move |view: &View| -> Result<_, AppError> {
        let repositories = view.ask(&ListRepositories)?.into_iter().map(|one| one.name).collect();
        Ok((view.ask(&query)?, repositories, view.position()?))
    };
    let (list, repositories, seen): (_, Vec<String>, _) = door.read(read).await?;
    let plain = params.only(&["product", "as_of"]);
    let one = |name: &str, releases| Product {
        name: name.to_owned(),
        releases,
        href: plain.with("product", name).href(PATH),
        current: product.as_deref() == Some(name),
    };
    html(&Page {
        layout: Layout::new("Releases", Section::Releases)
            .showing(seen)
            .looking_back(params.look_back(PATH)?),
        products: list
            .products
            .iter()
            .take(PRODUCTS)
            .map(|product| one(show::words(&product.product), product.releases))
            .collect(),
        more_products: list.products.len().saturating_sub(PRODUCTS),
        first: params.get("cursor").map(|_| plain.href(PATH)),
        next: list.next.as_ref().map(|next| plain.with("cursor", next).href(PATH)),
        repositories,
        product,
        list,
        synced,
    })
}
