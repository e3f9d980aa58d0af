//! Commands that another process on this machine hands over, because this one holds the data directory.
//!
//! Whoever sends one proves by a secret that they can read the directory. The body is one line of JSON, a [`Handed`], and
//! behind it the file that comes with the command, which is parsed while it arrives.

use std::io::{self, BufRead, BufReader, Read};

use crate::http::routes::Routes;
use axum::Json;
use axum::body::{Body, Bytes};
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
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;

/// Where commands are handed over.
pub const PATH: &str = "/handover";
/// Bytes of the line that says what to do.
const LINE_BYTES_MAX: u64 = 4 << 20;
/// Pieces of a body that may wait for the parser.
const PIECES_MAX: usize = 16;

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
    /// Whose turn it is: `user`, `conflict`, `not-found`, `config`, `internal`.
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
        let wanted = self.bearer.as_bytes();
        let differences = given.iter().zip(wanted).fold(0, |all, (a, b)| all | (a ^ b));
        if given.len() == wanted.len() && differences == 0 { Ok(()) } else { Err(Refusal::Stranger) }
    }
}

async fn accept(State(state): State<Handover>, request: Request) -> Result<Json<Value>, Refusal> {
    state.admit(request.headers())?;
    let (body, forwarding) = stream(request.into_body());
    let done = tokio::task::spawn_blocking(move || run(&state.app, body)).await;
    // Whoever is still sending gets an answer only once all is sent: a refusal would reach nobody.
    let _ = forwarding.await;
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
            _ => Self::Internal(anyhow::anyhow!(message)),
        }
    }
}
