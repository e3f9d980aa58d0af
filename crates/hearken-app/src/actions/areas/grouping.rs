//! From themes that lie near each other to areas: each continues the area whose signals it shares, by the rule by which
//! themes do; one that people ruled about lives on, apart from the others.

use std::collections::{BTreeMap, BTreeSet};

use hearken_analysis::themes::match_themes;
use hearken_domain::{AreaId, ThemeId};

use crate::actions::themes::corpus::Corpus;
use crate::actions::themes::describe::{AreaGroup, Group};

/// The areas that the groups lie in.
pub(crate) fn group_areas(groups: &[Group], corpus: &Corpus) -> Vec<AreaGroup> {
    let signals = |group: &Group| -> Vec<u64> {
        group.members.iter().map(|member| corpus.stored[*member as usize].id.0).collect()
    };
    let mut old: BTreeMap<AreaId, Vec<u64>> = BTreeMap::new();
    for (theme, members) in &corpus.members {
        if let Some(area) = corpus.areas.get(theme) {
            old.entry(*area).or_default().extend(members.iter().map(|signal| signal.0));
        }
    }
    let found: Vec<Found> = groups
        .iter()
        .map(|group| Found { theme: group.id, near: group.area, signals: signals(group) })
        .collect();
    areas(&found, old, &corpus.areas, &corpus.bindings.areas)
}

/// A theme that was found.
struct Found {
    theme: Option<ThemeId>,
    /// Those with the same number lie near each other.
    near: u32,
    signals: Vec<u64>,
}

/// `old` are the areas that stood with their signals, `lay` the themes that were in them; `locked` are those that people
/// ruled about.
fn areas(
    found: &[Found],
    old: BTreeMap<AreaId, Vec<u64>>,
    lay: &BTreeMap<ThemeId, AreaId>,
    locked: &[AreaId],
) -> Vec<AreaGroup> {
    let mut near: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, one) in found.iter().enumerate() {
        near.entry(one.near).or_default().push(index);
    }
    let mut near: Vec<Vec<usize>> = near.into_values().collect();
    let signals = |near: &[Vec<usize>]| -> Vec<Vec<u64>> {
        near.iter()
            .map(|indexes| indexes.iter().flat_map(|index| found[*index].signals.iter().copied()).collect())
            .collect()
    };
    let (ruled, free): (Vec<_>, Vec<_>) = old.into_iter().partition(|(area, _)| locked.contains(area));
    let matched = match_themes(&ruled, &signals(&near));
    let mut areas: Vec<AreaGroup> = Vec::new();
    for (indexes, area) in near.iter_mut().zip(matched.kept) {
        if let Some(id) = area {
            areas.push(AreaGroup { id: Some(id), groups: std::mem::take(indexes) });
        }
    }
    // What is nowhere is taken out of the others, with the themes that it had or that most of its signals are in now.
    for id in matched.retired {
        let had: BTreeSet<u64> = ruled
            .iter()
            .filter(|(area, _)| *area == id)
            .flat_map(|(_, signals)| signals.iter().copied())
            .collect();
        let lay_in = |index: &usize| {
            let Found { theme, signals, .. } = &found[*index];
            let common = signals.iter().filter(|signal| had.contains(signal)).count();
            theme.and_then(|theme| lay.get(&theme)) == Some(&id) || common * 2 > signals.len()
        };
        let mut kept = Vec::new();
        for indexes in near.iter_mut().chain(areas.iter_mut().map(|area| &mut area.groups)) {
            kept.extend(indexes.extract_if(.., |index| lay_in(index)));
        }
        if !kept.is_empty() {
            areas.push(AreaGroup { id: Some(id), groups: kept });
        }
    }
    // One theme is no area, and all of them are none.
    let several = near.len() > 1;
    near.retain(|indexes| several && indexes.len() > 1);
    let matched = match_themes(&free, &signals(&near));
    areas.extend(near.into_iter().zip(matched.kept).map(|(groups, id)| AreaGroup { id, groups }));
    areas.retain(|area| !area.groups.is_empty());
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Themes by their number, where they lie, and their only signals: ten each.
    fn found(themes: &[(u64, u32)]) -> Vec<Found> {
        let one = |(theme, near): &(u64, u32)| Found {
            theme: Some(ThemeId(*theme)),
            near: *near,
            signals: (theme * 10..theme * 10 + 10).collect(),
        };
        themes.iter().map(one).collect()
    }

    /// The areas after themes lay so, the numbers of their themes in each.
    fn after(before: &[(u64, u64)], now: &[(u64, u32)], locked: &[u64]) -> Vec<(Option<AreaId>, Vec<u64>)> {
        let lay: BTreeMap<ThemeId, AreaId> =
            before.iter().map(|(theme, area)| (ThemeId(*theme), AreaId(*area))).collect();
        let mut old: BTreeMap<AreaId, Vec<u64>> = BTreeMap::new();
        for (theme, area) in before {
            old.entry(AreaId(*area)).or_default().extend(theme * 10..theme * 10 + 10);
        }
        let locked: Vec<AreaId> = locked.iter().copied().map(AreaId).collect();
        let areas = areas(&found(now), old, &lay, &locked);
        areas
            .into_iter()
            .map(|area| (area.id, area.groups.iter().map(|index| now[*index].0).collect()))
            .collect()
    }

    #[test]
    fn an_area_lives_on_in_what_shares_its_signals_and_the_rest_is_new() {
        let before = [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)];
        let now = [(1, 7), (2, 7), (3, 8), (4, 9), (5, 9), (6, 8)];
        let areas = after(&before, &now, &[]);
        assert_eq!(areas, [(Some(AreaId(1)), vec![1, 2]), (None, vec![3, 6]), (Some(AreaId(2)), vec![4, 5])]);
    }

    #[test]
    fn one_theme_is_no_area_and_neither_are_all_of_them() {
        assert_eq!(after(&[(1, 1), (2, 1)], &[(1, 1), (2, 1), (3, 1)], &[]), []);
        assert_eq!(after(&[], &[(1, 1), (2, 1), (3, 2)], &[]), [(None, vec![1, 2])]);
    }

    #[test]
    fn what_people_ruled_about_lives_on_apart_from_the_others() {
        let before = [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)];
        // All three are found as one, and nothing else is found.
        let now: Vec<(u64, u32)> = (1..=6).map(|theme| (theme, 1)).collect();
        assert_eq!(after(&before, &now, &[]), []);
        let areas = after(&before, &now, &[2, 3]);
        let themes_of = |id| areas.iter().find(|(area, _)| *area == Some(AreaId(id))).unwrap().1.clone();
        assert_eq!((themes_of(2), themes_of(3)), (vec![1, 2, 3, 4], vec![5, 6]));
        let alone = after(&before, &[(3, 1), (1, 2), (2, 2)], &[2]);
        assert!(alone.contains(&(Some(AreaId(2)), vec![3])), "though one theme is left: {alone:?}");
    }

    #[test]
    fn what_people_ruled_about_keeps_its_signals_though_they_are_in_a_theme_that_is_new() {
        let lay = BTreeMap::from([(ThemeId(1), AreaId(1)), (ThemeId(2), AreaId(2))]);
        let old = BTreeMap::from([(AreaId(1), (0..100).collect()), (AreaId(2), (100..110).collect())]);
        let one =
            |theme, near, signals: std::ops::Range<u64>| Found { theme, near, signals: signals.collect() };
        let found = [one(Some(ThemeId(1)), 1, 0..60), one(None, 1, 60..100), one(None, 2, 100..115)];
        let areas = areas(&found, old, &lay, &[AreaId(2)]);
        let groups_of = |id| &areas.iter().find(|area| area.id == Some(AreaId(id))).unwrap().groups;
        assert_eq!((groups_of(1), groups_of(2)), (&vec![0, 1], &vec![2]), "though a theme alone is no area");
    }
}
