//! Where each signal belongs after a clustering run, and what that changes.

use std::collections::BTreeMap;

use hearken_analysis::themes::Clustering;
use hearken_domain::{Membership, SignalId, ThemeId, Verbatim};
use hearken_store::Bindings;

use crate::actions::themes::corpus::Corpus;
use crate::actions::themes::describe::{Described, Group};
use crate::actions::themes::report::{ClusteringReport, ThemeChange};

/// Where a signal belongs: to a theme among those found, or where a person put it.
#[derive(Debug, Clone, Copy)]
pub enum Assignment {
    /// Into one of the themes that were found, by its index, with how clearly, 0 to 1.
    Found(usize, f32),
    /// Where a person put it; `None` is none.
    Put(Option<ThemeId>),
    /// Into none.
    Unsorted,
}

/// Where each signal belongs.
pub fn assignments(
    corpus: &Corpus,
    groups: &[Group],
    clustering: &Clustering,
) -> BTreeMap<SignalId, Assignment> {
    let mut confidence = vec![0.0; corpus.stored.len()];
    for cluster in &clustering.clusters {
        for (&member, &sure) in cluster.members.iter().zip(&cluster.confidence) {
            confidence[member as usize] = sure;
        }
    }
    let mut assigned: BTreeMap<SignalId, Assignment> = clustering
        .unsorted
        .iter()
        .map(|member| (corpus.stored[*member as usize].id, Assignment::Unsorted))
        .collect();
    for (index, group) in groups.iter().enumerate() {
        for &at in &group.members {
            assigned.insert(corpus.stored[at as usize].id, Assignment::Found(index, confidence[at as usize]));
        }
    }
    for (at, theme) in corpus.wordless() {
        let stays = groups.iter().position(|group| group.id == Some(theme));
        let stays = stays.map_or(Assignment::Unsorted, |index| Assignment::Found(index, 0.0));
        assigned.insert(corpus.stored[at as usize].id, stays);
    }
    for (signal, theme) in &corpus.bindings.moved {
        if let Some(before) = assigned.get_mut(signal) {
            *before = Assignment::Put(*theme);
        }
    }
    assigned
}

/// The membership that an assignment becomes, once themes have their ids.
pub fn membership(
    signal: SignalId,
    assigned: Assignment,
    bindings: &Bindings,
    ids: &[ThemeId],
) -> Membership {
    // A theme that a person moved a signal to is locked, so it is among those found, unless it has no signal of its own.
    let (theme, confidence) = match assigned {
        Assignment::Found(index, confidence) => (Some(ids[index]), confidence),
        Assignment::Put(theme) => (theme.filter(|theme| bindings.themes.contains(theme)), 1.0),
        Assignment::Unsorted => (None, 0.0),
    };
    Membership { signal, theme, confidence }
}

/// What a run would change.
pub fn report(
    names: &BTreeMap<ThemeId, Verbatim>,
    corpus: &Corpus,
    themes: &[Described],
    assigned: &BTreeMap<SignalId, Assignment>,
) -> ClusteringReport {
    let sizes: BTreeMap<ThemeId, u64> =
        corpus.members.iter().map(|(theme, signals)| (*theme, signals.len() as u64)).collect();
    let mut of_signal: BTreeMap<SignalId, ThemeId> = BTreeMap::new();
    for (theme, signals) in &corpus.members {
        of_signal.extend(signals.iter().map(|signal| (*signal, *theme)));
    }
    let id = |one: &Assignment| match one {
        Assignment::Found(index, _) => themes[*index].found.id,
        Assignment::Put(theme) => *theme,
        Assignment::Unsorted => None,
    };
    let moved = assigned
        .iter()
        .filter(|(signal, one)| of_signal.get(signal).is_some_and(|was| id(one) != Some(*was)));
    let change = |theme: &Described| ThemeChange {
        id: theme.found.id,
        name: theme.found.id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| theme.name.clone()),
        before: theme.found.id.map_or(0, |id| sizes.get(&id).copied().unwrap_or(0)),
        after: theme.found.signals,
    };
    let (kept, born): (Vec<_>, Vec<_>) = themes.iter().partition(|theme| theme.found.id.is_some());
    let found: Vec<ThemeId> = themes.iter().filter_map(|theme| theme.found.id).collect();
    ClusteringReport {
        applied: false,
        signals: corpus.stored.len() as u64,
        unsorted: assigned
            .values()
            .filter(|one| matches!(one, Assignment::Unsorted | Assignment::Put(None)))
            .count() as u64,
        moved: moved.count() as u64,
        kept: kept.into_iter().map(change).collect(),
        born: born.into_iter().map(change).collect(),
        retired: names
            .iter()
            .filter(|(id, _)| !found.contains(id))
            .map(|(id, name)| ThemeChange {
                id: Some(*id),
                name: name.clone(),
                before: sizes.get(id).copied().unwrap_or(0),
                after: 0,
            })
            .collect(),
    }
}
