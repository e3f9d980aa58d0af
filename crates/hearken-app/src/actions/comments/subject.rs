//! What is talked about, where it is by now: a theme or an opportunity that became part of another is talked about there, and
//! what was said about it before stands in that thread.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use hearken_domain::{DecisionAct, DecisionId, OpportunityAct, OpportunityId, ThemeId, Topic, Verbatim};
use hearken_store::{HeldText, Opportunity};

use crate::actions::comments::cards::ERASED;
use crate::actions::goals::read::lives_on;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Merges that are followed from one opportunity to the next.
const MERGES_MAX: usize = 100;

/// What is talked about.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// What it is part of by now, or itself.
    pub topic: Topic,
    /// That, and all that is part of it.
    pub topics: Vec<Topic>,
    /// What it is called.
    pub title: Verbatim,
    /// What is to be known of it: that it is found no more, or was removed.
    pub note: Option<String>,
    /// Whether it was removed: then nothing waits there, and nothing more is said.
    pub removed: bool,
}

/// Reads what is talked about.
pub(crate) struct Subjects<'v> {
    view: &'v View,
    opportunities: OnceCell<BTreeMap<OpportunityId, Opportunity>>,
}

impl<'v> Subjects<'v> {
    /// Of a view.
    pub(crate) fn of(view: &'v View) -> Self {
        Self { view, opportunities: OnceCell::new() }
    }

    /// One.
    ///
    /// # Errors
    /// It is not there, or any failure of the store.
    pub(crate) fn read(&self, topic: Topic) -> Result<Subject, AppError> {
        match topic {
            Topic::Theme(id) => self.theme(id),
            Topic::Opportunity(id) => self.opportunity(id),
            Topic::Decision(id) => self.decision(id),
        }
    }

    fn theme(&self, id: ThemeId) -> Result<Subject, AppError> {
        let missing = || AppError::not_found(format!("there is no theme {id}"), NextStep::ListThemes);
        let themes = self.view.store().themes();
        themes.get(id)?.ok_or_else(missing)?;
        let id = lives_on(self.view, id)?;
        let theme = themes.get(id)?.ok_or_else(missing)?;
        let parts = self.view.store().comments().parts(id)?;
        Ok(Subject {
            topic: Topic::Theme(id),
            topics: parts.into_iter().map(Topic::Theme).collect(),
            title: theme.name,
            note: theme.retired_at.map(|_| "found no more".to_owned()),
            removed: false,
        })
    }

    fn opportunity(&self, id: OpportunityId) -> Result<Subject, AppError> {
        let all = self.opportunities()?;
        let end = end(all, id);
        let missing =
            || AppError::not_found(format!("there is no opportunity {id}"), NextStep::ListOpportunities);
        let opportunity = all.get(&end).ok_or_else(missing)?;
        let removed = opportunity.last == OpportunityAct::Removed;
        let parts = all.keys().filter(|part| self::end(all, **part) == end);
        Ok(Subject {
            topic: Topic::Opportunity(end),
            topics: parts.copied().map(Topic::Opportunity).collect(),
            title: title(&opportunity.held.title),
            note: removed.then(|| "it was removed".to_owned()),
            removed,
        })
    }

    fn opportunities(&self) -> Result<&BTreeMap<OpportunityId, Opportunity>, AppError> {
        if let Some(all) = self.opportunities.get() {
            return Ok(all);
        }
        let all = self.view.store().opportunities().all()?;
        Ok(self.opportunities.get_or_init(|| all.into_iter().map(|one| (one.id, one)).collect()))
    }

    fn decision(&self, id: DecisionId) -> Result<Subject, AppError> {
        let step = NextStep::advice("look for it among the decisions that there are");
        let missing = || AppError::not_found(format!("there is no decision {id}"), step);
        let decision = self.view.store().decisions().get(id)?.ok_or_else(missing)?;
        let removed = decision.last == DecisionAct::Removed;
        let by = decision.held.superseded_by;
        Ok(Subject {
            topic: Topic::Decision(id),
            topics: vec![Topic::Decision(id)],
            title: title(&decision.held.question),
            note: match removed {
                true => Some("it was removed".to_owned()),
                false => by.map(|by| format!("{by} took its place")),
            },
            removed,
        })
    }
}

/// The opportunity that one is part of by now, or itself.
fn end(all: &BTreeMap<OpportunityId, Opportunity>, id: OpportunityId) -> OpportunityId {
    let mut end = id;
    for _ in 0..MERGES_MAX {
        match all.get(&end).filter(|one| one.last != OpportunityAct::Removed).and_then(|one| one.held.into) {
            Some(into) => end = into,
            None => break,
        }
    }
    end
}

fn title(held: &HeldText) -> Verbatim {
    Verbatim::redacted(held.text.clone().unwrap_or_else(|| ERASED.to_owned()))
}
