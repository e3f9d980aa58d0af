//! Signals whole, newest first, page by page.

use hearken_domain::{Signal, SignalFilter, ThemeId};
use serde::Serialize;

use crate::actions::cards::{ThemeLink, signal_cards};
use crate::actions::themes::show::{cursor, parse_cursor};
use crate::app::{App, AppError};

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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalList {
    /// The signals.
    pub signals: Vec<ListedSignal>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<String>,
}

/// A signal with what its numbers stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
pub fn list_signals(app: &App, query: &SignalQuery) -> Result<SignalList, AppError> {
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let page = app.store().page(&query.filter, query.theme, after, query.limit)?;
    let cards = signal_cards(app, &page.signals)?;
    let listed = page.signals.into_iter().zip(cards).map(|(signal, card)| ListedSignal {
        signal,
        source: card.source,
        theme: card.theme,
    });
    Ok(SignalList { signals: listed.collect(), next: page.next.map(cursor) })
}
