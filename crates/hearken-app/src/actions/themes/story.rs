//! One customer's story, where one reads as one: of a theme that changed and since it did, if somebody told one.

use std::collections::HashSet;
use std::ops::Range;

use hearken_analysis::stories::reads_as_story;
use hearken_domain::{Signal, SignalId, ThemeId, Timestamp, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, ThemeCards, ThemeLink, signal_cards};
use crate::actions::signals::words::words_of;
use crate::error::AppError;
use crate::view::View;

/// Themes that are looked at for a story, the first first.
const THEMES: usize = 8;
/// Signals of each that are looked at, those that stand most clearly for it first.
const SIGNALS: usize = 60;

/// One customer's words, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Story {
    /// The signal.
    pub signal: SignalCard,
    /// All its words.
    pub text: Verbatim,
    /// The theme it tells of.
    pub theme: Option<ThemeLink>,
}

/// A story of the first of these themes in which somebody tells one, each within its days: another each day, the same all
/// day, and where there are some, one that is not quoted already. What many said alike is none.
pub(super) fn story(
    view: &View,
    cards: &ThemeCards,
    themes: &[(ThemeId, Option<Range<Timestamp>>)],
    quoted: &HashSet<SignalId>,
) -> Result<Option<Story>, AppError> {
    let day = view.as_of()?.as_second().div_euclid(86_400).unsigned_abs() as usize;
    for (theme, days) in themes.iter().take(THEMES) {
        let mut stories = told(view, cards, *theme, days.clone())?;
        if stories.iter().any(|(signal, _)| !quoted.contains(&signal.id)) {
            stories.retain(|(signal, _)| !quoted.contains(&signal.id));
        }
        if stories.is_empty() {
            continue;
        }
        let (signal, card) = stories.swap_remove(day % stories.len());
        return Ok(Some(Story { theme: card.theme.clone(), signal: card, text: signal.verbatim }));
    }
    Ok(None)
}

/// The stories among the signals that stand most clearly for a theme.
fn told(
    view: &View,
    cards: &ThemeCards,
    theme: ThemeId,
    days: Option<Range<Timestamp>>,
) -> Result<Vec<(Signal, SignalCard)>, AppError> {
    let templates = view.templates()?;
    let ids = match days {
        Some(days) => cards.clearest_within(view, theme, days, SIGNALS)?,
        None => cards.clearest(view, theme, SIGNALS)?,
    };
    let mut signals = view.store().signals().several(&ids)?;
    signals.retain(|signal| {
        view.counts(signal) && {
            let (whole, title) = (signal.verbatim.as_str(), signal.title.as_ref());
            let own = words_of(signal, templates.of(signal.source.0)).write();
            let titled =
                title.map_or_else(|| whole.to_owned(), |title| format!("{}\n{whole}", title.as_str()));
            reads_as_story(&own, &titled)
        }
    });
    let cards = signal_cards(view, &signals)?;
    Ok(signals.into_iter().zip(cards).filter(|(_, card)| card.burst.is_none()).collect())
}
