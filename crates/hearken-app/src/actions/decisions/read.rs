//! Decisions with what they rest on and what became of that.

use std::collections::BTreeMap;

use hearken_domain::{Date, DecisionAct, DecisionId, NewDecision, OpportunityId, ThemeId, Verbatim};
use hearken_store::{Decision, HeldText};

use crate::actions::decisions::cards::{
    DecisionCard, DecisionLink, DecisionRow, DecisionStep, DissentCard, OptionCard,
};
use crate::actions::decisions::evidence::evidence_card;
use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::of_themes::{OpportunityLink, link_to};
use crate::actions::opportunities::read::shown;
use crate::actions::themes::pick::link;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// All decisions, and what their cards are made from.
pub(crate) struct Decisions<'v> {
    view: &'v View,
    all: BTreeMap<DecisionId, Decision>,
    today: Date,
}

impl<'v> Decisions<'v> {
    /// Reads them.
    pub(crate) fn read(view: &'v View) -> Result<Self, AppError> {
        let all = view.store().decisions().all()?;
        Ok(Self {
            view,
            all: all.into_iter().map(|one| (one.id, one)).collect(),
            today: view.day_of_facts()?,
        })
    }

    /// Those that nobody let go, or those that somebody did; the order is that of their ids.
    pub(crate) fn rows(&self, removed: bool) -> Result<Vec<DecisionRow>, AppError> {
        let meant = self.all.values().filter(|one| (one.last == DecisionAct::Removed) == removed);
        meant.map(|one| self.row(one)).collect()
    }

    fn row(&self, decision: &Decision) -> Result<DecisionRow, AppError> {
        let held = &decision.held;
        let mut themes = Vec::new();
        for theme in &held.evidence.themes {
            let id = lives_on(self.view, theme.theme)?;
            themes.extend(link(self.view, id)?.filter(|one| !themes.contains(one)));
        }
        Ok(DecisionRow {
            id: decision.id,
            question: shown(&held.question),
            state: held.state(self.today),
            options: held.options.len() as u64,
            chosen: held.choice.and_then(|choice| held.options.get(choice)).and_then(|one| shown(&one.words)),
            review: held.review,
            themes,
            opportunities: self.opportunities(&held.opportunities)?,
            superseded_by: held.superseded_by,
            last: decision.last,
            by: decision.by.clone(),
            at: decision.at,
        })
    }

    fn opportunities(&self, ids: &[OpportunityId]) -> Result<Vec<OpportunityLink>, AppError> {
        let mut links = Vec::new();
        for id in ids {
            links.extend(self.view.store().opportunities().get(*id)?.as_ref().map(link_to));
        }
        Ok(links)
    }

    fn link(&self, id: DecisionId) -> DecisionLink {
        DecisionLink { id, question: self.all.get(&id).and_then(|one| shown(&one.held.question)) }
    }

    /// The card of one.
    pub(crate) fn card(&self, id: DecisionId) -> Result<DecisionCard, AppError> {
        let decision = self.all.get(&id).ok_or_else(|| missing(id))?;
        let history = self.view.store().decisions().history(id)?;
        let held = &decision.held;
        let option = |(n, one): (usize, &hearken_domain::Alternative<HeldText>)| OptionCard {
            words: shown(&one.words),
            cost: one.cost.as_ref().map(or_erased),
            effect: one.effect.as_ref().map(or_erased),
            chosen: held.choice == Some(n),
        };
        let dissent = held.dissent.iter();
        let dissent = dissent.map(|one| DissentCard { who: shown(&one.who), why: shown(&one.why) }).collect();
        let filter = held.filter.as_ref().map(|filter| filter.text.as_deref().unwrap_or_default());
        let filter = filter.unwrap_or_default().lines().map(|line| Verbatim::redacted(line.to_owned()));
        let frozen_at = history.first().map_or(decision.at, |first| first.at);
        let superseding = self.all.values().filter(|one| one.last != DecisionAct::Removed);
        let supersedes = superseding.filter(|one| one.held.superseded_by == Some(id));
        Ok(DecisionCard {
            id,
            question: shown(&held.question),
            state: held.state(self.today),
            options: held.options.iter().enumerate().map(option).collect(),
            choice: held.choice.map(|choice| choice as u64 + 1),
            because: held.because.as_ref().map(or_erased),
            dissent,
            unless: held.unless.as_ref().map(or_erased),
            review: held.review,
            opportunities: self.opportunities(&held.opportunities)?,
            evidence: evidence_card(self.view, &held.evidence, filter.collect(), frozen_at)?,
            superseded_by: held.superseded_by.map(|other| self.link(other)),
            supersedes: supersedes.map(|one| self.link(one.id)).collect(),
            history: steps(&history),
            version: decision.version,
            last: decision.last,
            by: decision.by.clone(),
            at: decision.at,
        })
    }
}

/// Those that rest on a theme, by what it is part of by now, and stand.
pub(crate) fn resting_on(view: &View, theme: ThemeId) -> Result<Vec<DecisionRow>, AppError> {
    let mut rows = Decisions::read(view)?.rows(false)?;
    rows.retain(|row| row.themes.iter().any(|one| one.id == theme));
    rows.sort_by_key(|row| (row.state, row.id));
    Ok(rows)
}

/// One as it is held.
pub(crate) fn stands(view: &View, id: DecisionId) -> Result<Decision, AppError> {
    view.store().decisions().get(id)?.ok_or_else(|| missing(id))
}

pub(crate) fn missing(id: DecisionId) -> AppError {
    AppError::not_found(format!("there is no decision {id}"), NextStep::ListDecisions)
}

fn or_erased(held: &HeldText) -> Verbatim {
    let erased = || crate::actions::decisions::cards::ERASED.to_owned();
    Verbatim::redacted(held.text.clone().unwrap_or_else(erased))
}

/// What was done, the last first.
fn steps(history: &[Decision]) -> Vec<DecisionStep> {
    let before = std::iter::once(None).chain(history.iter().map(Some));
    let steps = history.iter().zip(before).map(|(act, before)| DecisionStep {
        act: act.last,
        says: says(act, before.map(|before| &before.held)),
        position: act.version,
        by: act.by.clone(),
        at: act.at,
    });
    let mut steps: Vec<DecisionStep> = steps.collect();
    steps.reverse();
    steps
}

fn says(act: &Decision, before: Option<&NewDecision<HeldText>>) -> String {
    let now = &act.held;
    match (act.last, before) {
        (DecisionAct::Removed, _) => "removed".to_owned(),
        (DecisionAct::Superseded, _) => now
            .superseded_by
            .map_or_else(|| "superseded".to_owned(), |other| format!("superseded by {other}")),
        (DecisionAct::Reviewed, _) => match now.review {
            Some(next) => format!("looked at again, and it holds; next on {next}"),
            None => "looked at again, and it holds".to_owned(),
        },
        (DecisionAct::Added, _) | (DecisionAct::Set, None) => "written down".to_owned(),
        (DecisionAct::Set, Some(before)) => match (before.choice, now.choice) {
            (was, Some(chosen)) if was != now.choice => format!("chose option {}", chosen + 1),
            (Some(_), None) => "opened again".to_owned(),
            _ => changed(before, now),
        },
    }
}

fn changed(before: &NewDecision<HeldText>, now: &NewDecision<HeldText>) -> String {
    let parts = [
        ("the question", before.question != now.question),
        ("the options", before.options != now.options),
        ("why", before.because != now.because),
        ("who disagrees", before.dissent != now.dissent),
        ("what would change our mind", before.unless != now.unless),
        ("when to look at it again", before.review != now.review),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect();
    format!("changed {}", parts.join(", "))
}
