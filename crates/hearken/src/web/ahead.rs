//! Asking ahead: a box for a plan, and whose words and needs it touches. The plan stands in the address, so that the answer can
//! be handed on.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hearken_app::actions::ahead::ask_ahead::{AskAhead, PLAN_MAX, VERBATIMS, check_plan};
use hearken_app::actions::ahead::cards::AskedAhead;
use hearken_app::view::View;
use hearken_domain::FilterField;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{brief, html, legible};

const PATH: &str = "/ask-ahead";

#[derive(Template)]
#[template(path = "ask_ahead.html")]
struct Page {
    layout: Layout,
    plan: String,
    /// What is wrong with the plan.
    wrong: Option<String>,
    hidden: Vec<(String, String)>,
    answer: Option<Answer>,
}

struct Answer {
    form: FilterForm,
    body: String,
    markdown: String,
    /// Where a decision begins that rests on the themes.
    decide: String,
}

impl Page {
    fn most() -> usize {
        PLAN_MAX
    }
}

/// `GET /ask-ahead`
pub async fn page(
    State(door): State<Door>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let plan = params.text("plan");
    let door = door.looking_back(params.as_of()?);
    let carried = params.only(&[&FilterField::NAMES[..], &["as_of"]].concat());
    let hidden = carried.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let layout = Layout::new("Ask ahead", Section::Elsewhere).looking_back(params.look_back(PATH)?);
    let page = Page { layout, plan: plan.clone(), wrong: None, hidden, answer: None };
    if plan.is_empty() {
        return html(&page);
    }
    if let Err(error) = check_plan(&plan) {
        let page = Page { wrong: Some(PageError::App(error).to_string()), ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
    }
    let asked = params.clone();
    let read = move |view: &View| -> Result<AskedAhead, PageError> {
        Ok(view.ask(&AskAhead { plan, filter: filter::read(view, &asked)?, limit: VERBATIMS })?)
    };
    let found = door.understand(read).await?;
    // Only our own names come so far.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let asked = params.only(&[&FilterField::NAMES[..], &["plan", "as_of"]].concat());
    let answer = Answer {
        form: FilterForm::new(PATH, &params, &found.touched.facets, &["plan"]),
        body: brief::body(&found.brief, "", &format!("http://{host}"))?,
        markdown: asked.with("format", "markdown").href("/api/v1/ask-ahead"),
        decide: decide(&params, &found),
    };
    html(&Page { answer: Some(answer), ..page })
}

/// The address of a decision's form that is filled in with the plan and the themes that it touches, under the same filter.
fn decide(params: &Params, found: &AskedAhead) -> String {
    let filtered = params.only(&FilterField::NAMES).with("question", found.touched.plan.as_str());
    let themes = found.touched.themes.iter().map(|touched| touched.theme.id.to_string());
    themes.fold(filtered, |params, theme| params.and("theme", &theme)).href("/decisions/new")
}
