//! Actions that another command on this machine hands over, because this process holds the data directory.
//!
//! Whoever sends them proves by a secret that they can read the directory. Files come as the request's body and are
//! parsed while they arrive.

use std::io::{self, Read};
use std::sync::atomic::AtomicBool;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use hearken_domain::{ImportId, RulingId};
use hearken_ingest::Input;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;

use hearken_app::actions::code::add::{AddCode, add_code};
use hearken_app::actions::code::remove::{CodeRemoved, remove_code};
use hearken_app::actions::code::update::{CodeReport, update_all};
use hearken_app::actions::code::watch::{WatchRequest, Watched, watch};
use hearken_app::actions::data::erase::{EraseReport, EraseRequest, erase};
use hearken_app::actions::sources::import::{ImportReport, ImportRequest, Watch, import};
use hearken_app::actions::sources::undo_import::{Undone, undo_import};
use hearken_app::actions::themes::learn::{LearnReport, learn_now};
use hearken_app::actions::themes::rule::{RuleRequest, RulingCard, rule, undo_ruling};
use hearken_app::app::{App, AppError};

/// Path of an import.
pub const IMPORT: &str = "/handover/import";
/// Path of an undo.
pub const UNDO: &str = "/handover/undo";
/// Path of an erasure.
pub const ERASE: &str = "/handover/erase";
/// Path of a ruling.
pub const RULE: &str = "/handover/rule";
/// Path of an undo of a ruling.
pub const UNDO_RULING: &str = "/handover/undo-ruling";
/// Path of a learning.
pub const LEARN: &str = "/handover/learn";
/// Path of registering a repository.
pub const ADD_CODE: &str = "/handover/add-code";
/// Path of bringing repositories up to date.
pub const UPDATE_CODE: &str = "/handover/update-code";
/// Path of forgetting a repository.
pub const REMOVE_CODE: &str = "/handover/remove-code";
/// Path of a look at somebody's code.
pub const WATCH: &str = "/handover/watch";
/// Header that describes an import: a JSON array of the file's name and the [`ImportRequest`].
pub const REQUEST_HEADER: &str = "x-hearken-import";
/// Pieces of a body that may wait for the parser.
const PIECES_MAX: usize = 16;

/// What to undo.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoBody {
    /// Name of the source.
    pub source: String,
    /// Which import; by default the last that stands.
    pub import: Option<ImportId>,
}

/// An error on its way back to the command.
#[derive(Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Whose turn it is: `user`, `conflict`, `not-found`, `config`, `internal`.
    audience: String,
    message: String,
    hint: Option<String>,
}

/// The routes, for whoever knows `secret`.
pub fn router(app: App, secret: &str) -> Router {
    let state = Handover { app, bearer: format!("Bearer {secret}") };
    Router::new()
        .route(IMPORT, post(take_import))
        .route(UNDO, post(take_undo))
        .route(ERASE, post(take_erase))
        .route(RULE, post(take_rule))
        .route(UNDO_RULING, post(take_undo_ruling))
        .route(LEARN, post(take_learn))
        .route(ADD_CODE, post(take_add_code))
        .route(UPDATE_CODE, post(take_update_code))
        .route(REMOVE_CODE, post(take_remove_code))
        .route(WATCH, post(take_watch))
        .with_state(state)
}

#[derive(Clone)]
struct Handover {
    app: App,
    bearer: String,
}

impl Handover {
    fn admit(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let given = headers.get(header::AUTHORIZATION).map_or(&[][..], |value| value.as_bytes());
        let wanted = self.bearer.as_bytes();
        let differences = given.iter().zip(wanted).fold(0, |all, (a, b)| all | (a ^ b));
        if given.len() == wanted.len() && differences == 0 { Ok(()) } else { Err(Refusal::Stranger) }
    }
}

async fn take_import(
    State(state): State<Handover>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<ImportReport>, Refusal> {
    state.admit(&headers)?;
    let described =
        headers.get(REQUEST_HEADER).and_then(|value| serde_json::from_slice(value.as_bytes()).ok());
    let (file, wanted): (String, ImportRequest) = described
        .ok_or_else(|| AppError::user(format!("header {REQUEST_HEADER} is missing or not readable")))?;
    let (body, forwarding) = stream(request.into_body());
    let input = Input::from_reader(&file, body);
    let done = blocking(move || {
        let never = AtomicBool::new(false);
        import(&state.app, input, &wanted, &Watch { progress: &|_| {}, stop: &never })
    })
    .await;
    // Whoever is still sending hears an answer only once all is sent: a refusal would reach nobody.
    let _ = forwarding.await;
    done
}

async fn take_undo(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(body): Json<UndoBody>,
) -> Result<Json<Undone>, Refusal> {
    state.admit(&headers)?;
    blocking(move || undo_import(&state.app, &body.source, body.import)).await
}

async fn take_erase(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(request): Json<EraseRequest>,
) -> Result<Json<EraseReport>, Refusal> {
    state.admit(&headers)?;
    blocking(move || erase(&state.app, &request)).await
}

async fn take_rule(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(request): Json<RuleRequest>,
) -> Result<Json<RulingCard>, Refusal> {
    state.admit(&headers)?;
    blocking(move || rule(&state.app, request)).await
}

async fn take_undo_ruling(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(id): Json<RulingId>,
) -> Result<Json<RulingCard>, Refusal> {
    state.admit(&headers)?;
    blocking(move || undo_ruling(&state.app, id)).await
}

async fn take_learn(State(state): State<Handover>, headers: HeaderMap) -> Result<Json<LearnReport>, Refusal> {
    state.admit(&headers)?;
    blocking(move || learn_now(&state.app, &|_, _| {})).await
}

async fn take_add_code(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(request): Json<AddCode>,
) -> Result<Json<CodeReport>, Refusal> {
    state.admit(&headers)?;
    blocking(move || add_code(&state.app, &request, &|_, _| {})).await
}

async fn take_update_code(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(name): Json<Option<String>>,
) -> Result<Json<Vec<CodeReport>>, Refusal> {
    state.admit(&headers)?;
    blocking(move || update_all(&state.app, name.as_deref(), &|_, _| {})).await
}

async fn take_remove_code(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(name): Json<String>,
) -> Result<Json<CodeRemoved>, Refusal> {
    state.admit(&headers)?;
    blocking(move || remove_code(&state.app, &name)).await
}

async fn take_watch(
    State(state): State<Handover>,
    headers: HeaderMap,
    Json(request): Json<WatchRequest>,
) -> Result<Json<Watched>, Refusal> {
    state.admit(&headers)?;
    blocking(move || watch(&state.app, &request)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<Json<T>, Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(Json(done.map_err(|error| AppError::Internal(error.into()))??))
}

/// A body as something to read from, outside of async, while it arrives.
/// The handle ends once all of it was sent.
pub fn stream(body: Body) -> (Box<dyn Read + Send>, JoinHandle<()>) {
    let (pieces, reader) = mpsc::channel(PIECES_MAX);
    let forwarding = tokio::spawn(forward(body, pieces));
    (Box::new(PieceReader { pieces: reader, current: Bytes::new() }), forwarding)
}

async fn forward(body: Body, pieces: mpsc::Sender<io::Result<Bytes>>) {
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        let broken = piece.is_err();
        // A parser that gave up has dropped its end: the rest is of no use, but is read all the same.
        let _ = pieces.send(piece.map_err(io::Error::other)).await;
        if broken {
            return;
        }
    }
}

/// A body as something to read from, outside of async.
struct PieceReader {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    current: Bytes,
}

impl Read for PieceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.current = piece?,
                None => return Ok(0),
            }
        }
        let length = self.current.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.current.split_to(length));
        Ok(length)
    }
}

#[derive(Debug)]
enum Refusal {
    Stranger,
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
            Self::Failed(error) => {
                let status = match &error {
                    AppError::User { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    AppError::Conflict { .. } => StatusCode::CONFLICT,
                    AppError::NotFound { .. } => StatusCode::NOT_FOUND,
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
            AppError::Internal(_) => "internal",
        };
        Self {
            audience: audience.to_owned(),
            message: error.to_string(),
            hint: error.hint_text().map(str::to_owned),
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        let Problem { audience, message, hint } = problem;
        match audience.as_str() {
            "user" => Self::User { message, hint },
            "conflict" => Self::Conflict { message, hint },
            "not-found" => Self::NotFound { message, hint },
            "config" => Self::Config { message, hint },
            _ => Self::Internal(anyhow::anyhow!(message)),
        }
    }
}
