//! All decisions.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::decisions::list::{DecisionList, ListDecisions};
use hearken_app::view::View;
use hearken_domain::DecisionState;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{decisions, html, show};

#[derive(Template)]
#[template(path = "decisions.html")]
struct Page {
    layout: Layout,
    list: DecisionList,
    /// The state that they are narrowed to.
    state: Option<DecisionState>,
    /// Whether they are narrowed to a theme or an opportunity.
    narrowed: bool,
    exports: Exports,
}

/// `GET /decisions`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let state = params.value::<DecisionState>("state")?;
    let asked =
        ListDecisions { state, theme: params.value("theme")?, opportunity: params.value("opportunity")? };
    let (list, seen) = door.read(move |view: &View| Ok((view.ask(&asked)?, view.position()?))).await?;
    let narrowed = asked.theme.is_some() || asked.opportunity.is_some();
    html(&Page {
        layout: Layout::new("Decisions", Section::Decisions).showing(seen),
        exports: Exports::new("decisions", "These decisions", &params, &["state", "theme", "opportunity"]),
        list,
        state,
        narrowed,
    })
}
