//! Opportunities: problems that are worth solving.

use hearken_domain::{
    Actor, By, Event, LogPosition, NewOpportunity, OpportunityAct, OpportunityId, Timestamp,
};
use rusqlite::Connection;

use crate::acts::OPPORTUNITIES;
use crate::events::event_at;
use crate::snapshot::Snapshot;
use crate::typed::{self, HeldText, Typed};
use crate::{Store, StoreError, there, views};

/// An opportunity as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// What is held of it.
    pub held: NewOpportunity<HeldText>,
    /// What was last done to it and stands.
    pub last: OpportunityAct,
    /// Where that stands in the log: who changes it says so, and is told where something was done meanwhile.
    pub version: LogPosition,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads opportunities.
#[derive(Debug, Clone, Copy)]
pub struct OpportunityReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of opportunities in this snapshot.
    pub fn opportunities(&self) -> OpportunityReader<'_> {
        OpportunityReader(self)
    }
}

impl OpportunityReader<'_> {
    /// Every opportunity that somebody opened, those that were merged or let go, too; in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Opportunity>, StoreError> {
        self.0.read(|c| OPPORTUNITIES.all(c)?.into_iter().map(|position| whole(c, position)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: OpportunityId) -> Result<Option<Opportunity>, StoreError> {
        self.0.read(|c| OPPORTUNITIES.last(c, id.0)?.map(|position| whole(c, position)).transpose())
    }

    /// What was ever done to it, what was taken back, too; the first act first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn every(&self, id: OpportunityId) -> Result<Vec<Opportunity>, StoreError> {
        self.0
            .read(|c| OPPORTUNITIES.every(c, id.0)?.into_iter().map(|position| whole(c, position)).collect())
    }

    /// What was done to it and stands, the first act first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn history(&self, id: OpportunityId) -> Result<Vec<Opportunity>, StoreError> {
        self.0.read(|c| {
            OPPORTUNITIES.standing(c, id.0)?.into_iter().map(|position| whole(c, position)).collect()
        })
    }
}

impl Store {
    /// Opens an opportunity.
    ///
    /// # Errors
    /// [`StoreError::Opportunity`] where something that it names is not there; or any failure of the database.
    pub fn add_opportunity(
        &self,
        opportunity: NewOpportunity<Typed>,
        by: &By,
    ) -> Result<Opportunity, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let id = OpportunityId(OPPORTUNITIES.next_id(c)?);
            record(c, &by, id, OpportunityAct::Added, opportunity)
        })
    }

    /// Says how an opportunity stands from now on.
    ///
    /// # Errors
    /// [`StoreError::Opportunity`] where it, or something that it names, is not there; [`StoreError::ChangedMeanwhile`] where
    /// something was done to it since that version was read; or any failure of the database.
    pub fn change_opportunity(
        &self,
        id: OpportunityId,
        read: LogPosition,
        act: OpportunityAct,
        opportunity: NewOpportunity<Typed>,
        by: &By,
    ) -> Result<Opportunity, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let last = last(c, id)?;
            if last.version != read {
                return Err(changed_meanwhile(last));
            }
            if last.last == OpportunityAct::Removed {
                return Err(refused(id, "it was removed"));
            }
            record(c, &by, id, act, opportunity)
        })
    }

    /// Takes back what was last done to an opportunity.
    ///
    /// # Errors
    /// [`StoreError::Opportunity`] where it is not there, or nothing was done to it since it was opened;
    /// [`StoreError::ChangedMeanwhile`] where a version is named and something was done since that was read; or any failure of the
    /// database.
    pub fn undo_opportunity(
        &self,
        id: OpportunityId,
        read: Option<LogPosition>,
        by: &By,
    ) -> Result<Opportunity, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let undone = last(c, id)?;
            if read.is_some_and(|read| read != undone.version) {
                return Err(changed_meanwhile(undone));
            }
            if undone.last == OpportunityAct::Added {
                return Err(refused(id, "nothing was done to it since it was opened"));
            }
            views::record(c, &by, Event::OpportunityChangeUndone { id, change: undone.version })?;
            last(c, id)
        })
    }
}

fn record(
    c: &Connection,
    by: &By,
    id: OpportunityId,
    act: OpportunityAct,
    opportunity: NewOpportunity<Typed>,
) -> Result<Opportunity, StoreError> {
    check(c, id, &opportunity)?;
    let opportunity = opportunity.try_map(|text| typed::kept(c, text))?;
    let recorded = views::record(c, by, Event::OpportunityChanged { id, act, opportunity })?;
    whole(c, recorded.position)
}

fn check(c: &Connection, id: OpportunityId, opportunity: &NewOpportunity<Typed>) -> Result<(), StoreError> {
    for theme in &opportunity.themes {
        if !there::is_theme(c, *theme)? {
            return Err(refused(id, &format!("there is no theme {theme}")));
        }
    }
    let of_hypotheses =
        opportunity.hypotheses.iter().flat_map(|one| one.supported_by.iter().chain(&one.contradicted_by));
    for signal in of_hypotheses {
        if !there::is_signal(c, *signal)? {
            return Err(refused(id, &format!("there is no signal {signal}")));
        }
    }
    if let Some(into) = opportunity.into {
        if into == id {
            return Err(refused(id, "it cannot be part of itself"));
        }
        let other = last(c, into)?;
        if other.last == OpportunityAct::Removed {
            return Err(refused(into, "it was removed"));
        }
        // A merge into what is merged goes to what that is part of: the caller names the end.
        if let Some(end) = other.held.into {
            return Err(refused(into, &format!("it is part of {end} itself")));
        }
    }
    Ok(())
}

fn last(c: &Connection, id: OpportunityId) -> Result<Opportunity, StoreError> {
    let missing = || StoreError::Opportunity {
        opportunity: id,
        detail: "there is no such opportunity".to_owned(),
        missing: true,
    };
    whole(c, OPPORTUNITIES.last(c, id.0)?.ok_or_else(missing)?)
}

fn whole(c: &Connection, position: LogPosition) -> Result<Opportunity, StoreError> {
    let recorded = event_at(c, position)?;
    let Some((by, Event::OpportunityChanged { id, act, opportunity })) =
        recorded.map(|one| (one.by, one.event))
    else {
        let detail = format!("none was changed at position {position}");
        return Err(StoreError::Unreadable { what: "opportunity", detail });
    };
    let held = opportunity.try_map(|text| typed::held(c, text))?;
    Ok(Opportunity { id, held, last: act, version: position, by: by.actor, at: by.at })
}

fn changed_meanwhile(last: Opportunity) -> StoreError {
    StoreError::ChangedMeanwhile { subject: last.id.to_string(), by: last.by, at: last.at }
}

fn refused(id: OpportunityId, detail: &str) -> StoreError {
    StoreError::Opportunity { opportunity: id, detail: detail.to_owned(), missing: false }
}

#[cfg(test)]
mod tests;
