//! What people decide about themes, and learning them again.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hearken_domain::{RulingId, ThemeId};
use serde::{Deserialize, Serialize};

use crate::http::api::Api;
use crate::http::api::answer::{act, json};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};
use crate::http::api::sources::command;
use hearken_app::actions::themes::learn::{learn as learn_themes, learn_now};
use hearken_app::actions::themes::rule::{
    RuleRequest, RulingCard, SplitPart, list_rulings, propose_split, rule, undo_ruling,
};

#[derive(Debug, Serialize)]
struct Rulings {
    rulings: Vec<RulingCard>,
}

#[derive(Debug, Serialize)]
struct Parts {
    parts: Vec<SplitPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Learn {
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// `GET /api/v1/rulings`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&Rulings { rulings: act(&api.app, list_rulings).await? })
}

/// `POST /api/v1/rulings`
pub async fn make(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let request: RuleRequest = command(&headers, body).await?;
    let made = act(&api.app, move |app| rule(app, request)).await?;
    Ok((StatusCode::CREATED, json(&made)?).into_response())
}

/// `POST /api/v1/rulings/{id}/undo`
pub async fn undo(
    State(api): State<Api>,
    id: Id,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: RulingId = id.parse()?;
    let Nothing {} = command(&headers, body).await?;
    json(&act(&api.app, move |app| undo_ruling(app, id)).await?)
}

/// `GET /api/v1/themes/{id}/parts`
pub async fn parts(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: ThemeId = id.parse()?;
    json(&Parts { parts: act(&api.app, move |app| propose_split(app, id)).await? })
}

/// `POST /api/v1/learnings`
pub async fn learn(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let asked: Learn = command(&headers, body).await?;
    let quiet = &|_: &str, _: f32| {};
    let report =
        act(
            &api.app,
            move |app| {
                if asked.dry_run { learn_themes(app, true, quiet) } else { learn_now(app, quiet) }
            },
        );
    json(&report.await?)
}
