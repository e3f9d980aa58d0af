//! The brief of an opportunity: a problem that is worth solving, with what is known of it and how it stands.

use hearken_analysis::weigh::Method;
use hearken_domain::{Lineage, OpportunityId, SignalFilter, SignalId, ThemeId, Verbatim, counted};

use crate::actions::briefs::figures::Speakers;
use crate::actions::briefs::page::{Brief, BriefKind, BriefLine};
use crate::actions::briefs::write::{Line, Notes, beyond, day, section, signals_of, times};
use crate::actions::briefs::{asked, doing, figures, quotes};
use crate::actions::cards::ThemeCards;
use crate::actions::goals::read::{Goals, lives_on};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::list::{ShowOpportunity, show_opportunity};
use crate::actions::opportunities::read::stands;
use crate::error::AppError;
use crate::view::View;

/// Themes that are named.
const THEMES: usize = 4;

/// The brief of an opportunity.
pub(crate) fn brief(view: &View, id: OpportunityId) -> Result<Brief, AppError> {
    let card = show_opportunity(view, &ShowOpportunity { id, method: Method::default() })?;
    let held = stands(view, id)?;
    let now = view.as_of()?;
    let filter = view.up_to_then(&SignalFilter::default());
    let cards = ThemeCards::read(view, &filter, now)?;
    let themes: Vec<ThemeId> = card.themes.iter().map(|one| one.theme.id).collect();
    let mut notes = Notes::new(view)?;
    let page = format!("/opportunities/{id}");
    let all = match themes.as_slice() {
        [only] => signals_of(*only),
        _ => page.clone(),
    };
    let worth = figures::worth_of(&cards, &themes, card.signals);
    let speakers = Speakers::of(worth.as_ref(), card.signals);
    let trend = cards.trend_of(themes.iter().copied());

    let mut summary = Line::default();
    if let Some(problem) = &card.problem {
        summary = summary.say(doing::ended(problem.as_str()) + " ");
    }
    if card.signals > 0 {
        let why = "every report about what it comes from, each counted in one place only";
        summary = summary.say("Customers told us of it ").with(notes.piece(times(card.signals), &all, why));
        if let Some(first) = first_heard(view, &filter, &themes)? {
            summary = summary.say(format!(", first on {}", day(first)));
        }
        summary = summary.say(format!("{}. ", figures::heading(&trend)));
    }
    let summary = summary.and(&figures::customers(&mut notes, speakers, &all)).say(" What we do: ");
    let summary = summary.and(&doing::opportunity(&mut notes, &held, false));

    let mut whom = vec![figures::pay(&mut notes, worth.as_ref(), &page)];
    whom.extend(figures::named(view, &mut notes, &themes, &filter, &page)?);
    whom.extend(needs(&mut notes, &card, &page));
    let heard = match card.signals {
        0 => Vec::new(),
        _ => vec![figures::trend(&mut notes, &trend, &all)],
    };
    let evidence: Vec<SignalId> = card.hypotheses.iter().flat_map(|one| one.supported_by.clone()).collect();
    let quotes = quotes::of_themes(view, &mut notes, &themes, &evidence)?;
    let goals = Goals::read(view)?.blocked_by(&themes)?;
    let sections = [
        section("What it is about", about(&mut notes, &card, &page)),
        section("Whom it hits", whom),
        section("Is it rising?", heard),
        quotes::section(quotes),
        section("What it keeps them from", doing::goals(&mut notes, &goals)),
        section("What we do about it", plans(&card)),
        section(asked::TITLE, asked::about(&mut notes, std::slice::from_ref(&held), speakers, &page, &all)),
    ];
    Ok(Brief {
        kind: BriefKind::Opportunity,
        of: Verbatim::redacted(id.to_string()),
        title: card.title(),
        now,
        about: notes.address(&page),
        address: notes.address(&format!("/brief/{id}")),
        notices: notices(view, &held.held.themes, &card)?,
        summary: summary.end(),
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    })
}

fn first_heard(
    view: &View,
    filter: &SignalFilter,
    themes: &[ThemeId],
) -> Result<Option<hearken_domain::Timestamp>, AppError> {
    let mut first = None;
    for theme in themes {
        let (_, span) = view.store().signals().span(filter, Some(Some(*theme)))?;
        let began = span.map(|(began, _)| began);
        first = match (first, began) {
            (Some(first), Some(began)) => Some(std::cmp::min::<hearken_domain::Timestamp>(first, began)),
            (first, began) => first.or(began),
        };
    }
    Ok(first)
}

/// The themes that it comes from, where there are several, or the one whose name says more than the title.
fn about(notes: &mut Notes, card: &OpportunityCard, page: &str) -> Vec<BriefLine> {
    if card.themes.len() < 2 && card.themes.first().is_none_or(|one| one.theme.name == card.title()) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for one in card.themes.iter().take(THEMES) {
        let why = format!("every report of {}", one.theme.id);
        let piece = notes.piece(times(one.signals), &signals_of(one.theme.id), why);
        lines.push(Line::new(format!("“{}”, heard ", one.theme.name.as_str())).with(piece).say(".").end());
    }
    match beyond(card.themes.len(), THEMES) {
        0 => {}
        more => {
            let piece = notes.piece(format!("{more} more"), page, "all that it comes from");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    lines
}

/// How much customers need it, as people judged.
fn needs(notes: &mut Notes, card: &OpportunityCard, page: &str) -> Option<BriefLine> {
    let strengths = &card.strengths;
    let judged = [
        (strengths.blocker, "cannot do without it"),
        (strengths.important, "say that it is important"),
        (strengths.nice, "would find it nice to have"),
    ];
    let mut line: Option<Line> = None;
    for (count, words) in judged.into_iter().filter(|(count, _)| *count > 0) {
        let why = "as colleagues judged, each customer once";
        let piece = notes.piece(counted(count, "customer"), page, why);
        let before = if line.is_none() { "" } else { ", " };
        line = Some(line.unwrap_or_default().say(before).with(piece).say(format!(" {words}")));
    }
    line.map(|line| line.say(".").end())
}

/// What might solve it, or is to.
fn plans(card: &OpportunityCard) -> Vec<BriefLine> {
    let chosen = card.solutions.iter().find(|one| one.chosen).and_then(|one| one.words.as_ref());
    let ideas: Vec<&Verbatim> = card.solutions.iter().filter_map(|one| one.words.as_ref()).collect();
    let mut lines = Vec::new();
    match (chosen, ideas.as_slice()) {
        (Some(chosen), _) => {
            lines.push(Line::new(format!("To be built: {}", doing::ended(chosen.as_str()))).end());
        }
        (None, []) => lines.push(Line::new("How to solve it is not decided.").end()),
        (None, [first, more @ ..]) => {
            let more = match more.len() {
                0 => String::new(),
                more => format!(" And {}.", counted(more as u64, "other idea")),
            };
            lines.push(Line::new(format!("An idea: {}{more}", doing::ended(first.as_str()))).end());
        }
    }
    if let Some(owner) = &card.owner {
        lines.push(Line::new(format!("Whom to ask: {}", doing::ended(owner.as_str()))).end());
    }
    if let Some(returned) = &card.returned {
        lines.push(Line::new(format!("It is back: {returned}.")).end());
    }
    lines
}

/// What became of the themes that it comes from, and of itself.
fn notices(view: &View, named: &[ThemeId], card: &OpportunityCard) -> Result<Vec<BriefLine>, AppError> {
    let mut notices = Vec::new();
    if let Some(into) = card.into {
        notices.push(Line::new(format!("{} is the same as {into}, and counts there.", card.id)).end());
    }
    for theme in named {
        let lives = lives_on(view, *theme)?;
        if lives != *theme {
            notices
                .push(Line::new(format!("{theme}, from which it comes, is part of {lives} by now.")).end());
        }
        let parts: Vec<String> = view
            .store()
            .themes()
            .lineage(lives)?
            .iter()
            .filter(|step| step.what == Lineage::Split)
            .filter_map(|step| step.other)
            .filter(|other| !named.contains(other))
            .map(|other| other.to_string())
            .collect();
        if !parts.is_empty() {
            let parts = parts.join(", ");
            notices.push(
                Line::new(format!(
                    "{parts} was taken out of {lives}, and counts here only if somebody adds it."
                ))
                .end(),
            );
        }
    }
    for one in card.themes.iter().filter(|one| one.retired) {
        let (id, name) = (one.theme.id, one.theme.name.as_str());
        notices.push(
            Line::new(format!(
                "{id} “{name}” is not heard as one thing any more; its reports count elsewhere."
            ))
            .end(),
        );
    }
    Ok(notices)
}
