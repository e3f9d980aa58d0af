//! Making signal cards out of signals, with their sources' and themes' names.

use std::collections::BTreeMap;

use hearken_domain::{Signal, ThemeId};

use crate::actions::cards::{AsideCard, BurstCard, ClusteringState, SignalCard, ThemeLink};
use crate::actions::signals::readings::BriefReadingCard;
use crate::actions::signals::words::said;
use crate::error::AppError;
use crate::view::View;

const EXCERPT_CHARS: usize = 280;

/// A card for each signal, in their order.
///
/// # Errors
/// Any failure of the store.
pub fn signal_cards(view: &View, signals: &[Signal]) -> Result<Vec<SignalCard>, AppError> {
    let sources = view.store().sources().names()?;
    let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
    let memberships = view.store().themes().memberships(&ids)?;
    let mut names: BTreeMap<ThemeId, ThemeLink> = BTreeMap::new();
    for id in memberships.values().filter_map(|membership| membership.theme) {
        if let std::collections::btree_map::Entry::Vacant(entry) = names.entry(id)
            && let Some(theme) = view.store().themes().get(id)?
        {
            entry.insert(ThemeLink { id, name: theme.name });
        }
    }
    let templates = view.templates()?;
    let until = if view.looks_back() { Some(view.as_of()?) } else { None };
    let bursts = view.store().bursts().of(&ids, until)?;
    let readings = view.store().readings().brief(&ids)?;
    let asides = view.store().asides().of(&ids)?;
    let card = |signal: &Signal| SignalCard {
        id: signal.id,
        kind: signal.kind,
        at: signal.at,
        undated: signal.undated,
        source: sources.get(&signal.source).cloned().unwrap_or_default(),
        title: signal.title.clone(),
        excerpt: said(signal, templates.of(signal.source.0)).excerpt(EXCERPT_CHARS),
        rating: signal.rating,
        product: signal.product.clone(),
        labels: signal.labels.clone(),
        state: signal.state,
        status: signal.status.clone(),
        theme: memberships.get(&signal.id).and_then(|membership| names.get(&membership.theme?).cloned()),
        burst: bursts.get(&signal.id).map(|burst| BurstCard { first: burst.first, signals: burst.signals }),
        reading: readings.get(&signal.id).copied().map(BriefReadingCard::from),
        aside: asides.get(&signal.id).map(AsideCard::from),
    };
    Ok(signals.iter().map(card).collect())
}

impl ClusteringState {
    /// Where it stands now.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn now(view: &View) -> Result<Self, AppError> {
        if let Some((step, share)) = view.clustering().get() {
            return Ok(Self::Running { step, share });
        }
        Ok(match view.store().clustering().last()? {
            Some((at, signals)) => Self::Done { at, signals },
            None => Self::None,
        })
    }
}
