//! The areas, and one area.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::areas::list::AreaQuery;
use hearken_app::actions::areas::show::ShowArea;
use hearken_app::view::View;
use hearken_domain::{AreaId, FilterField};

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/areas`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let wanted = AreaQuery { filter: query.filter(view)? };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    json(&api.understand(read).await?)
}

/// `GET /api/v1/areas/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let id: AreaId = id.parse()?;
        let wanted = ShowArea { area: id.to_string(), filter: query.filter(view)? };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    json(&api.understand(read).await?)
}
