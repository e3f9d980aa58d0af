//! Changing something about an opportunity: its words, who owns it, how it stands, what is guessed of it, where it is tracked.

use std::collections::BTreeMap;

use hearken_domain::{
    Date, Guess, GuessOf, IssueAddress, LogPosition, NewOpportunity, OpportunityAct, OpportunityId,
    OpportunityState, ThemeId,
};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::add::{line, name, words};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::{Opportunities, stands};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;

/// Issues of trackers that one can name.
const ISSUES_MAX: usize = 50;

/// Change something about an opportunity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetOpportunity {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// What it is called.
    #[serde(default)]
    pub title: Option<String>,
    /// The problem, in words; empty takes them away.
    #[serde(default)]
    pub problem: Option<String>,
    /// Who owns it; empty is nobody.
    #[serde(default)]
    pub owner: Option<String>,
    /// How it stands.
    #[serde(default)]
    pub state: Option<OpportunityState>,
    /// Why it is dismissed.
    #[serde(default)]
    pub reason: Option<String>,
    /// Until when it is left alone.
    #[serde(default)]
    pub until: Option<Date>,
    /// Guesses by what they are of: a number, `low..high` or `low..likely..high`; empty takes one away.
    #[serde(default)]
    pub guesses: BTreeMap<GuessOf, String>,
    /// Themes that it comes from, too.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub add_themes: Vec<ThemeId>,
    /// Themes that it comes from no more.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub remove_themes: Vec<ThemeId>,
    /// Address of an issue in a tracker that is about it.
    #[serde(default)]
    pub add_issue: Option<String>,
    /// Address of an issue that is about it no more.
    #[serde(default)]
    pub remove_issue: Option<String>,
}

impl SetOpportunity {
    /// Changes nothing yet.
    pub fn of(opportunity: OpportunityId) -> Self {
        Self {
            opportunity,
            version: None,
            title: None,
            problem: None,
            owner: None,
            state: None,
            reason: None,
            until: None,
            guesses: BTreeMap::new(),
            add_themes: Vec::new(),
            remove_themes: Vec::new(),
            add_issue: None,
            remove_issue: None,
        }
    }
}

/// Changes something about an opportunity.
///
/// # Errors
/// It is not there or somebody else changed it meanwhile, nothing is to change, a reason or a day is missing, a guess is none, or
/// what is named is not there; or any failure of the store.
pub fn set_opportunity(
    ctx: &Context,
    request: SetOpportunity,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let expected = request.version.map(LogPosition);
    change(ctx, request.opportunity, expected, OpportunityAct::Set, |opportunity| {
        set_words(ctx, opportunity, &request)?;
        set_state(ctx, opportunity, &request)?;
        for (of, typed) in &request.guesses {
            match typed.trim() {
                "" => opportunity.guesses.remove(of),
                typed => opportunity.guesses.insert(*of, read_guess(*of, typed)?),
            };
        }
        set_themes(ctx, opportunity, &request)?;
        set_issues(ctx, opportunity, &request)
    })
}

/// Changes an opportunity from how it stands; what it is turned to is written only if nobody else changed it since.
pub(crate) fn change(
    ctx: &Context,
    id: OpportunityId,
    expected: Option<LogPosition>,
    act: OpportunityAct,
    turn: impl FnOnce(&mut NewOpportunity<Typed>) -> Result<(), AppError>,
) -> Result<OpportunityCard, AppError> {
    let stands = stands(&ctx.view()?, id)?;
    let Ok(before) = stands.held.try_map(|held| Ok::<_, std::convert::Infallible>(Typed::from(held)));
    // What a person does now was told by nobody else.
    let before = NewOpportunity { told: None, ..before };
    let mut after = before.clone();
    turn(&mut after)?;
    if after == before {
        return Err(AppError::user(format!("nothing about {id} is to change; say what")));
    }
    let read = expected.unwrap_or(stands.version);
    ctx.app.store().change_opportunity(id, read, act, after, &ctx.by()?)?;
    Opportunities::read(&ctx.view()?)?.card(id)
}

fn set_words(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), AppError> {
    if let Some(title) = &request.title {
        let title = line(ctx, "title", Some(title))?;
        let title = title.ok_or_else(|| AppError::user("an opportunity needs a title"))?;
        opportunity.title = kept_or_new(ctx, Some(&opportunity.title), title)?;
    }
    if let Some(problem) = &request.problem {
        let problem = words(ctx, "problem", Some(problem))?;
        let stands = opportunity.problem.as_ref();
        opportunity.problem = problem.map(|said| kept_or_new(ctx, stands, said)).transpose()?;
    }
    if let Some(owner) = &request.owner {
        let owner = name("owner", Some(owner))?;
        let stands = opportunity.owner.as_ref();
        let owner = owner.map(|name| kept_or_new(ctx, stands, name)).transpose()?;
        opportunity.owner = owner.map(Typed::as_name);
    }
    Ok(())
}

/// What was typed; where that is what stands already, that.
pub(crate) fn kept_or_new(ctx: &Context, stands: Option<&Typed>, said: String) -> Result<Typed, AppError> {
    match stands {
        Some(Typed::Held(id))
            if ctx.view()?.store().typed_texts().get(*id)?.as_deref() == Some(said.as_str()) =>
        {
            Ok(Typed::Held(*id))
        }
        _ => Ok(Typed::New(said)),
    }
}

fn set_state(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), AppError> {
    let state = request.state.unwrap_or(opportunity.state);
    let stands = opportunity.reason.as_ref();
    let reason = words(ctx, "reason", request.reason.as_deref())?;
    let reason = reason.map(|said| kept_or_new(ctx, stands, said)).transpose()?;
    if state != OpportunityState::Dismissed && reason.is_some() {
        return Err(AppError::user("a reason is said of what is dismissed"));
    }
    if state != OpportunityState::Snoozed && request.until.is_some() {
        return Err(AppError::user("a day is said of what is snoozed"));
    }
    opportunity.reason = match state {
        OpportunityState::Dismissed => reason.or_else(|| opportunity.reason.take()),
        _ => None,
    };
    opportunity.until = match state {
        OpportunityState::Snoozed => request.until.or(opportunity.until),
        _ => None,
    };
    if state == OpportunityState::Dismissed && opportunity.reason.is_none() {
        return Err(AppError::user("say why it is dismissed: whoever meets the problem next will ask"));
    }
    if state == OpportunityState::Snoozed && opportunity.until.is_none() {
        return Err(AppError::user("say until which day it is left alone, such as 2026-03-01"));
    }
    opportunity.state = state;
    Ok(())
}

fn read_guess(of: GuessOf, typed: &str) -> Result<Guess, AppError> {
    Guess::read(of, typed).map_err(|error| AppError::user(error.to_string()))
}

fn set_themes(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), AppError> {
    let view = ctx.view()?;
    for theme in &request.add_themes {
        check_theme(&view, Some(*theme))?;
        opportunity.themes.push(lives_on(&view, *theme)?);
    }
    for theme in &request.remove_themes {
        let meant = lives_on(&view, *theme)?;
        let mut kept = Vec::new();
        for own in &opportunity.themes {
            if own != theme && lives_on(&view, *own)? != meant {
                kept.push(*own);
            }
        }
        opportunity.themes = kept;
    }
    opportunity.themes.sort_unstable();
    opportunity.themes.dedup();
    Ok(())
}

fn set_issues(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), AppError> {
    let held = |typed: &Typed, is_meant: &dyn Fn(&str) -> bool| -> Result<bool, AppError> {
        Ok(match typed {
            Typed::New(text) | Typed::Name(text) => is_meant(text),
            Typed::Held(id) => ctx.view()?.store().typed_texts().get(*id)?.as_deref().is_some_and(is_meant),
        })
    };
    if let Some(address) = &request.add_issue {
        let address = IssueAddress::read(address).map_err(|error| AppError::user(error.to_string()))?;
        for own in &opportunity.issues {
            if held(own, &|own| IssueAddress::read(own).is_ok_and(|own| own.is_same(&address)))? {
                return Err(AppError::user(format!("{} is named already", address.as_str())));
            }
        }
        if opportunity.issues.len() >= ISSUES_MAX {
            return Err(AppError::user(format!("an opportunity names {ISSUES_MAX} issues at most")));
        }
        opportunity.issues.push(Typed::New(address.as_str().to_owned()));
    }
    if let Some(address) = &request.remove_issue {
        let given = address.trim();
        let meant = IssueAddress::read(given).ok();
        let is_meant = |own: &str| {
            let same = meant.as_ref().zip(IssueAddress::read(own).ok()).is_some_and(|(a, b)| a.is_same(&b));
            own == given || same
        };
        let mut kept = Vec::new();
        for own in std::mem::take(&mut opportunity.issues) {
            if !held(&own, &is_meant)? {
                kept.push(own);
            }
        }
        opportunity.issues = kept;
    }
    Ok(())
}
