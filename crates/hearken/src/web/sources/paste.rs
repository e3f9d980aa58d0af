//! Taking one quote by hand, for what was said where no connector listens.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::html;
use crate::web::layout::{Layout, Section};
use crate::web::next_step::worded;
use crate::web::params::{Form, Params};
use hearken_app::actions::sources::paste::PasteQuote;
use hearken_app::error::AppError;

#[derive(Template)]
#[template(path = "paste.html")]
struct PastePage {
    layout: Layout,
    problem: Option<String>,
    hint: Option<String>,
    form: PasteForm,
}

/// The box to paste into, with what was typed so far.
#[derive(Template, Default)]
#[template(path = "_paste.html")]
pub struct PasteForm {
    text: String,
    source: String,
    author: String,
    rating: String,
    at: String,
}

impl PasteForm {
    fn from_params(params: &Params) -> Self {
        Self {
            text: params.text("text"),
            source: params.text("source"),
            author: params.text("author"),
            rating: params.text("rating"),
            at: params.text("at"),
        }
    }

    fn page(self, problem: Option<String>, hint: Option<String>) -> Result<Response, PageError> {
        html(&PastePage {
            layout: Layout::new("Paste a quote", Section::Elsewhere),
            problem,
            hint,
            form: self,
        })
    }

    /// The form as it was sent, so that nothing typed is lost.
    fn refuse(self, problem: String, hint: Option<String>) -> Result<Response, PageError> {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, self.page(Some(problem), hint)?).into_response())
    }
}

/// `GET /paste`
pub async fn page() -> Result<Response, PageError> {
    PasteForm::default().page(None, None)
}

/// `POST /paste`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let form = PasteForm::from_params(&params);
    let rating = match params.value::<f64>("rating") {
        Ok(rating) => rating,
        Err(_) => {
            return form.refuse(
                format!("'{}' is not a valid rating: a number is expected", params.text("rating")),
                None,
            );
        }
    };
    if params.get("text").is_none() {
        return form.refuse("There are no words to keep".to_owned(), None);
    }
    let some = |name| params.get(name).map(str::to_owned);
    let quote = PasteQuote {
        text: params.text("text"),
        source: some("source"),
        author: some("author"),
        at: some("at"),
        rating,
    };
    let pasted = match door.execute(quote).await {
        Ok(pasted) => pasted,
        Err(AppError::User { message, next_step }) => {
            return form.refuse(message, next_step.as_ref().map(|step| worded(step).into_owned()));
        }
        Err(other) => return Err(other.into()),
    };
    let Some(signal) = pasted.signal() else { return Ok(Redirect::to("/search").into_response()) };
    let told = Params::default().with("pasted", pasted.disposition.fate().as_str());
    Ok(Redirect::to(&told.href(&format!("/signals/{signal}"))).into_response())
}
