//! Making signal cards out of signals, with their sources' and themes' names.

use std::collections::BTreeMap;

use hearken_domain::{Signal, SignalFilter, ThemeId, Verbatim};
use hearken_store::Field;

use crate::actions::cards::{BurstCard, ClusteringState, Facet, Facets, SignalCard, ThemeLink};
use crate::actions::segments::list::segment_names;
use crate::actions::signals::words::said;
use crate::error::AppError;
use crate::view::View;

const EXCERPT_CHARS: usize = 280;
const FACET_VALUES_MAX: usize = 50;

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
    };
    Ok(signals.iter().map(card).collect())
}

impl Facets {
    /// The values of everything there is to filter by.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn of_everything(view: &View) -> Result<Self, AppError> {
        let everything = view.up_to_then(&SignalFilter::default());
        let count = |field| facet(view, field, &everything, None);
        view.facets(|| {
            Ok(Self {
                log_position: view.store().log().position()?.0,
                sources: count(Field::Source)?,
                products: count(Field::Product)?,
                languages: count(Field::Language)?,
                labels: count(Field::Label)?,
                states: count(Field::State)?,
                statuses: count(Field::Status)?,
                segments: segment_names(view)?,
                ratings: count(Field::Rating)?,
            })
        })
    }
}

/// The most frequent values of one field.
///
/// # Errors
/// Any failure of the store.
pub fn facet(
    view: &View,
    field: Field,
    filter: &SignalFilter,
    theme: Option<Option<ThemeId>>,
) -> Result<Vec<Facet>, AppError> {
    let counts = view.store().rollup().count_by(field, filter, theme, FACET_VALUES_MAX)?;
    Ok(counts
        .into_iter()
        .map(|count| Facet { value: Verbatim::redacted(count.value), signals: count.signals })
        .collect())
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
