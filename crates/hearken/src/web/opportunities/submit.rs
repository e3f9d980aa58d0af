//! The forms of one opportunity. Each says by its field `form` what it is; what cannot be taken comes back with everything that was
//! typed, what is wrong beside its field, and what stands by now where somebody else was faster.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::actions::opportunities::change::{RemoveOpportunity, UndoOpportunity};
use hearken_app::actions::opportunities::hypotheses::{SayHypothesis, SaySolution};
use hearken_app::actions::opportunities::merge::MergeOpportunities;
use hearken_app::actions::opportunities::set::SetOpportunity;
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::error::{AppError, WrongField};
use hearken_app::host::Host;
use hearken_app::next_step::NextStep;
use hearken_domain::{Guess, GuessOf, LogPosition, OpportunityId, SignalId};

use crate::http::door::Door;
use crate::http::entry::is_local;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::opportunities::done::told_at;
use crate::web::opportunities::filled::{Filled, field_of};
use crate::web::opportunities::{moving, show};
use crate::web::params::{Form, Params};

/// What a form asks for.
enum Change {
    Set(SetOpportunity),
    Believe(SayHypothesis),
    Solve(SaySolution),
    Merge(MergeOpportunities),
    Remove(RemoveOpportunity),
    Undo(UndoOpportunity),
}

impl Change {
    /// Whether each field can be taken, so that the form says at which one it cannot.
    fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        match self {
            Self::Set(request) => request.check(ctx),
            Self::Believe(request) => request.check(ctx),
            Self::Solve(request) => request.check(ctx),
            Self::Merge(request) => request.check(ctx),
            Self::Remove(_) | Self::Undo(_) => Ok(()),
        }
    }

    fn act(self, ctx: &Context) -> Result<OpportunityCard, WrongField> {
        self.check(ctx)?;
        let host = &mut Host::default();
        let done = match self {
            Self::Set(request) => execute(ctx, request, host),
            Self::Believe(request) => execute(ctx, request, host),
            Self::Solve(request) => execute(ctx, request, host),
            Self::Merge(request) => execute(ctx, request, host),
            Self::Remove(request) => execute(ctx, request, host),
            Self::Undo(request) => execute(ctx, request, host),
        };
        done.map_err(|error| WrongField { field: "opportunity", error })
    }
}

/// What cannot be taken: the fields that are to blame, each with why, and why the whole is not done.
type Wrong = (Vec<(&'static str, String)>, PageError);

/// `POST /opportunities/{id}`
pub async fn submit(
    State(door): State<Door>,
    Path(id): Path<String>,
    Form(params): Form,
) -> Result<Response, PageError> {
    let id: OpportunityId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let form = params.text("form");
    let seen = params.get("seen").and_then(|seen| seen.parse().ok()).map(LogPosition);
    let (wrong, error) = match read(id, &form, &params) {
        Ok(change) => match door.blocking(move |ctx| Ok(change.act(&ctx.clone().resting_on(seen)))).await {
            Ok(Ok(card)) => return Ok(Redirect::to(&next(id, &form, &params, &card)).into_response()),
            Ok(Err(wrong)) => {
                let field = field_of(fields(&form), &wrong);
                let told = field.map(|field| (field, wrong.error.to_string()));
                (told.into_iter().collect(), PageError::App(wrong.error))
            }
            Err(error) => (Vec::new(), PageError::App(error)),
        },
        Err(wrong) => wrong,
    };
    again(&door, id, &form, params, (wrong, error)).await
}

/// Where the effect shows.
fn next(id: OpportunityId, form: &str, params: &Params, card: &OpportunityCard) -> String {
    let own = format!("/opportunities/{id}");
    let asked = params.get("next").filter(|next| is_local(next));
    let next = match asked {
        // What was removed has no page.
        Some(next) if form == "remove" && next.starts_with(&own) => "/opportunities",
        None if form == "remove" => "/opportunities",
        Some(next) => next,
        None => &own,
    };
    told_at(next, id, (form != "undo").then_some(card.version))
}

/// The page with the form that cannot be taken.
async fn again(
    door: &Door,
    id: OpportunityId,
    form: &str,
    params: Params,
    (mut wrong, error): Wrong,
) -> Result<Response, PageError> {
    error.log();
    let is_stale = matches!(&error, PageError::App(error) if error.next_step() == Some(&NextStep::ReadAgain));
    if is_stale {
        wrong.clear(); // it is of no field
    }
    let mut status = match error.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => StatusCode::UNPROCESSABLE_ENTITY,
        // What one field says cannot be: nobody else is in the way.
        StatusCode::CONFLICT if !wrong.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        other => other,
    };
    let key = match params.get("number") {
        Some(number) => format!("{form}-{number}"),
        None => form.to_owned(),
    };
    let filled = Filled { form: key, typed: params.clone(), wrong, told: error.to_string(), is_stale };
    let page = match form {
        "move" => {
            // To be asked is no failure.
            if moving::asks(&filled) {
                status = StatusCode::OK;
            }
            moving::page(door, id, filled).await
        }
        _ => show::again(door, id, filled).await,
    };
    match page {
        Ok(page) => Ok((status, page).into_response()),
        // It may have been removed: what was typed stays all the same.
        Err(gone) => {
            let told = if gone.status() == StatusCode::NOT_FOUND { gone } else { error };
            Err(told.among(Again::posted(format!("/opportunities/{id}"), params.pairs(), typed(form))))
        }
    }
}

/// The fields that a person types into.
fn typed(form: &str) -> &'static [&'static str] {
    match form {
        "edit" => &["title", "problem", "owner"],
        "guess" => {
            &["impact", "confidence", "effort", "importance", "satisfaction", "value", "urgency", "risk"]
        }
        "move" => &["state", "reason", "until"],
        "believe" => &["belief", "supported_by", "contradicted_by", "changed_by"],
        "solve" => &["words"],
        "track" => &["add_issue"],
        _ => &[],
    }
}

/// All fields of a form.
fn fields(form: &str) -> &'static [&'static str] {
    match form {
        "theme" => &["theme"],
        "merge" => &["into"],
        form => typed(form),
    }
}

fn read(opportunity: OpportunityId, form: &str, params: &Params) -> Result<Change, Wrong> {
    let version = params.get("version").and_then(|version| version.parse().ok());
    let number = params.get("number").and_then(|number| number.parse().ok());
    let some = |name: &str| params.get(name).map(str::to_owned);
    let set = SetOpportunity { version, ..SetOpportunity::of(opportunity) };
    let believe = SayHypothesis {
        opportunity,
        version,
        number,
        belief: None,
        supported_by: Vec::new(),
        contradicted_by: Vec::new(),
        changed_by: None,
        remove: false,
    };
    let solve = SaySolution { opportunity, version, number, words: None, chosen: None, remove: false };
    Ok(match form {
        // An empty field takes away what stood in it.
        "edit" => Change::Set(SetOpportunity {
            title: Some(params.text("title")),
            problem: Some(params.text("problem")),
            owner: Some(params.text("owner")),
            ..set
        }),
        "guess" => Change::Set(guesses(params, set)?),
        "move" => Change::Set(SetOpportunity {
            state: Some(params.text("state").parse().map_err(|error| wrong("state", &error))?),
            reason: some("reason"),
            until: match params.get("until") {
                None => None,
                Some(day) => {
                    Some(day.parse().map_err(|_| wrong("until", &"a day is written like 2026-03-31"))?)
                }
            },
            ..set
        }),
        "theme" => Change::Set(SetOpportunity { add_themes: theme(params)?, ..set }),
        "untheme" => Change::Set(SetOpportunity { remove_themes: theme(params)?, ..set }),
        "track" => Change::Set(SetOpportunity { add_issue: Some(params.text("add_issue")), ..set }),
        "untrack" => Change::Set(SetOpportunity { remove_issue: Some(params.text("remove_issue")), ..set }),
        "believe" => Change::Believe(SayHypothesis {
            belief: some("belief"),
            supported_by: signals(params, "supported_by")?,
            contradicted_by: signals(params, "contradicted_by")?,
            changed_by: some("changed_by"),
            ..believe
        }),
        "unbelieve" => Change::Believe(SayHypothesis { remove: true, ..believe }),
        "solve" => Change::Solve(SaySolution { words: some("words"), ..solve }),
        "build" => Change::Solve(SaySolution { chosen: Some(true), ..solve }),
        "unsolve" => Change::Solve(SaySolution { remove: true, ..solve }),
        "merge" => {
            let into = params.text("into").parse().map_err(|error| wrong("into", &error))?;
            Change::Merge(MergeOpportunities { opportunity, into, version })
        }
        "remove" => Change::Remove(RemoveOpportunity { opportunity, version }),
        "undo" => Change::Undo(UndoOpportunity { opportunity, version }),
        _ => return Err((Vec::new(), PageError::Form("it does not say what it asks for".to_owned()))),
    })
}

fn wrong(field: &'static str, why: &impl ToString) -> Wrong {
    let told = why.to_string();
    (vec![(field, told.clone())], PageError::App(AppError::user(told)))
}

/// Every guess, each read by itself, so that what is wrong is told beside the one that it is.
fn guesses(params: &Params, mut set: SetOpportunity) -> Result<SetOpportunity, Wrong> {
    let mut all_wrong = Vec::new();
    for of in GuessOf::ALL {
        let typed = params.text(of.as_str());
        if !typed.is_empty()
            && let Err(error) = Guess::read(of, &typed)
        {
            all_wrong.push((of.as_str(), error.to_string()));
        }
        set.guesses.insert(of, typed);
    }
    match all_wrong.first() {
        None => Ok(set),
        Some((_, first)) => {
            let error = AppError::user(first.clone());
            Err((all_wrong, PageError::App(error)))
        }
    }
}

fn theme(params: &Params) -> Result<Vec<hearken_domain::ThemeId>, Wrong> {
    params.text("theme").parse().map(|theme| vec![theme]).map_err(|error| wrong("theme", &error))
}

/// Ids of signals, however they are parted.
fn signals(params: &Params, field: &'static str) -> Result<Vec<SignalId>, Wrong> {
    let typed = params.text(field);
    let named =
        typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|id| !id.is_empty());
    named.map(|id| id.parse().map_err(|error| wrong(field, &error))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(form: &str, typed: &[u8]) -> Vec<&'static str> {
        match read(OpportunityId(1), form, &Params::parse(typed)) {
            Ok(_) => panic!("{form} was taken"),
            Err((wrong, _)) => wrong.into_iter().map(|(field, _)| field).collect(),
        }
    }

    #[test]
    fn what_is_wrong_is_told_beside_the_field_that_it_is() {
        assert_eq!(refused("guess", b"impact=9&confidence=80&effort=0"), ["impact", "effort"]);
        assert_eq!(refused("move", b"state=snoozed&until=soon"), ["until"]);
        assert_eq!(refused("move", b"state=won"), ["state"]);
        assert_eq!(refused("believe", b"belief=x&contradicted_by=S-1,T-2"), ["contradicted_by"]);
        assert_eq!(refused("merge", b"into="), ["into"]);
        assert!(refused("dance", b"").is_empty());
    }
}
