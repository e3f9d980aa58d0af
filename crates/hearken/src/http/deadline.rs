//! The time that an answer may take. Whoever reads is told to come again; what changes something is given time to end, and
//! a file that is read while it arrives takes as long as its sender does, who may not pause for long.

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::time::timeout;

use crate::http::handover;

const READ_TIME: Duration = Duration::from_secs(60);
/// Finding themes among a million signals takes minutes.
const CHANGE_TIME: Duration = Duration::from_secs(15 * 60);
const STREAMS: [&str; 2] = ["/api/v1/imports", handover::PATH];

/// How an answer that is overdue is worded: for the path asked for.
pub type Word = fn(&str) -> Response;

/// Sets the deadlines of all routes.
pub fn protect(router: Router, word: Word) -> Router {
    router.layer(middleware::from_fn_with_state(word, guard))
}

async fn guard(State(word): State<Word>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if STREAMS.contains(&path.as_str()) {
        return next.run(request).await;
    }
    let time = if request.method().is_safe() { READ_TIME } else { CHANGE_TIME };
    timeout(time, next.run(request)).await.unwrap_or_else(|_| word(&path))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::response::IntoResponse as _;
    use axum::routing::{get, post};
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(method: &str, path: &str, hours: u64) -> StatusCode {
        let slow = async move || tokio::time::sleep(Duration::from_secs(hours * 3600)).await;
        let router = Router::new().route("/", get(slow).post(slow)).route("/api/v1/imports", post(slow));
        let word: Word = |_| StatusCode::SERVICE_UNAVAILABLE.into_response();
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        protect(router, word).oneshot(request).await.unwrap().status()
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever_but_whoever_sends_a_file() {
        assert_eq!(ask("GET", "/", 0).await, StatusCode::OK);
        assert_eq!(ask("GET", "/", 1).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ask("POST", "/", 1).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ask("POST", "/api/v1/imports", 10).await, StatusCode::OK);
    }
}
