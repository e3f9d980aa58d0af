//! Opportunities.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::acts::ListOpportunityActs;
use hearken_app::actions::opportunities::body::ShowIssueEvidence;
use hearken_app::actions::opportunities::list::ListOpportunities;
use hearken_app::actions::opportunities::page::ReadOpportunity;
use hearken_app::error::AppError;
use hearken_domain::{OpportunityId, OpportunityState, ThemeId, Tracker};

use crate::brief::issue_body;
use crate::export::opportunity_as_markdown;
use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/opportunities`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["method", "state", "theme", "owner", "limit"]]);
    let asked = ListOpportunities {
        method: query.parsed::<Method>("method").unwrap_or_default(),
        state: query.parsed::<OpportunityState>("state"),
        theme: query.parsed::<ThemeId>("theme"),
        owner: query.text("owner", 200),
    };
    let most = query.most();
    query.done()?;
    let mut list = api.read(move |view| view.ask(&asked)).await?;
    list.opportunities.truncate(most);
    list.removed.truncate(most);
    json(&list)
}

/// `GET /api/v1/opportunities/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["method"]]);
    let method = query.parsed::<Method>("method").unwrap_or_default();
    query.done()?;
    let id: OpportunityId = id.parse()?;
    json(&api.read(move |view| view.ask(&ReadOpportunity { id, method })).await?)
}

/// `GET /api/v1/opportunities/{id}/acts`
pub async fn acts(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: OpportunityId = id.parse()?;
    json(&api.read(move |view| view.ask(&ListOpportunityActs(id))).await?)
}

/// `GET /api/v1/opportunities/{id}/markdown`
pub async fn markdown(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["method"]]);
    let method = query.parsed::<Method>("method").unwrap_or_default();
    query.done()?;
    let id: OpportunityId = id.parse()?;
    let page = api.read(move |view| view.ask(&ReadOpportunity { id, method })).await?;
    let mut written = Vec::new();
    opportunity_as_markdown(&page, &mut written).map_err(|error| AppError::Internal(error.into()))?;
    Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], written).into_response())
}

/// `GET /api/v1/opportunities/{id}/body`
pub async fn body(
    State(api): State<Api>,
    id: Id,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["for"]]);
    let tracker = query.parsed::<Tracker>("for");
    query.done()?;
    let id: OpportunityId = id.parse()?;
    let evidence = api.read(move |view| view.ask(&ShowIssueEvidence { id, tracker })).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    json(&issue_body(&evidence, &format!("http://{host}")))
}
