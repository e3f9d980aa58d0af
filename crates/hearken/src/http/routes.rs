//! Routes that can be counted: a router does not tell what it holds, and a test asks whether all of it is described.

use axum::Router;
use axum::routing::MethodRouter;

/// A router, and the path of each of its routes.
pub struct Routes<S = ()> {
    router: Router<S>,
    paths: Vec<&'static str>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None.
    pub fn empty() -> Self {
        Self { router: Router::new(), paths: Vec::new() }
    }

    /// With one more.
    pub fn route(mut self, path: &'static str, handler: MethodRouter<S>) -> Self {
        self.paths.push(path);
        Self { router: self.router.route(path, handler), ..self }
    }

    /// With what is no route: a fallback, a layer.
    pub fn map(self, change: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: change(self.router), ..self }
    }

    /// With what its handlers have at hand.
    pub fn with_state(self, state: S) -> Routes {
        Routes { router: self.router.with_state(state), paths: self.paths }
    }

    /// With those of another.
    pub fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// The path of each; twice where two methods of it were added apart.
    pub fn paths(&self) -> &[&'static str] {
        &self.paths
    }

    /// The router.
    pub fn into_router(self) -> Router<S> {
        self.router
    }
}
