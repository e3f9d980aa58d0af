//! What signals say besides: the passages that speak of another theme than the signal's own, found when it is assigned and
//! quoted when it is shown.

use hearken_analysis::boilerplate::OwnWords;
use hearken_analysis::themes::{Model, passages};
use hearken_domain::{Passage, Signal, SignalFilter, SignalId, ThemeId, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, ThemeLink, signal_cards};
use crate::actions::themes::pick::link;
use crate::error::AppError;
use crate::view::View;

/// Another theme that a signal speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OtherTheme {
    /// The theme.
    pub theme: ThemeLink,
    /// What of the signal's words speaks of it.
    pub passage: Verbatim,
    /// Where in the signal's words the passage begins, in bytes of UTF-8.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How clearly the passage belongs to the theme, 0 to 1.
    pub fit: f32,
}

/// A signal of another theme, or of none, that speaks of this one besides.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Besides {
    /// The signal, with its own theme.
    pub signal: SignalCard,
    /// What of its words speaks of this theme.
    pub passage: Verbatim,
    /// Where in the signal's words the passage begins, in bytes of UTF-8.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How clearly the passage belongs to this theme, 0 to 1.
    pub fit: f32,
}

/// The passages of a signal that speak of other themes than its own. `themes` says which theme each cluster of the model is,
/// if it still is one.
pub fn find(
    model: &Model,
    words: &OwnWords<'_>,
    themes: &[Option<ThemeId>],
    own_theme: Option<ThemeId>,
    (signal, revision): (SignalId, u32),
) -> Vec<Passage> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let found = passages(model, words, themes, own_theme).into_iter();
    found
        .map(|one| Passage {
            signal,
            theme: one.theme,
            revision,
            start: offset(one.range.start),
            end: offset(one.range.end),
            fit: one.fit,
        })
        .collect()
}

/// The other themes of a signal, the clearest first.
///
/// # Errors
/// Any failure of the store.
pub fn other_themes(view: &View, signal: &Signal) -> Result<Vec<OtherTheme>, AppError> {
    let mut others = Vec::new();
    for one in view.store().passages().of_signal(signal.id)? {
        if let (Some(theme), Some(passage)) = (link(view, one.theme)?, words_at(signal, &one)) {
            others.push(OtherTheme { theme, passage, start: one.start, end: one.end, fit: one.fit });
        }
    }
    Ok(others)
}

/// How many signals under the filter speak of a theme besides their own, and the newest of them.
///
/// # Errors
/// Any failure of the store.
pub fn besides(
    view: &View,
    theme: ThemeId,
    filter: &SignalFilter,
    limit: usize,
) -> Result<(u64, Vec<Besides>), AppError> {
    let reader = view.store().passages();
    let count = reader.count(theme, filter)?;
    if count == 0 {
        return Ok((0, Vec::new()));
    }
    let passages = reader.of_theme(theme, filter, limit)?;
    let ids: Vec<SignalId> = passages.iter().map(|one| one.signal).collect();
    let signals = view.store().signals().several(&ids)?;
    let cards = signal_cards(view, &signals)?;
    let shown = signals.iter().zip(cards).filter_map(|(signal, card)| {
        let one = passages.iter().find(|one| one.signal == signal.id)?;
        let passage = words_at(signal, one)?;
        Some(Besides { signal: card, passage, start: one.start, end: one.end, fit: one.fit })
    });
    Ok((count, shown.collect()))
}

/// The words of a passage.
fn words_at(signal: &Signal, passage: &Passage) -> Option<Verbatim> {
    let range = passage.start as usize..passage.end as usize;
    signal.verbatim.as_str().get(range).map(|words| Verbatim::redacted(words.to_owned()))
}
