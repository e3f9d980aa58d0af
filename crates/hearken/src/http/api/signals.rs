//! Signals: taking them in, listing them, one of them, and searching.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hearken_domain::{Counts, Disposition, FilterField, SignalId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::api::answer::{json, page};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, LIMIT_MAX, Query, SHORT_MAX};
use crate::http::api::{Api, BODY_BYTES_MAX};
use crate::http::body::{BodyError, room, whole};
use hearken_app::actions::signals::list::SignalQuery;
use hearken_app::actions::signals::post::PostSignals;
use hearken_app::actions::signals::search::{OFFSET_MAX, SearchQuery, WORDS_MAX};
use hearken_app::command::execute;
use hearken_app::host::Host;
use hearken_app::query::ShowSignal;
use hearken_app::view::View;

/// Letters of an idempotency key.
pub const KEY_MAX: usize = 255;

/// What is still read of a body that is not taken.
const REFUSED_BODY_BYTES_MAX: usize = 64 << 10;
const REFUSED_BODY_TIME: Duration = Duration::from_secs(2);

/// What became of a post.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// One for each item, in order.
    dispositions: Vec<Disposition>,
    /// How many met which fate.
    counts: Counts,
    /// Whether this is the answer to an earlier post with the same key.
    replayed: bool,
}

/// `GET /api/v1/signals`
pub async fn list(State(api): State<Api>, uri: Uri, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["theme", "area", "cursor", "limit", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let wanted = SignalQuery {
            filter: query.filter(view)?,
            theme: query.theme("theme"),
            area: query.text("area", SHORT_MAX),
            cursor: query.parsed::<String>("cursor"),
            limit: query.number("limit", 50, 1, LIMIT_MAX),
        };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    let list = api.understand(read).await?;
    page(&list, &uri, list.next.as_deref())
}

/// `GET /api/v1/signals/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"]]);
    let api = api.looking_back(&mut query);
    query.done()?;
    let id: SignalId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowSignal(id))).await?)
}

/// `GET /api/v1/search`
pub async fn search(State(api): State<Api>, uri: Uri, query: Query) -> Result<Response, Problem> {
    let mut query =
        query.knowing(&[&["q", "sort", "theme", "area", "cursor", "limit", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let theme = query.theme("theme");
    let offset = match query.parsed::<String>("cursor") {
        None => 0,
        Some(cursor) => cursor.parse().ok().filter(|offset| *offset <= OFFSET_MAX).unwrap_or_else(|| {
            query.wrong("cursor", "it is not a valid cursor; give one that a search answered");
            0
        }),
    };
    let limit = query.number("limit", 20, 1, LIMIT_MAX);
    let read = move |view: &View| -> Result<_, Problem> {
        let wanted = SearchQuery {
            words: query.text("q", WORDS_MAX).unwrap_or_default(),
            typing: false,
            sort: query.parsed("sort").unwrap_or_default(),
            filter: query.filter(view)?,
            theme: theme.flatten(),
            area: query.text("area", SHORT_MAX),
            unsorted: theme == Some(None),
            in_rows: false,
            limit,
            offset,
        };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    let found = api.understand(read).await?;
    let next = found.more.then(|| offset + limit).filter(|next| *next <= OFFSET_MAX);
    page(&found, &uri, next.map(|next| next.to_string()).as_deref())
}

/// `POST /api/v1/signals`
pub async fn post(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["source", "kind"]]);
    let (source, kind) = (query.text("source", 100), query.parsed("kind"));
    let Some(source) = source else {
        query.wrong("source", "it is missing: it names where the signals come from");
        return Err(query.done().err().unwrap_or_else(Problem::busy));
    };
    query.done()?;
    let lines = lines_or_json(&headers)?;
    let key = idempotency_key(&headers)?;
    let Ok(permit) = Arc::clone(&api.posts).try_acquire_owned() else { return Err(refuse(body).await) };
    let (body, room_taken) = whole(body, BODY_BYTES_MAX).await.map_err(|error| match error {
        BodyError::TooLarge => too_large(),
        other => other.into(),
    })?;
    let encoding = encoding(&headers);
    // How much it unpacks to is known only afterwards.
    let room_unpacked = encoding.as_ref().map(|_| room(BODY_BYTES_MAX)).transpose()?;
    let posted = api
        .door
        .blocking(move |ctx| {
            // Held until the work is done, though whoever asked for it may have gone.
            let _held = (permit, room_taken, room_unpacked);
            let body = match unpacked(encoding.as_deref(), body) {
                Ok(body) => body,
                Err(problem) => return Ok(Err(problem)),
            };
            let idempotency_key = key.map(|key| (key, body_hash(&source, &body)));
            let items = match items(&body, lines) {
                Ok(items) => items,
                Err(problem) => return Ok(Err(problem)),
            };
            let post = PostSignals { source, kind, items, idempotency_key };
            Ok(Ok(execute(ctx, post, &mut Host::default())?))
        })
        .await??;
    let Some(answer) = posted else { return Err(Problem::key_taken()) };
    let mut counts = Counts::default();
    for disposition in &answer.dispositions {
        counts.add(disposition.fate());
    }
    let receipt = Receipt { dispositions: answer.dispositions, counts, replayed: answer.replayed };
    let mut response = json(&receipt)?.into_response();
    *response.status_mut() = if counts.accepted > 0 { StatusCode::CREATED } else { StatusCode::OK };
    Ok(response)
}

/// Too much at once. A short body is still read to its end: a connection that was closed on it could lose the answer.
pub async fn refuse(body: Body) -> Problem {
    let _ = tokio::time::timeout(REFUSED_BODY_TIME, to_bytes(body, REFUSED_BODY_BYTES_MAX)).await; // heard or not
    Problem::busy()
}

/// Whether the body is JSON Lines; else it is JSON.
fn lines_or_json(headers: &HeaderMap) -> Result<bool, Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/json" => Ok(false),
        "application/x-ndjson" | "application/jsonl" => Ok(true),
        _ => Err(Problem::unsupported(
            "Content-Type must be application/json (one signal, or an array) or application/x-ndjson (one a line)",
        )),
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= KEY_MAX => Ok(Some(key.to_owned())),
        _ => Err(Problem::parameters(vec![crate::http::api::problem::FieldError {
            field: "Idempotency-Key".to_owned(),
            detail: format!("it is not a valid key; give 1 to {KEY_MAX} visible ASCII characters"),
        }])),
    }
}

fn body_hash(source: &str, body: &[u8]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(source.len() as u64).to_le_bytes());
    hasher.update(source.as_bytes());
    hasher.update(body);
    let mut short = [0; 16];
    hasher.finalize_xof().fill(&mut short);
    short
}

fn too_large() -> Problem {
    Problem::too_large(format!("a body has at most {} MiB once unpacked", BODY_BYTES_MAX >> 20))
}

/// What the body is packed with.
fn encoding(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_ENCODING)?.to_str().unwrap_or("unreadable");
    Some(value.trim().to_owned())
}

/// The body, unpacked where it was packed; never more of it than the limit.
fn unpacked(encoding: Option<&str>, packed: Bytes) -> Result<Bytes, Problem> {
    let reader: Box<dyn Read> = match encoding {
        None | Some("" | "identity") => return Ok(packed),
        Some("gzip") => Box::new(flate2::read::MultiGzDecoder::new(&packed[..])),
        Some("zstd") => Box::new(
            zstd::Decoder::new(&packed[..])
                .map_err(|error| Problem::body(format!("it is not valid zstd: {error}")))?,
        ),
        Some(_) => {
            return Err(Problem::unsupported("Content-Encoding must be gzip or zstd, or left out"));
        }
    };
    let mut plain = Vec::new();
    let read = reader.take(BODY_BYTES_MAX as u64 + 1).read_to_end(&mut plain);
    read.map_err(|error| Problem::body(format!("it cannot be unpacked: {error}")))?;
    if plain.len() > BODY_BYTES_MAX {
        return Err(too_large());
    }
    Ok(plain.into())
}

fn items(body: &[u8], lines: bool) -> Result<Vec<Result<Value, String>>, Problem> {
    if lines {
        let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        return Ok(lines
            .map(|line| serde_json::from_slice(line).map_err(|e| format!("it is not valid JSON: {e}")))
            .collect());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Array(items)) => Ok(items.into_iter().map(Ok).collect()),
        Ok(item @ Value::Object(_)) => Ok(vec![Ok(item)]),
        Ok(_) => Err(Problem::body("it is neither an object nor an array of objects")),
        Err(error) => Err(Problem::body(format!("it is not valid JSON: {error}"))),
    }
}
