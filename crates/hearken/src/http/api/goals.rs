//! Goals.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::query::ShowGoal;
use hearken_domain::{CustomerId, GoalId, GoalState, ThemeId};

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, Query};

/// `GET /api/v1/goals`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["state", "customer", "theme", "limit"]]);
    let asked = ListGoals {
        state: query.parsed::<GoalState>("state"),
        customer: query.parsed::<CustomerId>("customer"),
        theme: query.parsed::<ThemeId>("theme"),
    };
    let most = query.most();
    query.done()?;
    let mut list = api.read(move |view| view.ask(&asked)).await?;
    list.goals.truncate(most);
    list.removed.truncate(most);
    json(&list)
}

/// `GET /api/v1/goals/{id}`
pub async fn show(State(api): State<Api>, id: Id, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let id: GoalId = id.parse()?;
    json(&api.read(move |view| view.ask(&ShowGoal(id))).await?)
}
