//! Decisions: trade-offs, with what they rest on frozen as it stood.

use hearken_domain::{
    Actor, By, CustomerId, DecisionAct, DecisionId, Event, LogPosition, NewDecision, Timestamp,
};
use rusqlite::Connection;

use crate::acts::{DECISIONS, OPPORTUNITIES};
use crate::events::{event_at, of_kind, rewrite};
use crate::snapshot::Snapshot;
use crate::typed::{self, HeldText, Typed};
use crate::{Store, StoreError, there, views};

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// What is held of it.
    pub held: NewDecision<HeldText>,
    /// What was last done to it and stands.
    pub last: DecisionAct,
    /// Where that stands in the log: who changes it says so, and is told where something was done meanwhile.
    pub version: LogPosition,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads decisions.
#[derive(Debug, Clone, Copy)]
pub struct DecisionReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of decisions in this snapshot.
    pub fn decisions(&self) -> DecisionReader<'_> {
        DecisionReader(self)
    }
}

impl DecisionReader<'_> {
    /// Every decision that somebody wrote down, those that were let go, too; in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Decision>, StoreError> {
        self.0.read(|c| DECISIONS.all(c)?.into_iter().map(|position| whole(c, position)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: DecisionId) -> Result<Option<Decision>, StoreError> {
        self.0.read(|c| DECISIONS.last(c, id.0)?.map(|position| whole(c, position)).transpose())
    }

    /// What was done to it and stands, the first act first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn history(&self, id: DecisionId) -> Result<Vec<Decision>, StoreError> {
        self.0.read(|c| DECISIONS.standing(c, id.0)?.into_iter().map(|position| whole(c, position)).collect())
    }
}

impl Store {
    /// Keeps a decision.
    ///
    /// # Errors
    /// [`StoreError::Decision`] where something that it names is not there; or any failure of the database.
    pub fn add_decision(&self, decision: NewDecision<Typed>, by: &By) -> Result<Decision, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let id = DecisionId(DECISIONS.next_id(c)?);
            record(c, &by, id, DecisionAct::Added, decision)
        })
    }

    /// Says how a decision stands from now on.
    ///
    /// # Errors
    /// [`StoreError::Decision`] where it, or something that it names, is not there; [`StoreError::ChangedMeanwhile`] where
    /// something was done to it since that version was read; or any failure of the database.
    pub fn change_decision(
        &self,
        id: DecisionId,
        read: LogPosition,
        act: DecisionAct,
        decision: NewDecision<Typed>,
        by: &By,
    ) -> Result<Decision, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let last = last(c, id)?;
            if last.version != read {
                return Err(StoreError::ChangedMeanwhile {
                    subject: id.to_string(),
                    by: last.by,
                    at: last.at,
                });
            }
            if last.last == DecisionAct::Removed {
                return Err(refused(id, "it was removed"));
            }
            record(c, &by, id, act, decision)
        })
    }

    /// Takes back what was last done to a decision.
    ///
    /// # Errors
    /// [`StoreError::Decision`] where it is not there, or nothing was done to it since it was written down; or any failure of
    /// the database.
    pub fn undo_decision(&self, id: DecisionId, by: &By) -> Result<Decision, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let undone = last(c, id)?;
            if undone.last == DecisionAct::Added {
                return Err(refused(id, "nothing was done to it since it was written down"));
            }
            views::record(c, &by, Event::DecisionChangeUndone { id, change: undone.version })?;
            last(c, id)
        })
    }
}

/// Takes what would tell of erased customers out of what decisions rest on, in every act on them.
pub(crate) fn forget_customers(c: &Connection, customers: &[CustomerId]) -> Result<(), StoreError> {
    if customers.is_empty() {
        return Ok(());
    }
    for mut recorded in of_kind(c, "decision-changed")? {
        if let Event::DecisionChanged { decision, .. } = &mut recorded.event
            && decision.evidence.forget(customers)
        {
            rewrite(c, &recorded)?;
        }
    }
    Ok(())
}

fn record(
    c: &Connection,
    by: &By,
    id: DecisionId,
    act: DecisionAct,
    decision: NewDecision<Typed>,
) -> Result<Decision, StoreError> {
    check(c, id, &decision)?;
    let decision = decision.try_map(|text| typed::kept(c, text))?;
    let recorded = views::record(c, by, Event::DecisionChanged { id, act, decision })?;
    whole(c, recorded.position)
}

fn check(c: &Connection, id: DecisionId, decision: &NewDecision<Typed>) -> Result<(), StoreError> {
    for theme in &decision.evidence.themes {
        if !there::is_theme(c, theme.theme)? {
            return Err(refused(id, &format!("there is no theme {}", theme.theme)));
        }
    }
    for opportunity in &decision.opportunities {
        if OPPORTUNITIES.last(c, opportunity.0)?.is_none() {
            return Err(refused(id, &format!("there is no opportunity {opportunity}")));
        }
    }
    if decision.choice.is_some_and(|choice| choice >= decision.options.len()) {
        return Err(refused(id, "what was chosen is none of its options"));
    }
    match decision.superseded_by {
        Some(other) if other == id => Err(refused(id, "it cannot take its own place")),
        Some(other) if DECISIONS.last(c, other.0)?.is_none() => {
            Err(refused(id, &format!("there is no decision {other}")))
        }
        _ => Ok(()),
    }
}

fn last(c: &Connection, id: DecisionId) -> Result<Decision, StoreError> {
    let missing = || StoreError::Decision {
        decision: id,
        detail: "there is no such decision".to_owned(),
        missing: true,
    };
    whole(c, DECISIONS.last(c, id.0)?.ok_or_else(missing)?)
}

fn whole(c: &Connection, position: LogPosition) -> Result<Decision, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::DecisionChanged { id, act, decision })) = recorded.map(|one| (one.by, one.event))
    else {
        let detail = format!("none was changed at position {position}");
        return Err(StoreError::Unreadable { what: "decision", detail });
    };
    let held = decision.try_map(|text| typed::held(c, text))?;
    Ok(Decision { id, held, last: act, version: position, by: by.actor, at: by.at })
}

fn refused(id: DecisionId, detail: &str) -> StoreError {
    StoreError::Decision { decision: id, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
