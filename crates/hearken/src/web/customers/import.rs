//! Taking in a list of customers: first what it would do, with how its columns are read; then, by one more click, it is done.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::customers::import::{CustomersReport, ImportCustomers};
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_ingest::{CustomerMapping, Input};

use crate::http::body::{room, whole};
use crate::http::door::Door;
use crate::web::customers::held::{self, List};
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::{Form, Params};
use crate::web::{html, legible, show};

/// Bytes of a list that a page takes; a larger one is imported at the terminal.
const BYTES_MAX: usize = 16 << 20;
/// Beside the file: the other fields, and what parts them.
const FIELDS_BYTES: usize = 64 << 10;

#[derive(Template, Default)]
#[template(path = "customer_import.html")]
struct Page {
    layout: Layout,
    source: String,
    currency: String,
    /// What is wrong with it, and what to do.
    problem: Option<(String, Option<String>)>,
    /// The list that is held, and what it would do.
    held: Option<Planned>,
}

struct Planned {
    key: String,
    mapping: String,
    report: Option<CustomersReport>,
}

impl Default for Layout {
    fn default() -> Self {
        Self::new("Take in a list of customers", Section::Customers)
    }
}

/// `GET /customers/import`
pub async fn page() -> Result<Response, PageError> {
    html(&Page::default())
}

/// `POST /customers/import`: a file is looked at.
pub async fn upload(State(door): State<Door>, request: Request) -> Result<Response, PageError> {
    let (parts, body) = request.into_parts();
    let (bytes, _room) = whole(body, BYTES_MAX + FIELDS_BYTES).await?;
    let request = Request::from_parts(parts, Body::from(bytes));
    let wrong = |error: &dyn std::fmt::Display| PageError::Form(error.to_string());
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| wrong(&error))?;
    let (mut fields, mut list) = (Params::default(), None);
    while let Some(field) = form.next_field().await.map_err(|error| wrong(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|error| wrong(&error))?;
        match file {
            Some(file) if !bytes.is_empty() => list = Some((file, bytes)),
            Some(_) => {}
            None => fields = fields.with(&name, String::from_utf8_lossy(&bytes).trim()),
        }
    }
    let Some((file, bytes)) = list else {
        let told = ("No file was chosen, or it is empty".to_owned(), None);
        return html(&Page { problem: Some(told), ..Page::with(&fields) });
    };
    let room = room(bytes.len())?;
    let list = Arc::new(List::new(file, bytes, room));
    let key = held::hold(Arc::clone(&list))?;
    look(&door, &fields, key, list).await
}

/// `POST /customers/import/held`: a list that is held is looked at otherwise, or taken in.
pub async fn held(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let key = params.text("key");
    let Some(list) = held::find(&key) else {
        let told = "The list is held no more";
        let hint = Some("Choose it again.".to_owned());
        return html(&Page { problem: Some((told.to_owned(), hint)), ..Page::with(&params) });
    };
    if params.get("do") != Some("apply") {
        return look(&door, &params, key, list).await;
    }
    match run(&door, &params, &list, false).await {
        Ok(report) => {
            held::let_go(&key);
            let done = Params::default().with("imported", &report.source);
            let import = report.import.map(|import| import.to_string()).unwrap_or_default();
            Ok(Redirect::to(&done.with("import", import).href("/customers")).into_response())
        }
        Err(error) => refuse(&params, key, &error),
    }
}

async fn look(door: &Door, params: &Params, key: String, list: Arc<List>) -> Result<Response, PageError> {
    match run(door, params, &list, true).await {
        Ok(report) => html(&Page {
            source: report.source.clone(),
            held: Some(Planned { key, mapping: written(&report), report: Some(report) }),
            ..Page::with(params)
        }),
        Err(error) => refuse(params, key, &error),
    }
}

/// The same page with what is wrong, so that the file need not be chosen again.
fn refuse(params: &Params, key: String, error: &PageError) -> Result<Response, PageError> {
    error.log();
    let held = Planned { key, mapping: params.text("mapping"), report: None };
    let problem = (error.to_string(), error.hint().map(Cow::into_owned));
    let page = html(&Page { problem: Some(problem), held: Some(held), ..Page::with(params) })?;
    Ok((error.status(), page).into_response())
}

async fn run(
    door: &Door,
    params: &Params,
    list: &Arc<List>,
    dry_run: bool,
) -> Result<CustomersReport, PageError> {
    let mapping: Option<CustomerMapping> = params.value("mapping")?;
    let request = ImportCustomers {
        source: params.get("source").map(str::to_owned),
        mapping: mapping.map(|mapping| mapping.to_map()).unwrap_or_default(),
        currency: params.get("currency").map(str::to_owned),
        dry_run,
        ..ImportCustomers::default()
    };
    let input = Input::from_reader(list.file.clone(), Box::new(Cursor::new(list.bytes.clone())));
    let done = door
        .blocking(move |ctx| execute(ctx, request, &mut Host { input: Some(input), ..Host::default() }))
        .await;
    done.map_err(|error: AppError| error.into())
}

/// How the columns were read, as the field takes it.
fn written(report: &CustomersReport) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let pairs = report.mapping.iter().map(|(role, column)| format!("{role}={}", quoted(column)));
    pairs.collect::<Vec<_>>().join(",")
}

impl Page {
    fn with(params: &Params) -> Self {
        Self { source: params.text("source"), currency: params.text("currency"), ..Self::default() }
    }
}
