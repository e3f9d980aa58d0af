//! Decisions.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::query::ShowDecision;
use hearken_domain::{DecisionId, DecisionState, OpportunityId, ThemeId};

use crate::export::decision::{Form, document, file_name};
use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/decisions`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["state", "theme", "opportunity", "limit"]]);
    let asked = ListDecisions {
        state: query.parsed::<DecisionState>("state"),
        theme: query.parsed::<ThemeId>("theme"),
        opportunity: query.parsed::<OpportunityId>("opportunity"),
    };
    let most = query.most();
    query.done()?;
    let mut list = api.read(move |view| view.ask(&asked)).await?;
    list.decisions.truncate(most);
    list.removed.truncate(most);
    json(&list)
}

/// `GET /api/v1/decisions/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: DecisionId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowDecision(id))).await?)
}

/// `GET /api/v1/decisions/{id}/document`
pub async fn export(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["form"]]);
    let form = query.parsed::<Form>("form").unwrap_or(Form::Whole);
    query.done()?;
    let id: DecisionId = id.parse()?;
    let card = api.read(move |view| view.ask(&ShowDecision(id))).await?;
    let mut response = Body::from(document(&card, form)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/markdown; charset=utf-8"));
    let named = format!("attachment; filename=\"{}\"", file_name(&card, form));
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}
