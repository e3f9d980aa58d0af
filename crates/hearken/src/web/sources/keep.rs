//! Choosing on a source's page how long what it brings is kept: what that would remove is shown first.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::sources::keep::{RetentionChosen, SetRetention};
use hearken_app::error::AppError;
use hearken_domain::{Kind, Retention, kept_days};

use crate::http::door::Door;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::params::{Form, Params};
use crate::web::sources::list::source_href;

/// What the form says, as it was typed.
#[derive(Default)]
pub struct Typed {
    pub time: String,
    pub kind: String,
    pub removes_words: bool,
}

impl Typed {
    pub fn read(params: &Params) -> Self {
        Self {
            time: params.text("time"),
            kind: params.text("kind"),
            removes_words: params.get("remove_words").is_some(),
        }
    }

    /// The choice that it is.
    pub fn choice(&self, source: &str, dry_run: bool) -> Result<SetRetention, AppError> {
        let days = kept_days(&self.time).map_err(AppError::user)?;
        let kind = match self.kind.as_str() {
            "" => None,
            word => Some(word.parse::<Kind>().map_err(|error| AppError::user(error.to_string()))?),
        };
        let keep = days.map(|days| Retention { days, keeps_words: !self.removes_words });
        Ok(SetRetention { source: source.to_owned(), kind, keep, dry_run })
    }
}

/// What a choice would do, or why it is none; `None` where nothing was typed.
pub async fn preview(
    door: &Door,
    source: &str,
    typed: &Typed,
) -> Result<Option<Result<RetentionChosen, String>>, PageError> {
    if typed.time.trim().is_empty() {
        return Ok(None);
    }
    let planned = match typed.choice(source, true) {
        Ok(request) => door.execute(request).await,
        Err(error) => Err(error),
    };
    match planned {
        Ok(planned) => Ok(Some(Ok(planned))),
        Err(AppError::User { message, .. }) => Ok(Some(Err(message))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /sources/keep`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let again = |error: PageError| error.among(Again::posted("/sources/keep", params.pairs(), &["time"]));
    let source = params.text("source");
    let request = Typed::read(&params).choice(&source, false).map_err(|error| again(error.into()))?;
    door.execute(request).await.map_err(|error| again(error.into()))?;
    Ok(Redirect::to(&(source_href(&source) + "#kept")).into_response())
}
