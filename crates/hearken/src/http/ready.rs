//! Whether the server does all that it is there for, told to whatever keeps it running; `/healthz` tells only that the
//! process answers.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hearken_app::app::App;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::query::CheckReadiness;
use hearken_domain::Actor;

use crate::http::routes::Routes;

/// The route.
pub fn router(app: App) -> Routes {
    Routes::empty().route("/readyz", get(show)).with_state(app)
}

/// `GET /readyz`
async fn show(State(app): State<App>) -> Response {
    let looked = tokio::task::spawn_blocking(move || faults(app)).await;
    let text = match looked {
        Ok(Ok(faults)) if faults.is_empty() => return "ready\n".into_response(),
        Ok(Ok(faults)) => faults.join("\n"),
        Ok(Err(error)) => {
            tracing::error!(%error, "the log cannot be read");
            "the log cannot be read".to_owned()
        }
        Err(_) => "it cannot be told".to_owned(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("not ready\n{text}\n")).into_response()
}

fn faults(app: App) -> Result<Vec<&'static str>, AppError> {
    Context::now(app, Actor::machine("readyz")).view()?.ask(&CheckReadiness)
}
