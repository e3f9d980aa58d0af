//! One customer's time: what they said, and what happened to what is known of them, in one order.

use std::collections::BTreeMap;

use hearken_domain::{Actor, CustomerId, ImportId, SignalId, SourceId, Timestamp, Unredacted};
use hearken_store::{Happening, TimelineItem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, signal_cards};
use crate::actions::customers::cards::{join_cards, known_customer};
use crate::actions::customers::show::CustomerSignal;
use crate::error::AppError;
use crate::view::View;
use crate::wording::record::says;

/// Lines of one happening that are shown.
const LINES: usize = 8;

/// Whose time to show, and which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowTimeline {
    /// Whose.
    pub id: CustomerId,
    /// Entries before those that are shown.
    pub offset: usize,
    /// Entries at most.
    pub limit: usize,
}

/// A customer's time line.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Timeline {
    /// Newest first; undated signals last.
    pub entries: Vec<TimelineEntry>,
    /// Where it goes on; `None` at its end.
    pub next: Option<u64>,
}

/// One entry: one of the two.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// What they said.
    pub signal: Option<CustomerSignal>,
    /// What happened to what is known of them.
    pub happening: Option<HappeningCard>,
}

/// Something that was said of a customer, or taken back, in one act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HappeningCard {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// The source that said it; `None` is a person.
    pub source: Option<String>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    /// What, a line each.
    pub says: Vec<Unredacted>,
    /// Lines that are left out.
    pub more: u64,
}

/// Shows a customer's time line.
///
/// # Errors
/// There is no such customer, or any failure of the store.
pub fn show_timeline(view: &View, query: &ShowTimeline) -> Result<Timeline, AppError> {
    known_customer(view, query.id)?;
    let reader = view.store().customers();
    let mut items = reader.timeline(query.id, query.offset, query.limit.saturating_add(1))?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    let ids: Vec<SignalId> = items
        .iter()
        .filter_map(|item| match item {
            TimelineItem::Signal(id) => Some(*id),
            TimelineItem::Happening(_) => None,
        })
        .collect();
    let cards = signal_cards(view, &view.store().signals().several(&ids)?)?;
    let mut cards: BTreeMap<SignalId, SignalCard> = cards.into_iter().map(|card| (card.id, card)).collect();
    let sources = view.store().sources().names()?;
    let mut entries = Vec::new();
    for item in items {
        match item {
            TimelineItem::Signal(id) => {
                let Some(signal) = cards.remove(&id) else { continue };
                let joins = join_cards(reader.of_signal(id)?);
                entries
                    .push(TimelineEntry { signal: Some(CustomerSignal { signal, joins }), happening: None });
            }
            TimelineItem::Happening(position) => {
                let happening = happening_card(reader.happening(query.id, position)?, query.id, &sources);
                entries.push(TimelineEntry { signal: None, happening: Some(happening) });
            }
        }
    }
    Ok(Timeline { entries, next: more.then_some((query.offset + query.limit) as u64) })
}

fn happening_card(
    happening: Happening,
    asked: CustomerId,
    sources: &BTreeMap<SourceId, String>,
) -> HappeningCard {
    let first = happening.lines.first();
    let source = first.and_then(|line| line.source).and_then(|source| sources.get(&source).cloned());
    let shown = happening.lines.len().min(LINES);
    HappeningCard {
        at: happening.at,
        by: happening.by,
        source,
        import: first.and_then(|line| line.import),
        says: happening.lines[..shown].iter().map(|line| says(line, asked)).collect(),
        more: happening.total.saturating_sub(shown as u64),
    }
}
