//! What people decide takes effect at once, binds what comes, never contradicts itself, and can be taken back whole.

use hearken_domain::{Lineage, Link, SignalId, Subject};

use super::*;
use crate::fixture::{Fixture, by, day, review};

/// A store with six signals in three themes, two each.
fn three_themes() -> (Fixture, Vec<SignalId>, Vec<ThemeId>) {
    let fixture = Fixture::new();
    let signals = fixture.record((0..6).map(|n| review(&format!("words {n}"))));
    let (generation, themes) = fixture.begin(&[None, None, None]);
    let places: Vec<_> =
        signals.iter().enumerate().map(|(n, signal)| (*signal, Some(themes[n / 2]))).collect();
    fixture.assign(generation, &places);
    assert!(fixture.store().apply_clustering(generation, &by(5)).unwrap());
    (fixture, signals, themes)
}

fn refusal(result: Result<Ruling, StoreError>) -> String {
    result.unwrap_err().to_string()
}

fn members(fixture: &Fixture, theme: ThemeId) -> Vec<SignalId> {
    let mut members = fixture.snapshot().themes().members(Some(theme)).unwrap();
    members.sort_unstable();
    members
}

fn theme_of(fixture: &Fixture, id: ThemeId) -> Theme {
    fixture.snapshot().themes().get(id).unwrap().unwrap()
}

/// The roll-up is what a count would give.
fn assert_counts_hold(fixture: &Fixture) {
    let before = fixture.snapshot().rollup().weeks(&Default::default()).unwrap();
    fixture.store().rebuild_rollup().unwrap();
    let counted = fixture.snapshot().rollup().weeks(&Default::default()).unwrap();
    let some = |weeks: Vec<crate::rollup::ThemeWeek>| {
        weeks.into_iter().filter(|week| week.signals > 0).collect::<Vec<_>>()
    };
    assert_eq!(some(before), some(counted));
}

#[test]
fn a_merge_takes_signals_and_clusters_along_and_its_undo_brings_both_back() {
    let (fixture, signals, themes) = three_themes();
    let ruling = fixture.store().merge_themes(themes[0], vec![themes[1]], &by(6)).unwrap();
    assert_eq!(members(&fixture, themes[0]), signals[..4]);
    let merged = theme_of(&fixture, themes[1]);
    assert_eq!((merged.merged_into, merged.retired_at), (Some(themes[0]), Some(day(6))));
    let clusters = || fixture.snapshot().clustering().current().unwrap().unwrap().themes;
    assert_eq!(clusters(), [themes[0], themes[0], themes[2]], "arrivals follow");
    assert_counts_hold(&fixture);
    fixture.store().undo_ruling(ruling.id, &by(7)).unwrap();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(members(&fixture, themes[1]), signals[2..4]);
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
    assert_eq!(clusters(), themes);
    assert_counts_hold(&fixture);
    let happened: Vec<Lineage> =
        fixture.snapshot().themes().lineage(themes[1]).unwrap().into_iter().map(|step| step.what).collect();
    assert_eq!(happened, [Lineage::Born, Lineage::Merged, Lineage::Returned]);
}

#[test]
fn every_act_names_who_did_it_and_the_views_of_events_are_rebuilt_as_they_were() {
    let (fixture, signals, themes) = three_themes();
    let store = fixture.store();
    let renamed = store.rename_theme(themes[0], "First".to_owned(), &by(6)).unwrap();
    assert_eq!(renamed.by, by(6).actor);
    store.rename_theme(themes[0], "Second".to_owned(), &by(6)).unwrap();
    let merged = store.merge_themes(themes[0], vec![themes[1]], &by(6)).unwrap();
    let part = Part { found: fixture.found(), signals: vec![signals[5]] };
    let split = store.split_theme(themes[2], vec![part], &by(7)).unwrap();
    store.undo_ruling(renamed.id, &by(7)).unwrap();
    store.undo_ruling(merged.id, &by(8)).unwrap();
    store.pin_theme(themes[2], &by(8)).unwrap();
    store.move_signals(vec![signals[0]], None, &by(8)).unwrap();
    store.looked("@team", store.snapshot().unwrap().log().position().unwrap(), &by(8)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "Second", "an earlier renaming was undone");
    let steps = store.snapshot().unwrap().themes().lineage(themes[1]).unwrap();
    assert_eq!(steps.last().map(|step| (&step.by, step.ruling)), Some((&by(8).actor, Some(merged.id))));
    assert_eq!(
        store.snapshot().unwrap().rulings().all().unwrap().iter().map(|ruling| ruling.id).nth(3),
        Some(merged.id)
    );
    let rebuilt = store.rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
    let rows = |name: &str| rebuilt.iter().find(|view| view.name == name).map(|view| view.after);
    assert_eq!((rows("rulings"), rows("themes"), rows("watch marks")), (Some(6), Some(4), Some(1)));
    assert!(store.snapshot().unwrap().clustering().wanted().unwrap(), "for {}", split.id);
}

#[test]
fn a_view_that_says_other_than_the_events_is_found_and_put_right() {
    let (fixture, _, themes) = three_themes();
    let store = fixture.store();
    store.pin_theme(themes[0], &by(6)).unwrap();
    store.write(|c| Ok(c.execute_batch("UPDATE themes SET pinned = 0; DELETE FROM lineage")?)).unwrap();
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let differences = |name: &str| rebuilt.iter().find(|view| view.name == name).map(|view| view.differences);
    assert_eq!(
        (differences("themes"), differences("lineage"), differences("rulings")),
        (Some(2), Some(3), Some(0))
    );
    assert!(theme_of(&fixture, themes[0]).pinned);
}

#[test]
fn what_was_typed_can_be_erased_and_the_theme_takes_its_found_name() {
    let (fixture, _, themes) = three_themes();
    let store = fixture.store();
    store.rename_theme(themes[0], "Ann's refund".to_owned(), &by(6)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "Ann's refund");
    let typed = store.snapshot().unwrap().typed_texts().all().unwrap();
    assert_eq!(typed.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["Ann's refund"]);
    store.erase_typed_texts(typed.iter().map(|one| one.id).collect()).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "Words 0");
    assert!(matches!(
        store.snapshot().unwrap().rulings().all().unwrap()[0].what,
        Ruled::Renamed { name: None, .. }
    ));
}

#[test]
fn a_split_makes_a_theme_of_each_part_and_its_undo_joins_them_again() {
    let (fixture, signals, themes) = three_themes();
    let part = Part { found: fixture.found(), signals: vec![signals[1]] };
    let ruling = fixture.store().split_theme(themes[0], vec![part], &by(6)).unwrap();
    let Ruled::Split { born, .. } = &ruling.what else { panic!("{ruling:?}") };
    assert_eq!(
        (members(&fixture, themes[0]), members(&fixture, born[0])),
        (vec![signals[0]], vec![signals[1]])
    );
    assert!(fixture.snapshot().clustering().wanted().unwrap(), "the model does not know the part");
    assert_counts_hold(&fixture);
    fixture.store().undo_ruling(ruling.id, &by(7)).unwrap();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(theme_of(&fixture, born[0]).merged_into, Some(themes[0]));
    assert_counts_hold(&fixture);
}

#[test]
fn the_last_move_of_a_signal_counts_and_follows_a_theme_that_became_part_of_another() {
    let (fixture, signals, themes) = three_themes();
    let first = fixture.store().move_signals(vec![signals[0]], Some(themes[1]), &by(6)).unwrap();
    let second = fixture.store().move_signals(vec![signals[0]], Some(themes[2]), &by(6)).unwrap();
    fixture.store().merge_themes(themes[1], vec![themes[2]], &by(6)).unwrap();
    assert_eq!(fixture.snapshot().rulings().bindings().unwrap().moved[&signals[0]], Some(themes[1]));
    fixture.store().undo_ruling(second.id, &by(7)).unwrap();
    fixture.store().undo_ruling(first.id, &by(7)).unwrap();
    assert!(fixture.snapshot().rulings().bindings().unwrap().moved.is_empty());
    fixture.store().move_signals(vec![signals[0]], None, &by(6)).unwrap();
    assert_eq!(fixture.snapshot().themes().memberships(&signals[..1]).unwrap()[&signals[0]].theme, None);
    assert_counts_hold(&fixture);
}

#[test]
fn a_signal_that_was_moved_stays_in_the_part_that_was_split_off_with_it_until_that_is_undone() {
    let (fixture, signals, themes) = three_themes();
    let store = fixture.store();
    store.move_signals(vec![signals[2]], Some(themes[0]), &by(6)).unwrap();
    let part = Part { found: fixture.found(), signals: vec![signals[2]] };
    let split = store.split_theme(themes[0], vec![part], &by(7)).unwrap();
    let Ruled::Split { born, .. } = &split.what else { panic!("{split:?}") };
    let bound = || fixture.snapshot().rulings().bindings().unwrap().moved;
    assert_eq!(bound(), [(signals[2], Some(born[0]))].into(), "what was split off with it is free");
    store.undo_ruling(split.id, &by(8)).unwrap();
    assert_eq!(bound(), [(signals[2], Some(themes[0]))].into());
    let again = Part { found: fixture.found(), signals: vec![signals[2]] };
    store.split_theme(themes[0], vec![again], &by(8)).unwrap();
    store.move_signals(vec![signals[2]], None, &by(9)).unwrap();
    assert_eq!(bound(), [(signals[2], None)].into(), "a later move counts");
}

#[test]
fn a_part_whose_signals_were_moved_elsewhere_meanwhile_is_refused_and_nothing_is_split() {
    let (fixture, signals, themes) = three_themes();
    let store = fixture.store();
    store.move_signals(vec![signals[1]], Some(themes[1]), &by(6)).unwrap();
    let part = Part { found: fixture.found(), signals: vec![signals[1]] };
    let told = refusal(store.split_theme(themes[0], vec![part], &by(7)));
    assert!(told.contains("were moved elsewhere meanwhile"), "{told}");
    assert!(members(&fixture, themes[1]).contains(&signals[1]), "nothing is taken from where it is");
    assert_eq!(fixture.snapshot().themes().living().unwrap().len(), 3);
}

#[test]
fn rulings_that_contradict_each_other_are_refused_with_the_one_that_stands() {
    let (fixture, signals, themes) = three_themes();
    let store = fixture.store();
    let part = Part { found: fixture.found(), signals: vec![signals[1]] };
    let split = fixture.store().split_theme(themes[0], vec![part.clone()], &by(6)).unwrap();
    let Ruled::Split { born, .. } = &split.what else { panic!("{split:?}") };
    let told = refusal(store.merge_themes(themes[0], born.clone(), &by(7)));
    assert!(told.contains("apart") && told.contains(&split.id.to_string()), "{told}");
    let merge = fixture.store().merge_themes(themes[1], vec![themes[2]], &by(6)).unwrap();
    let told = refusal(store.split_theme(themes[1], vec![part], &by(7)));
    assert!(told.contains(&merge.id.to_string()), "{told}");
    fixture.store().pin_theme(themes[1], &by(6)).unwrap();
    assert!(refusal(store.ignore_theme(themes[1], &by(7))).contains("pinned"));
    let told = refusal(store.rename_theme(themes[2], "x".to_owned(), &by(7)));
    assert!(told.contains(&format!("part of {}", themes[1])), "{told}");
    let more = fixture.store().merge_themes(themes[0], vec![themes[1]], &by(6)).unwrap();
    let told = refusal(store.undo_ruling(merge.id, &by(8)));
    assert!(told.contains(&more.id.to_string()), "{told}");
    assert!(matches!(store.pin_theme(ThemeId(99), &by(8)), Err(StoreError::Ruling { missing: true, .. })));
    assert!(refusal(store.merge_themes(themes[0], vec![themes[0]], &by(8))).contains("itself"));
}

#[test]
fn a_refused_ruling_changes_nothing() {
    let (fixture, signals, themes) = three_themes();
    let before = fixture.snapshot().rulings().all().unwrap();
    fixture.store().merge_themes(themes[0], vec![themes[1], ThemeId(99)], &by(6)).unwrap_err();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(fixture.snapshot().rulings().all().unwrap(), before);
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
}

#[test]
fn a_name_that_was_given_outlives_clustering_runs_and_the_one_before_comes_back() {
    let (fixture, _, themes) = three_themes();
    let first = fixture.store().rename_theme(themes[0], "First".to_owned(), &by(6)).unwrap();
    let second = fixture.store().rename_theme(themes[0], "Second".to_owned(), &by(6)).unwrap();
    fixture.cluster(&themes.iter().copied().map(Some).collect::<Vec<_>>());
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "Second");
    fixture.store().undo_ruling(second.id, &by(7)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "First");
    fixture.store().undo_ruling(first.id, &by(7)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name.as_str(), "Words 0");
    assert!(refusal(fixture.store().undo_ruling(first.id, &by(8))).contains("already"));
}

#[test]
fn a_clustering_run_that_began_before_a_ruling_is_not_applied() {
    let (fixture, _, themes) = three_themes();
    let (generation, _) = fixture.begin(&[Some(themes[0])]);
    fixture.store().pin_theme(themes[1], &by(6)).unwrap();
    assert!(!fixture.store().apply_clustering(generation, &by(7)).unwrap());
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
}

#[test]
fn an_erased_signal_leaves_no_trace_in_rulings() {
    let (fixture, signals, themes) = three_themes();
    fixture.store().merge_themes(themes[0], vec![themes[1]], &by(6)).unwrap();
    fixture.erase(&crate::Erasing { sources: vec![fixture.source("app")], ..crate::Erasing::default() });
    let left: u64 = fixture
        .store()
        .read(|c| Ok(c.query_row("SELECT count(*) FROM event_signals", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(left, 0, "{signals:?}");
}

fn link(subject: Subject, symbol: Option<&str>) -> Link {
    Link {
        of: subject,
        repository: "shop".into(),
        path: "src/pay.rs".into(),
        symbol: symbol.map(str::to_owned),
    }
}

#[test]
fn an_answer_to_a_link_stands_until_it_is_undone_and_the_opposite_names_it() {
    let (fixture, signals, themes) = three_themes();
    let of_theme = link(Subject::Theme(themes[0]), None);
    let no = fixture.store().answer_link(of_theme.clone(), false, &by(6)).unwrap();
    let inside = link(Subject::Theme(themes[0]), Some("charge"));
    let refused = refusal(fixture.store().answer_link(inside, true, &by(7)));
    assert!(refused.contains(&no.id.to_string()), "{refused}");
    fixture.store().answer_link(link(Subject::Signal(signals[5]), None), true, &by(6)).unwrap();
    assert_eq!(fixture.snapshot().rulings().answers("shop").unwrap().len(), 2);
    fixture.store().undo_ruling(no.id, &by(8)).unwrap();
    fixture.store().answer_link(of_theme, true, &by(6)).unwrap();
    let answers: Vec<bool> =
        fixture.snapshot().rulings().answers("shop").unwrap().into_iter().map(|answer| answer.yes).collect();
    assert_eq!(answers, [true, true]);
    assert!(fixture.snapshot().rulings().answers("other").unwrap().is_empty());
}

#[test]
fn a_yes_follows_its_theme_into_another_and_holds_it_while_a_no_does_not() {
    let (fixture, _, themes) = three_themes();
    fixture.store().answer_link(link(Subject::Theme(themes[0]), None), true, &by(6)).unwrap();
    fixture.store().answer_link(link(Subject::Theme(themes[2]), None), false, &by(6)).unwrap();
    assert_eq!(fixture.snapshot().rulings().bindings().unwrap().themes, [themes[0]]);
    fixture.store().merge_themes(themes[1], vec![themes[0]], &by(6)).unwrap();
    let answers = fixture.snapshot().rulings().answers("shop").unwrap();
    assert_eq!(answers[1].link.of, Subject::Theme(themes[1]));
}

#[test]
fn nothing_is_answered_about_what_is_not_there() {
    let (fixture, _, _) = three_themes();
    let store = fixture.store();
    for subject in [Subject::Theme(ThemeId(99)), Subject::Signal(SignalId(999))] {
        assert!(refusal(store.answer_link(link(subject, None), true, &by(6))).contains("no such"));
    }
    assert!(store.snapshot().unwrap().rulings().all().unwrap().is_empty());
}
