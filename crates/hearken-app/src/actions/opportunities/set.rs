//! Changing something about an opportunity: its words, who owns it, how it stands, what is guessed of it, where it is tracked.

use std::collections::BTreeMap;

use hearken_domain::{
    Date, Guess, GuessOf, IssueAddress, NewOpportunity, OpportunityAct, OpportunityId, OpportunityState,
    ThemeId,
};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::add::{line, name, words};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::turned::{Turned, kept_or_new};
use crate::context::Context;
use crate::error::{AppError, WrongField};
use crate::host::Host;
use crate::known::check_theme;
use crate::view::View;

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

    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        self.turned(ctx).map(drop)
    }

    fn turned(&self, ctx: &Context) -> Result<Turned, WrongField> {
        Turned::of(ctx, self.opportunity, |opportunity| {
            set_words(ctx, opportunity, self)?;
            set_state(ctx, opportunity, self)?;
            for (of, typed) in &self.guesses {
                match typed.trim() {
                    "" => opportunity.guesses.remove(of),
                    typed => opportunity.guesses.insert(*of, read_guess(*of, typed)?),
                };
            }
            set_themes(ctx, opportunity, self)?;
            set_issues(ctx, opportunity, self)
        })
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
    request.turned(ctx)?.write(ctx, request.version, OpportunityAct::Set)
}

fn set_words(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), WrongField> {
    if let Some(title) = &request.title {
        let stands = &opportunity.title;
        let title = line(ctx, "title", Some(title))
            .and_then(|title| title.ok_or_else(|| AppError::user("an opportunity needs a title")))
            .and_then(|title| kept_or_new(ctx, Some(stands), title));
        opportunity.title = title.map_err(WrongField::at("title"))?;
    }
    if let Some(problem) = &request.problem {
        let stands = opportunity.problem.as_ref();
        let problem = words(ctx, "problem", Some(problem))
            .and_then(|problem| problem.map(|said| kept_or_new(ctx, stands, said)).transpose());
        opportunity.problem = problem.map_err(WrongField::at("problem"))?;
    }
    if let Some(owner) = &request.owner {
        let stands = opportunity.owner.as_ref();
        let owner = name("owner", Some(owner))
            .and_then(|owner| owner.map(|name| kept_or_new(ctx, stands, name)).transpose());
        opportunity.owner = owner.map_err(WrongField::at("owner"))?.map(Typed::as_name);
    }
    Ok(())
}

fn set_state(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), WrongField> {
    let refuse = |field, told: &str| Err(WrongField { field, error: AppError::user(told) });
    let state = request.state.unwrap_or(opportunity.state);
    let stands = opportunity.reason.as_ref();
    let reason = words(ctx, "reason", request.reason.as_deref())
        .and_then(|reason| reason.map(|said| kept_or_new(ctx, stands, said)).transpose())
        .map_err(WrongField::at("reason"))?;
    if state != OpportunityState::Dismissed && reason.is_some() {
        return refuse("reason", "a reason is said of what is dismissed");
    }
    if state != OpportunityState::Snoozed && request.until.is_some() {
        return refuse("until", "a day is said of what is snoozed");
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
        return refuse("reason", "say why it is dismissed: whoever meets the problem next will ask");
    }
    if state == OpportunityState::Snoozed && opportunity.until.is_none() {
        return refuse("until", "say until which day it is left alone, such as 2026-03-01");
    }
    opportunity.state = state;
    Ok(())
}

fn read_guess(of: GuessOf, typed: &str) -> Result<Guess, WrongField> {
    let read = Guess::read(of, typed);
    read.map_err(|error| WrongField { field: of.as_str(), error: AppError::user(error.to_string()) })
}

fn set_themes(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), WrongField> {
    let view = ctx.view().map_err(WrongField::at("add_themes"))?;
    for theme in &request.add_themes {
        let living = check_theme(&view, Some(*theme)).and_then(|()| lives_on(&view, *theme));
        opportunity.themes.push(living.map_err(WrongField::at("add_themes"))?);
    }
    for theme in &request.remove_themes {
        let without = without(&view, &opportunity.themes, *theme);
        opportunity.themes = without.map_err(WrongField::at("remove_themes"))?;
    }
    opportunity.themes.sort_unstable();
    opportunity.themes.dedup();
    Ok(())
}

/// Those of the themes that are not part of one by now.
fn without(view: &View, themes: &[ThemeId], theme: ThemeId) -> Result<Vec<ThemeId>, AppError> {
    let meant = lives_on(view, theme)?;
    let mut kept = Vec::new();
    for own in themes {
        if *own != theme && lives_on(view, *own)? != meant {
            kept.push(*own);
        }
    }
    Ok(kept)
}

fn set_issues(
    ctx: &Context,
    opportunity: &mut NewOpportunity<Typed>,
    request: &SetOpportunity,
) -> Result<(), WrongField> {
    if let Some(address) = &request.add_issue {
        let added = add_issue(ctx, &mut opportunity.issues, address);
        added.map_err(WrongField::at("add_issue"))?;
    }
    if let Some(address) = &request.remove_issue {
        let removed = remove_issue(ctx, &mut opportunity.issues, address);
        removed.map_err(WrongField::at("remove_issue"))?;
    }
    Ok(())
}

fn add_issue(ctx: &Context, issues: &mut Vec<Typed>, given: &str) -> Result<(), AppError> {
    let address = IssueAddress::read(given).map_err(|error| AppError::user(error.to_string()))?;
    for own in &*issues {
        if reads(ctx, own, &|own| IssueAddress::read(own).is_ok_and(|own| own.is_same(&address)))? {
            return Err(AppError::user(format!("{} is named already", address.as_str())));
        }
    }
    if issues.len() >= ISSUES_MAX {
        return Err(AppError::user(format!("an opportunity names {ISSUES_MAX} issues at most")));
    }
    issues.push(Typed::New(address.as_str().to_owned()));
    Ok(())
}

fn remove_issue(ctx: &Context, issues: &mut Vec<Typed>, given: &str) -> Result<(), AppError> {
    let given = given.trim();
    let meant = IssueAddress::read(given).ok();
    let is_meant = |own: &str| {
        let same = meant.as_ref().zip(IssueAddress::read(own).ok()).is_some_and(|(a, b)| a.is_same(&b));
        own == given || same
    };
    let mut kept = Vec::new();
    for own in std::mem::take(issues) {
        if !reads(ctx, &own, &is_meant)? {
            kept.push(own);
        }
    }
    *issues = kept;
    Ok(())
}

/// Whether what somebody typed is what is meant.
fn reads(ctx: &Context, typed: &Typed, is_meant: &dyn Fn(&str) -> bool) -> Result<bool, AppError> {
    Ok(match typed {
        Typed::New(text) | Typed::Name(text) => is_meant(text),
        Typed::Held(id) => ctx.view()?.store().typed_texts().get(*id)?.as_deref().is_some_and(is_meant),
    })
}
