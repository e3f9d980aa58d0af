//! Taking one quote by hand, for what was said where no connector listens.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::{Form, Params};
use crate::web::{html, legible};
use hearken_app::actions::sources::paste::PasteQuote;
use hearken_app::error::AppError;

#[derive(Template)]
#[template(path = "paste.html")]
struct PastePage {
    layout: Layout,
    /// What is wrong with the whole, with what to do.
    problem: Option<(String, Option<String>)>,
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
    /// The field that cannot be taken, and what is wrong with it.
    wrong: Option<(&'static str, String)>,
}

impl PasteForm {
    fn from_params(params: &Params) -> Self {
        Self {
            text: params.text("text"),
            source: params.text("source"),
            author: params.text("author"),
            rating: params.text("rating"),
            at: params.text("at"),
            wrong: None,
        }
    }

    /// The attributes of a field that cannot be taken.
    fn invalid(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, _)) if *name == field => {
                format!(" aria-invalid=\"true\" aria-describedby=\"paste-{field}-wrong\" autofocus")
            }
            _ => String::new(),
        }
    }

    /// What is wrong with a field, to stand below it.
    fn wrong(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, what)) if *name == field => format!(
                "<span class=\"field-error\" role=\"alert\" id=\"paste-{field}-wrong\">{}</span>",
                legible::escaped(what)
            ),
            _ => String::new(),
        }
    }

    fn page(self, problem: Option<(String, Option<String>)>) -> Result<Response, PageError> {
        html(&PastePage { layout: Layout::new("Paste a quote", Section::Elsewhere), problem, form: self })
    }

    /// The form as it was sent, so that nothing typed is lost: with what is wrong at its field, where one is to blame.
    fn refuse(mut self, error: &PageError, field: Option<&'static str>) -> Result<Response, PageError> {
        error.log();
        let status = match error.status() {
            StatusCode::BAD_REQUEST => StatusCode::UNPROCESSABLE_ENTITY,
            other => other,
        };
        let (what, hint) = (error.to_string(), error.hint().map(Cow::into_owned));
        let page = match field {
            Some(field) => {
                self.wrong = Some((field, what));
                self.page(None)?
            }
            None => self.page(Some((what, hint)))?,
        };
        Ok((status, page).into_response())
    }
}

/// `GET /paste`
pub async fn page() -> Result<Response, PageError> {
    PasteForm::default().page(None)
}

/// `POST /paste`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let form = PasteForm::from_params(&params);
    let Ok(rating) = form.rating.parse::<f64>().map(Some).or_else(|error| match form.rating.is_empty() {
        true => Ok(None),
        false => Err(error),
    }) else {
        let told = format!("'{}' is not a valid rating: a number is expected", form.rating);
        return form.refuse(&AppError::user(told).into(), Some("rating"));
    };
    let some = |name| params.get(name).map(str::to_owned);
    let quote = PasteQuote {
        text: params.text("text"),
        source: some("source"),
        author: some("author"),
        at: some("at"),
        rating,
    };
    if let Err(wrong) = quote.check(door.context().now) {
        return form.refuse(&wrong.error.into(), Some(wrong.field));
    }
    let pasted = match door.execute(quote).await {
        Ok(pasted) => pasted,
        Err(error) => return form.refuse(&error.into(), None),
    };
    let Some(signal) = pasted.signal() else { return Ok(Redirect::to("/search").into_response()) };
    let told = Params::default().with("pasted", pasted.disposition.fate().as_str());
    Ok(Redirect::to(&told.href(&format!("/signals/{signal}"))).into_response())
}
