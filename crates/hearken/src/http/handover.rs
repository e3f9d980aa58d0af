//! Commands that another process on this machine hands over, because this one holds the data directory.
//!
//! Whoever sends one proves by a secret that they can read the directory. The body is one line of JSON, a [`Handed`], and
//! behind it the file that comes with the command, which is parsed while it arrives.

use std::io::{BufRead, BufReader, Read};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use hearken_app::app::App;
use hearken_app::command::Command;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::next_step::NextStep;
use hearken_app::origin::Origin;
use hearken_domain::Actor;
use hearken_ingest::Input;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::body::{BodyError, stream};
use crate::http::routes::Routes;
use crate::http::secret::is_same;

/// Where commands are handed over.
pub const PATH: &str = "/handover";
/// Bytes of the line that says what to do.
const LINE_BYTES_MAX: u64 = 4 << 20;

/// A command on its way to the process that holds the data.
#[derive(Debug, Serialize, Deserialize)]
pub struct Handed {
    /// Who acts.
    pub actor: Actor,
    /// Name of the file that follows, where one does.
    pub file: Option<String>,
    /// What to do.
    pub command: Command,
}

/// An error on its way back to the command.
#[derive(Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Whose turn it is: `user`, `conflict`, `not-found`, `config`, `full`, `internal`.
    audience: String,
    message: String,
    next_step: Option<NextStep>,
}

/// The route, for whoever knows `secret`.
pub fn router(app: App, secret: &str) -> Routes {
    let state = Handover { app, bearer: format!("Bearer {secret}") };
    Routes::empty().route(PATH, post(accept)).with_state(state)
}

#[derive(Clone)]
struct Handover {
    app: App,
    bearer: String,
}

impl Handover {
    fn admit(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let given = headers.get(header::AUTHORIZATION).map_or(&[][..], |value| value.as_bytes());
        if is_same(given, self.bearer.as_bytes()) { Ok(()) } else { Err(Refusal::Stranger) }
    }
}

async fn accept(State(state): State<Handover>, request: Request) -> Result<Json<Value>, Refusal> {
    state.admit(request.headers())?;
    let (body, forwarding) = stream(request.into_body());
    let done = tokio::task::spawn_blocking(move || run(&state.app, body)).await;
    // Whoever is still sending gets an answer only once all is sent: a refusal would reach nobody.
    if let Ok(Err(error)) = forwarding.await {
        return Err(Refusal::Body(error));
    }
    Ok(Json(done.map_err(|error| AppError::Internal(error.into()))??))
}

fn run(app: &App, body: Box<dyn Read + Send>) -> Result<Value, AppError> {
    let mut body = BufReader::new(body);
    let mut line = Vec::new();
    let read = body.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
    read.map_err(|error| AppError::user(format!("the command did not arrive whole: {error}")))?;
    let Handed { actor, file, command } = serde_json::from_slice(&line)
        .map_err(|error| AppError::user(format!("the command is not valid: {error}")))?;
    let input = file.map(|name| Input::from_reader(&name, Box::new(body)));
    // The secret was shown: whoever sends it can read the data directory.
    let mut host = Host { origin: Origin::Directory, input, ..Host::default() };
    command.execute(&Context::now(app.clone(), actor), &mut host)
}

#[derive(Debug)]
enum Refusal {
    Stranger,
    Body(BodyError),
    Failed(AppError),
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Stranger => {
                (StatusCode::UNAUTHORIZED, "this needs the data directory's secret").into_response()
            }
            Self::Body(error) => {
                let status = match error {
                    BodyError::TooSlow => StatusCode::REQUEST_TIMEOUT,
                    BodyError::TooLarge | BodyError::NoRoom | BodyError::Cut => StatusCode::BAD_REQUEST,
                };
                (status, Json(Problem::from(&AppError::user(error.told())))).into_response()
            }
            Self::Failed(error) => {
                let status = match &error {
                    AppError::User { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    AppError::Conflict { .. } => StatusCode::CONFLICT,
                    AppError::NotFound { .. } => StatusCode::NOT_FOUND,
                    AppError::Full { .. } => StatusCode::INSUFFICIENT_STORAGE,
                    _ => StatusCode::INTERNAL_SERVER_ERROR,
                };
                (status, Json(Problem::from(&error))).into_response()
            }
        }
    }
}

impl From<&AppError> for Problem {
    fn from(error: &AppError) -> Self {
        let audience = match error {
            AppError::User { .. } => "user",
            AppError::Conflict { .. } => "conflict",
            AppError::NotFound { .. } => "not-found",
            AppError::Config { .. } | AppError::Held(_) => "config",
            AppError::Full { .. } => "full",
            AppError::Internal(_) => "internal",
        };
        Self {
            audience: audience.to_owned(),
            message: error.to_string(),
            next_step: error.next_step().cloned(),
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        let Problem { audience, message, next_step } = problem;
        match audience.as_str() {
            "user" => Self::User { message, next_step },
            "conflict" => Self::Conflict { message, next_step },
            "not-found" => Self::NotFound { message, next_step },
            "config" => Self::Config { message, next_step },
            "full" => Self::Full { message },
            _ => Self::Internal(anyhow::anyhow!(message)),
        }
    }
}
