//! Signals whole, newest first and the undated last, page by page.

use hearken_domain::{Signal, SignalFilter, SignalId, ThemeId};
use hearken_store::Place;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::areas::find::among;
use crate::actions::cards::{AsideCard, BurstCard, ThemeLink, signal_cards};
use crate::actions::signals::readings::BriefReadingCard;
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;

/// Which signals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignalQuery {
    /// Only those that this lets through.
    pub filter: SignalFilter,
    /// Only those whose own theme this is; `Some(None)` is *unsorted*.
    pub theme: Option<Option<ThemeId>>,
    /// Only those of the themes of this area, by its id or name.
    pub area: Option<String>,
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
    /// The burst that it is in, if it is in one.
    pub burst: Option<BurstCard>,
    /// What it says; nothing where it was not read yet.
    pub reading: Option<BriefReadingCard>,
    /// As what it is set aside; nothing where it counts.
    pub aside: Option<AsideCard>,
}

/// Lists signals. What arrives while someone pages through moves nothing: nothing is listed twice, and nothing that was there
/// left out.
///
/// # Errors
/// The theme, the area or what the filter names is not there, the cursor is not one, or any failure of the store.
pub fn list_signals(view: &View, query: &SignalQuery) -> Result<SignalList, AppError> {
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let filter = view.up_to_then(&known_filter(view, &query.filter)?);
    let among = among(view, query.theme, query.area.as_deref())?;
    let page = view.store().signals().page(&filter, among, after, query.limit)?;
    let cards = signal_cards(view, &page.signals)?;
    let listed = page.signals.into_iter().zip(cards).map(|(signal, card)| ListedSignal {
        signal,
        source: card.source,
        theme: card.theme,
        burst: card.burst,
        reading: card.reading,
        aside: card.aside,
    });
    Ok(SignalList { signals: listed.collect(), next: page.next.map(cursor) })
}

/// The place of the last signal shown, as text that goes into a link.
pub fn cursor((said_order, id): Place) -> String {
    format!("{said_order}.{}", id.0)
}

/// Reads what [`cursor`] wrote.
///
/// # Errors
/// [`AppError::User`] where the text is no cursor.
pub fn parse_cursor(text: &str) -> Result<Place, AppError> {
    let parse = || {
        let (said_order, id) = text.split_once('.')?;
        Some((said_order.parse().ok()?, SignalId(id.parse().ok()?)))
    };
    parse().ok_or_else(|| AppError::user("that is not a valid cursor").suggest(NextStep::ListFromStart))
}
