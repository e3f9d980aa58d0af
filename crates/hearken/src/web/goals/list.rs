//! All goals, and the form that tells of one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::goals::list::{GoalList, ListGoals};
use hearken_app::actions::segments::list::SegmentList;
use hearken_app::query::ListSegments;
use hearken_app::view::View;
use hearken_domain::GoalState;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{goals, html, legible, show};

#[derive(Template)]
#[template(path = "goals.html")]
struct Page {
    layout: Layout,
    list: GoalList,
    segments: SegmentList,
    /// The state that goals are narrowed to.
    state: Option<GoalState>,
    exports: Exports,
}

/// `GET /goals`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let state = params.value::<GoalState>("state")?;
    let asked = ListGoals { state, ..ListGoals::default() };
    let door = door.looking_back(params.as_of()?);
    let read = move |view: &View| Ok((view.ask(&asked)?, view.ask(&ListSegments)?, view.position()?));
    let (list, segments, seen) = door.read(read).await?;
    let layout = Layout::new("Goals", Section::Customers).showing(seen);
    let narrowed =
        state.map_or_else(Params::default, |state| Params::default().with("state", state.as_str()));
    html(&Page {
        layout: layout.looking_back(params.look_back("/goals")?),
        list,
        segments,
        state,
        exports: Exports::new("goals", "These goals", &narrowed, &["state"]),
    })
}
