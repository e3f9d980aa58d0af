//! What people say to each other about themes, opportunities and decisions, and what waits for whom.

use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::comments::inbox::ShowInbox;
use hearken_app::actions::comments::thread::ShowThread;
use hearken_domain::Topic;

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::code::missing;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;

/// Letters of a name.
pub const NAME_MAX: usize = 200;

/// What is said where a topic is left out.
pub const TOPIC_MISSING: &str = "it is missing: a theme, an opportunity or a decision";

/// `GET /api/v1/comments`
pub async fn thread(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["topic", "limit", "as_of"]]);
    let api = api.looking_back(&mut query);
    let (topic, last) = (query.parsed::<Topic>("topic"), query.most());
    query.clone().done()?;
    let Some(topic) = topic else {
        return Err(missing(query, "topic", TOPIC_MISSING));
    };
    json(&api.read(move |view| view.ask(&ShowThread { topic, last })).await?)
}

/// `GET /api/v1/inbox`
pub async fn inbox(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["for", "limit"]]);
    let asked = ShowInbox { name: query.text("for", NAME_MAX) };
    let most = query.most();
    query.done()?;
    let mut inbox = api.read(move |view| view.ask(&asked)).await?;
    inbox.waiting.truncate(most);
    json(&inbox)
}

/// `GET /api/v1/people`
pub async fn people(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&api.read(|view| view.ask(&hearken_app::query::ListPeople)).await?)
}
