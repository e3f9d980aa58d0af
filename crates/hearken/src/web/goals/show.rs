//! One goal: whose it is, how it stands, and the themes that stand in its way.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::goals::cards::GoalCard;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::query::{PickThemes, ShowGoal};
use hearken_app::view::View;
use hearken_domain::{GoalAct, GoalId, GoalState};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::themes::field;
use crate::web::{goals, html, show};

#[derive(Template)]
#[template(path = "goal.html")]
struct Page {
    layout: Layout,
    goal: GoalCard,
    /// Living themes, to link.
    themes: OfferedThemes,
}

/// `GET /goals/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: GoalId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let door = door.looking_back(params.as_of()?);
    let read = move |view: &View| {
        Ok((view.ask(&ShowGoal(id))?, view.ask(&PickThemes { near: None })?, view.position()?))
    };
    let (goal, themes, seen) = door.read(read).await?;
    let themes = themes.without(|theme| goal.themes.iter().any(|blocking| blocking.theme.id == theme));
    let layout = Layout::new(show::words(&goal.title()), Section::Customers).showing(seen);
    html(&Page { layout: layout.looking_back(params.look_back(&format!("/goals/{id}"))?), goal, themes })
}
