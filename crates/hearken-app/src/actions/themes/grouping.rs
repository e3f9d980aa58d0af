//! From clusters to themes: clusters of a theme that people ruled about are one, the others are matched with the themes
//! that stood, so that a theme keeps its id.

use std::collections::{BTreeMap, BTreeSet};

use hearken_analysis::themes::{Clustering, match_themes};
use hearken_domain::{SignalId, ThemeId};

use crate::actions::themes::corpus::Corpus;
use crate::actions::themes::describe::Group;

/// The themes that the clusters are, and the index of each cluster's theme among them.
pub fn group(clustering: &Clustering, corpus: &Corpus) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_locked: BTreeMap<u32, usize> = BTreeMap::new();
    let mut clusters = Vec::new();
    for cluster in &clustering.clusters {
        let index = cluster.locked.and_then(|number| of_locked.get(&number).copied()).unwrap_or(groups.len());
        if index == groups.len() {
            let id = cluster.locked.map(|number| corpus.bindings.themes[number as usize]);
            groups.push(Group { id, parent: None, area: cluster.area, members: Vec::new() });
        }
        if let Some(number) = cluster.locked {
            of_locked.insert(number, index);
        }
        groups[index].members.extend(&cluster.members);
        clusters.push(index);
    }
    // What has no words is found in no cluster, and says nothing of what became of its theme.
    let wordless: BTreeSet<SignalId> =
        corpus.wordless().into_iter().map(|(at, _)| corpus.stored[at as usize].id).collect();
    let number = |signals: &[SignalId]| {
        signals.iter().filter(|signal| !wordless.contains(signal)).map(|signal| signal.0).collect()
    };
    let old: Vec<(ThemeId, Vec<u64>)> = corpus
        .members
        .iter()
        .filter(|(theme, _)| corpus.bindings.themes.binary_search(theme).is_err())
        .map(|(theme, signals)| (*theme, number(signals)))
        .collect();
    let free: Vec<usize> = (0..groups.len()).filter(|index| groups[*index].id.is_none()).collect();
    let new: Vec<Vec<u64>> = free
        .iter()
        .map(|index| {
            groups[*index].members.iter().map(|member| corpus.stored[*member as usize].id.0).collect()
        })
        .collect();
    let matching = match_themes(&old, &new);
    for (index, id) in free.into_iter().zip(matching.kept) {
        groups[index].id = id;
        if id.is_none() {
            groups[index].parent = parent(&groups[index], corpus);
        }
        groups[index].members.sort_unstable();
    }
    (groups, clusters)
}

/// The theme that most of a group's signals were in.
fn parent(group: &Group, corpus: &Corpus) -> Option<ThemeId> {
    let members: BTreeSet<u64> =
        group.members.iter().map(|member| corpus.stored[*member as usize].id.0).collect();
    let common = |signals: &[SignalId]| signals.iter().filter(|signal| members.contains(&signal.0)).count();
    let most = corpus
        .members
        .iter()
        .map(|(theme, signals)| (common(signals), *theme))
        .max_by_key(|(common, _)| *common);
    most.filter(|(common, _)| common * 2 > members.len()).map(|(_, theme)| theme)
}
