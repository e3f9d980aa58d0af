//! The JSON API, version 1: a file per resource, each a thin door on the same actions as the pages and the commands.
//! `openapi.json` describes it whole; a test holds the two together.

mod answer;
mod code;
mod operations;
mod problem;
mod query;
mod rulings;
mod signals;
mod sources;
mod themes;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use hearken_app::app::App;

/// The document that describes this API.
pub const OPENAPI: &str = include_str!("openapi.json");
/// Bytes of a body, counted once unpacked.
pub const BODY_BYTES_MAX: usize = 16 << 20;
/// Posts at work at one moment; one more is asked to come again.
pub const POSTS_MAX: usize = 512;

/// Every route under `/api/v1`, with its method, as the document names it.
pub const ROUTES: [(&str, &str); 30] = [
    ("get", "/api/v1/openapi.json"),
    ("get", "/api/v1/today"),
    ("get", "/api/v1/themes"),
    ("get", "/api/v1/themes/{id}"),
    ("get", "/api/v1/themes/{id}/parts"),
    ("get", "/api/v1/rulings"),
    ("post", "/api/v1/rulings"),
    ("post", "/api/v1/rulings/{id}/undo"),
    ("post", "/api/v1/learnings"),
    ("get", "/api/v1/signals"),
    ("post", "/api/v1/signals"),
    ("get", "/api/v1/signals/{id}"),
    ("get", "/api/v1/search"),
    ("get", "/api/v1/sources"),
    ("get", "/api/v1/sources/{name}"),
    ("post", "/api/v1/sources/{name}/undo"),
    ("post", "/api/v1/imports"),
    ("post", "/api/v1/erasures"),
    ("get", "/api/v1/repositories"),
    ("post", "/api/v1/repositories/{name}/update"),
    ("get", "/api/v1/repositories/{name}/component"),
    ("get", "/api/v1/repositories/{name}/file"),
    ("get", "/api/v1/components"),
    ("get", "/api/v1/locate"),
    ("get", "/api/v1/themes/{id}/links"),
    ("get", "/api/v1/signals/{id}/links"),
    ("get", "/api/v1/watch"),
    ("post", "/api/v1/watch"),
    ("get", "/api/v1/sizes"),
    ("post", "/api/v1/checks"),
];

/// What every handler has at hand.
#[derive(Clone)]
pub(crate) struct Api {
    app: App,
    posts: Arc<Semaphore>,
}

/// The routes.
pub fn router(app: App) -> Router {
    let api = Api { app, posts: Arc::new(Semaphore::new(POSTS_MAX)) };
    Router::new()
        .route("/api/v1/openapi.json", get(operations::openapi))
        .route("/api/v1/today", get(themes::today))
        .route("/api/v1/themes", get(themes::list))
        .route("/api/v1/themes/{id}", get(themes::show))
        .route("/api/v1/themes/{id}/parts", get(rulings::parts))
        .route("/api/v1/rulings", get(rulings::list).post(rulings::make))
        .route("/api/v1/rulings/{id}/undo", post(rulings::undo))
        .route("/api/v1/learnings", post(rulings::learn))
        .route("/api/v1/signals", get(signals::list).post(signals::hear))
        .route("/api/v1/signals/{id}", get(signals::show))
        .route("/api/v1/search", get(signals::search))
        .route("/api/v1/sources", get(sources::list))
        .route("/api/v1/sources/{name}", get(sources::show))
        .route("/api/v1/sources/{name}/undo", post(sources::undo))
        .route("/api/v1/imports", post(sources::import))
        .route("/api/v1/erasures", post(operations::erase))
        .route("/api/v1/repositories", get(code::repositories))
        .route("/api/v1/repositories/{name}/update", post(code::update))
        .route("/api/v1/repositories/{name}/component", get(code::component))
        .route("/api/v1/repositories/{name}/file", get(code::file))
        .route("/api/v1/components", get(code::components))
        .route("/api/v1/locate", get(code::find))
        .route("/api/v1/themes/{id}/links", get(code::links_of_theme))
        .route("/api/v1/signals/{id}/links", get(code::links_of_signal))
        .route("/api/v1/watch", get(code::look).post(code::seen))
        .route("/api/v1/sizes", get(operations::sizes))
        .route("/api/v1/checks", post(operations::check))
        .route("/api/{*rest}", axum::routing::any(problem::no_such_route))
        .method_not_allowed_fallback(problem::no_such_method)
        // Files may be of any size, for they are read as they arrive; every other body has its own limit.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(answer::conditional))
        .with_state(api)
}
