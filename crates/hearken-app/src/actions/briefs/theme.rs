//! The brief of a theme: what customers say again and again.

use hearken_domain::{SignalFilter, ThemeId, ThemeKind, Timestamp};

use crate::actions::briefs::page::{Brief, BriefKind, BriefLine};
use crate::actions::briefs::write::{Line, Notes, day, section, signals_of, times};
use crate::actions::briefs::{asked, doing, figures, quotes};
use crate::actions::cards::ThemeCards;
use crate::actions::goals::read::{Goals, lives_on};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// The brief of a theme; of one that became part of another, that one's, which says so.
pub(crate) fn brief(view: &View, asked_for: ThemeId) -> Result<Brief, AppError> {
    let missing = || AppError::not_found(format!("there is no theme {asked_for}"), NextStep::ListThemes);
    view.store().themes().get(asked_for)?.ok_or_else(missing)?;
    let id = lives_on(view, asked_for)?;
    let theme = view.store().themes().get(id)?.ok_or_else(missing)?;
    let now = view.as_of()?;
    let filter = view.up_to_then(&SignalFilter::default());
    let cards = ThemeCards::read(view, &filter, now)?;
    let reports = cards.signals_of(id);
    let mut notes = Notes::new(view)?;
    let all = signals_of(id);
    let page = format!("/themes/{id}");
    let (_, span) = view.store().signals().span(&filter, Some(Some(id)))?;
    let heard = notes.piece(times(reports), &all, "every report about it, each counted in one place only");
    let worth = cards.customers_of(id);
    let speakers = figures::Speakers::of(worth.as_ref(), reports);
    let trend = cards.trend_of([id]);
    let found = doing::from_themes(view, &[id])?;
    let customers = figures::customers(&mut notes, speakers, &format!("{page}#h-whose"));
    let summary = Line::new(format!("Customers told us of “{}” ", theme.name.as_str())).with(heard);
    let first = span.map(|(first, _)| format!(", first on {}", day(first))).unwrap_or_default();
    let summary = summary.say(first);
    let summary = summary.say(format!("{}. ", figures::heading(&trend))).and(&customers);
    let praise = theme.kind == ThemeKind::Praise;
    let state = match found.first() {
        None if praise => String::new(),
        None => " Nobody has taken it up yet.".to_owned(),
        Some(one) => format!(" What we do: {}", doing::stands(one)),
    };

    let mut whom = vec![figures::pay(&mut notes, worth.as_ref(), &format!("{page}#h-whose"))];
    whom.extend(figures::named(view, &mut notes, &[id], &filter, &format!("{page}#h-whose"))?);
    let trend = vec![figures::trend(&mut notes, &trend, &format!("{page}#trend"))];
    let quotes = quotes::of_themes(view, &mut notes, &[id], &[])?;
    let goals = Goals::read(view)?.blocked_by(&[id])?;
    let sections = [
        section(if praise { "Who says so" } else { "Whom it hits" }, whom),
        section("Is it rising?", trend),
        quotes::section(quotes),
        section("What it keeps them from", doing::goals(&mut notes, &goals)),
        section(
            "What we do about it",
            match praise && found.is_empty() {
                true => Vec::new(),
                false => doing::opportunities(&mut notes, &found),
            },
        ),
        section(
            asked::TITLE,
            match praise {
                true => asked::of_praise(&mut notes, speakers, &all),
                false => asked::about(&mut notes, &found, speakers, &page, &all),
            },
        ),
    ];
    Ok(Brief {
        kind: BriefKind::Theme,
        of: hearken_domain::Verbatim::redacted(id.to_string()),
        title: theme.name,
        now,
        about: notes.address(&page),
        address: notes.address(&format!("/brief/{id}")),
        notices: became(asked_for, id).into_iter().chain(theme.retired_at.map(retired)).collect(),
        summary: summary.say(state).end(),
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    })
}

/// That it is found no more.
fn retired(at: Timestamp) -> BriefLine {
    let day = day(at);
    Line::new(format!("This was last heard as one thing before {day}; its reports count elsewhere by now."))
        .end()
}

/// That a theme became part of another.
pub(crate) fn became(asked_for: ThemeId, id: ThemeId) -> Option<BriefLine> {
    (asked_for != id)
        .then(|| Line::new(format!("{asked_for} is part of {id} by now, of which this tells.")).end())
}
