//! What goes into the body of an issue that is about an opportunity: its evidence, redacted, every number with where it comes from.

use hearken_domain::{IssueAddress, OpportunityId, Tracker};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::briefs::page::Brief;
use crate::actions::briefs::{asked, opportunity};
use crate::actions::opportunities::read::{shown, stands};
use crate::error::AppError;
use crate::view::View;

/// For which tracker a body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowIssueEvidence {
    /// Of which opportunity.
    pub id: OpportunityId,
    /// For which tracker; else for that of the last issue that is known to be about it, or about any.
    pub tracker: Option<Tracker>,
}

/// What a body is written from.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueEvidence {
    /// What it says.
    pub brief: Brief,
    /// For which tracker.
    pub tracker: Tracker,
    /// An issue of the project in which a new one would be opened, where one is known.
    pub beside: Option<IssueAddress>,
    /// The issues that are about it.
    pub issues: Vec<TrackedIssue>,
}

/// An issue in a tracker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackedIssue {
    /// Its address.
    pub address: String,
    /// Which tracker it is of.
    pub tracker: Tracker,
    /// The project.
    pub project: String,
    /// Which issue of it.
    pub key: String,
    /// As people of that tracker write it.
    pub reference: String,
}

impl From<&IssueAddress> for TrackedIssue {
    fn from(issue: &IssueAddress) -> Self {
        Self {
            address: issue.as_str().to_owned(),
            tracker: issue.tracker(),
            project: issue.project().to_owned(),
            key: issue.key().to_owned(),
            reference: issue.reference(),
        }
    }
}

/// What goes into the body of an issue about an opportunity.
///
/// # Errors
/// There is none of that id, or it was removed; or any failure of the store.
pub(crate) fn issue_evidence(view: &View, query: &ShowIssueEvidence) -> Result<IssueEvidence, AppError> {
    let brief = opportunity::brief(view, query.id)?.without(asked::TITLE);
    let held = stands(view, query.id)?.held;
    let read =
        |issue: &hearken_store::HeldText| shown(issue).and_then(|one| IssueAddress::read(one.as_str()).ok());
    let own: Vec<IssueAddress> = held.issues.iter().filter_map(read).collect();
    let fits = |issue: &IssueAddress| match query.tracker {
        Some(tracker) => issue.tracker() == tracker,
        None => issue.tracker() != Tracker::Other,
    };
    let mut beside = own.iter().rev().find(|issue| fits(issue)).cloned();
    if beside.is_none() {
        let mut all = view.store().opportunities().all()?;
        all.sort_by_key(|one| std::cmp::Reverse(one.version));
        let known = all.iter().flat_map(|one| one.held.issues.iter().rev());
        beside = known.filter_map(read).find(|issue| fits(issue));
    }
    let told = query.tracker.or_else(|| beside.as_ref().map(IssueAddress::tracker));
    Ok(IssueEvidence {
        brief,
        tracker: told.unwrap_or(Tracker::Github),
        beside,
        issues: own.iter().map(TrackedIssue::from).collect(),
    })
}
