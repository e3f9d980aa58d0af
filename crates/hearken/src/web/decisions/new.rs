//! Writing a decision down: the form, with what it would rest on beside it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearken_app::actions::decisions::add::AddDecision;
use hearken_app::actions::decisions::cards::{DecisionCard, DecisionEvidence};
use hearken_app::actions::decisions::preview::PreviewEvidence;
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::view::View;
use hearken_domain::{DecisionId, LogPosition};

use crate::http::door::Door;
use crate::web::decisions::evidence::Evidence;
use crate::web::decisions::form::DecisionForm;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::{Form, Params};
use crate::web::{html, show};

/// The form on a page of its own, to write a decision down or to go on with changing one.
#[derive(Template)]
#[template(path = "decision_form.html")]
pub struct FormPage {
    pub layout: Layout,
    /// The decision that is changed.
    pub id: Option<DecisionId>,
    pub form: DecisionForm,
    /// What it rests on, or would.
    pub evidence: Option<Evidence>,
    /// What is wrong with the whole.
    pub problem: Option<String>,
    /// What stands there by now, where somebody else was faster.
    pub theirs: Option<DecisionCard>,
}

/// `GET /decisions/new`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let form = DecisionForm::empty(&params);
    let seen = door.read(|view: &View| view.position()).await?;
    show(&door, DecisionForm { seen: seen.0.to_string(), ..form }, StatusCode::OK, None).await
}

/// `POST /decisions/new`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let mut form = DecisionForm::posted(&params, "/decisions/new");
    if form.grow(&params) {
        return show(&door, form, StatusCode::OK, None).await;
    }
    let said = match form.read() {
        Ok(said) => said,
        Err(wrong) => {
            form.wrong = Some(wrong);
            return show(&door, form, StatusCode::UNPROCESSABLE_ENTITY, None).await;
        }
    };
    let request = AddDecision {
        question: form.question.clone(),
        options: said.options,
        choice: Some(said.choice),
        because: Some(form.because.clone()),
        dissent: said.dissent,
        unless: Some(form.unless.clone()),
        review: said.review,
        themes: said.themes,
        opportunities: said.opportunities,
        filter: form.filter.clone(),
    };
    let seen = form.seen.parse().ok().map(LogPosition);
    let added =
        door.blocking(move |ctx| execute(&ctx.clone().resting_on(seen), request, &mut Host::default())).await;
    match added {
        Ok(card) => Ok(Redirect::to(&format!("/decisions/{}", card.id)).into_response()),
        Err(error) => refuse(&door, form, error).await,
    }
}

/// The form once more, with what is wrong at its field, where one is to blame.
async fn refuse(door: &Door, form: DecisionForm, error: AppError) -> Result<Response, PageError> {
    let error = PageError::App(error);
    error.log();
    let status = match error.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => StatusCode::UNPROCESSABLE_ENTITY,
        other => other,
    };
    let told = error.to_string();
    let form = form.marked(&told);
    let problem = form.wrong.is_none().then_some(told);
    show(door, form, status, problem).await
}

async fn show(
    door: &Door,
    mut form: DecisionForm,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let mut problem = problem;
    let evidence = match form.rests_on() {
        Ok((themes, opportunities)) => {
            let asked = PreviewEvidence { themes, opportunities, filter: form.filter.clone() };
            match door.read(move |view: &View| view.ask(&asked)).await {
                Ok(card) => Some(card),
                Err(error @ AppError::Internal(_)) => return Err(error.into()),
                Err(error) => {
                    let told = PageError::App(error).to_string();
                    form = if form.wrong.is_none() { form.marked(&told) } else { form };
                    problem = if form.wrong.is_none() { problem.or(Some(told)) } else { problem };
                    None
                }
            }
        }
        Err(wrong) => {
            form.wrong = form.wrong.or(Some(wrong));
            None
        }
    };
    let evidence = evidence.filter(|card: &DecisionEvidence| !card.themes.is_empty()).map(Evidence::preview);
    let layout = Layout::new("Write down a decision", Section::Decisions);
    let page = FormPage { layout, id: None, form, evidence, problem, theirs: None };
    Ok((status, html(&page)?).into_response())
}
