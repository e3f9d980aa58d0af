//! What customers say, in two or three of their own sentences, as they are stored: redacted.

use hearken_domain::{Signal, SignalFilter, SignalId, ThemeId};

use crate::actions::briefs::page::{BriefQuote, BriefSection};
use crate::actions::briefs::write::{Notes, day};
use crate::actions::cards::signal_cards;
use crate::actions::signals::words::said;
use crate::error::AppError;
use crate::view::View;

/// Quotes of a brief.
pub(crate) const QUOTES: usize = 3;
/// Characters of one.
const CHARS: usize = 220;

/// A section of quotes; `None` where nobody is quoted.
pub(crate) fn section(quotes: Vec<BriefQuote>) -> Option<BriefSection> {
    let title = "In their words".to_owned();
    (!quotes.is_empty()).then_some(BriefSection { title, lines: Vec::new(), quotes })
}

/// Quotes from the signals that are named, the first first, at most three, none of which says what another says.
pub(crate) fn of_signals(
    view: &View,
    notes: &mut Notes,
    named: &[SignalId],
) -> Result<Vec<BriefQuote>, AppError> {
    let mut signals = view.store().signals().several(named)?;
    signals.retain(|signal| view.counts(signal));
    signals.sort_by_key(|signal| named.iter().position(|id| *id == signal.id));
    of(view, notes, &signals)
}

/// Quotes from signals.
pub(crate) fn of(view: &View, notes: &mut Notes, signals: &[Signal]) -> Result<Vec<BriefQuote>, AppError> {
    let templates = view.templates()?;
    let mut quotes: Vec<BriefQuote> = Vec::new();
    for (signal, card) in signals.iter().zip(signal_cards(view, signals)?) {
        let words = said(signal, templates.of(signal.source.0)).excerpt(CHARS);
        if words.is_empty() || quotes.iter().any(|other| other.words == words) {
            continue;
        }
        let when = if signal.undated { "undated".to_owned() } else { day(signal.at) };
        let address = format!("/signals/{}", signal.id);
        let why =
            format!("all of it, as it came from {}, with names and numbers of people masked", card.source);
        let note = notes.number(&signal.id.to_string(), &address, why);
        quotes.push(BriefQuote { words, said: format!("{when}, {}", card.source), note });
        if quotes.len() == QUOTES {
            break;
        }
    }
    Ok(quotes)
}

/// The most representative signals of several themes, of each theme one after the other.
pub(crate) fn of_themes(
    view: &View,
    notes: &mut Notes,
    themes: &[ThemeId],
    first: &[SignalId],
) -> Result<Vec<BriefQuote>, AppError> {
    let mut exemplars = Vec::new();
    for theme in themes {
        if let Some(theme) = view.store().themes().get(*theme)? {
            exemplars.push(theme.exemplars);
        }
    }
    let most = exemplars.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..most).flat_map(|n| exemplars.iter().filter_map(move |of| of.get(n).copied()));
    let mut named = first.to_vec();
    named.extend(in_turn);
    named.dedup();
    of_signals(view, notes, &named)
}

/// The clearest signal of each of these themes under a filter.
pub(crate) fn clearest(
    view: &View,
    notes: &mut Notes,
    themes: &[ThemeId],
    filter: &SignalFilter,
) -> Result<Vec<BriefQuote>, AppError> {
    let mut named = Vec::new();
    for theme in themes {
        named.extend(view.store().themes().clearest(*theme, filter)?);
    }
    of_signals(view, notes, &named)
}
