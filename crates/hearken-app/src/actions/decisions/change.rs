//! Changing what a decision says. What it rests on stays as it stood.

use hearken_domain::{Date, DecisionAct, DecisionId, LogPosition, NewDecision};
use hearken_store::{Decision, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::draft::{self, DraftDissent, DraftOption};
use crate::actions::decisions::read::{Decisions, stands};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Change what a decision says. What is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecision {
    /// Which decision.
    pub decision: DecisionId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// What is to be decided.
    #[serde(default)]
    pub question: Option<String>,
    /// All of what might be done, in place of what stood there.
    #[serde(default)]
    pub options: Option<Vec<DraftOption>>,
    /// Which of them is chosen, counted from 1; 0 opens it again.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub choice: Option<u64>,
    /// Why; empty takes it away.
    #[serde(default)]
    pub because: Option<String>,
    /// All who disagree, in place of those who stood there.
    #[serde(default)]
    pub dissent: Option<Vec<DraftDissent>>,
    /// What would change our mind; empty takes it away.
    #[serde(default)]
    pub unless: Option<String>,
    /// When to look at it again.
    #[serde(default)]
    pub review: Option<Date>,
    /// That it need not be looked at again.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub no_review: bool,
}

impl ChangeDecision {
    /// Changes nothing yet.
    pub fn of(decision: DecisionId) -> Self {
        Self {
            decision,
            version: None,
            question: None,
            options: None,
            choice: None,
            because: None,
            dissent: None,
            unless: None,
            review: None,
            no_review: false,
        }
    }
}

/// Changes what a decision says.
///
/// # Errors
/// It is not there or somebody else changed it meanwhile, nothing is to change, or something is too long, missing or none; or any
/// failure of the store.
pub fn change_decision(
    ctx: &Context,
    request: ChangeDecision,
    _: &mut Host<'_>,
) -> Result<DecisionCard, AppError> {
    let turn = |after: &mut NewDecision<Typed>, stands: &Decision| {
        let held = &stands.held;
        if let Some(question) = &request.question {
            after.question = draft::question(ctx, question, Some(&held.question))?;
        }
        if let Some(options) = &request.options {
            after.options = draft::options(ctx, options, &held.options)?;
        }
        match (request.choice, held.choice) {
            (Some(number), _) => after.choice = draft::choice(number, after.options.len())?,
            (None, Some(was)) if request.options.is_some() => {
                after.choice = Some(same_option(stands, after, was)?);
            }
            (None, _) => {}
        }
        if let Some(because) = &request.because {
            after.because = draft::text(ctx, "reason of the choice", Some(because), held.because.as_ref())?;
        }
        if let Some(dissent) = &request.dissent {
            after.dissent = draft::dissent(ctx, dissent, &held.dissent)?;
        }
        if let Some(unless) = &request.unless {
            let what = "answer to what would change our mind";
            after.unless = draft::text(ctx, what, Some(unless), held.unless.as_ref())?;
        }
        after.review = if request.no_review { None } else { request.review.or(after.review) };
        Ok(())
    };
    change(ctx, request.decision, request.version.map(LogPosition), DecisionAct::Set, turn)
}

/// Where the option that was chosen stands by now.
fn same_option(stands: &Decision, after: &NewDecision<Typed>, was: usize) -> Result<usize, AppError> {
    let words = stands.held.options.get(was).map(|option| &option.words);
    let same = |typed: &Typed| match (typed, words) {
        (Typed::Held(id), Some(words)) => *id == words.id,
        (Typed::New(text) | Typed::Name(text), Some(words)) => words.text.as_ref() == Some(text),
        (_, None) => false,
    };
    let found = after.options.iter().position(|option| same(&option.words));
    found.ok_or_else(|| {
        AppError::user(
            "the option that was chosen is none of these any more; say which is chosen, 0 for none",
        )
    })
}

/// Changes a decision from how it stands; what it is turned to is written only if nobody else changed it since.
pub(crate) fn change(
    ctx: &Context,
    id: DecisionId,
    expected: Option<LogPosition>,
    act: DecisionAct,
    turn: impl FnOnce(&mut NewDecision<Typed>, &Decision) -> Result<(), AppError>,
) -> Result<DecisionCard, AppError> {
    let stands = stands(&ctx.view()?, id)?;
    let read = expected.unwrap_or(stands.version);
    let held = stands.held.clone();
    let Ok(before) = held.try_map(|held| Ok::<_, std::convert::Infallible>(Typed::from(held)));
    let mut after = before.clone();
    turn(&mut after, &stands)?;
    if after == before && act == DecisionAct::Set && read == stands.version {
        return Err(AppError::user(format!("nothing about {id} is to change; say what")));
    }
    ctx.app.store().change_decision(id, read, act, after, &ctx.by()?)?;
    Decisions::read(&ctx.view()?)?.card(id)
}
