//! An area keeps its id, its name and what people decided, whatever later clustering runs find.

use hearken_domain::{FoundTheme, SignalId};

use super::*;
use crate::fixture::{Fixture, by, day, review};
use crate::{NewArea, NewClusteringRun};

/// Eight signals, two for each of four themes.
struct Found {
    fixture: Fixture,
    signals: Vec<SignalId>,
    themes: Vec<ThemeId>,
}

impl Found {
    /// Themes 0 and 1 lie in the first area, 2 and 3 in the second.
    fn new() -> Self {
        let fixture = Fixture::new();
        let signals = fixture.record((0..8).map(|n| review(&format!("words {n}"))));
        let mut this = Self { fixture, signals, themes: Vec::new() };
        this.themes = this.run(&[None; 4], &[(None, &[0, 1]), (None, &[2, 3])]);
        this
    }

    /// A clustering run that finds these themes and areas; gives the ids of the themes.
    fn run(&self, themes: &[Option<ThemeId>], areas: &[(Option<u64>, &[usize])]) -> Vec<ThemeId> {
        let found = |id: &Option<ThemeId>| FoundTheme { id: *id, signals: 2, ..self.fixture.found() };
        let new_area = |(id, themes): &(Option<u64>, &[usize])| NewArea {
            id: id.map(AreaId),
            name: self.fixture.found().name,
            themes: themes.to_vec(),
        };
        let run = NewClusteringRun {
            position: self.fixture.snapshot().log().position().unwrap(),
            embedding_table: "table".to_owned(),
            settings: serde_json::json!({}),
            model: vec![1],
            themes: themes.iter().map(found).collect(),
            areas: areas.iter().map(new_area).collect(),
            clusters: (0..themes.len()).collect(),
            rulings: self.fixture.snapshot().rulings().bindings().unwrap().version,
            signals: 8,
            unsorted: 0,
            started_at: day(0),
        };
        let (generation, ids) = self.fixture.store().begin_clustering(run).unwrap();
        // Signals stay with their theme; those of a theme that is not found go to the first.
        let known = |n: usize| self.themes.get(n).is_none_or(|theme| ids.contains(theme));
        let theme = |n: usize| match self.themes.get(n) {
            Some(theme) if known(n) => *theme,
            Some(_) => ids[0],
            None => ids[n],
        };
        let places: Vec<_> = (0..8).map(|n| (self.signals[n], Some(theme(n / 2)))).collect();
        self.fixture.assign(generation, &places);
        assert!(self.fixture.store().apply_clustering(generation, &by(5)).unwrap());
        ids
    }

    fn area(&self, id: u64) -> Area {
        self.fixture.snapshot().areas().get(AreaId(id)).unwrap().unwrap()
    }

    /// Numbers of the themes that lie in an area.
    fn lying_in(&self, id: u64) -> Vec<usize> {
        let number = |theme: &ThemeId| self.themes.iter().position(|one| one == theme).unwrap();
        self.area(id).themes.iter().map(number).collect()
    }

    fn history(&self, id: u64) -> Vec<(Lineage, Option<AreaId>, u64)> {
        let steps = self.fixture.snapshot().areas().lineage(AreaId(id)).unwrap();
        steps.into_iter().map(|one| (one.step.what, one.step.other, one.step.signals)).collect()
    }

    fn same(&self) -> Vec<Option<ThemeId>> {
        self.themes.iter().copied().map(Some).collect()
    }

    fn assert_rebuild_changes_nothing(&self) {
        let rebuilt = self.fixture.store().rebuild_views_of_events().unwrap();
        assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
    }
}

#[test]
fn an_area_is_born_keeps_its_id_becomes_part_of_another_and_returns() {
    let found = Found::new();
    assert_eq!((found.lying_in(1), found.lying_in(2)), (vec![0, 1], vec![2, 3]));
    assert_eq!(found.area(1).name.as_str(), "Words 0");
    found.run(&found.same(), &[(Some(1), &[0, 1, 2, 3])]);
    assert_eq!(found.lying_in(1), [0, 1, 2, 3]);
    assert_eq!((found.area(2).merged_into, found.area(2).retired_at), (Some(AreaId(1)), Some(day(5))));
    found.run(&found.same(), &[(None, &[2, 3])]);
    assert_eq!(found.lying_in(3), [2, 3], "ids are never given twice");
    // Half of its signals lie in the other now, which is not most of them.
    assert_eq!((found.area(1).retired_at, found.area(1).merged_into), (Some(day(5)), None));
    found.run(&found.same(), &[(Some(1), &[0, 1]), (Some(3), &[2, 3])]);
    assert_eq!((found.lying_in(1), found.area(1).retired_at), (vec![0, 1], None));
    let steps = [Lineage::Born, Lineage::Grew, Lineage::Retired, Lineage::Returned];
    assert_eq!(
        found.history(1),
        steps.into_iter().zip([4, 8, 8, 4]).map(|(what, signals)| (what, None, signals)).collect::<Vec<_>>()
    );
    let one = Some(AreaId(1));
    assert_eq!(found.history(2), [(Lineage::Born, None, 4), (Lineage::Merged, one, 4)]);
    assert_eq!(found.history(3), [(Lineage::Born, one, 4)]);
    found.assert_rebuild_changes_nothing();
}

#[test]
fn a_theme_lies_where_a_person_put_it_until_that_is_undone() {
    let found = Found::new();
    let store = found.fixture.store();
    let put = store.place_theme(found.themes[0], Some(AreaId(2)), &by(6)).unwrap();
    assert_eq!((found.lying_in(1), found.lying_in(2)), (vec![1], vec![0, 2, 3]));
    assert_eq!(found.history(1).last(), Some(&(Lineage::Split, Some(AreaId(2)), 2)));
    assert_eq!(found.history(2).last(), Some(&(Lineage::Grew, Some(AreaId(1)), 6)));
    found.run(&found.same(), &[(Some(1), &[0, 1]), (Some(2), &[2, 3])]);
    assert_eq!(found.lying_in(2), [0, 2, 3], "whatever is found");
    let theme = found.fixture.snapshot().themes().get(found.themes[0]).unwrap().unwrap();
    assert_eq!((theme.area_id, theme.area.is_some()), (Some(AreaId(2)), true));
    assert!(found.fixture.snapshot().rulings().bindings().unwrap().themes.contains(&found.themes[0]));
    let nowhere = store.place_theme(found.themes[0], None, &by(6)).unwrap();
    assert_eq!((found.lying_in(1), found.lying_in(2)), (vec![1], vec![2, 3]));
    found.assert_rebuild_changes_nothing();
    store.undo_ruling(nowhere.id, &by(7)).unwrap();
    assert_eq!(found.lying_in(2), [0, 2, 3], "the ruling before counts again");
    store.undo_ruling(put.id, &by(7)).unwrap();
    assert_eq!((found.lying_in(1), found.lying_in(2)), (vec![0, 1], vec![2, 3]));
    assert_eq!(found.history(1).last(), Some(&(Lineage::Grew, Some(AreaId(2)), 4)));
    found.assert_rebuild_changes_nothing();
}

#[test]
fn a_ruling_follows_a_theme_and_an_area_that_became_part_of_another() {
    let found = Found::new();
    let store = found.fixture.store();
    store.place_theme(found.themes[3], Some(AreaId(1)), &by(6)).unwrap();
    store.merge_themes(found.themes[2], vec![found.themes[3]], &by(6)).unwrap();
    assert_eq!(
        (found.lying_in(1), found.lying_in(2)),
        (vec![0, 1, 2], vec![]),
        "the theme took the ruling along"
    );
    store.place_theme(found.themes[2], Some(AreaId(2)), &by(6)).unwrap();
    assert_eq!(found.lying_in(2), [2], "one about itself counts more");
    store.merge_areas(AreaId(1), vec![AreaId(2)], &by(7)).unwrap();
    assert_eq!(found.lying_in(1), [0, 1, 2]);
    found.assert_rebuild_changes_nothing();
}

#[test]
fn areas_that_people_made_one_stay_one_though_they_are_found_apart_until_that_is_undone() {
    let found = Found::new();
    let store = found.fixture.store();
    let merged = store.merge_areas(AreaId(1), vec![AreaId(2)], &by(6)).unwrap();
    assert_eq!((found.lying_in(1), found.area(2).merged_into), (vec![0, 1, 2, 3], Some(AreaId(1))));
    assert_eq!(found.history(2).last(), Some(&(Lineage::Merged, Some(AreaId(1)), 4)));
    found.run(&found.same(), &[(Some(1), &[0, 1]), (Some(2), &[2, 3])]);
    assert_eq!((found.lying_in(1), found.area(2).merged_into), (vec![0, 1, 2, 3], Some(AreaId(1))));
    assert_eq!(found.fixture.snapshot().areas().found().unwrap()[&found.themes[3]], AreaId(2));
    found.assert_rebuild_changes_nothing();
    store.undo_ruling(merged.id, &by(7)).unwrap();
    assert_eq!((found.lying_in(1), found.lying_in(2)), (vec![0, 1], vec![2, 3]));
    assert_eq!(found.history(2).last(), Some(&(Lineage::Returned, None, 4)));
    found.assert_rebuild_changes_nothing();
}

#[test]
fn a_name_that_was_given_outlives_clustering_runs_and_goes_where_it_is_undone_or_erased() {
    let found = Found::new();
    let store = found.fixture.store();
    let named = store.rename_area(AreaId(1), "Cards".to_owned(), &by(6)).unwrap();
    store.rename_area(AreaId(2), "Ann's refund".to_owned(), &by(6)).unwrap();
    found.run(&found.same(), &[(Some(1), &[0, 1]), (Some(2), &[2, 3])]);
    assert_eq!((found.area(1).name.as_str(), found.area(2).name.as_str()), ("Cards", "Ann's refund"));
    store.undo_ruling(named.id, &by(7)).unwrap();
    assert_eq!(found.area(1).name.as_str(), "Words 0");
    let typed = store.snapshot().unwrap().typed_texts().all().unwrap();
    store.erase_typed_texts(typed.iter().map(|one| one.id).collect()).unwrap();
    assert_eq!(found.area(2).name.as_str(), "Words 0");
    found.assert_rebuild_changes_nothing();
}

#[test]
fn a_theme_that_is_retired_leaves_its_area_and_an_area_without_themes_is_retired_with_it() {
    let found = Found::new();
    let same = found.same();
    found.run(&same[..3], &[(Some(1), &[0, 1])]);
    assert_eq!(found.lying_in(1), [0, 1]);
    assert_eq!(found.area(2).themes, []);
    assert!(found.area(2).retired_at.is_some());
    let retired = found.fixture.snapshot().themes().get(found.themes[3]).unwrap().unwrap();
    assert_eq!((retired.area_id, retired.area), (None, None));
}

#[test]
fn what_cannot_be_decided_about_areas_is_refused_with_the_reason() {
    let found = Found::new();
    let store = found.fixture.store();
    let refused = |result: Result<hearken_domain::Ruling, StoreError>| result.unwrap_err().to_string();
    assert!(refused(store.rename_area(AreaId(9), "x".to_owned(), &by(6))).contains("no such area"));
    assert!(refused(store.merge_areas(AreaId(1), vec![AreaId(1)], &by(6))).contains("part of itself"));
    assert!(refused(store.place_theme(found.themes[0], Some(AreaId(9)), &by(6))).contains("no such area"));
    let first = store.merge_areas(AreaId(1), vec![AreaId(2)], &by(6)).unwrap();
    assert!(refused(store.rename_area(AreaId(2), "x".to_owned(), &by(6))).contains("part of A-1"));
    found.run(&found.same(), &[(Some(1), &[0, 1]), (None, &[2, 3])]);
    let second = store.merge_areas(AreaId(3), vec![AreaId(1)], &by(6)).unwrap();
    let told = refused(store.undo_ruling(first.id, &by(7)));
    assert!(told.contains("rests on it") && told.contains(&second.id.to_string()), "{told}");
}
