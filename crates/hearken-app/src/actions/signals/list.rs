//! Signals whole, newest first, page by page.

use hearken_domain::{Signal, SignalFilter, SignalId, ThemeId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{ThemeLink, signal_cards};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Which signals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignalQuery {
    /// Only those that this lets through.
    pub filter: SignalFilter,
    /// Only those of this theme; `Some(None)` is *unsorted*.
    pub theme: Option<Option<ThemeId>>,
    /// Where the list goes on, as [`SignalList::next`] gave it.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// A page of signals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignalList {
    /// The signals.
    pub signals: Vec<ListedSignal>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<String>,
}

/// A signal with what its numbers stand for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListedSignal {
    /// The signal.
    pub signal: Signal,
    /// Name of its source.
    pub source: String,
    /// Its theme.
    pub theme: Option<ThemeLink>,
}

/// Lists signals. What arrives while someone pages through comes before the first page, and moves nothing.
///
/// # Errors
/// The cursor is not one, or any failure of the store.
pub fn list_signals(view: &View, query: &SignalQuery) -> Result<SignalList, AppError> {
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let page = view.store().signals().page(&query.filter, query.theme, after, query.limit)?;
    let cards = signal_cards(view, &page.signals)?;
    let listed = page.signals.into_iter().zip(cards).map(|(signal, card)| ListedSignal {
        signal,
        source: card.source,
        theme: card.theme,
    });
    Ok(SignalList { signals: listed.collect(), next: page.next.map(cursor) })
}

/// The time and number of the last signal shown, as text that goes into a link.
pub fn cursor((at, id): (Timestamp, SignalId)) -> String {
    format!("{}.{}", at.as_millisecond(), id.0)
}

/// Reads what [`cursor`] wrote.
///
/// # Errors
/// [`AppError::User`] where the text is no cursor.
pub fn parse_cursor(text: &str) -> Result<(Timestamp, SignalId), AppError> {
    let parse = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, SignalId(id.parse().ok()?)))
    };
    parse().ok_or_else(|| AppError::user("that is not a valid cursor").suggest(NextStep::ListFromStart))
}
