//! The JSON API, version 1: a file per resource, each a thin door on the same actions as the pages and the commands.
//! One table of routes makes both the router and the document that describes it whole.

mod ahead;
mod alerts;
mod answer;
mod areas;
mod briefs;
mod campaigns;
mod code;
mod commands;
mod comments;
mod customers;
mod decisions;
mod document;
mod exports;
mod filter;
mod goals;
mod next_step;
mod operation;
mod operations;
mod opportunities;
mod posted;
mod problem;
mod query;
mod rates;
mod releases;
mod routes;
mod rulings;
mod schemas;
mod segments;
mod signals;
mod sources;
mod surges;
mod themes;
mod views;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use tokio::sync::Semaphore;

use crate::http::api::problem::Problem;
use crate::http::api::query::Query;
use crate::http::door::Door;
use crate::http::routes::Routes;
use hearken_app::error::AppError;
use hearken_app::view::View;

pub use document::{DOCUMENT, UNDOCUMENTED};
pub use filter::filter_parameters;
pub use problem::{locked, overdue};

/// Bytes of a body, counted once unpacked.
pub const BODY_BYTES_MAX: usize = 16 << 20;
/// Posts at work at one moment; one more is asked to come again.
pub const POSTS_MAX: usize = 512;

/// Imports at work at one moment. They are apart from everything else: each may take as long as its sender does.
pub const IMPORTS_MAX: usize = 8;

/// What every handler has at hand.
#[derive(Clone)]
pub(crate) struct Api {
    door: Door,
    posts: Arc<Semaphore>,
    imports: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    /// The document that describes this API.
    document: &'static str,
}

impl Api {
    /// The same, looking back to what the query's parameter `as_of` says.
    fn looking_back(self, query: &mut Query) -> Self {
        Self { door: self.door.looking_back(query.as_of()), ..self }
    }

    /// Reads: all of it one state.
    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&View) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.door.read(query).await?)
    }

    /// Reads where the question is understood by what is read.
    async fn understand<T: Send + 'static>(
        &self,
        query: impl FnOnce(&View) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.door.understand(query).await
    }
}

/// The routes.
pub fn router(door: Door) -> Routes {
    let posts = Arc::new(Semaphore::new(POSTS_MAX));
    let imports = Arc::new(Semaphore::new(IMPORTS_MAX));
    let exports = Arc::new(Semaphore::new(exports::EXPORTS_MAX));
    let api = Api { door, posts, imports, exports, document: &document::OPENAPI };
    let described = routes::routes().into_iter();
    described
        .fold(Routes::empty(), |routes, route| routes.route(route.path, route.handler))
        .route("/api/{*rest}", axum::routing::any(problem::no_such_route))
        .map(|router| {
            router
                .method_not_allowed_fallback(problem::no_such_method)
                // Files may be of any size, for they are read as they arrive; every other body has its own limit.
                .layer(DefaultBodyLimit::disable())
                .layer(axum::middleware::from_fn(answer::conditional))
        })
        .with_state(api)
}
