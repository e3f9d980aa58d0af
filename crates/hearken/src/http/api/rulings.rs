//! What people decided, and what a split of a theme would make.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::actions::themes::split::SplitPart;
use hearken_app::query::{ListRulings, ProposeSplit};
use hearken_domain::ThemeId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// Rulings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rulings {
    /// The last first.
    rulings: Vec<RulingCard>,
}

/// What a split would make.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parts {
    /// The largest first; one where the theme is of one piece.
    parts: Vec<SplitPart>,
}

/// `GET /api/v1/rulings`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["limit"]]);
    let most = query.most();
    query.done()?;
    let mut rulings = api.read(|view| view.ask(&ListRulings)).await?;
    rulings.truncate(most);
    json(&Rulings { rulings })
}

/// `GET /api/v1/themes/{id}/parts`
pub async fn parts(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: ThemeId = id.parse()?;
    json(&Parts { parts: api.read(move |view| view.ask(&ProposeSplit(id))).await? })
}
