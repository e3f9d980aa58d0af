//! The brief of a component: what customers suffer in one part of the product.

use hearken_domain::{ThemeId, Verbatim, counted};

use crate::actions::briefs::figures::Speakers;
use crate::actions::briefs::page::{Brief, BriefKind, BriefLine};
use crate::actions::briefs::write::{Line, Notes, beyond, in_address, section, times};
use crate::actions::briefs::{asked, doing, figures, quotes};
use crate::actions::code::component::{ComponentPage, show_component};
use crate::error::AppError;
use crate::view::View;

/// Themes that are named.
const THEMES: usize = 4;

/// The brief of a component of a repository, or of the only one.
pub(crate) fn brief(view: &View, repository: Option<&str>, name: &str) -> Result<Brief, AppError> {
    let shown = show_component(view, repository, name)?;
    let card = &shown.card;
    let mut notes = Notes::new(view)?;
    let named = format!("repository={}&name={}", in_address(&card.repository), in_address(&card.name));
    let page = format!("/code/component?{named}");
    let speakers = Speakers::of(card.customers.as_ref(), card.signals);
    let themes: Vec<ThemeId> = shown.themes.iter().map(|leading| leading.card.id).collect();
    let found = doing::from_themes(view, &themes)?;
    let why = "reports whose own words lead to this part of the product, or which somebody said lead there";
    let summary = match card.signals {
        0 => Line::new("No report of a customer is known to lead to this part of the product."),
        reports => Line::new("Customers told us of something that seems to lie in this part of the product ")
            .with(notes.piece(times(reports), &page, why))
            .say(format!("{}. ", figures::heading(&card.trend)))
            .and(&figures::customers(&mut notes, speakers, &page))
            .say(match found.first() {
                None => " Nobody has taken it up yet.".to_owned(),
                Some(one) => format!(" What we do: {}", doing::stands(one)),
            }),
    };
    let (mut whom, mut heard) = (Vec::new(), Vec::new());
    if card.signals > 0 {
        whom.push(figures::pay(&mut notes, card.customers.as_ref(), &page));
        heard.push(figures::trend(&mut notes, &card.trend, &page));
    }
    let quotes = quotes::of_themes(view, &mut notes, &themes, &[])?;
    let sections = [
        section("What hurts there", hurts(&mut notes, &shown, &page)),
        section("Whom it hits", whom),
        section("Is it rising?", heard),
        quotes::section(quotes),
        section("What it keeps them from", doing::goals(&mut notes, &shown.goals)),
        section(
            "What we do about it",
            if card.signals == 0 { Vec::new() } else { doing::opportunities(&mut notes, &found) },
        ),
        section(asked::TITLE, asked::about(&mut notes, &found, speakers, &page, &page)),
    ];
    Ok(Brief {
        kind: BriefKind::Component,
        of: Verbatim::redacted(card.name.clone()),
        title: Verbatim::redacted(card.name.clone()),
        now: shown.now,
        about: notes.address(&page),
        address: notes.address(&format!("/brief/component?{named}")),
        notices: Vec::new(),
        summary: summary.end(),
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    })
}

fn hurts(notes: &mut Notes, shown: &ComponentPage, page: &str) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    for leading in shown.themes.iter().take(THEMES) {
        let why = format!("of {} about it in all", counted(leading.card.signals, "report"));
        let address = format!("/brief/{}", leading.card.id);
        let piece = notes.piece(times(leading.signals), &address, why);
        lines.push(Line::new(format!("“{}”: ", leading.card.name.as_str())).with(piece).say(".").end());
    }
    match beyond(shown.themes.len(), THEMES) {
        0 => {}
        more => {
            let piece = notes.piece(counted(more, "other matter"), page, "all that leads here");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    lines
}
