//! Whole tables as CSV, Markdown or JSON Lines, written while they are read, so that none is held whole; at most so many at once, since
//! each keeps one state of the log open.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hearken_app::actions::comments::thread::ShowThread;
use hearken_app::actions::customers::list::CustomerQuery;
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::actions::opportunities::list::ListOpportunities;
use hearken_app::actions::signals::list::SignalQuery;
use hearken_app::actions::signals::search::{SearchQuery, WORDS_MAX};
use hearken_app::actions::themes::list::ThemeQuery;
use hearken_app::error::AppError;
use hearken_app::query::{ListComponents, ListSegments};
use hearken_app::view::View;
use hearken_domain::{FilterField, Topic};
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;

use crate::export::{Export, Format, Table, WriteError};
use crate::http::api::Api;
use crate::http::api::answer::Streamed;
use crate::http::api::code::{NAME_MAX, missing};
use crate::http::api::comments::TOPIC_MISSING;
use crate::http::api::operation::{Operation, query as parameter};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Query, SHORT_MAX};

/// Exports at work at one moment.
pub const EXPORTS_MAX: usize = 4;
/// Bytes sent at a time, and how many such pieces may wait for whoever reads.
const PIECE: usize = 64 << 10;
const PIECES: usize = 4;
/// How long a reader may pause.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// Says that rows were left out, and after how many.
const CUT_AT: HeaderName = HeaderName::from_static("hearken-cut-at");

/// `GET /api/v1/exports/themes`
pub async fn themes(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "kind", "area", "sort", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    stream(api, query, |query, view| {
        Ok(Table::Themes(ThemeQuery {
            filter: query.filter(view)?,
            kind: query.parsed("kind"),
            area: query.text("area", SHORT_MAX),
            sort: query.parsed("sort").unwrap_or_default(),
            limit: usize::MAX,
        }))
    })
    .await
}

/// `GET /api/v1/exports/signals`
pub async fn signals(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "theme", "area", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    stream(api, query, |query, view| {
        let (filter, theme) = (query.filter(view)?, query.theme("theme"));
        Ok(Table::Signals(SignalQuery {
            filter,
            theme,
            area: query.text("area", SHORT_MAX),
            ..SignalQuery::default()
        }))
    })
    .await
}

/// `GET /api/v1/exports/search`
pub async fn search(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "q", "sort", "theme", "area", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    stream(api, query, |query, view| {
        let theme = query.theme("theme");
        Ok(Table::Search(SearchQuery {
            words: query.text("q", WORDS_MAX).unwrap_or_default(),
            sort: query.parsed("sort").unwrap_or_default(),
            filter: query.filter(view)?,
            theme: theme.flatten(),
            area: query.text("area", SHORT_MAX),
            unsorted: theme == Some(None),
            ..SearchQuery::default()
        }))
    })
    .await
}

/// `GET /api/v1/exports/customers`
pub async fn customers(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let query = query.knowing(&[&["format", "named", "sort"]]);
    stream(api, query, |query, _| {
        Ok(Table::Customers(CustomerQuery {
            named: query.text("named", SHORT_MAX),
            sort: query.parsed("sort").unwrap_or_default(),
            after: None,
            limit: usize::MAX,
        }))
    })
    .await
}

/// `GET /api/v1/exports/goals`
pub async fn goals(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let query = query.knowing(&[&["format", "state", "customer", "theme"]]);
    stream(api, query, |query, _| {
        Ok(Table::Goals(ListGoals {
            state: query.parsed("state"),
            customer: query.parsed("customer"),
            theme: query.parsed("theme"),
        }))
    })
    .await
}

/// `GET /api/v1/exports/opportunities`
pub async fn opportunities(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let query = query.knowing(&[&["format", "method", "state", "theme", "owner"]]);
    stream(api, query, |query, _| {
        Ok(Table::Opportunities(ListOpportunities {
            method: query.parsed("method").unwrap_or_default(),
            state: query.parsed("state"),
            theme: query.parsed("theme"),
            owner: query.text("owner", SHORT_MAX),
        }))
    })
    .await
}

/// `GET /api/v1/exports/decisions`
pub async fn decisions(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let query = query.knowing(&[&["format", "state", "theme", "opportunity"]]);
    stream(api, query, |query, _| {
        Ok(Table::Decisions(ListDecisions {
            state: query.parsed("state"),
            theme: query.parsed("theme"),
            opportunity: query.parsed("opportunity"),
        }))
    })
    .await
}

/// `GET /api/v1/exports/segments`
pub async fn segments(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    stream(api, query.knowing(&[&["format"]]), |_, _| Ok(Table::Segments(ListSegments))).await
}

/// `GET /api/v1/exports/comments`
pub async fn comments(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "topic", "as_of"]]);
    let api = api.looking_back(&mut query);
    stream(api, query, |query, _| {
        let topic = query.parsed::<Topic>("topic");
        query.clone().done()?;
        let topic = topic.ok_or_else(|| missing(query.clone(), "topic", TOPIC_MISSING))?;
        Ok(Table::Comments(ShowThread { topic, last: usize::MAX }))
    })
    .await
}

/// `GET /api/v1/exports/components`
pub async fn components(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["format", "repository", "as_of"]]);
    let api = api.looking_back(&mut query);
    stream(api, query, |query, _| {
        Ok(Table::Components(ListComponents { repository: query.text("repository", NAME_MAX) }))
    })
    .await
}

/// One that answers a table.
pub fn operation(id: &'static str, summary: &'static str) -> Operation {
    let formats = json!({"type": "string", "enum": Format::ALL.map(Format::as_str), "default": "csv"});
    Operation::text(id, summary, &["text/csv", "text/markdown", "application/jsonl"])
        .about(
            "Written while it is read, without a tag. No cell of CSV is a formula: an apostrophe stands before what would \
             be one. Where rows are left out, the header Hearken-Cut-At says after how many",
        )
        .takes([parameter("format", "As what", formats)])
}

/// What is known before the first row.
struct Begun {
    name: String,
    cut_at: Option<usize>,
}

async fn stream(
    api: Api,
    mut query: Query,
    table: impl FnOnce(&mut Query, &View) -> Result<Table, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let format = query.parsed("format").unwrap_or(Format::Csv);
    let Ok(permit) = Arc::clone(&api.exports).try_acquire_owned() else { return Err(Problem::busy()) };
    let (begun_to, begun) = oneshot::channel();
    let (pieces_to, pieces) = mpsc::channel(PIECES);
    let ctx = api.door.context();
    tokio::task::spawn_blocking(move || {
        let read = || -> Result<(View, Table), Problem> {
            let view = ctx.view()?;
            let table = table(&mut query, &view)?;
            query.done()?;
            Ok((view, table))
        };
        match read() {
            Ok((view, table)) => write(&view, table, format, begun_to, pieces_to, permit),
            Err(problem) => drop(begun_to.send(Err(problem))),
        }
    });
    let died = |_| Problem::from(AppError::Internal(anyhow::anyhow!("an export ended before it began")));
    let begun = begun.await.map_err(died)??;
    let mut response = Body::from_stream(ReceiverStream::new(pieces)).into_response();
    response.extensions_mut().insert(Streamed);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let named = format!("attachment; filename=\"{}\"", begun.name);
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    if let Some(rows) = begun.cut_at {
        headers.insert(CUT_AT, HeaderValue::from(rows));
    }
    Ok(response)
}

/// Writes the table from one state of the log to whoever reads.
fn write(
    view: &View,
    table: Table,
    format: Format,
    begun_to: oneshot::Sender<Result<Begun, Problem>>,
    pieces_to: mpsc::Sender<io::Result<Bytes>>,
    _held: OwnedSemaphorePermit,
) {
    let name = table.name();
    let export = match Export::begin(view, table) {
        Ok(export) => export,
        Err(error) => return drop(begun_to.send(Err(error.into()))),
    };
    let cut_at = export.cut_at;
    // A spreadsheet shows no header: the name of the file says it, too.
    let first = cut_at.map_or_else(String::new, |rows| format!("-first-{rows}"));
    let name = format!("hearken-{name}{first}.{}", format.extension());
    if begun_to.send(Ok(Begun { name, cut_at })).is_err() {
        return;
    }
    let mut pieces = Pieces { gathered: Vec::with_capacity(PIECE), to: pieces_to };
    let failed = match export.write(format, &mut pieces) {
        Ok(_) => pieces.flush().err(),
        Err(WriteError::Io(error)) => Some(error),
        Err(WriteError::App(error)) => {
            tracing::error!(error = error.class(), "an export was cut short");
            Some(io::Error::other("the export was cut short"))
        }
    };
    if let Some(error) = failed {
        let _ = pieces.send(Err(error)); // so that whoever still reads sees that it has no end
    }
}

/// Gathers what is written into pieces, and waits for whoever reads.
struct Pieces {
    gathered: Vec<u8>,
    to: mpsc::Sender<io::Result<Bytes>>,
}

impl Pieces {
    fn send(&self, piece: io::Result<Bytes>) -> io::Result<()> {
        let sent = Handle::current().block_on(tokio::time::timeout(PAUSE_MAX, self.to.send(piece)));
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.gathered, Vec::with_capacity(PIECE));
        self.send(Ok(Bytes::from(piece)))
    }
}
