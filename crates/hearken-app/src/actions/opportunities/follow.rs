//! The state of an opportunity follows the issues that are about it: where an export that was taken in, or a commit of a registered
//! repository, says that one was begun, closed or opened again. A fact moves it once: what a person does afterwards stands, and what
//! was taken back does not come again from the same fact.

use std::collections::BTreeSet;

use hearken_domain::{
    Actor, By, IssueAddress, IssueNews, LogPosition, Named, NewOpportunity, OpportunityAct, OpportunityId,
    Signal, SignalId, SignalState, TextId, Timestamp, TrackerFact, means_begun, means_dropped, named_in,
};
use hearken_store::{Change, HeldText, Opportunity, StoreError, Typed};
use tracing::info;

use crate::actions::opportunities::followed::Followed;
use crate::context::Context;
use crate::error::AppError;
use crate::view::View;

/// Log entries that are looked through at a time.
const BATCH: usize = 2_048;

/// An opportunity that a machine may move.
struct Moving {
    opportunity: Opportunity,
    issues: Vec<(HeldText, IssueAddress)>,
}

/// What was ever told of an opportunity, and when it was opened.
struct Past {
    opened: Timestamp,
    /// Facts by which it was ever moved, those that were taken back, too; the first first.
    known: Vec<TrackerFact<HeldText>>,
}

impl Past {
    fn read(view: &View, id: OpportunityId) -> Result<Self, AppError> {
        let every = view.store().opportunities().every(id)?;
        let opened = every.first().map(|first| first.at).unwrap_or_default();
        Ok(Self { opened, known: every.into_iter().filter_map(|one| one.held.told).collect() })
    }
}

/// Moves opportunities as their issues were told to stand.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn follow_trackers(ctx: &Context) -> Result<(), AppError> {
    let view = ctx.view()?;
    let moving = moving(&view)?;
    let before = ctx.app.followed();
    let now = Followed {
        position: view.position()?,
        opportunities: moving.iter().map(|one| (one.opportunity.id, one.opportunity.version)).collect(),
        heads: view.store().repositories().all()?.into_iter().map(|one| (one.name, one.head)).collect(),
    };
    if moving.is_empty() || before.as_ref() == Some(&now) {
        ctx.app.note_followed(now);
        return Ok(());
    }
    let changed = before.as_ref().is_none_or(|before| before.opportunities != now.opportunities);
    let since = before.as_ref().filter(|_| !changed).map(|before| before.position);
    let mut told = from_exports(&view, &moving, since)?;
    if changed || before.is_none_or(|before| before.heads != now.heads) {
        told.extend(from_commits(&view, &moving)?);
    }
    drop(view);
    told.sort_by_key(|(_, fact)| fact.at);
    for (id, fact) in told {
        match apply(ctx, id, fact) {
            // Somebody was faster: it is looked at again.
            Err(AppError::Conflict { .. }) => return Ok(()),
            other => other?,
        }
    }
    ctx.app.note_followed(now);
    Ok(())
}

fn moving(view: &View) -> Result<Vec<Moving>, AppError> {
    let mut all = view.store().opportunities().all()?;
    all.retain(|one| one.last != OpportunityAct::Removed && one.held.into.is_none());
    let read = |issue: &HeldText| {
        let address = IssueAddress::read(issue.text.as_deref()?).ok()?;
        Some((issue.clone(), address))
    };
    let moving = all.into_iter().map(|opportunity| Moving {
        issues: opportunity.held.issues.iter().filter_map(read).collect(),
        opportunity,
    });
    Ok(moving.collect())
}

type Told = (OpportunityId, TrackerFact<TextId>);

/// What exports say that were taken in since; all of them, where that is not known.
fn from_exports(view: &View, moving: &[Moving], since: Option<LogPosition>) -> Result<Vec<Told>, AppError> {
    if moving.iter().all(|one| one.issues.is_empty()) {
        return Ok(Vec::new());
    }
    let signals = match since {
        Some(since) => since_then(view, since)?,
        None => {
            let is_one = |external_id: Option<&str>, url: Option<&str>| {
                moving.iter().flat_map(|one| &one.issues).any(|(_, issue)| is_issue(issue, external_id, url))
            };
            let issues = view.store().signals().issues()?;
            let ids: Vec<SignalId> = issues
                .into_iter()
                .filter(|one| is_one(one.external_id.as_deref(), one.url.as_deref()))
                .map(|one| one.signal)
                .collect();
            view.store().signals().several(&ids)?
        }
    };
    let mut told = Vec::new();
    for one in moving {
        for (held, issue) in &one.issues {
            let mut same = signals.iter().filter(|signal| of_issue(issue, signal)).collect::<Vec<_>>();
            same.sort_by_key(|signal| signal.position);
            let Some(signal) = same.last() else { continue };
            let past = Past::read(view, one.opportunity.id)?;
            let before = past.known.iter().rev().find(|fact| fact.signal.is_some() && is_about(fact, issue));
            let Some(news) = news(signal, before.map(|fact| fact.news)) else { continue };
            told.push((
                one.opportunity.id,
                TrackerFact {
                    issue: Some(held.id),
                    news,
                    signal: Some(signal.id),
                    commit: None,
                    at: signal.received_at,
                },
            ));
        }
    }
    Ok(told)
}

fn since_then(view: &View, mut since: LogPosition) -> Result<Vec<Signal>, AppError> {
    let mut signals = Vec::new();
    loop {
        let entries = view.store().log().entries_after(since, BATCH)?;
        let Some(last) = entries.last() else { return Ok(signals) };
        since = last.position;
        for entry in entries {
            if let Change::Revised(signal) = entry.change
                && signal.state.is_some()
            {
                signals.push(*signal);
            }
        }
    }
}

/// What a signal's state says that was not said before.
fn news(signal: &Signal, before: Option<IssueNews>) -> Option<IssueNews> {
    let status = signal.status.as_ref().map_or("", |status| status.as_str());
    let was_closed = matches!(before, Some(IssueNews::Closed | IssueNews::Dropped));
    let told = match signal.state? {
        SignalState::Closed if means_dropped(status) => IssueNews::Dropped,
        SignalState::Closed => IssueNews::Closed,
        SignalState::Open if was_closed => IssueNews::Reopened,
        SignalState::Open if means_begun(status) => IssueNews::Begun,
        SignalState::Open => return None,
    };
    (before != Some(told) && !(was_closed && told != IssueNews::Reopened)).then_some(told)
}

fn is_about(fact: &TrackerFact<HeldText>, issue: &IssueAddress) -> bool {
    let told = fact.issue.as_ref().and_then(|one| one.text.as_deref());
    told.and_then(|told| IssueAddress::read(told).ok()).is_some_and(|told| told.is_same(issue))
}

fn of_issue(issue: &IssueAddress, signal: &Signal) -> bool {
    is_issue(issue, signal.external_id.as_deref(), signal.url.as_ref().map(|url| url.as_str()))
}

/// Whether what came under this id and address is the issue: by its address, or, where none came, by the key that is its id.
fn is_issue(issue: &IssueAddress, external_id: Option<&str>, url: Option<&str>) -> bool {
    let read = |text: &str| IssueAddress::read(text).ok();
    let addresses: Vec<IssueAddress> = [url, external_id].into_iter().flatten().filter_map(read).collect();
    if !addresses.is_empty() {
        return addresses.iter().any(|address| address.is_same(issue));
    }
    issue.key().contains('-') && external_id.is_some_and(|id| id.eq_ignore_ascii_case(issue.key()))
}

/// What commits say that were made since an opportunity was opened.
fn from_commits(view: &View, moving: &[Moving]) -> Result<Vec<Told>, AppError> {
    let mut with_past = Vec::new();
    for one in moving {
        with_past.push((one, Past::read(view, one.opportunity.id)?));
    }
    let Some(opened) = with_past.iter().map(|(_, past)| past.opened).min() else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for code in view.all_code(None)? {
        let is_called = |name: &str| code.name.eq_ignore_ascii_case(name) || code.index.is_called(name);
        for commit in code.index.messages_since(opened) {
            let named = named_in(&commit.message);
            for (one, past) in
                with_past.iter().filter(|(_, past)| !named.is_empty() && commit.at >= past.opened)
            {
                told.extend(of_commit(one, past, &commit, &named, &is_called));
            }
        }
    }
    Ok(told)
}

fn of_commit(
    one: &Moving,
    past: &Past,
    commit: &hearken_code::CommitMessage,
    named: &[Named],
    is_called: &dyn Fn(&str) -> bool,
) -> Option<Told> {
    let id = one.opportunity.id;
    let known = |issue: Option<&IssueAddress>| {
        past.known.iter().any(|fact| {
            let same_issue = match issue {
                Some(issue) => is_about(fact, issue),
                None => fact.issue.is_none(),
            };
            same_issue && fact.commit.as_deref() == Some(&commit.id)
        })
    };
    let fact = |issue: Option<TextId>, closes: bool| TrackerFact {
        issue,
        news: if closes { IssueNews::Closed } else { IssueNews::Begun },
        signal: None,
        commit: Some(commit.id.clone()),
        at: commit.at,
    };
    // What it closes says more than what it only names.
    let mut in_order: Vec<&Named> = named.iter().collect();
    in_order.sort_by_key(|one| !one.closes);
    for word in in_order {
        if word.is_opportunity(id) && !known(None) {
            return Some((id, fact(None, word.closes)));
        }
        let issue = one.issues.iter().find(|(_, issue)| word.is_issue(issue, is_called));
        if let Some((held, issue)) = issue
            && !known(Some(issue))
        {
            return Some((id, fact(Some(held.id), word.closes)));
        }
    }
    None
}

/// Moves an opportunity by a fact, where it follows from it.
fn apply(ctx: &Context, id: OpportunityId, fact: TrackerFact<TextId>) -> Result<(), AppError> {
    let view = ctx.view()?;
    let Some(one) = moving(&view)?.into_iter().find(|one| one.opportunity.id == id) else { return Ok(()) };
    let others = others_are_closed(&view, &one, &fact)?;
    let Some(state) = one.opportunity.held.state.after(fact.news, others) else { return Ok(()) };
    let told = TrackerFact {
        issue: fact.issue.map(Typed::Held),
        news: fact.news,
        signal: fact.signal,
        commit: fact.commit,
        at: fact.at,
    };
    let Ok(held) = one.opportunity.held.try_map(|held| Ok::<_, std::convert::Infallible>(Typed::from(held)));
    let moved = NewOpportunity { state, told: Some(told), ..held };
    let by = By { actor: Actor::machine("follow-trackers"), at: ctx.later(), seen: view.position()? };
    drop(view);
    let version = one.opportunity.version;
    match ctx.app.store().change_opportunity(id, version, OpportunityAct::Set, moved, &by) {
        Ok(_) => info!(opportunity = %id, state = %state, "an opportunity followed its issue"),
        Err(error @ StoreError::ChangedMeanwhile { .. }) => return Err(error.into()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Whether every other issue that is about it is closed, as far as an export or a commit told.
fn others_are_closed(view: &View, one: &Moving, fact: &TrackerFact<TextId>) -> Result<bool, AppError> {
    let others: Vec<&IssueAddress> =
        one.issues.iter().filter(|(held, _)| Some(held.id) != fact.issue).map(|(_, issue)| issue).collect();
    if others.is_empty() || fact.issue.is_none() {
        return Ok(true);
    }
    let issues = view.store().signals().issues()?;
    let past = Past::read(view, one.opportunity.id)?;
    for issue in others {
        let told = past.known.iter().rev().find(|known| is_about(known, issue)).map(|known| known.news);
        let same =
            issues.iter().filter(|one| is_issue(issue, one.external_id.as_deref(), one.url.as_deref()));
        let ids: BTreeSet<SignalId> = same.map(|one| one.signal).collect();
        let signals = view.store().signals().several(&ids.into_iter().collect::<Vec<_>>())?;
        let closed = signals.iter().any(|signal| signal.state == Some(SignalState::Closed));
        if !closed && !matches!(told, Some(IssueNews::Closed | IssueNews::Dropped)) {
            return Ok(false);
        }
    }
    Ok(true)
}
