//! One decision: its options beside each other, the choice and who disagreed, what it rests on, and what was done to it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearken_app::actions::decisions::cards::{DecisionCard, DecisionRow};
use hearken_app::actions::decisions::change::ChangeDecision;
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::command::execute;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::query::ShowDecision;
use hearken_app::view::View;
use hearken_domain::{DecisionAct, DecisionId, DecisionState, LogPosition, Topic};

use crate::http::door::Door;
use crate::web::comments::talk::Talk;
use crate::web::decisions::evidence::Evidence;
use crate::web::decisions::form::DecisionForm;
use crate::web::decisions::new::FormPage;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Form;
use crate::web::{decisions, html, show};

#[derive(Template)]
#[template(path = "decision.html")]
struct Page {
    layout: Layout,
    decision: DecisionCard,
    evidence: Evidence,
    form: DecisionForm,
    /// Those that could take its place.
    others: Vec<DecisionRow>,
    talk: Talk,
}

/// `GET /decisions/{id}`
pub async fn page(State(door): State<Door>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: DecisionId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read = move |view: &View| {
        let others = view.ask(&ListDecisions::default())?.decisions;
        let talk = Talk::read(view, Topic::Decision(id))?;
        Ok((view.ask(&ShowDecision(id))?, others, talk, view.position()?))
    };
    let (decision, mut others, talk, seen) = door.read(read).await?;
    others.retain(|other| other.id != id && other.superseded_by.is_none());
    let layout = Layout::new(show::words(&decision.title()), Section::Decisions).showing(seen);
    let form = DecisionForm { seen: seen.0.to_string(), ..DecisionForm::of(&decision) };
    let evidence = Evidence::frozen(decision.evidence.clone());
    html(&Page { layout, evidence, form, others, talk, decision })
}

/// `POST /decisions/{id}`
pub async fn submit(
    State(door): State<Door>,
    Path(id): Path<String>,
    Form(params): Form,
) -> Result<Response, PageError> {
    let id: DecisionId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let mut form = DecisionForm::posted(&params, &format!("/decisions/{id}"));
    if form.grow(&params) {
        return again(&door, id, form, StatusCode::OK, None, false).await;
    }
    let said = match form.read() {
        Ok(said) => said,
        Err(wrong) => {
            form.wrong = Some(wrong);
            return again(&door, id, form, StatusCode::UNPROCESSABLE_ENTITY, None, false).await;
        }
    };
    let request = ChangeDecision {
        decision: id,
        version: form.version,
        question: Some(form.question.clone()),
        options: Some(said.options),
        choice: Some(said.choice),
        because: Some(form.because.clone()),
        dissent: Some(said.dissent),
        unless: Some(form.unless.clone()),
        review: said.review,
        no_review: said.review.is_none(),
    };
    let seen = form.seen.parse().ok().map(LogPosition);
    let changed =
        door.blocking(move |ctx| execute(&ctx.clone().resting_on(seen), request, &mut Host::default())).await;
    match changed {
        Ok(_) => Ok(Redirect::to(&format!("/decisions/{id}")).into_response()),
        Err(error) => {
            let overtaken = matches!(error, AppError::Conflict { .. });
            let error = PageError::App(error);
            error.log();
            let status = match error.status() {
                StatusCode::BAD_REQUEST => StatusCode::UNPROCESSABLE_ENTITY,
                other => other,
            };
            let told = error.to_string();
            let form = form.marked(&told);
            let problem = form.wrong.is_none().then_some(told);
            again(&door, id, form, status, problem, overtaken).await
        }
    }
}

/// The form once more, beside what it rests on; where somebody else was faster, beside what stands there by now, too.
async fn again(
    door: &Door,
    id: DecisionId,
    mut form: DecisionForm,
    status: StatusCode,
    problem: Option<String>,
    overtaken: bool,
) -> Result<Response, PageError> {
    let card = door.read(move |view: &View| view.ask(&ShowDecision(id))).await?;
    let theirs = overtaken.then(|| card.clone());
    if overtaken {
        // Whoever sends it again has seen both.
        form.version = Some(card.version.0);
    }
    let layout = Layout::new(format!("Change {id}"), Section::Decisions);
    let evidence = Some(Evidence::frozen(card.evidence));
    let page = FormPage { layout, id: Some(id), form, evidence, problem, theirs };
    Ok((status, html(&page)?).into_response())
}
