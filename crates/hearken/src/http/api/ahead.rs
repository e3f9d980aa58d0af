//! Asking ahead: whose words and needs a plan touches, as data or as Markdown.

use std::str::FromStr;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hearken_app::actions::ahead::ask_ahead::{AskAhead, PLAN_MAX, VERBATIMS, VERBATIMS_MAX};
use hearken_app::actions::ahead::cards::PlanTouched;
use hearken_app::view::View;
use hearken_domain::FilterField;
use serde_json::json;

use crate::brief::markdown;
use crate::http::api::Api;
use crate::http::api::answer::json as answered;
use crate::http::api::operation::{Operation, as_of, limit, query as parameter, required, text};
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// What it is answered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Json,
    Markdown,
}

impl FromStr for As {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        match given {
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            _ => Err(format!("'{given}' is not a valid format of an answer; formats are json, markdown")),
        }
    }
}

/// `GET /api/v1/ask-ahead`
pub async fn ask(State(api): State<Api>, query: Query, headers: HeaderMap) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["plan", "format", "limit", "as_of"], &FilterField::NAMES]);
    let format = query.parsed::<As>("format").unwrap_or(As::Json);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let plan = query.text("plan", usize::MAX).unwrap_or_default();
        match plan.trim().chars().count() {
            0 => query.wrong("plan", "it is missing; say in a sentence what is planned"),
            many if many > PLAN_MAX => query.wrong("plan", format!("it has more than {PLAN_MAX} characters")),
            _ => {}
        }
        let wanted = AskAhead {
            plan,
            filter: query.filter(view)?,
            limit: query.number("limit", VERBATIMS, 1, VERBATIMS_MAX),
        };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    let found = api.understand(read).await?;
    if format == As::Json {
        return answered(&found.touched);
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let named = HeaderValue::from_static("attachment; filename=\"hearken-ask-ahead.md\"");
    let kind = HeaderValue::from_static("text/markdown; charset=utf-8");
    let text = markdown(&found.brief, &format!("http://{host}"));
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)], text).into_response())
}

/// How it is described.
pub fn operation() -> Operation {
    let mut operation = Operation::read::<PlanTouched>("ask_ahead", "Whose words and needs a plan touches");
    if let Some((_, _, content)) = operation.answers.first_mut() {
        content["text/markdown"] = json!({"schema": {"type": "string"}});
    }
    let formats = json!({"type": "string", "enum": ["json", "markdown"], "default": "json"});
    operation
        .about(
            "Signals are found by any of the plan's words and by meaning; they are counted where they have two in three of its \
             words. Nothing says what would come of the plan",
        )
        .filtered()
        .takes([
            required(parameter("plan", "What is planned, in a sentence or two", text(PLAN_MAX))),
            parameter("format", "As what", formats),
            as_of(),
            limit(VERBATIMS, VERBATIMS_MAX),
        ])
        .or(&[404, 422])
        .example("/api/v1/ask-ahead?plan=we+plan+to+drop+CSV+export")
}
