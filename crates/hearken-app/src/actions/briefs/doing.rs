//! What stands in customers' way, and what is done about it: goals and opportunities in plain words.

use std::collections::BTreeSet;

use hearken_domain::{IssueAddress, OpportunityAct, OpportunityId, OpportunityState, ThemeId, counted};
use hearken_store::Opportunity;

use crate::actions::briefs::page::{BriefLine, BriefPiece};
use crate::actions::briefs::write::{Line, Notes, beyond, civil};
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::read::shown;
use crate::error::AppError;
use crate::view::View;

/// Goals, and opportunities, that are named.
const NAMED: usize = 3;

/// What customers cannot get done.
pub(crate) fn goals(notes: &mut Notes, blocked: &[BlockedGoal]) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    for one in blocked.iter().take(NAMED) {
        let goal = &one.goal;
        let why = match goal.customers {
            Some(customers) => {
                format!("somebody linked it; it is a goal of {}", counted(customers, "customer"))
            }
            None => "somebody linked it; of how many customers it is a goal is not known".to_owned(),
        };
        let address = format!("/goals/{}", goal.id);
        let whose = match goal.customers {
            Some(customers) => notes.piece(counted(customers, "customer"), &address, why),
            None => notes.piece("an unknown number of customers", &address, why),
        };
        lines.push(Line::new(format!("“{}”, a goal of ", goal.title().as_str())).with(whose).say(".").end());
    }
    more(notes, &mut lines, beyond(blocked.len(), NAMED), "goal", "/goals");
    lines
}

fn more(notes: &mut Notes, lines: &mut Vec<BriefLine>, more: u64, noun: &str, address: &str) {
    if more > 0 {
        let why = format!("the list of every {noun}");
        let piece = notes.piece(format!("{} more", hearken_domain::grouped(more)), address, why);
        lines.push(Line::new("And ").with(piece).say(".").end());
    }
}

/// The opportunities that come from any of these themes, as themes are by now; those that are worked on first.
pub(crate) fn from_themes(view: &View, themes: &[ThemeId]) -> Result<Vec<Opportunity>, AppError> {
    let asked: BTreeSet<ThemeId> = themes.iter().copied().collect();
    let all = view.store().opportunities().all()?;
    let standing: Vec<&Opportunity> = all.iter().filter(|one| one.last != OpportunityAct::Removed).collect();
    let mut wanted: BTreeSet<OpportunityId> = BTreeSet::new();
    for one in &standing {
        for theme in &one.held.themes {
            if asked.contains(theme) || asked.contains(&lives_on(view, *theme)?) {
                // Of one that is part of another, that other tells.
                wanted.insert(one.held.into.unwrap_or(one.id));
            }
        }
    }
    let mut found: Vec<Opportunity> =
        standing.into_iter().filter(|one| wanted.contains(&one.id)).cloned().collect();
    found.sort_by_key(|one| (progress(one.held.state), one.id));
    Ok(found)
}

fn progress(state: OpportunityState) -> u8 {
    match state {
        OpportunityState::Building => 0,
        OpportunityState::Chosen => 1,
        OpportunityState::Shipped => 2,
        OpportunityState::Open => 3,
        OpportunityState::Snoozed => 4,
        OpportunityState::Closed => 5,
        OpportunityState::Dismissed => 6,
    }
}

/// What is done about it.
pub(crate) fn opportunities(notes: &mut Notes, found: &[Opportunity]) -> Vec<BriefLine> {
    let mut lines: Vec<BriefLine> =
        found.iter().take(NAMED).map(|one| opportunity(notes, one, true)).collect();
    if found.is_empty() {
        lines.push(Line::new("Nobody has taken it up yet.").end());
    }
    more(notes, &mut lines, beyond(found.len(), NAMED), "opportunity", "/opportunities");
    lines
}

/// How one stands, behind its name or not, and where it is tracked.
pub(crate) fn opportunity(notes: &mut Notes, one: &Opportunity, by_name: bool) -> BriefLine {
    let line = match by_name {
        true => {
            let title =
                shown(&one.held.title).map_or_else(|| "[erased]".to_owned(), |title| title.into_string());
            Line::new(format!("{title} (")).with(link(notes, one)).say("): ")
        }
        false => Line::default(),
    };
    let mut line = line.say(stands(one));
    let issues = one.held.issues.iter().filter_map(shown);
    let issues: Vec<IssueAddress> =
        issues.filter_map(|issue| IssueAddress::read(issue.as_str()).ok()).collect();
    for (index, issue) in issues.iter().enumerate() {
        let before = if index == 0 { " Tracked as " } else { ", " };
        let why = format!("an issue in {}", issue.tracker().title());
        line = line.say(before).with(notes.piece(issue.reference(), issue.as_str(), why));
    }
    let line = if issues.is_empty() { line } else { line.say(".") };
    line.end()
}

fn link(notes: &mut Notes, one: &Opportunity) -> BriefPiece {
    let day = civil(one.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    notes.piece(one.id.to_string(), &format!("/opportunities/{}", one.id), format!("last changed on {day}"))
}

/// How an opportunity stands, in a sentence for whoever does not work on it.
pub(crate) fn stands(one: &Opportunity) -> String {
    let held = &one.held;
    match held.state {
        OpportunityState::Open => "it is on the list, and not decided yet.".to_owned(),
        OpportunityState::Chosen => "it will be solved; work has not begun.".to_owned(),
        OpportunityState::Building => "it is being worked on.".to_owned(),
        OpportunityState::Shipped => "a solution has come out.".to_owned(),
        OpportunityState::Closed => "it is done with.".to_owned(),
        OpportunityState::Dismissed => match held.reason.as_ref().and_then(shown) {
            Some(reason) => format!("it will not be solved: {}", ended(reason.as_str())),
            None => "it will not be solved.".to_owned(),
        },
        OpportunityState::Snoozed => match held.until {
            Some(until) => format!("it is left alone until {}.", civil(until)),
            None => "it is left alone for now.".to_owned(),
        },
    }
}

/// Words on one line, as a sentence.
pub(crate) fn ended(words: &str) -> String {
    let words = hearken_domain::excerpt(words, 200);
    if words.ends_with(['.', '!', '?', '…']) { words } else { words + "." }
}
