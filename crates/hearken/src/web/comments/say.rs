//! Saying something and handing over, and the page of a thread alone. What cannot be taken comes back on that page with all that was
//! typed, what is wrong at its field, and the thread as it is by now.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::comments::add::AddComment;
use hearken_app::command::execute;
use hearken_app::error::{AppError, WrongField};
use hearken_app::host::Host;
use hearken_app::view::View;
use hearken_domain::{Date, LogPosition, Topic};

use crate::http::door::Door;
use crate::http::entry::is_local;
use crate::web::comments::talk::{Talk, TalkForm};
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::params::{Form, Params};
use crate::web::{comments, html, show};

#[derive(Template)]
#[template(path = "comments.html")]
struct Page {
    layout: Layout,
    talk: Talk,
    exports: Exports,
}

impl Page {
    fn of(layout: Layout, talk: Talk, params: &Params) -> Self {
        let asked = params.only(&["as_of"]).with("topic", talk.thread.topic.to_string());
        let exports = Exports::new("comments", "All of this thread", &asked, &["topic", "as_of"]);
        Self { layout, talk, exports }
    }

    /// The page of what is talked about, where there is one.
    fn own_page(&self) -> Option<String> {
        let topic = &self.talk.thread.topic;
        Some(comments::href(topic)).filter(|href| *href != comments::alone(topic))
    }
}

/// `GET /comments/{topic}`
pub async fn page(
    State(door): State<Door>,
    Path(topic): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let topic: Topic = topic.parse().map_err(|_| PageError::NoSuchPage)?;
    let door = door.looking_back(params.as_of()?);
    let back = params.look_back(&format!("/comments/{topic}"))?;
    let (talk, seen) =
        door.read(move |view: &View| Ok((Talk::alone(view, topic)?, view.position()?))).await?;
    let layout = Layout::new(show::words(&talk.thread.title), Section::Inbox).showing(seen);
    html(&Page::of(layout.looking_back(back), talk, &params))
}

/// `POST /comments`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let topic: Topic =
        params.text("topic").parse().map_err(|error| PageError::field("topic", format!("{error}")))?;
    let request = match read(topic, &params) {
        Ok(request) => request,
        Err((field, told)) => return again(&door, topic, &params, field, told).await,
    };
    let asked = request.clone();
    let checked = door.blocking(move |ctx| Ok(asked.check(ctx))).await?;
    if let Err(WrongField { field, error }) = checked {
        return match error {
            AppError::User { .. } if field != "topic" => {
                again(&door, topic, &params, field, told(&error)).await
            }
            error => Err(error.into()),
        };
    }
    let seen = params.get("seen").and_then(|seen| seen.parse().ok()).map(LogPosition);
    let said =
        door.blocking(move |ctx| execute(&ctx.clone().resting_on(seen), request, &mut Host::default()));
    match said.await {
        Ok(said) => {
            let next = params.get("next").filter(|next| is_local(next));
            let next = next.map_or_else(|| comments::href(&said.topic), str::to_owned);
            let page = next.split('#').next().unwrap_or_default();
            Ok(Redirect::to(&format!("{page}#comment-{}", said.comment.id)).into_response())
        }
        Err(AppError::Conflict { message, .. }) => {
            let told = format!(
                "{message}. Nothing was kept yet: who has it by now stands above; send it again if that is still what you mean"
            );
            again(&door, topic, &params, "to", told).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form says.
fn read(topic: Topic, params: &Params) -> Result<AddComment, (&'static str, String)> {
    let due = params.get("due").map(|due| {
        due.parse::<Date>().map_err(|_| ("due", format!("'{due}' is no day; write one like 2026-03-31")))
    });
    Ok(AddComment {
        topic,
        words: params.get("words").map(str::to_owned),
        to: params.get("to").map(str::to_owned),
        nobody: false,
        due: due.transpose()?,
        version: params.get("version").and_then(|version| version.parse().ok()),
    })
}

fn told(error: &AppError) -> String {
    let step = error.next_step().map(crate::web::next_step::worded);
    step.map_or_else(|| error.to_string(), |step| format!("{error}: {step}"))
}

/// The page of the thread as it is by now, with the form as it was sent.
async fn again(
    door: &Door,
    topic: Topic,
    params: &Params,
    field: &'static str,
    told: String,
) -> Result<Response, PageError> {
    let (mut talk, seen) =
        door.read(move |view: &View| Ok((Talk::alone(view, topic)?, view.position()?))).await?;
    talk.form = TalkForm { wrong: Some((field, told)), ..TalkForm::from_params(params) };
    let layout = Layout::new(show::words(&talk.thread.title), Section::Inbox).showing(seen);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&Page::of(layout, talk, &Params::default()))?).into_response())
}
